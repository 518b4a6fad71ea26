package io.espalier.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.process.GenServer;
import io.espalier.process.GenServerBuilder;
import io.espalier.process.Init;
import io.espalier.process.None;
import io.espalier.supervisor.ChildSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.AbstractStringAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a user is told when the tree cannot be. Nothing of it may have started then. */
class InvalidTreeTests {

    private static final AtomicBoolean started = new AtomicBoolean();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(EspalierAutoConfiguration.class))
            .withUserConfiguration(Servers.class);

    @Test
    void anUnknownServerIsNamedWithTheNearestBean() {
        failure("espalier.supervisor.children.workers.children.c1: { server: conter, argument.from: 1 }")
                .isEqualTo("""
                        The supervision tree is not valid, so nothing of it was started:

                            Child: workers/c1
                            Property: espalier.supervisor.children.workers.children.c1.server
                            Origin: Byte array resource [yaml] - 3:61
                            Reason: there is no bean 'conter'
                        ---
                        Did you mean 'counter'? The GenServer beans are: bean, broad, counter, list, login, nested, \
                        picky, plain, pooled, raw.""");
    }

    @Test
    void aServerThatIsNoServerIsNamedWithItsClass() {
        failure("espalier.supervisor.children.c1: { server: text }")
                .contains("Reason: the bean 'text' is no GenServer but a java.lang.String");
    }

    @Test
    void aWorkerWithoutServerIsToldToNameOne() {
        failure("espalier.supervisor.children.c1: { type: worker }")
                .contains(
                        "Property: espalier.supervisor.children.c1.server",
                        "Reason: a worker needs a server",
                        "Set it to the name of a GenServer bean.");
    }

    @Test
    void aChildOfNoKindIsToldItsChoices() {
        failure("espalier.supervisor.children.c1: { restart: temporary }")
                .contains(
                        "Child: c1",
                        "Property: espalier.supervisor.children.c1",
                        "Reason: the child has neither a server nor children",
                        "Set 'server' to a GenServer bean, or 'children', or 'type: dynamic'.");
    }

    @Test
    void anArgumentOfAWrongTypeIsNamedWithItsValue() {
        failure("espalier.supervisor.children.c1: { server: counter, argument: { from: ten } }")
                .contains(
                        "Child: c1",
                        "Property: espalier.supervisor.children.c1.argument.from",
                        "Origin: ",
                        "Reason: the value 'ten' is no long",
                        "Set it to a value of type long.");
    }

    @Test
    void aSecretThatIsNoTextIsNotShown() {
        failure("espalier.supervisor.children.c1: { server: login, argument: { password: 4711 } }")
                .contains(
                        "Property: espalier.supervisor.children.c1.argument.password",
                        "Reason: the value is no text",
                        "Put the value in quotes")
                .doesNotContain("4711");
    }

    @Test
    void anArgumentOfAnUnknownConstantIsToldTheKnownOnes() {
        failure("espalier.supervisor.children.c1: { server: nested, argument: { endpoint: { host: h, mode: fst } } }")
                .contains(
                        "Property: espalier.supervisor.children.c1.argument.endpoint.mode",
                        "Reason: the value 'fst' is no Mode",
                        "Set it to one of: fast, very-slow.");
    }

    @Test
    void aMissingComponentIsNamed() {
        failure("espalier.supervisor.children.c1: { server: counter }")
                .contains(
                        "Child: c1",
                        "Property: espalier.supervisor.children.c1.argument.from",
                        "Reason: 'from' is required and is not set",
                        "Set 'espalier.supervisor.children.c1.argument.from', or give the component of Start a"
                                + " @DefaultValue or make it @Nullable.");
    }

    @Test
    void aMissingComponentOfANestedRecordIsNamed() {
        failure("espalier.supervisor.children.c1: { server: nested, argument: { endpoint: { port: 1 } } }")
                .contains(
                        "Property: espalier.supervisor.children.c1.argument.endpoint.host",
                        "Reason: 'host' is required");
    }

    @Test
    void aMissingComponentInAListIsNamed() {
        failure("espalier.supervisor.children.c1: { server: pooled, argument: { pool: [ { host: a }, { port: 1 } ] } }")
                .contains(
                        "Property: espalier.supervisor.children.c1.argument.pool[1].host", "Reason: 'host' is required")
                .doesNotContain("pool[0]");
    }

    @Test
    void anUnknownComponentIsNamedWithTheNearest() {
        failure("espalier.supervisor.children.c1: { server: counter, argument: { form: 1, from: 1 } }")
                .contains(
                        "Property: espalier.supervisor.children.c1.argument.form",
                        "Origin: ",
                        "Reason: the argument has no 'form'",
                        "Did you mean 'from'? The keys are: from.");
    }

    @Test
    void anUnknownComponentInAListIsNamedWithTheNearest() {
        failure("espalier.supervisor.children.c1: { server: pooled, argument: { pool: [ { host: a, prot: 1 } ] } }")
                .contains(
                        "Property: espalier.supervisor.children.c1.argument.pool[0].prot",
                        "Did you mean 'port'? The keys are: host, port, mode.");
    }

    @Test
    void anUnknownPropertyOfABeanIsNamedWithTheNearest() {
        failure("espalier.supervisor.children.c1: { server: bean, argument: { titel: x } }")
                .contains("Reason: the argument has no 'titel'", "Did you mean 'title'?");
    }

    @Test
    void somethingBelowAScalarIsNotKnown() {
        failure("espalier.supervisor.children.c1: { server: counter, argument: { from: 1, from.x: 2 } }")
                .contains("Property: espalier.supervisor.children.c1.argument.from.x", "There are no keys here.");
    }

    @Test
    void anArgumentForAServerThatTakesNoneIsRefused() {
        failure("espalier.supervisor.children.c1: { server: plain, argument: { from: 1 } }")
                .contains("Reason: the server takes no argument", "Remove 'espalier.supervisor.children.c1.argument'");
    }

    @Test
    void aScalarArgumentThatIsNotSetIsNamedWithItsType() {
        failure("espalier.supervisor.children.c1: { server: broad }")
                .contains(
                        "Property: espalier.supervisor.children.c1.argument",
                        "Reason: the server needs an argument of type java.time.Duration, and there is none");
    }

    @Test
    void aListArgumentThatIsNotSetIsNamedWithItsType() {
        failure("espalier.supervisor.children.c1: { server: list }")
                .contains("the server needs an argument of type java.util.List<java.lang.String>");
    }

    @Test
    void whatARecordsConstructorSaysIsShown() {
        failure("espalier.supervisor.children.c1: { server: picky, argument: { size: -1 } }")
                .contains(
                        "Property: espalier.supervisor.children.c1.argument",
                        "Reason: java.lang.IllegalArgumentException: size must be positive, not -1",
                        "Change the values below 'espalier.supervisor.children.c1.argument' so that Picky accepts them.");
    }

    @Test
    void aServerWhoseArgumentTypeIsLostIsToldHowToKeepIt() {
        failure("espalier.supervisor.children.c1: { server: raw }")
                .contains(
                        "Reason: the type of the argument of bean 'raw' is not known",
                        "Declare it in the return type of its @Bean method, as in 'GenServer<Start, Long> raw()'.");
    }

    @ParameterizedTest
    @CsvSource({
        "start-timeout: 0s, startTimeout must be positive",
        "backoff: { initial: 1m }, backoff: max (PT30S) must not be below initial (PT1M)",
    })
    void aValueThatASpecRefusesIsReported(String setting, String reason) {
        failure("espalier.supervisor.children.c1: { server: plain, " + setting + " }")
                .contains("Child: c1", "Property: espalier.supervisor.children.c1", reason);
    }

    @Test
    void aValueThatTheRootRefusesIsReported() {
        failure("espalier.supervisor.max-restarts: -1")
                .contains("Child: root", "Property: espalier.supervisor", "maxRestarts");
    }

    @Test
    void anIdIsUsedOnceInAllSources() {
        String failure = failureOf(this.runner
                .withUserConfiguration(Spec.class)
                .withInitializer(Yaml.of("espalier.supervisor.children.c1: { server: plain }")));
        assertThat(failure)
                .contains(
                        "Child: c1",
                        "Reason: the id 'c1' is taken by ",
                        "'espalier.supervisor.children.c1'",
                        "ChildSpec bean",
                        "Rename one of the two, or remove it.");
    }

    @Test
    void theNameOfTheRootIsTaken() {
        failure("espalier.supervisor.children.root: { server: plain }")
                .contains("Reason: 'root' is the name of the root supervisor", "Rename the child.");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        failure("""
                espalier.supervisor.children:
                  a: { server: nobody }
                  b: { server: counter, argument: { form: 1 } }
                """)
                .contains(
                        "there is no bean 'nobody'",
                        "the argument has no 'form'",
                        "'from' is required",
                        "Mend each:",
                        "    - a: ",
                        "    - b: Did you mean 'from'?");
    }

    private AbstractStringAssert<?> failure(String yaml) {
        return assertThat(failureOf(this.runner.withInitializer(
                Yaml.of("espalier.supervisor.children.first: { server: plain, order: -1 }\n---\n" + yaml))));
    }

    private static String failureOf(ApplicationContextRunner runner) {
        started.set(false);
        StringBuilder text = new StringBuilder();
        runner.run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = new ExplainedFailureAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis)
                    .as("analysis of %s", context.getStartupFailure())
                    .isNotNull();
            text.append(analysis.getDescription()).append("\n---\n").append(analysis.getAction());
        });
        assertThat(started).as("nothing has started").isFalse();
        return text.toString();
    }

    record Start(long from) {}

    record Endpoint(
            String host, @Nullable Integer port, @Nullable Mode mode) {}

    record Login(Secret password) {}

    record Nested(Endpoint endpoint) {}

    record Pooled(List<Endpoint> pool) {}

    record Picky(int size) {
        Picky {
            if (size < 1) {
                throw new IllegalArgumentException("size must be positive, not " + size);
            }
        }
    }

    enum Mode {
        FAST,
        VERY_SLOW
    }

    static class Book {

        private String title = "untitled";

        public String getTitle() {
            return this.title;
        }

        public void setTitle(String title) {
            this.title = title;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Servers {

        @Bean
        String text() {
            return "no server";
        }

        @Bean
        GenServer<None, String> plain() {
            return server();
        }

        @Bean
        GenServer<Start, String> counter() {
            return server();
        }

        @Bean
        GenServer<Login, String> login() {
            return server();
        }

        @Bean
        GenServer<Nested, String> nested() {
            return server();
        }

        @Bean
        GenServer<Pooled, String> pooled() {
            return server();
        }

        @Bean
        GenServer<Picky, String> picky() {
            return server();
        }

        @Bean
        GenServer<Book, String> bean() {
            return server();
        }

        @Bean
        GenServer<Duration, String> broad() {
            return server();
        }

        @Bean
        GenServer<List<String>, String> list() {
            return server();
        }

        @Bean
        @SuppressWarnings("rawtypes")
        GenServer raw() {
            return server();
        }

        private static <A> GenServer<A, String> server() {
            GenServerBuilder<A, String> builder = GenServer.starting((argument, self) -> {
                started.set(true);
                return Init.ok("");
            });
            return builder.build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Spec {

        @Bean
        ChildSpec<None> c1Spec(GenServer<None, String> plain) {
            return ChildSpec.of("c1", plain);
        }
    }
}
