package io.espalier.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import io.espalier.process.ThreadMode;
import io.espalier.supervisor.Strategy;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an editor knows of our properties. */
class ConfigurationMetadataTests {

    private static final DocumentContext METADATA = read();

    @ParameterizedTest
    @MethodSource("properties")
    void aPropertyIsDescribed(Map<String, Object> property) {
        String description = (String) property.get("description");
        assertThat(description).as("description of %s", property.get("name")).isNotBlank();
        assertThat(description).doesNotStartWith("The ").doesNotStartWith("A ").endsWith(".");
        assertThat(property).containsKey("type");
    }

    @Test
    void everyPropertyIsThere() {
        assertThat(METADATA.<List<String>>read("$.properties[*].name"))
                .contains(
                        "espalier.enabled",
                        "espalier.runtime.threads",
                        "espalier.runtime.throughput",
                        "espalier.runtime.kill-grace",
                        "espalier.runtime.blocking-threads",
                        "espalier.supervisor.strategy",
                        "espalier.supervisor.max-restarts",
                        "espalier.supervisor.within",
                        "espalier.supervisor.auto-startup",
                        "espalier.supervisor.on-give-up",
                        "espalier.supervisor.children",
                        "management.endpoint.processes.access",
                        "management.health.espalier.enabled");
    }

    @Test
    void theHealthComponentHasASwitch() {
        assertThat(METADATA.<List<Map<String, Object>>>read(
                        "$.properties[?(@.name == 'management.health.espalier.enabled')]"))
                .singleElement()
                .satisfies(property -> assertThat(property)
                        .containsEntry("type", "java.lang.Boolean")
                        .containsEntry("description", "Whether to enable Espalier health checks.")
                        .containsEntry("defaultValue", true));
    }

    @Test
    void closedSetsHaveHintsThatMatchTheirConstants() {
        assertThat(hints("espalier.runtime.threads")).containsExactlyElementsOf(words(ThreadMode.class));
        assertThat(hints("espalier.supervisor.strategy")).containsExactlyElementsOf(words(Strategy.class));
        assertThat(hints("espalier.supervisor.on-give-up")).containsExactlyElementsOf(words(OnGiveUp.class));
    }

    static List<Map<String, Object>> properties() {
        return METADATA.read("$.properties[?(@.name =~ /(management\\.health\\.)?espalier.*/)]");
    }

    private static List<String> hints(String name) {
        return METADATA.read("$.hints[?(@.name == '" + name + "')].values[*].value");
    }

    private static List<String> words(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    private static DocumentContext read() {
        try {
            for (URL url : Collections.list(ConfigurationMetadataTests.class
                    .getClassLoader()
                    .getResources("META-INF/spring-configuration-metadata.json"))) {
                DocumentContext metadata = parse(url);
                if (!metadata.<List<?>>read("$.groups[?(@.name == 'espalier.supervisor')]")
                        .isEmpty()) {
                    return metadata;
                }
            }
        } catch (IOException ex) {
            throw new IllegalStateException(ex);
        }
        throw new IllegalStateException("There is no metadata: does the annotation processor run?");
    }

    private static DocumentContext parse(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            return JsonPath.parse(in);
        }
    }
}
