package io.espalier.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Says why a bean of Espalier is missing where {@code espalier.enabled} is false. Before Boot's own, which does not know. */
@Order(0)
final class SwitchedOffFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

    private static final String SWITCH = "espalier.enabled";

    private final @Nullable Environment environment;

    SwitchedOffFailureAnalyzer(@Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(
            Throwable rootFailure, NoSuchBeanDefinitionException cause, @Nullable String description) {
        ResolvableType type = cause.getResolvableType();
        Class<?> wanted = (type != null) ? type.resolve() : null;
        if (wanted == null || !wanted.getName().startsWith("io.espalier.") || !isSwitchedOff()) {
            return null;
        }
        return new FailureAnalysis(
                ((description != null) ? description : "A component") + " required a bean of type '" + wanted.getName()
                        + "'. There is none, because '" + SWITCH + "' is false.",
                "Remove '" + SWITCH + "' or set it to true. If the application shall run without Espalier, put"
                        + " @ConditionalOnBooleanProperty(name = \"" + SWITCH + "\", matchIfMissing = true) on the"
                        + " components that need it, or let them ask for an ObjectProvider.",
                cause);
    }

    private boolean isSwitchedOff() {
        return this.environment != null && !this.environment.getProperty(SWITCH, Boolean.class, true);
    }
}
