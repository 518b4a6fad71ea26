package io.espalier.autoconfigure;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.List;
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
            String path = violation.getPropertyPath().toString();
            ConfigurationPropertyName property = name;
            for (String element : path.split("\\.", -1)) {
                property = property.append(DataObjectPropertyName.toDashedForm(element));
            }
            return Problem.ofProperty(
                    child,
                    property,
                    "it " + violation.getMessage(),
                    "Change the value of '" + property + "' so that it keeps the constraint.");
        }
    }
}
