package io.espalier.autoconfigure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The names of all properties under a prefix, as they were written. Binding asks for names that it knows; this is how to
 * find those that nobody asks for.
 *
 * <p>An environment variable has no dashes: it leaves them out, or writes all of them as underscores, which elsewhere stand
 * for dots. So one and the same variable can spell {@code rate.limiter.restart} and {@code rate-limiter.restart}.
 */
final class PropertyNames {

    private final List<Found> names;

    private PropertyNames(List<Found> names) {
        this.names = names;
    }

    /**
     * Reads the names once.
     *
     * @param environment where from
     * @param prefix what they begin with
     * @return the names, those of the least important source first
     */
    static PropertyNames read(Environment environment, ConfigurationPropertyName prefix) {
        List<List<Found>> sources = new ArrayList<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource iterable) {
                boolean variables = source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
                sources.add(iterable.stream()
                        .filter(name -> prefix.equals(name) || prefix.isAncestorOf(name))
                        .map(name -> new Found(name, source, variables))
                        .toList());
            }
        }
        List<Found> names = new ArrayList<>();
        for (int i = sources.size() - 1; i >= 0; i--) {
            names.addAll(sources.get(i));
        }
        return new PropertyNames(List.copyOf(names));
    }

    /**
     * What is set below a name.
     *
     * @param name the name
     * @return all that is set there, of the least important source first; environment variables come last
     */
    List<Found> under(ConfigurationPropertyName name) {
        return this.names.stream()
                .filter(found -> found.isBelow(name))
                .sorted(Comparator.comparing(Found::variable))
                .toList();
    }

    /**
     * Whether a name is set.
     *
     * @param name the name
     * @return whether there is such a property
     */
    boolean isSet(ConfigurationPropertyName name) {
        return this.names.stream().anyMatch(found -> found.spells(name));
    }

    /**
     * Whether a name is set to something. An empty value stands for keys that are left out, as in {@code worker: {}}.
     *
     * @param name the name
     * @return whether there is such a property and it is not blank
     */
    boolean hasText(ConfigurationPropertyName name) {
        Object value = value(name);
        return value != null && !value.toString().isBlank();
    }

    /**
     * Whether a name, or anything below it, is set.
     *
     * @param name the name
     * @return whether there is such a property
     */
    boolean has(ConfigurationPropertyName name) {
        return this.names.stream().anyMatch(found -> found.spells(name) || found.isBelow(name));
    }

    /**
     * Where a property is set, by the most important source that does so.
     *
     * @param name the name
     * @return the place, or null if it is not known
     */
    @Nullable
    Origin origin(ConfigurationPropertyName name) {
        return property(name).map(ConfigurationProperty::getOrigin).orElse(null);
    }

    /**
     * What a property is set to, by the most important source that does so.
     *
     * @param name the name
     * @return the value, or null if it is not set
     */
    @Nullable
    Object value(ConfigurationPropertyName name) {
        return property(name).map(ConfigurationProperty::getValue).orElse(null);
    }

    private Optional<ConfigurationProperty> property(ConfigurationPropertyName name) {
        return this.names.stream()
                .filter(found -> found.spells(name))
                .flatMap(found -> Stream.ofNullable(found.property()))
                .reduce((less, more) -> more);
    }

    /**
     * A name that is set.
     *
     * @param name the name
     * @param source the source that sets it
     * @param variable whether it is an environment variable
     */
    record Found(ConfigurationPropertyName name, ConfigurationPropertySource source, boolean variable) {

        /** Where it is set, or null if that is not known. */
        @Nullable
        Origin origin() {
            ConfigurationProperty property = property();
            return (property != null) ? property.getOrigin() : null;
        }

        private @Nullable ConfigurationProperty property() {
            return this.source.getConfigurationProperty(this.name);
        }

        /** Whether this is a spelling of a property. */
        boolean spells(ConfigurationPropertyName property) {
            if (this.name.equals(property)) {
                return true;
            }
            String text = withoutDashes(this.name);
            return this.variable && (text.equals(withoutDashes(property)) || text.equals(withUnderscores(property)));
        }

        /** Whether this may be a spelling of something below a property. */
        boolean isBelow(ConfigurationPropertyName property) {
            if (property.isAncestorOf(this.name)) {
                return true;
            }
            String text = withoutDashes(this.name);
            return this.variable
                    && (text.startsWith(withoutDashes(property) + "_")
                            || text.startsWith(withUnderscores(property) + "_"));
        }

        private static String withoutDashes(ConfigurationPropertyName name) {
            return join(name, Form.UNIFORM);
        }

        private static String withUnderscores(ConfigurationPropertyName name) {
            return join(name, Form.DASHED).replace('-', '_');
        }

        private static String join(ConfigurationPropertyName name, Form form) {
            StringJoiner elements = new StringJoiner("_");
            for (int i = 0; i < name.getNumberOfElements(); i++) {
                elements.add(name.getElement(i, form));
            }
            return elements.toString();
        }
    }
}
