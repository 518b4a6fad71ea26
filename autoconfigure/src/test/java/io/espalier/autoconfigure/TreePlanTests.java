package io.espalier.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.process.Dispatcher;
import io.espalier.process.GenServer;
import io.espalier.process.Init;
import io.espalier.process.None;
import io.espalier.supervisor.AutoShutdown;
import io.espalier.supervisor.Backoff;
import io.espalier.supervisor.ChildSpec;
import io.espalier.supervisor.DynamicSupervisor;
import io.espalier.supervisor.DynamicSupervisorSpec;
import io.espalier.supervisor.Restart;
import io.espalier.supervisor.Shutdown;
import io.espalier.supervisor.Strategy;
import io.espalier.supervisor.SupervisorSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** From properties and beans to the specs of the tree. */
class TreePlanTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(EspalierAutoConfiguration.class))
            .withUserConfiguration(Servers.class)
            .withPropertyValues("espalier.supervisor.auto-startup=false");

    @Test
    void anEmptyConfigurationIsAnEmptyTree() {
        plan(this.runner, root -> {
            assertThat(root.children()).isEmpty();
            assertThat(root.strategy()).isEqualTo(Strategy.ONE_FOR_ONE);
            assertThat(root.maxRestarts()).isEqualTo(3);
            assertThat(root.within()).isEqualTo(Duration.ofSeconds(5));
            assertThat(root.childPrefix()).isEmpty();
        });
    }

    @Test
    void theRootHasItsOwnFlags() {
        plan(yaml("""
                        espalier:
                          supervisor:
                            strategy: rest-for-one
                            max-restarts: 7
                            within: 1m
                        """), root -> {
            assertThat(root.strategy()).isEqualTo(Strategy.REST_FOR_ONE);
            assertThat(root.maxRestarts()).isEqualTo(7);
            assertThat(root.within()).isEqualTo(Duration.ofMinutes(1));
        });
    }

    @Test
    void aWorkerHasEverythingThatYamlSays() {
        plan(yaml("""
                        espalier.supervisor.children:
                          counter:
                            type: worker
                            server: counter
                            argument: { from: 10 }
                            restart: transient
                            shutdown: 7s
                            start-timeout: 3s
                            dispatcher: compute
                            backoff: { initial: 100ms, multiplier: 3, max: 2s, jitter: 0.5, reset-after: 1m }
                        """), root -> {
            ChildSpec<?> counter = child(root, "counter");
            assertThat(counter.argument()).isEqualTo(new Start(10));
            assertThat(counter.restart()).isEqualTo(Restart.TRANSIENT);
            assertThat(counter.shutdown()).isEqualTo(Shutdown.after(Duration.ofSeconds(7)));
            assertThat(counter.startTimeout()).isEqualTo(Duration.ofSeconds(3));
            assertThat(counter.dispatcher()).isEqualTo(Dispatcher.COMPUTE);
            assertThat(counter.backoff())
                    .isEqualTo(
                            new Backoff(Duration.ofMillis(100), 3, Duration.ofSeconds(2), 0.5, Duration.ofMinutes(1)));
        });
    }

    @Test
    void aWorkerHasDefaults() {
        plan(yaml("espalier.supervisor.children.plain.server: plain"), root -> {
            ChildSpec<?> plain = child(root, "plain");
            assertThat(plain.argument()).isEqualTo(None.NONE);
            assertThat(plain.restart()).isEqualTo(Restart.PERMANENT);
            assertThat(plain.shutdown()).isEqualTo(Shutdown.after(Duration.ofSeconds(5)));
            assertThat(plain.backoff()).isNull();
            assertThat(plain.significant()).isFalse();
        });
    }

    @Test
    void aBackoffMayBePartlySet() {
        plan(yaml("""
                espalier.supervisor.children.plain:
                  server: plain
                  backoff.initial: 2s
                """), root -> assertThat(child(root, "plain").backoff())
                .isEqualTo(new Backoff(Duration.ofSeconds(2), 2, Duration.ofSeconds(30), 0.2, Duration.ofMinutes(1))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"brutal-kill", "brutal_kill", "BRUTAL-KILL", "brutalKill"})
    void aChildMayBeKilledAtOnce(String text) {
        plan(shutdown(text), root -> assertThat(child(root, "plain").shutdown()).isEqualTo(Shutdown.brutalKill()));
    }

    @Test
    void aChildMayBeWaitedForWithoutBound() {
        plan(shutdown("infinity"), root -> assertThat(child(root, "plain").shutdown())
                .isEqualTo(Shutdown.infinity()));
    }

    @Test
    void aShutdownTimeMayBeInIsoForm() {
        plan(shutdown("PT1M"), root -> assertThat(child(root, "plain").shutdown())
                .isEqualTo(Shutdown.after(Duration.ofMinutes(1))));
    }

    @Test
    void supervisorsNestToAnyDepth() {
        plan(yaml("""
                        espalier.supervisor.children:
                          workers:
                            type: supervisor
                            strategy: rest-for-one
                            max-restarts: 1
                            within: 10s
                            auto-shutdown: any-significant
                            restart: transient
                            children:
                              parser: { server: plain, significant: true, restart: transient }
                              writers:
                                children:
                                  disk: { server: plain }
                        """), root -> {
            ChildSpec<?> workers = child(root, "workers");
            SupervisorSpec spec = (SupervisorSpec) workers.argument();
            assertThat(workers.shutdown()).isEqualTo(Shutdown.infinity());
            assertThat(workers.restart()).isEqualTo(Restart.TRANSIENT);
            assertThat(spec.strategy()).isEqualTo(Strategy.REST_FOR_ONE);
            assertThat(spec.maxRestarts()).isEqualTo(1);
            assertThat(spec.within()).isEqualTo(Duration.ofSeconds(10));
            assertThat(spec.autoShutdown()).isEqualTo(AutoShutdown.ANY_SIGNIFICANT);
            assertThat(child(spec, "parser").significant()).isTrue();
            SupervisorSpec writers = (SupervisorSpec) child(spec, "writers").argument();
            assertThat(ids(writers)).containsExactly("disk");
        });
    }

    @Test
    void aDynamicSupervisorHasItsOwnFlags() {
        plan(yaml("""
                        espalier.supervisor.children.sessions:
                          type: dynamic
                          max-children: 100
                          max-restarts: 9
                          within: 2s
                        """), root -> {
            ChildSpec<?> sessions = child(root, "sessions");
            DynamicSupervisorSpec spec = (DynamicSupervisorSpec) sessions.argument();
            assertThat(sessions.server()).isSameAs(DynamicSupervisor.server());
            assertThat(spec.maxChildren()).isEqualTo(100);
            assertThat(spec.maxRestarts()).isEqualTo(9);
            assertThat(spec.within()).isEqualTo(Duration.ofSeconds(2));
        });
    }

    @Test
    void childrenStartByOrderThenById() {
        plan(yaml("""
                        espalier.supervisor.children:
                          zebra: { server: plain }
                          last: { server: plain, order: 10 }
                          ant: { server: plain }
                          first: { server: plain, order: -1 }
                        """), root -> assertThat(ids(root)).containsExactly("first", "ant", "zebra", "last"));
    }

    @Test
    void specBeansJoinTheTreeInTheSameOrder() {
        plan(yaml("""
                        espalier.supervisor.children:
                          middle: { server: plain, order: 5 }
                          ant: { server: plain }
                        """).withUserConfiguration(Specs.class), root -> assertThat(ids(root))
                .containsExactly("ant", "unordered", "early", "middle", "late"));
    }

    @Test
    void aChildMayBeSwitchedOff() {
        plan(yaml("""
                        espalier.supervisor.children:
                          counter: { server: no-such-bean, enabled: false }
                          plain: { server: plain }
                        """), root -> assertThat(ids(root)).containsExactly("plain"));
    }

    @Test
    void aProfileSwitchesAChild() {
        plan(
                this.runner
                        .withInitializer(Yaml.of("espalier.supervisor.children.plain.enabled: true"))
                        .withInitializer(Yaml.of("""
                                espalier.supervisor.children:
                                  plain: { server: plain, enabled: false }
                                  other: { server: plain, enabled: false }
                                """)),
                root -> assertThat(ids(root)).containsExactly("plain"));
    }

    @Test
    void anEnvironmentVariableOverlaysAChild() {
        plan(
                yaml("espalier.supervisor.children.counter: { server: counter, argument: { from: 1 } }")
                        .withInitializer(Yaml.variables(Map.of(
                                "ESPALIER_SUPERVISOR_CHILDREN_COUNTER_RESTART", "temporary",
                                "ESPALIER_SUPERVISOR_CHILDREN_COUNTER_ARGUMENT_FROM", "42",
                                "ESPALIER_SUPERVISOR_CHILDREN_COUNTER_STARTTIMEOUT", "9s"))),
                root -> {
                    assertThat(ids(root)).containsExactly("counter");
                    ChildSpec<?> counter = child(root, "counter");
                    assertThat(counter.restart()).isEqualTo(Restart.TEMPORARY);
                    assertThat(counter.argument()).isEqualTo(new Start(42));
                    assertThat(counter.startTimeout()).isEqualTo(Duration.ofSeconds(9));
                });
    }

    @ParameterizedTest
    @CsvSource({"RATELIMITER, STARTTIMEOUT", "RATE_LIMITER, START_TIMEOUT"})
    void anEnvironmentVariableOverlaysAChildWithDashes(String id, String startTimeout) {
        plan(
                yaml("espalier.supervisor.children.rate-limiter: { server: plain }")
                        .withInitializer(Yaml.variables(Map.of(
                                "ESPALIER_SUPERVISOR_CHILDREN_" + id + "_RESTART", "temporary",
                                "ESPALIER_SUPERVISOR_CHILDREN_" + id + "_" + startTimeout, "9s"))),
                root -> {
                    assertThat(ids(root)).containsExactly("rate-limiter");
                    assertThat(child(root, "rate-limiter").restart()).isEqualTo(Restart.TEMPORARY);
                    assertThat(child(root, "rate-limiter").startTimeout()).isEqualTo(Duration.ofSeconds(9));
                });
    }

    @Test
    void anEnvironmentVariableOverlaysANestedChild() {
        plan(
                yaml("espalier.supervisor.children.workers.children.pdf-parser: { server: plain }")
                        .withInitializer(Yaml.variables(Map.of(
                                "ESPALIER_SUPERVISOR_CHILDREN_WORKERS_CHILDREN_PDFPARSER_RESTART", "transient"))),
                root -> {
                    SupervisorSpec workers =
                            (SupervisorSpec) child(root, "workers").argument();
                    assertThat(ids(workers)).containsExactly("pdf-parser");
                    assertThat(child(workers, "pdf-parser").restart()).isEqualTo(Restart.TRANSIENT);
                });
    }

    @Test
    void anEnvironmentVariableMayDeclareAChild() {
        plan(
                this.runner.withInitializer(
                        Yaml.variables(Map.of("ESPALIER_SUPERVISOR_CHILDREN_EXTRA_SERVER", "plain"))),
                root -> assertThat(ids(root)).containsExactly("extra"));
    }

    @Test
    void aKeyThatDiffersInDashesOverlaysAndTheBaseKeepsItsId() {
        plan(
                this.runner
                        .withPropertyValues("espalier.supervisor.children.rate-lim-iter.restart=temporary")
                        .withInitializer(Yaml.of("espalier.supervisor.children.ratelimiter.shutdown: 1s"))
                        .withInitializer(Yaml.of("espalier.supervisor.children.rate-limiter: { server: plain }")),
                root -> {
                    assertThat(ids(root)).containsExactly("rate-limiter");
                    assertThat(child(root, "rate-limiter").restart()).isEqualTo(Restart.TEMPORARY);
                    assertThat(child(root, "rate-limiter").shutdown()).isEqualTo(Shutdown.after(Duration.ofSeconds(1)));
                });
    }

    private ApplicationContextRunner yaml(String text) {
        return this.runner.withInitializer(Yaml.of(text));
    }

    private ApplicationContextRunner shutdown(String text) {
        return yaml("espalier.supervisor.children.plain: { server: plain, shutdown: " + text + " }");
    }

    private static void plan(ApplicationContextRunner runner, Consumer<SupervisorSpec> check) {
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            check.accept(TreePlan.make(
                            context.getBean(SupervisorProperties.class),
                            context.getEnvironment(),
                            context.getBeanFactory())
                    .root());
        });
    }

    private static List<String> ids(SupervisorSpec spec) {
        return spec.children().stream().<String>map(ChildSpec::id).toList();
    }

    private static ChildSpec<?> child(SupervisorSpec spec, String id) {
        return spec.children().stream()
                .filter(child -> child.id().equals(id))
                .findFirst()
                .orElseThrow();
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

    @Configuration(proxyBeanMethods = false)
    static class Specs {

        @Bean
        @Order(9)
        ChildSpec<None> late(GenServer<None, String> plain) {
            return ChildSpec.of("late", plain);
        }

        @Bean
        @Order(2)
        ChildSpec<None> earlySpec(GenServer<None, String> plain) {
            return ChildSpec.of("early", plain);
        }

        @Bean
        ChildSpec<None> unordered(GenServer<None, String> plain) {
            return ChildSpec.of("unordered", plain);
        }
    }
}
