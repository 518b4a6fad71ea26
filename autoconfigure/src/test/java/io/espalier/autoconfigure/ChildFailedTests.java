package io.espalier.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.process.GenServer;
import io.espalier.process.None;
import io.espalier.supervisor.ChildSpec;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a user is told whose child failed in init. */
class ChildFailedTests {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(EspalierAutoConfiguration.class));

    @Test
    void aChildOfABeanIsNotToldToSwitchOffAPropertyThatItDoesNotHave() {
        assertThat(TreeFailure.of(this.runner.withUserConfiguration(Failing.class)))
                .contains(
                        "ChildSpec bean: failing",
                        "Reason: java.lang.IllegalStateException: no such file",
                        "remove the ChildSpec bean 'failing' or let its init return Init.ignore()")
                .doesNotContain("enabled");
    }

    @Configuration(proxyBeanMethods = false)
    static class Failing {

        @Bean
        ChildSpec<None> failing() {
            GenServer<None, String> server = GenServer.<None, String>starting((none, self) -> {
                        throw failure();
                    })
                    .build();
            return ChildSpec.of("failing", server);
        }

        private static RuntimeException failure() {
            return new IllegalStateException("no such file");
        }
    }
}
