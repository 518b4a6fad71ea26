package io.espalier.autoconfigure;

import io.espalier.autoconfigure.PropertyNames.Found;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Which children a supervisor has, by the properties under its {@code children}. A key that equals another apart from dashes
 * and case is the same child: the least important source gives it its id, the others only overlay it. So the environment
 * variable {@code ..._CHILDREN_RATE_LIMITER_RESTART} changes the child {@code rate-limiter} and makes none of its own.
 */
final class ChildIds {

    private static final Pattern VALID = Pattern.compile("[a-z0-9-]+");

    private ChildIds() {}

    /**
     * Reads the ids.
     *
     * @param children the name of the property that holds the children
     * @param under what is set below it
     * @return the ids as they are written, each with the property that holds the child
     */
    static Map<String, ConfigurationPropertyName> read(ConfigurationPropertyName children, List<Found> under) {
        int position = children.getNumberOfElements();
        Map<String, ConfigurationPropertyName> byLetters = new LinkedHashMap<>();
        for (Found found : under) {
            boolean overlay = found.variable() && byLetters.values().stream().anyMatch(found::isBelow);
            if (!overlay && children.isAncestorOf(found.name())) {
                ConfigurationPropertyName child = found.name().chop(position + 1);
                byLetters.putIfAbsent(child.getLastElement(Form.UNIFORM), child);
            }
        }
        Map<String, ConfigurationPropertyName> ids = new LinkedHashMap<>();
        byLetters.values().forEach(child -> ids.put(child.getLastElement(Form.ORIGINAL), child));
        return ids;
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
