package io.espalier.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.process.GenServer;
import io.espalier.process.Init;
import io.espalier.process.None;
import java.util.Map;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a user is told of keys and ids that do not exist, or not there. */
class InvalidKeyTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(EspalierAutoConfiguration.class))
            .withUserConfiguration(Servers.class);

    @Test
    void anUnknownKeyOfAChildIsNamedWithTheNearest() {
        failure("espalier.supervisor.children.c1: { server: plain, retsart: permanent }")
                .contains(
                        "Child: c1",
                        "Property: espalier.supervisor.children.c1.retsart",
                        "Origin: ",
                        "Reason: there is no key 'retsart' here",
                        "Did you mean 'restart'? The keys are: argument, type, server, order, enabled, restart,"
                                + " shutdown, start-timeout, significant, backoff, dispatcher.");
    }

    @Test
    void aKeyWithKeysBelowItIsNamedOnceWithTheNearest() {
        String failure = TreeFailure.of(this.runner.withInitializer(Yaml.of("""
                espalier.supervisor.children.c1:
                  server: plain
                  arguments: { pair: x, rates: { first: 1, last: 2 } }
                """)));
        assertThat(failure)
                .containsOnlyOnce("Child: c1")
                .contains(
                        "Property: espalier.supervisor.children.c1.arguments" + System.lineSeparator(),
                        "Origin: ",
                        "Reason: there is no key 'arguments' here",
                        "Did you mean 'argument'?");
    }

    @Test
    void aDynamicSupervisorIsOfferedItsOwnKeys() {
        failure("espalier.supervisor.children.c1: { type: dynamic, max-childs: 1 }")
                .contains("Did you mean 'max-children'? The keys are: type, order, enabled, restart, shutdown,"
                        + " start-timeout, significant, backoff, dispatcher, max-children, max-restarts, within.");
    }

    @Test
    void aKeyBelowAScalarKeyIsRefused() {
        failure("espalier.supervisor.children.c1: { server: plain, restart: { when: crash } }")
                .contains("Property: espalier.supervisor.children.c1.restart", "'restart' has no keys of its own");
    }

    @Test
    void aKeyThatIsYetToComeIsNotSwallowed() {
        failure("espalier.supervisor.children.c1: { server: plain, max-queue: 10 }")
                .contains("Reason: there is no key 'max-queue' here");
    }

    @Test
    void anUnknownKeyOfADisabledChildIsNamedAllTheSame() {
        failure("espalier.supervisor.children.c1: { sever: plain, enabled: false }")
                .contains("Did you mean 'server'?");
    }

    @Test
    void anUnknownKeyOfABackoffIsNamedWithTheNearest() {
        failure("espalier.supervisor.children.c1: { server: plain, backoff: { inital: 1s } }")
                .contains(
                        "Property: espalier.supervisor.children.c1.backoff.inital",
                        "Reason: there is no key 'inital' here",
                        "Did you mean 'initial'? The keys are: initial, multiplier, max, jitter, reset-after.");
    }

    @Test
    void anUnknownKeyOfTheRootIsNamedWithTheNearest() {
        failure("espalier.supervisor.max-restart: 3")
                .contains("Child: root", "there is no key 'max-restart' here", "Did you mean 'max-restarts'?");
    }

    @Test
    void aKeyThatIsUnknownInSeveralSourcesIsNamedOnce() {
        String failure = TreeFailure.of(this.runner
                .withPropertyValues("espalier.supervisor.children.c1.argument.form=1")
                .withInitializer(Yaml.of(
                        "espalier.supervisor.children.c1: { server: counter, argument: { form: 1, from: 1 } }")));
        assertThat(failure.split("the argument has no 'form'", -1)).hasSize(2);
    }

    @Test
    void anEnvironmentVariableThatIsNotOursIsLeftAlone() {
        this.runner
                .withInitializer(Yaml.variables(Map.of("ESPALIER_SUPERVISOR_SERVICE_HOST", "10.0.0.1")))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void anUnknownKeyInAnEnvironmentVariableIsToldHowTheyAreSpelt() {
        String failure = TreeFailure.of(this.runner
                .withInitializer(Yaml.of("espalier.supervisor.children.rate-limiter.server: plain"))
                .withInitializer(
                        Yaml.variables(Map.of("ESPALIER_SUPERVISOR_CHILDREN_RATELIMITER_START_TIMEOUT", "1s"))));
        assertThat(failure)
                .contains(
                        "Child: rate-limiter",
                        "there is no key 'start.timeout' here",
                        "Did you mean 'start-timeout'? An environment variable leaves all dashes out.");
    }

    @ParameterizedTest
    @CsvSource({
        "server: plain, children: { c2: { server: plain } }, a worker, children, a supervisor",
        "server: plain, max-children: 3, a worker, max-children, a dynamic supervisor",
        "server: plain, strategy: one-for-all, a worker, strategy, a supervisor",
        "server: plain, auto-shutdown: never, a worker, auto-shutdown, a supervisor",
        "server: plain, max-restarts: 3, a worker, max-restarts, a dynamic supervisor or a supervisor",
        "server: plain, within: 3s, a worker, within, a dynamic supervisor or a supervisor",
        "type: supervisor, server: plain, a supervisor, server, a worker",
        "type: supervisor, argument: 1, a supervisor, argument, a worker",
        "type: supervisor, max-children: 1, a supervisor, max-children, a dynamic supervisor",
        "type: dynamic, server: plain, a dynamic supervisor, server, a worker",
        "type: dynamic, children: { c2: { server: plain } }, a dynamic supervisor, children, a supervisor",
        "type: dynamic, strategy: one-for-one, a dynamic supervisor, strategy, a supervisor",
        "type: dynamic, auto-shutdown: never, a dynamic supervisor, auto-shutdown, a supervisor",
    })
    void aKeyThatBelongsToAnotherKindOfChildIsRefused(
            String first, String second, String kind, String key, String owners) {
        failure("espalier.supervisor.children.c1: { " + first + ", " + second + " }")
                .contains(
                        "Child: c1",
                        "Property: espalier.supervisor.children.c1." + key,
                        "Reason: " + kind + " has no '" + key + "': that is for " + owners,
                        "Remove '" + key + "'");
    }

    @Test
    void aSignificantChildMustNotBePermanent() {
        failure("""
                espalier.supervisor.children.workers:
                  auto-shutdown: any-significant
                  children.c1: { server: plain, significant: true }
                """)
                .contains(
                        "Child: workers/c1",
                        "Property: espalier.supervisor.children.workers.children.c1.significant",
                        "Reason: a permanent child is always started again",
                        "Set 'restart' to transient or temporary, or remove 'significant'.");
    }

    @Test
    void aSignificantChildNeedsASupervisorThatEndsWithIt() {
        failure("espalier.supervisor.children.c1: { server: plain, significant: true, restart: transient }")
                .contains(
                        "Reason: the supervisor of this child does not end with its significant children",
                        "Set 'auto-shutdown' of the supervisor to any-significant or all-significant",
                        "The root never ends with its children.");
    }

    @ParameterizedTest
    @CsvSource({"rateLimiter, rate-limiter", "gbp_usd, gbp-usd", "Results, results"})
    void anIdIsMadeOfLowerCaseLettersDigitsAndDashes(String key, String better) {
        failure("espalier.supervisor.children." + key + ": { server: plain }")
                .contains(
                        "Child: " + key,
                        "Property: espalier.supervisor.children." + key + System.lineSeparator(),
                        "Origin: Byte array resource [yaml] - 3:",
                        "'" + key + "' is no id: an id is made of a-z, 0-9 and -",
                        "Rename it, for example to '" + better + "'.");
    }

    @ParameterizedTest
    @CsvSource({"Results, results", "eur_usd, eur-usd"})
    void aKeyThatIsNoIdDoesNotChangeAChildInSilence(String key, String id) {
        assertThat(TreeFailure.of(this.runner
                        .withPropertyValues("espalier.supervisor.children." + key + ".restart=temporary")
                        .withInitializer(Yaml.of("espalier.supervisor.children." + id + ": { server: plain }"))))
                .contains(
                        "Child: " + key,
                        "Property: espalier.supervisor.children." + key + System.lineSeparator(),
                        "Origin: ",
                        "'" + key + "' is no id",
                        "Did you mean '" + id + "'? Rename it.");
    }

    private AbstractStringAssert<?> failure(String yaml) {
        return assertThat(TreeFailure.of(this.runner.withInitializer(
                Yaml.of("espalier.supervisor.children.first: { server: plain, order: -1 }\n---\n" + yaml))));
    }

    record Start(long from) {}

    @Configuration(proxyBeanMethods = false)
    static class Servers {

        @Bean
        GenServer<Start, Long> counter() {
            return GenServer.<Start, Long>starting((start, self) -> Init.ok(start.from()))
                    .build();
        }

        @Bean
        GenServer<None, String> plain() {
            return GenServer.with("state").build();
        }
    }
}
