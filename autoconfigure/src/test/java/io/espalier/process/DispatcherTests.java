package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The two pools of platform threads. */
class DispatcherTests {

    private final ReportLog log = new ReportLog();

    private ProcessSystem system = platform(2);

    private static ProcessSystem platform(int threads) {
        return ProcessSystem.builder()
                .threads(ThreadMode.PLATFORM)
                .blockingThreads(threads)
                .killGrace(Duration.ofMillis(200))
                .build();
    }

    private void use(int threads) {
        this.system.close();
        this.system = platform(threads);
    }

    @AfterEach
    void close() {
        this.system.close();
        this.log.detach();
        assertThat(this.system.statistics().alive()).isZero();
    }

    private Puppet puppet(Dispatcher dispatcher) {
        Puppet puppet = new Puppet(this.system);
        return puppet.is(this.system.start(
                puppet, Puppet.NOTHING, StartOptions.defaults().dispatcher(dispatcher)));
    }

    @Test
    void eachDispatcherHasItsThreads() {
        assertThat(puppet(Dispatcher.COMPUTE).shows(Puppet::threadName))
                .asString()
                .startsWith("espalier-compute-");
        Puppet blocking = new Puppet(this.system);
        blocking.is(this.system.start(blocking, Puppet.NOTHING));
        assertThat(blocking.shows(Puppet::threadName)).asString().startsWith("espalier-blocking-");
    }

    @Test
    void noMoreCallbacksRunOnTheBlockingPoolThanItHasThreads() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Puppet> puppets = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(20);
        for (int i = 0; i < 20; i++) {
            puppets.add(puppet(Dispatcher.BLOCKING));
        }
        puppets.forEach(puppet -> puppet.starts(self -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
            running.decrementAndGet();
            done.countDown();
        }));
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> done.getCount() == 0);
        assertThat(most.get()).isBetween(1, 2);
    }

    @Test
    void callersThatWaitDoNotTakeTheCalledProcessItsThread() {
        for (Dispatcher dispatcher : Dispatcher.values()) {
            Puppet server = puppet(dispatcher);
            List<CompletableFuture<Object>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                CompletableFuture<Object> answer = new CompletableFuture<>();
                answers.add(answer);
                puppet(dispatcher).starts(self -> answer.complete(server.gets(other -> "reply")));
            }
            answers.forEach(answer -> assertThat(ProcessFixture.get(answer)).isEqualTo("reply"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.espalier.process.ProcessFixture#modes")
    void processesThatAreNeverIdleDoNotKeepOthersFromRunning(ThreadMode mode) {
        this.system.close();
        this.system = ProcessSystem.builder().threads(mode).blockingThreads(2).build();
        for (int round = 0; round < 8; round++) {
            Dispatcher dispatcher = (round % 2 == 0) ? Dispatcher.COMPUTE : Dispatcher.BLOCKING;
            // They play with themselves, so that they always have more to do than one stay allows, or in pairs.
            int partner = (round / 2) % 2;
            AtomicBoolean over = new AtomicBoolean();
            List<Puppet> busy = new ArrayList<>();
            for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
                busy.add(puppet(dispatcher));
            }
            for (int i = 0; i < busy.size(); i += 2) {
                play(busy.get(i), busy.get(i + partner), over);
            }
            for (int i = 0; i < 20; i++) {
                assertThat(puppet(dispatcher).shows(self -> "runs")).isEqualTo("runs");
            }
            over.set(true);
        }
    }

    /** One casts to the other, which casts back, until it is over. */
    private static void play(Puppet one, Puppet other, AtomicBoolean over) {
        one.starts(self -> {
            if (!over.get()) {
                play(other, one, over);
            }
        });
    }

    @Test
    void aDeepTreeStartsOnOneThread() {
        use(1);
        assertThat(depth(this.system, 20)).isEqualTo(20);
    }

    /** Starts a process in whose init another one is started, and so on. */
    private static int depth(ProcessSystem system, int levels) {
        GenServer<Integer, Integer> level = new GenServer<>() {
            @Override
            public Init<Integer> init(Integer left, Self<Integer> self) {
                if (left > 1) {
                    Pid child = self.startLinked(this, left - 1);
                    return Init.ok(1 + (Integer) system.ref(child).call(new GetState()));
                }
                return Init.ok(1);
            }
        };
        return (Integer) system.ref(system.start(level, levels)).call(new GetState());
    }

    @Test
    void aZombieDoesNotTakeTheOthersTheirThread() throws Exception {
        use(1);
        this.log.attach();
        CountDownLatch in = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Puppet stubborn = puppet(Dispatcher.BLOCKING);
        stubborn.starts(self -> {
            in.countDown();
            while (release.getCount() > 0) {
                Thread.onSpinWait();
            }
        });
        in.await();
        Puppet waiting = new Puppet(this.system);
        waiting.is(this.system.startAsync(waiting, Puppet.NOTHING, StartOptions.defaults()));
        this.system.kill(stubborn.pid());
        assertThat(waiting.shows(self -> "runs")).isEqualTo("runs");
        assertThat(stubborn.death()).isEqualTo(ExitReason.killed());
        release.countDown();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> this.system.statistics().zombies() == 0);
    }

    @Test
    void aKilledProcessThatWaitsForAThreadDiesAllTheSame() throws Exception {
        use(1);
        CountDownLatch in = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Puppet busy = puppet(Dispatcher.BLOCKING);
        Puppet queued = puppet(Dispatcher.BLOCKING);
        busy.starts(self -> {
            in.countDown();
            release.await();
        });
        in.await();
        queued.ref().cast("never handled");
        CountDownLatch dead = new CountDownLatch(1);
        Pid observer = this.system.start(
                GenServer.<None, Integer>starting((none, self) -> {
                            self.monitor(queued.pid());
                            return Init.ok(0);
                        })
                        .info(Down.class, (down, self, n) -> {
                            dead.countDown();
                            return self.next(n);
                        })
                        .build(),
                None.NONE,
                StartOptions.defaults().dispatcher(Dispatcher.COMPUTE));
        this.system.kill(queued.pid());
        assertThat(dead.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        assertThat(release.getCount()).isEqualTo(1);
        release.countDown();
        assertThat(this.system.isAlive(observer)).isTrue();
    }

    @Test
    void aSlowCallbackOnTheComputePoolIsWarnedOfWithItsStack() throws Exception {
        this.log.attach();
        CountDownLatch release = new CountDownLatch(1);
        Puppet slow = puppet(Dispatcher.COMPUTE);
        slow.starts(self -> hog(release));
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> !this.log.warnings().isEmpty());
        release.countDown();
        slow.does(self -> {});
        assertThat(this.log.warnings())
                .singleElement()
                .asString()
                .contains(slow.pid().toString(), "hog", "blocking dispatcher");
    }

    private static void hog(CountDownLatch release) throws InterruptedException {
        release.await();
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProcessSystem.builder().throughput(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProcessSystem.builder().blockingThreads(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProcessSystem.builder().killGrace(Duration.ofMillis(-1)));
    }

    @Test
    void anIdleSystemHoldsNoThread() {
        Set<Thread> before = threads();
        try (ProcessSystem idle = ProcessSystem.create()) {
            assertThat(idle.statistics().started()).isZero();
            Set<Thread> after = threads();
            after.removeAll(before);
            assertThat(after).isEmpty();
        }
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("espalier-"))
                .collect(Collectors.toSet());
    }
}
