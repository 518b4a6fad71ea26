package io.espalier.autoconfigure;

import io.espalier.supervisor.Shutdown;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.util.ClassUtils;

/** Finds values of the tree's own keys that can't be converted to what the key takes. */
final class KeyValues {

    private final PropertyNames names;

    private final Binder binder;

    KeyValues(PropertyNames names, Binder binder) {
        this.names = names;
        this.binder = binder;
    }

    /**
     * Checks the values of a child, or of the root. What is below {@code argument} and {@code children} is left to others.
     *
     * @param path the path of the child
     * @param owner the property that holds it
     * @param properties the record that its keys are bound to
     * @return a problem for each value that is wrong
     */
    List<Problem> check(String path, ConfigurationPropertyName owner, Class<?> properties) {
        List<Problem> problems = new ArrayList<>();
        scalar(path, owner, properties).ifPresent(problems::add);
        for (RecordComponent component : properties.getRecordComponents()) {
            ConfigurationPropertyName key = owner.append(DataObjectPropertyName.toDashedForm(component.getName()));
            Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(component.getType());
            if (type.isRecord() && type.getDeclaringClass() == properties) {
                problems.addAll(check(path, key, type));
            } else if (type == Map.class) {
                scalar(path, key, type).ifPresent(problems::add);
            } else {
                checkValue(path, key, type).ifPresent(problems::add);
            }
        }
        return problems;
    }

    /** A value where keys should be. Nobody would ask for it, and so it would be ignored. */
    private Optional<Problem> scalar(String path, ConfigurationPropertyName name, Class<?> type) {
        if (!this.names.hasText(name)) {
            return Optional.empty();
        }
        String reason = " expected here, not the value '" + this.names.value(name) + "'";
        Problem problem;
        if (type == Map.class) {
            problem = Problem.ofProperty(
                    path,
                    name,
                    "children are" + reason,
                    "Set the keys of each child below its id, as in '" + name + ".my-child.server'.");
        } else if (type == ChildProperties.class) {
            problem = Problem.ofProperty(
                    path,
                    name,
                    "a child is" + reason,
                    "Set the keys of the child below it, as in '" + name + ".server'.");
        } else {
            problem = Problem.ofProperty(
                    path,
                    name,
                    "keys are" + reason,
                    "Set them below it: " + String.join(", ", ChildKeys.components(type)) + ".");
        }
        return Optional.of(problem.at(this.names.origin(name)));
    }

    private Optional<Problem> checkValue(String path, ConfigurationPropertyName key, Class<?> type) {
        if (!this.names.isSet(key)) {
            return Optional.empty();
        }
        try {
            this.binder.bind(key, Bindable.of(type));
            return Optional.empty();
        } catch (BindException ex) {
            return Optional.of(problem(path, key, type, ex).at(this.names.origin(key)));
        }
    }

    private Problem problem(String path, ConfigurationPropertyName key, Class<?> type, BindException failure) {
        if (failure.getCause() instanceof ConversionFailedException wrong) {
            String value = String.valueOf(wrong.getValue());
            return Problem.ofProperty(
                    path, key, "the value '" + value + "' is " + not(key, type), mend(value.trim(), type));
        }
        String why = String.valueOf(
                Objects.requireNonNullElse(failure.getCause(), failure).getMessage());
        return Problem.ofProperty(
                path, key, "the value '" + this.names.value(key) + "' can't be read: " + why, expected(type));
    }

    private static String not(ConfigurationPropertyName key, Class<?> type) {
        if (type.isEnum()) {
            return "not one that '" + key.getLastElement(Form.DASHED) + "' takes";
        }
        if (type == Shutdown.class) {
            return "neither a duration nor brutal-kill nor infinity";
        }
        if (type == Boolean.class) {
            return "neither true nor false";
        }
        return "no " + noun(type);
    }

    private static String noun(Class<?> type) {
        if (type == Duration.class) {
            return "duration";
        }
        return (type == Integer.class) ? "whole number" : "number";
    }

    private static String mend(String value, Class<?> type) {
        if (type == Shutdown.class) {
            return NearNames.question(value, List.of("brutal-kill", "infinity")) + expected(type);
        }
        return type.isEnum() ? NearNames.question(value, Choices.of(type)) + expected(type) : expected(type);
    }

    private static String expected(Class<?> type) {
        if (type.isEnum()) {
            return "Set it to one of: " + String.join(", ", Choices.of(type)) + ".";
        }
        if (type == Shutdown.class) {
            return "Set it to a duration, such as 5s, 1m, or to brutal-kill or infinity.";
        }
        if (type == Boolean.class) {
            return "Set it to true or false.";
        }
        return "Set it to a " + noun(type) + ((type == Duration.class) ? ", such as 5s, 1m." : ".");
    }
}
