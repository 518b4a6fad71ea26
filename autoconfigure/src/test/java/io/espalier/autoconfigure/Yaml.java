package io.espalier.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/** Property sources for tests, as an application would have them. */
final class Yaml {

    private Yaml() {}

    /** An {@code application.yml}; of several the first is the most important. */
    static ApplicationContextInitializer<ConfigurableApplicationContext> of(String text) {
        return context -> load(text, context);
    }

    /** Environment variables; more important than any file. */
    static ApplicationContextInitializer<ConfigurableApplicationContext> variables(Map<String, Object> variables) {
        return context -> context.getEnvironment()
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    }

    private static void load(String text, ConfigurableApplicationContext context) {
        ByteArrayResource resource = new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8), "yaml") {
            @Override
            public String getFilename() {
                return "application.yml";
            }
        };
        try {
            new YamlPropertySourceLoader()
                    .load("application-" + text.hashCode() + ".yml", resource)
                    .forEach(context.getEnvironment().getPropertySources()::addLast);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
