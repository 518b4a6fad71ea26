package io.espalier.autoconfigure;

import io.espalier.actuate.ReasonText;
import io.espalier.process.None;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanInstantiationException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionService;

/**
 * Binds {@code argument} to the type that a server wants. Stricter than the binding of properties beans: a key that the type
 * does not know is an error, and so is a component of a record that is not set, unless it has a {@code @DefaultValue} or may
 * be null.
 */
final class Arguments {

    private final PropertyNames names;

    private final Binder binder;

    private final ConversionService conversion;

    private final ArgumentValidation validation;

    Arguments(Binder binder, ConfigurableListableBeanFactory beans, PropertyNames names) {
        this.names = names;
        this.conversion = ApplicationConversionService.getSharedInstance();
        this.binder = binder;
        this.validation = ArgumentValidation.of(beans);
    }

    /**
     * Binds an argument.
     *
     * @param child the path of the child that it is for
     * @param name the property that holds it
     * @param type the type that it must have
     * @return the argument, or what is wrong with it
     */
    Outcome bind(String child, ConfigurationPropertyName name, ResolvableType type) {
        Class<?> raw = type.resolve(Object.class);
        boolean set = this.names.has(name);
        if (raw == None.class) {
            return set ? Outcome.wrong(notWanted(child, name)) : Outcome.bound(None.NONE);
        }
        if (!set && !mayBeAbsent(raw)) {
            return Outcome.wrong(absent(child, name, type));
        }
        return new Attempt(child, name, Bindable.of(type)).bind();
    }

    /** An argument of components may be left out: they may all have defaults. */
    private boolean mayBeAbsent(Class<?> type) {
        return type.isRecord() || isBean(type);
    }

    private boolean isBean(Class<?> type) {
        return !type.getName().startsWith("java.")
                && !type.isPrimitive()
                && !type.isEnum()
                && !Modifier.isAbstract(type.getModifiers())
                && !this.conversion.canConvert(String.class, type);
    }

    private Problem notWanted(String child, ConfigurationPropertyName name) {
        return Problem.ofProperty(
                        child,
                        name,
                        "the server takes no argument",
                        "Remove '" + name + "', or give the server an argument type other than None.")
                .at(this.names.origin(name));
    }

    private static Problem absent(String child, ConfigurationPropertyName name, ResolvableType type) {
        return Problem.ofProperty(
                child,
                name,
                "the server needs an argument of type " + type + ", and there is none",
                "Set '" + name + "'.");
    }

    /**
     * What came of a binding.
     *
     * @param argument the argument, or null if something is wrong
     * @param problems what is wrong
     */
    record Outcome(@Nullable Object argument, List<Problem> problems) {

        static Outcome bound(Object argument) {
            return new Outcome(argument, List.of());
        }

        static Outcome wrong(Problem problem) {
            return new Outcome(null, List.of(problem));
        }
    }

    /** One binding, from the properties to an argument or to all that is wrong with them. */
    private final class Attempt {

        private final String child;

        private final ConfigurationPropertyName name;

        private final Bindable<?> target;

        private final BindingTrace trace = new BindingTrace(Arguments.this.names);

        private final List<Problem> problems = new ArrayList<>();

        private Attempt(String child, ConfigurationPropertyName name, Bindable<?> target) {
            this.child = child;
            this.name = name;
            this.target = target;
        }

        private Outcome bind() {
            Object argument = null;
            try {
                argument = Arguments.this.binder.bindOrCreate(this.name, this.target, this.trace);
                this.problems.addAll(Arguments.this.validation.check(this.child, this.name, argument));
            } catch (BindException ex) {
                if (this.trace.missing().isEmpty()) {
                    this.problems.add(notBound(ex));
                }
            }
            Map<ConfigurationPropertyName, Problem> unknown = new LinkedHashMap<>();
            Arguments.this.names.under(this.name).stream()
                    .filter(found -> !this.trace.knows(found))
                    .forEach(found -> unknown.put(found.name(), unknown(found)));
            this.problems.addAll(unknown.values());
            this.trace.missing().forEach(property -> this.problems.add(missing(property)));
            return new Outcome(this.problems.isEmpty() ? argument : null, List.copyOf(this.problems));
        }

        private Problem unknown(PropertyNames.Found found) {
            List<String> known = this.trace.knownBeside(found.name());
            String key = found.name().getLastElement(Form.ORIGINAL);
            String mend = NearNames.question(key, known)
                    + (known.isEmpty() ? "There are no keys here." : "The keys are: " + String.join(", ", known) + ".");
            return Problem.ofProperty(this.child, found.name(), "the argument has no '" + key + "'", mend)
                    .at(found.origin());
        }

        private Problem missing(ConfigurationPropertyName property) {
            return Problem.ofProperty(
                    this.child,
                    property,
                    "'" + property.getLastElement(Form.DASHED) + "' is required and is not set",
                    "Set '" + property + "', or give the component of "
                            + Objects.requireNonNull(this.target.getType().resolve())
                                    .getSimpleName()
                            + " a @DefaultValue or make it @Nullable.");
        }

        private Problem notBound(BindException failure) {
            ConfigurationPropertyName property = failure.getName();
            Class<?> type = failure.getTarget().getType().resolve(Object.class);
            String cause = ReasonText.of(rootCause(failure));
            boolean converted = Arguments.this.names.isSet(property) && !isRefusal(failure);
            Problem problem = converted
                    ? notConverted(property, type, cause)
                    : Problem.ofProperty(
                            this.child,
                            property,
                            cause,
                            "Change the values below '" + property + "' so that " + type.getSimpleName()
                                    + " accepts them.");
            return problem.at(Arguments.this.names.origin(property));
        }

        private Problem notConverted(ConfigurationPropertyName property, Class<?> type, String cause) {
            if (type == Secret.class) {
                return Problem.ofProperty(
                        this.child,
                        property,
                        "the value is no text",
                        "Put the value in quotes: without them YAML reads a number or a date.");
            }
            return Problem.ofProperty(
                    this.child,
                    property,
                    "the value '" + Arguments.this.names.value(property) + "' is no " + type.getSimpleName() + " ("
                            + cause + ")",
                    type.isEnum()
                            ? "Set it to one of: " + String.join(", ", Choices.of(type)) + "."
                            : "Set it to a value of type " + type.getName() + ".");
        }

        private static boolean isRefusal(BindException failure) {
            return failure.getCause() instanceof BeanInstantiationException;
        }

        private static Throwable rootCause(Throwable failure) {
            Throwable cause = failure;
            while (cause.getCause() != null && cause.getCause() != cause) {
                cause = cause.getCause();
            }
            return cause;
        }
    }
}
