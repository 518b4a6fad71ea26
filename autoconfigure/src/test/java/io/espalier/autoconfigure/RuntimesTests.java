package io.espalier.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.process.ThreadMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** From the runtime's properties to a process system. */
class RuntimesTests {

    @ParameterizedTest
    @CsvSource({
        "AUTO, 17, , PLATFORM",
        "AUTO, 17, true, PLATFORM",
        "AUTO, 21, , PLATFORM",
        "AUTO, 21, false, PLATFORM",
        "AUTO, 21, true, VIRTUAL",
        "AUTO, 23, , PLATFORM",
        "AUTO, 23, true, VIRTUAL",
        "AUTO, 24, , VIRTUAL",
        "AUTO, 24, true, VIRTUAL",
        "AUTO, 24, false, PLATFORM",
        "AUTO, 25, , VIRTUAL",
        "VIRTUAL, 21, , VIRTUAL",
        "VIRTUAL, 25, false, VIRTUAL",
        "PLATFORM, 25, true, PLATFORM",
    })
    void theKindOfThreadsFollowsFromPropertyAndJdk(
            ThreadMode wanted, int java, @Nullable Boolean virtual, ThreadMode expected) {
        assertThat(Runtimes.threads(wanted, java, virtual)).isEqualTo(expected);
    }

    @Test
    void virtualThreadsNeedAJdkThatHasThem() {
        assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
                .isThrownBy(() -> Runtimes.threads(ThreadMode.VIRTUAL, 17, null))
                .withMessageContaining("espalier.runtime.threads")
                .satisfies(ex -> assertThat(ex.getReason())
                        .isEqualTo("This JDK (17) has no virtual threads. Use 'auto' or 'platform', or run on JDK 21 or"
                                + " later."));
    }

    @ParameterizedTest
    @CsvSource({
        "throughput, 0, It must be at least 1.",
        "blocking-threads, 0, It must be at least 1.",
        "kill-grace, -1s, It must not be negative.",
    })
    void aValueThatCannotBeIsNamed(String name, String value, String reason) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(EspalierAutoConfiguration.class))
                .withPropertyValues("espalier.runtime." + name + "=" + value)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, ex -> {
                            assertThat(ex.getName()).isEqualTo("espalier.runtime." + name);
                            assertThat(ex.getReason()).isEqualTo(reason);
                        }));
    }
}
