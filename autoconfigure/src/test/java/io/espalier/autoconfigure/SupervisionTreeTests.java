package io.espalier.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.espalier.actuate.TreeStatus.State;
import io.espalier.process.Clock;
import io.espalier.process.GenServer;
import io.espalier.process.Init;
import io.espalier.process.NoProcessException;
import io.espalier.process.None;
import io.espalier.process.ProcessRef;
import io.espalier.process.ProcessSystem;
import io.espalier.process.Request;
import io.espalier.process.TreeDownException;
import io.espalier.process.VirtualClock;
import io.espalier.supervisor.Child;
import io.espalier.supervisor.ChildSpec;
import io.espalier.supervisor.Supervisor;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The life of the tree in an application context. */
@Timeout(30)
@ExtendWith(OutputCaptureExtension.class)
class SupervisionTreeTests {

    private static final String TREE = """
            espalier.supervisor.children:
              one: { server: noting, argument: one }
              two:
                strategy: rest-for-one
                children:
                  a: { server: noting, argument: two/a }
                  b: { server: noting, argument: two/b }
              zzz: { server: noting, argument: zzz, order: -1 }
            """;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(EspalierAutoConfiguration.class))
            .withUserConfiguration(Servers.class);

    @Test
    void childrenStartInOrderAndStopInReverse() {
        Journal journal = new Journal();
        yaml(TREE, journal).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(journal.notes()).containsExactly("+zzz", "+one", "+two/a", "+two/b");
            journal.clear();
        });
        assertThat(journal.notes()).containsExactly("-two/b", "-two/a", "-one", "-zzz");
    }

    @Test
    void theNameOfAProcessIsItsPath() {
        yaml(TREE, new Journal()).run(context -> {
            ProcessSystem processes = context.getBean(ProcessSystem.class);
            assertThat(processes.ref("two/a").call(new Who())).isEqualTo("two/a");
            assertThat(processes.whereIs("two")).isPresent();
            assertThat(context.getBean(Supervisor.class).whichChildren())
                    .extracting(Child::name)
                    .containsExactly("zzz", "one", "two");
        });
    }

    @Test
    void theTreeStopsWithTheContextAndStartsAgainWithFreshState() {
        Journal journal = new Journal();
        yaml(TREE, journal).run(context -> {
            ProcessRef one = context.getBean(ProcessSystem.class).ref("one");
            one.cast(new Rename("changed"));
            assertThat(one.call(new Who())).isEqualTo("changed");
            lifecycle(context).stop();
            assertThat(tree(context).status().state()).isEqualTo(State.STOPPED);
            assertThatExceptionOfType(NoProcessException.class)
                    .isThrownBy(() -> one.call(new Who()))
                    .withMessage("No process one: the supervision tree is stopped");
            journal.clear();
            lifecycle(context).start();
            assertThat(journal.notes()).containsExactly("+zzz", "+one", "+two/a", "+two/b");
            assertThat(one.call(new Who())).isEqualTo("one");
            assertThat(context.getBean(Supervisor.class).countChildren().active())
                    .isEqualTo(3);
        });
    }

    @Test
    void theTreeStopsInAPauseOfTheContext() {
        Journal journal = new Journal();
        yaml(TREE, journal).run(context -> {
            ConfigurableApplicationContext pausable = context.getSourceApplicationContext();
            journal.clear();
            pausable.pause();
            assertThat(journal.notes()).containsExactly("-two/b", "-two/a", "-one", "-zzz");
            pausable.restart();
            assertThat(context.getBean(ProcessSystem.class).ref("one").call(new Who()))
                    .isEqualTo("one");
        });
    }

    @Test
    void theTreeNeedNotStartByItself() {
        Journal journal = new Journal();
        yaml(TREE, journal)
                .withPropertyValues("espalier.supervisor.auto-startup=false")
                .run(context -> {
                    assertThat(journal.notes()).isEmpty();
                    assertThat(tree(context).status().state()).isEqualTo(State.STOPPED);
                    lifecycle(context).start();
                    assertThat(journal.notes()).hasSize(4);
                });
        assertThat(journal.notes()).hasSize(8);
    }

    @Test
    void aChildThatFailsInInitFailsTheStartAndWhatHasStartedStops() {
        Journal journal = new Journal();
        yaml("""
                        espalier.supervisor.children:
                          early: { server: noting, argument: early, order: -1 }
                          workers:
                            children:
                              parser: { server: failing }
                        """, journal).run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = analyse(context.getStartupFailure());
            assertThat(analysis.getDescription()).isEqualTo("""
                    The init of 'workers/parser' failed, so the application does not start:

                        Child: workers/parser
                        Property: espalier.supervisor.children.workers.children.parser
                        Reason: java.lang.IllegalStateException: no such file""");
            assertThat(analysis.getAction())
                    .startsWith("Mend what the reason says.")
                    .contains("('enabled: false')", "Init.ignore()", "thenContinue");
            assertThat(context.getStartupFailure()).rootCause().hasMessage("no such file\nwith more of it");
        });
        assertThat(journal.notes()).containsExactly("+early", "-early");
    }

    @Test
    void aSpecBeanWhoseInitFailsIsNamed() {
        this.runner
                .withBean(Journal.class)
                .withUserConfiguration(FailingSpec.class)
                .run(context -> assertThat(analyse(context.getStartupFailure()).getDescription())
                        .contains(
                                "Child: fragile",
                                "ChildSpec bean: fragileSpec",
                                "Reason: java.lang.IllegalStateException: no such file"));
    }

    @Test
    void aStartTimeoutFailsTheStart() {
        yaml("espalier.supervisor.children.slow: { server: hanging, start-timeout: 50ms }", new Journal())
                .run(context -> assertThat(analyse(context.getStartupFailure()).getDescription())
                        .contains("Child: slow", "Reason: init took longer than 50 ms"));
    }

    @Test
    void anInitThatIsSlowIsLoggedByItsPath(CapturedOutput output) throws Exception {
        Gate gate = new Gate();
        VirtualClock clock = Clock.virtual();
        ApplicationContextRunner slow =
                yaml("""
                        espalier.supervisor.children:
                          quick: { server: noting, argument: quick }
                          workers.children.loader: { server: pending }
                        """, new Journal()).withBean(Gate.class, () -> gate).withBean(Clock.class, () -> clock);
        CompletableFuture<Void> run = CompletableFuture.runAsync(
                () -> slow.run(context -> assertThat(context).hasNotFailed()));
        gate.entered.await();
        clock.advance(Duration.ofSeconds(9));
        assertThat(output).doesNotContain("in init for");
        clock.advance(Duration.ofSeconds(1));
        assertThat(output).contains("workers/loader has been in init for PT10S");
        gate.processes.get().ref("workers/loader").send(new Go());
        run.get(10, TimeUnit.SECONDS);
    }

    @Test
    void anEmptyTreeTakesNoTimer() {
        this.runner.withBean(Journal.class).run(context -> assertThat(
                        context.getBean(ProcessSystem.class).statistics().timers())
                .as("a timer would keep a thread")
                .isZero());
    }

    @Test
    void aStartThatHangsCanBeInterrupted() throws Exception {
        Gate gate = new Gate();
        ApplicationContextRunner hanging = yaml("espalier.supervisor.children.loader: { server: gated }", new Journal())
                .withBean(Gate.class, () -> gate);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread starter = new Thread(() -> hanging.run(context -> failure.complete(context.getStartupFailure())));
        starter.start();
        gate.entered.await();
        await().until(() -> starter.getState() == Thread.State.WAITING);
        starter.interrupt();
        assertThat(failure.get(10, TimeUnit.SECONDS))
                .hasStackTraceContaining("The application was stopped while its supervision tree started");
    }

    @Test
    void shutdownTimesThatDoNotFitAreWarnedOf(CapturedOutput output) {
        yaml("""
                        spring.lifecycle.timeout-per-shutdown-phase: 10s
                        espalier.supervisor.children:
                          a: { server: noting, argument: a }
                          b.children:
                            c: { server: noting, argument: c }
                            d: { server: noting, argument: d, shutdown: brutal-kill }
                        """, new Journal()).run(context -> assertThat(output)
                .contains("The shutdown times of the children add up to 10s, but the tree is killed after 9s: raise"
                        + " 'spring.lifecycle.timeout-per-shutdown-phase' or lower 'shutdown' of the children"));
    }

    @Test
    void shutdownTimesThatFitAreNotWarnedOf(CapturedOutput output) {
        yaml(TREE, new Journal()).run(context -> assertThat(output).doesNotContain("shutdown times"));
    }

    @Test
    void whatDoesNotStopInTimeIsKilledASecondBeforeSpringGivesUp(CapturedOutput output) {
        Journal journal = new Journal();
        long[] begin = new long[1];
        yaml("""
                        spring.lifecycle.timeout-per-shutdown-phase: 1600ms
                        espalier.supervisor.children:
                          first: { server: noting, argument: first, order: -1 }
                          workers.children.stubborn: { server: stubborn, shutdown: infinity }
                        """, journal).run(context -> {
            assertThat(context).hasNotFailed();
            begin[0] = System.nanoTime();
        });
        assertThat(Duration.ofNanos(System.nanoTime() - begin[0])).isGreaterThan(Duration.ofMillis(700));
        assertThat(output)
                .contains("The supervision tree did not stop in time; killing", "workers/stubborn")
                .doesNotContain("still running");
        assertThat(journal.notes()).containsExactly("+first", "stubborn interrupted");
    }

    @Test
    void whenTheRootGivesUpLivenessBreaksAndEveryCallFails(CapturedOutput output) {
        yaml("""
                        espalier.supervisor:
                          max-restarts: 0
                          children:
                            one: { server: noting, argument: one }
                            two: { server: noting, argument: two }
                        """, new Journal()).withBean(Liveness.class).run(context -> {
            ProcessSystem processes = context.getBean(ProcessSystem.class);
            processes.ref("one").cast(new Crash("wires cut"));
            await().untilAsserted(() ->
                    assertThat(context.getBean(Liveness.class).states).containsExactly(LivenessState.BROKEN));
            assertThat(tree(context).status().state()).isEqualTo(State.GAVE_UP);
            assertThat(tree(context).isRunning()).isFalse();
            assertThatExceptionOfType(TreeDownException.class)
                    .isThrownBy(() -> processes.ref("two").call(new Who()))
                    .withStackTraceContaining("wires cut");
            assertThat(output)
                    .contains("The root supervisor has given up: more than 0 restarts within 5s, at last of one:"
                            + " java.lang.IllegalStateException: wires cut. The application's liveness is broken");
        });
    }

    @Test
    void whenAnotherSupervisorGivesUpLivenessStays() {
        Journal journal = new Journal();
        yaml("""
                        espalier.supervisor.children.workers:
                          max-restarts: 0
                          children.one: { server: noting, argument: one }
                        """, journal).withBean(Liveness.class).run(context -> {
            ProcessSystem processes = context.getBean(ProcessSystem.class);
            processes.ref("workers/one").cast(new Crash("wires cut"));
            await().until(() -> journal.notes().stream().filter("+one"::equals).count() == 2);
            assertThat(context.getBean(Liveness.class).states).isEmpty();
            assertThat(tree(context).status().state()).isEqualTo(State.RUNNING);
        });
    }

    @Test
    void aTreeThatHadGivenUpCanBeStartedAgain() {
        yaml("""
                        espalier.supervisor:
                          max-restarts: 0
                          children.one: { server: noting, argument: one }
                        """, new Journal()).withBean(Liveness.class).run(context -> {
            context.getBean(ProcessSystem.class).ref("one").cast(new Crash("wires cut"));
            await().until(() -> tree(context).status().state() == State.GAVE_UP);
            lifecycle(context).start();
            assertThat(context.getBean(ProcessSystem.class).ref("one").call(new Who()))
                    .isEqualTo("one");
            await().untilAsserted(() -> assertThat(context.getBean(Liveness.class).states)
                    .containsExactly(LivenessState.BROKEN, LivenessState.CORRECT));
        });
    }

    @Test
    void aContextThatDoesNotRefreshStopsTheTreeAndLeavesNoThread() {
        Set<Thread> before = espalierThreads();
        Journal journal = new Journal();
        yaml(TREE, journal).withBean(FailingLifecycle.class).run(context -> assertThat(context)
                .hasFailed());
        assertThat(journal.notes())
                .containsExactly("+zzz", "+one", "+two/a", "+two/b", "-two/b", "-two/a", "-one", "-zzz");
        await().untilAsserted(() -> assertThat(espalierThreads()).isSubsetOf(before));
    }

    @Test
    void anInitThatFailsLeavesNoThread() {
        Set<Thread> before = espalierThreads();
        yaml("espalier.supervisor.children.parser: { server: failing }", new Journal())
                .run(context -> assertThat(context).hasFailed());
        await().untilAsserted(() -> assertThat(espalierThreads()).isSubsetOf(before));
    }

    @Test
    void aContextThatClosesLeavesNoThread() {
        Set<Thread> before = espalierThreads();
        yaml(TREE, new Journal()).run(context -> assertThat(context).hasNotFailed());
        await().untilAsserted(() -> assertThat(espalierThreads()).isSubsetOf(before));
    }

    @Test
    void twoContextsDoNotDisturbEachOther() {
        Journal journal = new Journal();
        yaml(TREE, journal).withPropertyValues("spring.jmx.enabled=true").run(first -> {
            yaml(TREE, new Journal())
                    .withPropertyValues("spring.jmx.enabled=true")
                    .run(second -> {
                        assertThat(second).hasNotFailed();
                        second.getBean(ProcessSystem.class).ref("one").cast(new Rename("second"));
                        assertThat(second.getBean(ProcessSystem.class)
                                        .ref("one")
                                        .call(new Who()))
                                .isEqualTo("second");
                    });
            assertThat(first.getBean(ProcessSystem.class).ref("one").call(new Who()))
                    .isEqualTo("one");
            assertThat(journal.notes()).hasSize(4);
        });
    }

    private ApplicationContextRunner yaml(String text, Journal journal) {
        return this.runner.withInitializer(Yaml.of(text)).withBean(Journal.class, () -> journal);
    }

    private static SupervisionTree tree(ApplicationContext context) {
        return context.getBean(SupervisionTree.class);
    }

    private static SmartLifecycle lifecycle(ApplicationContext context) {
        return tree(context);
    }

    private static FailureAnalysis analyse(Throwable failure) {
        return new ExplainedFailureAnalyzer().analyze(failure);
    }

    private static Set<Thread> espalierThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("espalier"))
                .collect(Collectors.toSet());
    }

    record Who() implements Request<String> {}

    record Rename(String to) {}

    record Crash(String why) {}

    record Go() {}

    static final class Gate {

        private final CountDownLatch entered = new CountDownLatch(1);

        private final CountDownLatch open = new CountDownLatch(1);

        private final AtomicReference<ProcessSystem> processes = new AtomicReference<>();
    }

    static final class Liveness implements ApplicationListener<AvailabilityChangeEvent<LivenessState>> {

        private final List<LivenessState> states = new CopyOnWriteArrayList<>();

        @Override
        public void onApplicationEvent(AvailabilityChangeEvent<LivenessState> event) {
            this.states.add(event.getState());
        }
    }

    static final class FailingLifecycle implements SmartLifecycle {

        @Override
        public void start() {
            throw new IllegalStateException("port in use");
        }

        @Override
        public void stop() {}

        @Override
        public boolean isRunning() {
            return false;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class FailingSpec {

        @Bean
        ChildSpec<None> fragileSpec(GenServer<None, String> failing) {
            return ChildSpec.of("fragile", failing);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Servers {

        @Bean
        GenServer<String, String> noting(Journal journal) {
            return GenServer.<String, String>starting((name, self) -> {
                        journal.note("+" + name);
                        return Init.ok(name);
                    })
                    .call(Who.class, (who, call, name) -> call.reply(name, name))
                    .cast(Rename.class, (rename, self, name) -> self.next(rename.to()))
                    .cast(Crash.class, (crash, self, name) -> {
                        throw new IllegalStateException(crash.why());
                    })
                    .onTerminate((reason, name) -> journal.note("-" + name))
                    .build();
        }

        @Bean
        GenServer<None, String> failing() {
            return GenServer.<None, String>starting((none, self) -> {
                        throw new IllegalStateException("no such file\nwith more of it");
                    })
                    .build();
        }

        @Bean
        GenServer<None, String> hanging() {
            return GenServer.<None, String>starting((none, self) -> {
                        new CountDownLatch(1).await();
                        return Init.ok("");
                    })
                    .build();
        }

        @Bean
        GenServer<None, String> gated(ObjectProvider<Gate> gates) {
            return GenServer.<None, String>starting((none, self) -> {
                        gates.getObject().entered.countDown();
                        gates.getObject().open.await();
                        return Init.ok("");
                    })
                    .build();
        }

        @Bean
        GenServer<None, String> pending(ObjectProvider<Gate> gates) {
            return GenServer.<None, String>starting((none, self) -> {
                        gates.getObject().processes.set(self.system());
                        gates.getObject().entered.countDown();
                        return Init.pending("");
                    })
                    .info(Go.class, (go, self, state) -> {
                        self.ready();
                        return self.next(state);
                    })
                    .build();
        }

        @Bean
        GenServer<None, String> stubborn(Journal journal) {
            return GenServer.with("")
                    .onTerminate((reason, state) -> {
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException ex) {
                            journal.note("stubborn interrupted");
                        }
                    })
                    .build();
        }
    }
}
