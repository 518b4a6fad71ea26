package io.espalier.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.process.GenServer;
import io.espalier.process.None;
import io.espalier.process.ProcessRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Names that beans ask for and the tree does not have. */
@ExtendWith(OutputCaptureExtension.class)
class InjectedNamesTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(EspalierAutoConfiguration.class))
            .withInitializer(Yaml.of("""
                    espalier.supervisor.children:
                      results: { server: plain }
                      sessions: { type: dynamic }
                      workers.children.parser: { server: plain }
                    """));

    @Test
    void aNameThatTheTreeDoesNotHaveIsWarnedOfOnce(CapturedOutput output) {
        this.runner.withUserConfiguration(Servers.class, Wrong.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(output)
                    .containsOnlyOnce("@ProcessName(\"reslts\"): the supervision tree has no such child."
                            + " Did you mean 'results'?")
                    .contains("@ProcessName(\"workers/praser\")", "Did you mean 'workers/parser'?")
                    .doesNotContain("@ProcessName(\"workers/parser\")", "@ProcessName(\"sessions/a\")");
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Servers {

        @Bean
        GenServer<None, String> plain() {
            return GenServer.with("state").build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Wrong {

        @Bean
        String first(@ProcessName("reslts") ProcessRef wrong, @ProcessName("workers/parser") ProcessRef right) {
            return wrong.toString() + right;
        }

        @Bean
        String second(
                @ProcessName("reslts") ProcessRef same,
                @ProcessName("workers/praser") ProcessRef wrong,
                @ProcessName("sessions/a") ProcessRef dynamic,
                @ProcessName("root") ProcessRef root) {
            return same.toString() + wrong + dynamic + root;
        }
    }
}
