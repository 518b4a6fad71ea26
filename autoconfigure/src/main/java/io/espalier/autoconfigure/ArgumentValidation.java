package io.espalier.autoconfigure;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.ClassUtils;

/** Checks the constraints of an argument, where the application has a validator. */
interface ArgumentValidation {

    /**
     * Checks an argument.
     *
     * @param child the path of the child that it is for
     * @param name the property that holds it
     * @param argument the argument
     * @return what is wrong with it
     */
    List<Problem> check(String child, ConfigurationPropertyName name, Object argument);

    /**
     * The validation that an application has.
     *
     * @param beans its beans
     * @return a validation by its validator, or one that finds nothing
     */
    static ArgumentValidation of(ConfigurableBeanFactory beans) {
        boolean present = ClassUtils.isPresent("jakarta.validation.Validator", beans.getBeanClassLoader());
        return present ? ByJakarta.of(beans) : (child, name, argument) -> List.of();
    }

    /** Checks by a jakarta validator; a class of its own, so that the API may be absent. */
    final class ByJakarta implements ArgumentValidation {

        private final Validator validator;

        private ByJakarta(Validator validator) {
            this.validator = validator;
        }

        private static ArgumentValidation of(ConfigurableBeanFactory beans) {
            Validator validator = beans.getBeanProvider(Validator.class).getIfAvailable();
            return (validator != null) ? new ByJakarta(validator) : (child, name, argument) -> List.of();
        }

        @Override
        public List<Problem> check(String child, ConfigurationPropertyName name, Object argument) {
            return this.validator.validate(argument).stream()
                    .map(violation -> problem(child, name, violation))
                    .toList();
        }

        private static Problem problem(String child, ConfigurationPropertyName name, ConstraintViolation<?> violation) {
            ConfigurationPropertyName property = name;
            for (Path.Node node : violation.getPropertyPath()) {
                property = below(property, node);
            }
            return Problem.ofProperty(
                    child,
                    property,
                    "it " + violation.getMessage(),
                    "Change the value of '" + property + "' so that it keeps the constraint.");
        }

        /** A node says of which element of the node before it is, and calls that element by no name that a property has. */
        private static ConfigurationPropertyName below(ConfigurationPropertyName container, Path.Node node) {
            ConfigurationPropertyName property = container;
            if (node.getIndex() != null) {
                property = property.append("[" + node.getIndex() + "]");
            } else if (node.getKey() != null) {
                property = property.append(element(node.getKey().toString()));
            }
            boolean named = node.getName() != null && node.getKind() != ElementKind.CONTAINER_ELEMENT;
            return named ? property.append(DataObjectPropertyName.toDashedForm(node.getName())) : property;
        }

        /** A key as it is written: in brackets, unless it is an element of a name as it is. */
        private static @Nullable String element(String key) {
            if (key.isEmpty() || key.contains("[") || key.contains("]")) {
                return null;
            }
            boolean plain = key.indexOf('.') < 0 && ConfigurationPropertyName.isValid(key);
            return plain ? key : "[" + key + "]";
        }
    }
}
