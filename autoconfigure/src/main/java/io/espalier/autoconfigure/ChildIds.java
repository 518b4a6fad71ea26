package io.espalier.autoconfigure;

import io.espalier.autoconfigure.PropertyNames.Found;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Which children a supervisor has, by the properties under its {@code children}. A key that equals another apart from dashes
 * is the same child: the least important source gives it its id, the others only overlay it. So the environment variable
 * {@code ..._CHILDREN_RATE_LIMITER_RESTART} changes the child {@code rate-limiter} and makes none of its own. In a file a
 * key that is no id is an error, even if it spells a child that is there.
 *
 * @param children the property of each child, by its id
 * @param wrong the keys that are no ids, each with the first property below it
 */
record ChildIds(Map<String, ConfigurationPropertyName> children, Map<String, Found> wrong) {

    private static final Pattern VALID = Pattern.compile("[a-z0-9-]+");

    /**
     * Reads the ids.
     *
     * @param children the name of the property that holds the children
     * @param under what is set below it
     * @return the ids as they are written
     */
    static ChildIds read(ConfigurationPropertyName children, List<Found> under) {
        int position = children.getNumberOfElements();
        Map<String, ConfigurationPropertyName> byLetters = new LinkedHashMap<>();
        Map<String, Found> wrong = new LinkedHashMap<>();
        for (Found found : under) {
            boolean overlay = found.variable() && byLetters.values().stream().anyMatch(found::isBelow);
            if (!overlay && children.isAncestorOf(found.name())) {
                ConfigurationPropertyName child = found.name().chop(position + 1);
                if (isValid(id(child))) {
                    byLetters.putIfAbsent(child.getLastElement(Form.UNIFORM), child);
                } else {
                    wrong.putIfAbsent(id(child), found);
                }
            }
        }
        Map<String, ConfigurationPropertyName> ids = new LinkedHashMap<>();
        byLetters.values().forEach(child -> ids.put(id(child), child));
        return new ChildIds(ids, wrong);
    }

    /**
     * Reports the keys that are no ids.
     *
     * @param prefix what the paths of the children begin with
     * @param supervisor the property that holds the supervisor
     * @return a problem for each
     */
    List<Problem> problems(String prefix, ConfigurationPropertyName supervisor) {
        return this.wrong.entrySet().stream()
                .map(entry -> problem(prefix, supervisor + ".children.", entry.getKey(), entry.getValue()))
                .toList();
    }

    private Problem problem(String prefix, String place, String key, Found found) {
        String better = key.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String mend = this.children.keySet().stream()
                .filter(id -> letters(id).equals(letters(key)))
                .findFirst()
                .map(id -> "Did you mean '" + id + "'? ")
                .orElse("");
        return new Problem(
                prefix + key,
                new Problem.Where(Problem.Where.PROPERTY, place + key),
                found.origin(),
                "'" + key + "' is no id: an id is made of a-z, 0-9 and -",
                mend
                        + (better.isEmpty() || !mend.isEmpty()
                                ? "Rename it."
                                : "Rename it, for example to '" + better + "'."));
    }

    private static String letters(String id) {
        return id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private static String id(ConfigurationPropertyName child) {
        return child.getLastElement(Form.ORIGINAL);
    }

    /**
     * Whether an id may be used.
     *
     * @param id the id
     * @return whether it is made of lower-case letters, digits and dashes alone
     */
    static boolean isValid(String id) {
        return VALID.matcher(id).matches();
    }
}
