package io.espalier.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.process.ProcessRef;
import io.espalier.process.ProcessSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a user is told whose beans need Espalier while it is switched off. */
@ExtendWith(OutputCaptureExtension.class)
class SwitchedOffTests {

    @Test
    void aMissingProcessSystemIsExplainedByTheSwitch(CapturedOutput output) {
        run(WithSystem.class);
        assertThat(output)
                .contains(
                        "required a bean of type 'io.espalier.process.ProcessSystem'",
                        "because 'espalier.enabled' is false",
                        "Remove 'espalier.enabled' or set it to true");
    }

    @Test
    void aMissingReferenceIsExplainedByTheSwitch(CapturedOutput output) {
        run(WithReference.class);
        assertThat(output).contains("'io.espalier.process.ProcessRef'", "because 'espalier.enabled' is false");
    }

    @Test
    void aMissingBeanOfTheApplicationIsLeftToBoot(CapturedOutput output) {
        run(WithOther.class);
        assertThat(output)
                .contains("required a bean of type 'java.lang.Runnable'")
                .doesNotContain("espalier.enabled");
    }

    private static void run(Class<?> component) {
        SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class, component)
                .web(WebApplicationType.NONE)
                .properties("espalier.enabled=false");
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(application::run);
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    static class WithSystem {

        WithSystem(ProcessSystem processes) {}
    }

    static class WithReference {

        WithReference(@ProcessName("results") ProcessRef results) {}
    }

    static class WithOther {

        WithOther(Runnable other) {}
    }
}
