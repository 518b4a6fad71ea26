package io.espalier.autoconfigure;

import io.espalier.autoconfigure.ChildProperties.Kind;
import io.espalier.autoconfigure.PropertyNames.Found;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/** Finds keys that no child has. A misspelt key would otherwise be ignored, and the child run with a default. */
final class ChildKeys {

    /** The keys of a child, in the order of the documentation. */
    private static final List<String> CHILD = Stream.concat(
                    Stream.of("argument"), components(ChildProperties.class).stream())
            .toList();

    private static final List<String> BACKOFF = components(ChildProperties.Backoff.class);

    private static final List<String> ROOT = components(SupervisorProperties.class);

    private ChildKeys() {}

    /**
     * Checks the keys of a child. What is below {@code argument} and {@code children} is left to others.
     *
     * @param child the child
     * @param kind what kind of child it is, or null if that is not known
     * @param under what is set below it
     * @return a problem for each key that is not known
     */
    static List<Problem> check(ConfiguredChild child, @Nullable Kind kind, List<Found> under) {
        List<String> offered =
                CHILD.stream().filter(key -> ChildCombinations.has(kind, key)).toList();
        return check(child.path(), child.name(), under, CHILD, offered);
    }

    /**
     * Checks the keys of the root supervisor. Environment variables are left out: a container platform may set some that
     * begin like ours and mean something else.
     *
     * @param root the property that holds it
     * @param under what is set below it
     * @return a problem for each key that is not known
     */
    static List<Problem> checkRoot(ConfigurationPropertyName root, List<Found> under) {
        List<Found> sure = under.stream().filter(found -> !found.variable()).toList();
        return check(SupervisionTree.ROOT, root, sure, ROOT, ROOT);
    }

    private static List<Problem> check(
            String path, ConfigurationPropertyName owner, List<Found> under, List<String> keys, List<String> offered) {
        Map<String, Problem> problems = new LinkedHashMap<>();
        for (Found found : under) {
            if (keys.stream().noneMatch(key -> isOf(found, owner.append(key)))) {
                ConfigurationPropertyName backoff = owner.append("backoff");
                Problem problem = backoff.isAncestorOf(found.name())
                        ? unknown(path, backoff, found, BACKOFF)
                        : unknown(path, owner, found, offered);
                problems.putIfAbsent(problem.where().name(), problem);
            }
        }
        return List.copyOf(problems.values());
    }

    private static boolean isOf(Found found, ConfigurationPropertyName property) {
        return found.spells(property)
                || switch (property.getLastElement(Form.DASHED)) {
                    case "argument", "children" -> found.isBelow(property);
                    case "backoff" -> BACKOFF.stream().anyMatch(key -> found.spells(property.append(key)));
                    default -> false;
                };
    }

    /** A key is one element; what is below an unknown one is not looked at. A variable may spell one key by several. */
    private static Problem unknown(String path, ConfigurationPropertyName place, Found found, List<String> offered) {
        ConfigurationPropertyName name = found.name();
        if (!place.isAncestorOf(name)) {
            return unknown(path, name, name.toString(), found, offered);
        }
        int position = place.getNumberOfElements();
        if (found.variable()) {
            return unknown(path, name, name.subName(position).toString(), found, offered);
        }
        String key = name.getElement(position, Form.ORIGINAL);
        ConfigurationPropertyName property = name.chop(position + 1);
        if (offered.stream().anyMatch(known -> place.append(known).equals(property))) {
            return Problem.ofProperty(
                            path,
                            property,
                            "'" + key + "' has no keys of its own",
                            "Set '" + key + "' itself to a value.")
                    .at(found.origin());
        }
        return unknown(path, property, key, found, offered);
    }

    private static Problem unknown(
            String path, ConfigurationPropertyName property, String key, Found found, List<String> offered) {
        return Problem.ofProperty(
                        path,
                        property,
                        "there is no key '" + key + "' here",
                        NearNames.question(key, offered)
                                + (found.variable() ? "An environment variable leaves all dashes out. " : "")
                                + "The keys are: " + String.join(", ", offered) + ".")
                .at(found.origin());
    }

    /**
     * The keys of a properties record.
     *
     * @param properties the record
     * @return the names of its components, in order
     */
    static List<String> components(Class<?> properties) {
        return Arrays.stream(properties.getRecordComponents())
                .map(component -> DataObjectPropertyName.toDashedForm(component.getName()))
                .toList();
    }
}
