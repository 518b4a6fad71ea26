package io.espalier.autoconfigure;

import io.espalier.autoconfigure.ChildProperties.Kind;
import io.espalier.supervisor.AutoShutdown;
import io.espalier.supervisor.Restart;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds settings of a child that exist, but not together. */
final class ChildCombinations {

    /** The keys that only some kinds of children have. */
    private static final Map<String, Set<Kind>> OWNERS = Map.of(
            "server", Set.of(Kind.WORKER),
            "argument", Set.of(Kind.WORKER),
            "children", Set.of(Kind.SUPERVISOR),
            "strategy", Set.of(Kind.SUPERVISOR),
            "auto-shutdown", Set.of(Kind.SUPERVISOR),
            "max-restarts", Set.of(Kind.SUPERVISOR, Kind.DYNAMIC),
            "within", Set.of(Kind.SUPERVISOR, Kind.DYNAMIC),
            "max-children", Set.of(Kind.DYNAMIC));

    private ChildCombinations() {}

    /**
     * Whether a kind of child has a key.
     *
     * @param kind the kind, or null if it is not known
     * @param key a key that some children have
     * @return whether it makes sense there
     */
    static boolean has(@Nullable Kind kind, String key) {
        Set<Kind> owners = OWNERS.get(key);
        return kind == null || owners == null || owners.contains(kind);
    }

    /**
     * Checks a child.
     *
     * @param kind what kind of child it is
     * @param child the child
     * @param names which properties are set
     * @param problems where to put what is wrong
     */
    static void check(Kind kind, ConfiguredChild child, PropertyNames names, List<Problem> problems) {
        OWNERS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(owners -> !owners.getValue().contains(kind))
                .filter(owners -> names.has(child.name().append(owners.getKey())))
                .forEach(owners -> problems.add(misplaced(kind, owners.getKey(), owners.getValue(), child, names)));
        if (child.sound() && child.properties().significant()) {
            checkSignificant(child, names, problems);
        }
    }

    private static Problem misplaced(
            Kind kind, String key, Set<Kind> owners, ConfiguredChild child, PropertyNames names) {
        String mend = (child.properties().type() == null)
                ? "Remove '" + key + "', or set 'type' to what the child shall be."
                : "Remove '" + key + "', or change 'type'.";
        return child.problem(
                names,
                key,
                text(kind) + " has no '" + key + "': that is for "
                        + owners.stream().map(ChildCombinations::text).sorted().collect(Collectors.joining(" or ")),
                mend);
    }

    private static void checkSignificant(ConfiguredChild child, PropertyNames names, List<Problem> problems) {
        if (child.restart() == Restart.PERMANENT) {
            problems.add(child.problem(
                    names,
                    "significant",
                    "a permanent child is always started again, so it never ends for good and can't be significant",
                    "Set 'restart' to transient or temporary, or remove 'significant'."));
        }
        if (child.supervisorsAutoShutdown() == AutoShutdown.NEVER) {
            problems.add(child.problem(
                    names,
                    "significant",
                    "the supervisor of this child does not end with its significant children",
                    "Set 'auto-shutdown' of the supervisor to any-significant or all-significant, or remove"
                            + " 'significant'. The root never ends with its children."));
        }
    }

    private static String text(Kind kind) {
        return switch (kind) {
            case WORKER -> "a worker";
            case SUPERVISOR -> "a supervisor";
            case DYNAMIC -> "a dynamic supervisor";
        };
    }
}
