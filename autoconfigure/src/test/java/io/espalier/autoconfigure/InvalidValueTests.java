package io.espalier.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.process.GenServer;
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

/** What a user is told of a value that a key of the tree does not take. */
class InvalidValueTests {

    private static final String DURATION = "Set it to a duration, such as 5s, 1m.";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(EspalierAutoConfiguration.class))
            .withUserConfiguration(Servers.class);

    @Test
    void aWrongConstantIsReportedAsAnyOtherProblemOfTheTree() {
        failure("espalier.supervisor.children.workers.children.c1: { server: plain, restart: permanant }")
                .isEqualTo("""
                        The supervision tree is not valid, so nothing of it was started:

                            Child: workers/c1
                            Property: espalier.supervisor.children.workers.children.c1.restart
                            Origin: Byte array resource [yaml] - 1:77
                            Reason: the value 'permanant' is not one that 'restart' takes
                        ---
                        Did you mean 'permanent'? Set it to one of: permanent, transient, temporary.""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type | dynmic | Did you mean 'dynamic'? Set it to one of: worker, supervisor, dynamic.",
                "dispatcher | virtual | Set it to one of: compute, blocking.",
                "strategy | all-for-one | Set it to one of: one-for-one, one-for-all, rest-for-one.",
                "auto-shutdown | any | Set it to one of: never, any-significant, all-significant."
            })
    void aWrongConstantIsToldTheKnownOnes(String key, String value, String mend) {
        failure("espalier.supervisor.children.c1: { server: plain, " + key + ": " + value + " }")
                .contains(
                        "Child: c1",
                        "Property: espalier.supervisor.children.c1." + key,
                        "Origin: ",
                        "Reason: the value '" + value + "' is not one that '" + key + "' takes",
                        mend)
                .doesNotContain("neither a server nor children");
    }

    @ParameterizedTest
    @CsvSource({"start-timeout, soon", "within, 5 parsecs", "backoff.initial, x", "backoff.reset-after, y"})
    void aWrongDurationIsToldExamples(String key, String value) {
        failure("espalier.supervisor.children.c1: { server: plain, " + key + ": " + value + " }")
                .contains(
                        "Child: c1",
                        "Property: espalier.supervisor.children.c1." + key,
                        "Reason: the value '" + value + "' is no duration",
                        DURATION);
    }

    @Test
    void aWrongShutdownIsToldTheWordsToo() {
        failure("espalier.supervisor.children.c1: { server: plain, shutdown: brutl-kill }")
                .contains(
                        "Property: espalier.supervisor.children.c1.shutdown",
                        "Reason: the value 'brutl-kill' is neither a duration nor brutal-kill nor infinity",
                        "Did you mean 'brutal-kill'?",
                        "Set it to a duration, such as 5s, 1m, or to brutal-kill or infinity.");
    }

    @ParameterizedTest
    @CsvSource({
        "order, first, no whole number, Set it to a whole number.",
        "max-children, two, no whole number, Set it to a whole number.",
        "max-restarts, many, no whole number, Set it to a whole number.",
        "backoff.multiplier, twice, no number, Set it to a number.",
        "enabled, maybe, neither true nor false, Set it to true or false.",
        "significant, very, neither true nor false, Set it to true or false."
    })
    void aWrongNumberOrFlagIsToldWhatItShouldBe(String key, String value, String reason, String mend) {
        failure("espalier.supervisor.children.c1: { server: plain, " + key + ": " + value + " }")
                .contains(
                        "Child: c1",
                        "Property: espalier.supervisor.children.c1." + key,
                        "Reason: the value '" + value + "' is " + reason,
                        mend);
    }

    @ParameterizedTest
    @CsvSource({
        "strategy, one_for_al, Did you mean 'one-for-all'?",
        "on-give-up, die, 'Set it to one of: mark-broken, exit.'",
        "within, ages, 'such as 5s, 1m'",
        "max-restarts, few, Set it to a whole number.",
        "auto-startup, later, Set it to true or false."
    })
    void aWrongValueOfTheRootIsReportedAlike(String key, String value, String mend) {
        failure("espalier.supervisor." + key + ": " + value)
                .contains("Child: root", "Property: espalier.supervisor." + key, "Origin: ", "'" + value + "'", mend);
    }

    @Test
    void wrongValuesAreToldTogetherWithAllElse() {
        failure("""
                espalier.supervisor:
                  within: ages
                  children:
                    a: { server: nobody, restart: never }
                    b:
                      auto-shutdown: sometimes
                      children:
                        c: { server: plain, restart: transient, significant: true, backoff: { max: long } }
                        d: { server: plain, retsart: transient }
                """)
                .contains(
                        "'ages'",
                        "'never'",
                        "there is no bean 'nobody'",
                        "'sometimes'",
                        "Child: b/c",
                        "'long'",
                        "there is no key 'retsart'")
                .doesNotContain("does not end with its significant children");
    }

    @Test
    void aValueInThePlaceOfAChildIsReported() {
        failure("espalier.supervisor.children.results: hello")
                .contains(
                        "Child: results",
                        "Property: espalier.supervisor.children.results",
                        "Origin: ",
                        "Reason: a child is expected here, not the value 'hello'",
                        "Set the keys of the child below it, as in 'espalier.supervisor.children.results.server'.")
                .doesNotContain("neither a server nor children");
    }

    @ParameterizedTest
    @CsvSource({
        "children, root, children are expected here",
        "children.c1.children, c1, children are expected here",
        "children.c1.backoff, c1, keys are expected here",
        "children.c1.children[0], c1/0, a child is expected here"
    })
    void aValueInThePlaceOfKeysIsReported(String key, String path, String reason) {
        assertThat(TreeFailure.of(this.runner.withPropertyValues("espalier.supervisor." + key + "=5s")))
                .contains("Child: " + path, "Property: espalier.supervisor." + key, reason + ", not the value '5s'");
    }

    @Test
    void aPlaceholderThatCannotBeResolvedIsShownAsItIs() {
        failure("espalier.supervisor.children.c1: { server: plain, restart: '${how}' }")
                .contains("Child: c1", "the value '${how}' is not one");
    }

    @Test
    void aWrongValueInAnEnvironmentVariableIsReported() {
        assertThat(TreeFailure.of(this.runner
                        .withInitializer(Yaml.of("espalier.supervisor.children.rate-limiter.server: plain"))
                        .withInitializer(Yaml.variables(
                                Map.of("ESPALIER_SUPERVISOR_CHILDREN_RATELIMITER_STARTTIMEOUT", "soon")))))
                .contains(
                        "Child: rate-limiter",
                        "ESPALIER_SUPERVISOR_CHILDREN_RATELIMITER_STARTTIMEOUT",
                        "'soon' is no duration");
    }

    private AbstractStringAssert<?> failure(String yaml) {
        return assertThat(TreeFailure.of(this.runner.withInitializer(Yaml.of(yaml))));
    }

    @Configuration(proxyBeanMethods = false)
    static class Servers {

        @Bean
        GenServer<None, String> plain() {
            return GenServer.with("state").build();
        }
    }
}
