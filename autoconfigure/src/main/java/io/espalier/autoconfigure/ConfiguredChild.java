package io.espalier.autoconfigure;

import io.espalier.autoconfigure.ChildProperties.Kind;
import io.espalier.supervisor.AutoShutdown;
import io.espalier.supervisor.Restart;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * A child as it is configured.
 *
 * @param id its id
 * @param path its path in the tree
 * @param name the property that holds it
 * @param properties what is set
 * @param sound whether all values could be converted; one that could not is missing from the properties
 * @param supervisorsAutoShutdown when its supervisor ends with its significant children
 */
record ConfiguredChild(
        String id,
        String path,
        ConfigurationPropertyName name,
        ChildProperties properties,
        boolean sound,
        AutoShutdown supervisorsAutoShutdown) {

    /** What kind of child it is, or null if nothing says so. */
    @Nullable
    Kind kind(PropertyNames names) {
        if (this.properties.type() != null) {
            return this.properties.type();
        }
        if (this.properties.server() != null) {
            return Kind.WORKER;
        }
        return names.has(this.name.append("children")) ? Kind.SUPERVISOR : null;
    }

    Restart restart() {
        return Objects.requireNonNullElse(this.properties.restart(), Restart.PERMANENT);
    }

    /** When this supervisor ends with its children; where that is not known, so that no child is found wrong for it. */
    AutoShutdown autoShutdown() {
        AutoShutdown unset = this.sound ? AutoShutdown.NEVER : AutoShutdown.ANY_SIGNIFICANT;
        return Objects.requireNonNullElse(this.properties.autoShutdown(), unset);
    }

    Problem problem(PropertyNames names, @Nullable String key, String reason, String mend) {
        ConfigurationPropertyName property = (key != null) ? this.name.append(key) : this.name;
        return Problem.ofProperty(this.path, property, reason, mend).at(names.origin(property));
    }
}
