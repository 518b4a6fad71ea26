package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Handlers that do not let go of their threads, and the rest of the system beside them. */
class StarvationTests {

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private static final int CALLS = 100;

    private static final Duration SOON = Duration.ofSeconds(2);

    private static final Duration LATE = Duration.ofSeconds(20);

    private final ReportLog log = new ReportLog();

    private ProcessSystem system = ProcessSystem.create();

    private volatile boolean burning = true;

    @AfterEach
    void close() {
        this.burning = false;
        this.system.close();
        this.log.detach();
        assertThat(this.system.statistics().alive()).isZero();
    }

    private void use(ThreadMode mode) {
        this.log.attach();
        this.system.close();
        this.system = ProcessSystem.builder().threads(mode).build();
    }

    static Stream<Arguments> burners() {
        return Stream.of(ThreadMode.PLATFORM, ThreadMode.VIRTUAL)
                .filter(mode -> mode == ThreadMode.PLATFORM || Carriers.changeable())
                .flatMap(mode -> Stream.of(Arguments.of(mode, CORES), Arguments.of(mode, 3 * CORES + 1)));
    }

    private Puppet puppet() {
        Puppet puppet = new Puppet(this.system);
        return puppet.is(this.system.start(
                puppet, Puppet.NOTHING, StartOptions.defaults().dispatcher(Dispatcher.COMPUTE)));
    }

    /** Starts processes whose handlers compute until the end of the test, and waits until they might hold all threads. */
    private List<Puppet> burn(int count) {
        List<Puppet> burners = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            burners.add(puppet());
        }
        CountDownLatch enough = new CountDownLatch(Math.min(CORES, count));
        burners.forEach(burner -> burner.starts(self -> burn(enough)));
        assertThat(ProcessFixture.get(CompletableFuture.supplyAsync(() -> await(enough))))
                .isTrue();
        return burners;
    }

    private void burn(CountDownLatch begun) {
        begun.countDown();
        while (this.burning) {
            Thread.onSpinWait();
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(LATE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException ex) {
            return false;
        }
    }

    private static void answersAtOnce(Puppet server) {
        for (int call = 0; call < CALLS; call++) {
            String answer = server.ref().call(new Puppet.Run<>(self -> "runs"), SOON);
            assertThat(answer).isEqualTo("runs");
        }
    }

    @ParameterizedTest
    @MethodSource("burners")
    void handlersThatComputeForEverDoNotKeepOthersFromAnswering(ThreadMode mode, int count) {
        use(mode);
        Puppet server = puppet();
        burn(count);
        answersAtOnce(server);
    }

    @ParameterizedTest
    @MethodSource("burners")
    void aChainOfProcessesRunsBesideThem(ThreadMode mode, int count) {
        use(mode);
        List<Puppet> chain = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            chain.add(puppet());
        }
        burn(count);
        for (int i = 0; i < 10; i++) {
            chain.add(puppet());
        }
        CompletableFuture<String> end = new CompletableFuture<>();
        pass(chain, 0, end);
        assertThat(ProcessFixture.get(end)).isEqualTo("through");
        // And each of them waiting for the next one.
        int depth = chain.get(0).ref().call(new Puppet.Run<>(self -> descend(chain, 1)), LATE);
        assertThat(depth).isEqualTo(chain.size());
    }

    private static void pass(List<Puppet> chain, int at, CompletableFuture<String> end) {
        chain.get(at).starts(self -> {
            if (at + 1 < chain.size()) {
                pass(chain, at + 1, end);
            } else {
                end.complete("through");
            }
        });
    }

    private static int descend(List<Puppet> chain, int at) {
        return (at == chain.size()) ? at : chain.get(at).gets(self -> descend(chain, at + 1));
    }

    @ParameterizedTest
    @MethodSource("burners")
    void whatWaitedBeforeTheThreadsWereSeenToBeHeldRunsToo(ThreadMode mode, int count) {
        use(mode);
        List<Puppet> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(puppet());
        }
        CountDownLatch done = new CountDownLatch(waiting.size());
        burn(count);
        waiting.forEach(puppet -> puppet.starts(self -> done.countDown()));
        assertThat(await(done)).isTrue();
    }

    @Test
    void theComputeThreadsGetTheirWorkBackWhenOneIsFree() {
        use(ThreadMode.PLATFORM);
        Puppet server = puppet();
        assertThat(server.shows(Puppet::threadName)).asString().startsWith("espalier-compute-");
        burn(CORES);
        awaitThread(server, "espalier-spare-");
        this.burning = false;
        awaitThread(server, "espalier-compute-");
    }

    private static void awaitThread(Puppet server, String name) {
        Awaitility.await().atMost(LATE).pollInterval(Duration.ofMillis(5)).untilAsserted(() -> assertThat(
                        server.shows(Puppet::threadName))
                .asString()
                .startsWith(name));
    }

    @Test
    void noSpareThreadOutlivesTheSystem() {
        use(ThreadMode.PLATFORM);
        Puppet server = puppet();
        burn(CORES);
        awaitThread(server, "espalier-spare-");
        this.burning = false;
        this.system.close();
        Awaitility.await().atMost(LATE).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("espalier-spare-")));
    }

    @Test
    void thereAreAsManyCarriersAsBeforeWhenTheyAreFreeAgain() {
        assumeTrue(Carriers.changeable());
        use(ThreadMode.VIRTUAL);
        Puppet server = puppet();
        burn(CORES);
        server.does(self -> {});
        assertThat(Carriers.number()).isGreaterThan(CORES);
        this.burning = false;
        Awaitility.await().atMost(LATE).until(() -> Carriers.number() == CORES);
    }

    @Test
    void aSystemThatEndsLeavesNoCarriersBehind() {
        assumeTrue(Carriers.changeable());
        use(ThreadMode.VIRTUAL);
        burn(CORES);
        answersAtOnce(puppet());
        assertThat(Carriers.number()).isGreaterThan(CORES);
        // What is killed still computes.
        this.system.close();
        assertThat(Carriers.number()).isEqualTo(CORES);
    }

    @ParameterizedTest
    @MethodSource("io.espalier.process.ProcessFixture#modes")
    void sleepersOnTheBlockingDispatcherStallNobody(ThreadMode mode) {
        use(mode);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch asleep = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            Puppet sleeper = new Puppet(this.system);
            sleeper.is(this.system.start(sleeper, Puppet.NOTHING));
            sleeper.starts(self -> {
                asleep.countDown();
                release.await();
            });
        }
        assertThat(await(asleep)).isTrue();
        for (Dispatcher dispatcher : Dispatcher.values()) {
            Puppet server = new Puppet(this.system);
            server.is(this.system.start(
                    server, Puppet.NOTHING, StartOptions.defaults().dispatcher(dispatcher)));
            answersAtOnce(server);
        }
        release.countDown();
    }

    @Test
    void sleepersOnTheComputeDispatcherStallNobody() {
        use(ThreadMode.PLATFORM);
        CountDownLatch release = new CountDownLatch(1);
        for (int i = 0; i < 20; i++) {
            puppet().starts(self -> release.await());
        }
        Puppet server = puppet();
        answersAtOnce(server);
        release.countDown();
    }

    @Test
    void eachHandlerThatHoldsTheComputePoolIsWarnedOfOnceWithItsStack() {
        assumeTrue(CORES > 1);
        use(ThreadMode.PLATFORM);
        List<Puppet> burners = burn(CORES);
        Awaitility.await().atMost(LATE).until(() -> this.log.warnings().stream()
                .anyMatch(text -> text.contains("held all threads")));
        LockSupport.parkNanos(SOON.toNanos());
        String all = String.join("\n", this.log.warnings());
        assertThat(all).containsOnlyOnce("held all threads").contains("blocking dispatcher");
        burners.forEach(burner -> assertThat(all).contains(burner.pid().toString()));
        assertThat(all.split("StarvationTests.burn\\(", -1)).hasSize(CORES + 1);
    }

    @Test
    void aHandlerThatTakesLessThanASecondIsNotWarnedOf() {
        use(ThreadMode.PLATFORM);
        Puppet server = puppet();
        burn(CORES);
        server.does(self -> LockSupport.parkNanos(100_000_000));
        this.burning = false;
        server.does(self -> {});
        assertThat(this.log.warnings()).isEmpty();
    }
}
