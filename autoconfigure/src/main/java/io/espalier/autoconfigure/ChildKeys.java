package io.espalier.autoconfigure;

import io.espalier.autoconfigure.PropertyNames.Found;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
     * @param path the path of the child
     * @param child the property that holds it
     * @param under what is set below it
     * @return a problem for each key that is not known
     */
    static List<Problem> check(String path, ConfigurationPropertyName child, List<Found> under) {
        return check(path, child, under, CHILD);
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
        return check(SupervisionTree.ROOT, root, sure, ROOT);
    }

    private static List<Problem> check(
            String path, ConfigurationPropertyName owner, List<Found> under, List<String> keys) {
        Map<ConfigurationPropertyName, Problem> problems = new LinkedHashMap<>();
        for (Found found : under) {
            if (keys.stream().noneMatch(key -> isOf(found, owner.append(key)))) {
                problems.put(found.name(), unknown(path, owner, found, keys));
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

    private static Problem unknown(
            String path, ConfigurationPropertyName owner, Found found, List<String> keysOfOwner) {
        ConfigurationPropertyName backoff = owner.append("backoff");
        boolean inBackoff = backoff.isAncestorOf(found.name());
        List<String> keys = inBackoff ? BACKOFF : keysOfOwner;
        ConfigurationPropertyName place = inBackoff ? backoff : owner;
        String key = place.isAncestorOf(found.name())
                ? found.name().subName(place.getNumberOfElements()).toString()
                : found.name().toString();
        return Problem.ofProperty(
                        path,
                        found.name(),
                        "there is no key '" + key + "' here",
                        NearNames.question(key, keys)
                                + (found.variable() ? "An environment variable leaves all dashes out. " : "")
                                + "The keys are: " + String.join(", ", keys) + ".")
                .at(found.origin());
    }

    private static List<String> components(Class<?> properties) {
        return Arrays.stream(properties.getRecordComponents())
                .map(component -> DataObjectPropertyName.toDashedForm(component.getName()))
                .toList();
    }
}
