package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Timers: each rings in time unless it was cancelled, and never both. */
class TimerStressTests extends StressFixture {

    private static final class Bell extends Timer {

        private final AtomicInteger rings = new AtomicInteger();

        private volatile boolean live = true;

        private final Runnable action;

        Bell(long delay, Runnable action) {
            this.deadline = System.nanoTime() + delay;
            this.action = action;
        }

        Bell(long delay) {
            this(delay, () -> {});
        }

        @Override
        boolean live() {
            return this.live;
        }

        @Override
        void expire() {
            this.action.run();
            this.rings.incrementAndGet();
        }
    }

    private static final class Counted extends CountedTimer {

        private final AtomicInteger rings = new AtomicInteger();

        Counted(LocalSystem system) {
            super(system);
            system.timerStarted();
        }

        @Override
        void ring() {
            this.rings.incrementAndGet();
        }
    }

    // ---- The wheel by itself

    @Test
    void aTimerThatComesBeforeAllOthersWakesTheWheelAsItFallsAsleep() {
        TimerWheel wheel = new TimerWheel();
        try {
            Random random = Stress.random(1);
            for (int round = 0; round < Stress.rounds(15_000); round++) {
                if (round % 100 == 0) {
                    wheel.add(
                            new Bell(Duration.ofSeconds(60 + random.nextInt(60)).toNanos()));
                }
                Bell bell = new Bell((round % 32 == 0) ? 100_000L : 0);
                wheel.add(bell);
                Stress.await("a near timer in round " + round, bell.rings::get, 1);
                Stress.linger(random, 150);
            }
        } finally {
            wheel.close();
        }
    }

    /** The wheel's thread is on its way from one timer to sleep as the next one comes. */
    @Test
    void aTimerThatComesAtTheLastLookOfTheWheelIsNotOverslept() {
        TimerWheel wheel = new TimerWheel();
        try {
            Random random = Stress.random(6);
            Random inside = Stress.random(7);
            AtomicInteger begun = new AtomicInteger();
            for (int round = 0; round < Stress.rounds(100_000); round++) {
                wheel.add(new Bell(0, () -> {
                    begun.incrementAndGet();
                    Stress.linger(inside, 60);
                }));
                Stress.await("timers", begun::get, round + 1);
                Stress.linger(random, 60);
            }
        } finally {
            wheel.close();
        }
    }

    /** A wheel without timers ends its thread when it has waited for some time, or whenever it is woken for nothing. */
    @Test
    void aTimerThatComesAsTheWheelEndsStartsItAgain() throws Exception {
        TimerWheel wheel = new TimerWheel();
        AtomicReference<Thread> thread = new AtomicReference<>();
        Runnable note = () -> thread.set(Thread.currentThread());
        try {
            Random random = Stress.random(2);
            Random others = Stress.random(3);
            AtomicReference<Bell> bell = new AtomicReference<>();
            Stress.race(
                    Stress.rounds(6000),
                    round -> {
                        Stress.spin(random, 300);
                        bell.set(new Bell(0, note));
                        wheel.add(bell.get());
                    },
                    round -> {
                        Stress.spin(others, 300);
                        LockSupport.unpark(thread.get());
                    },
                    round -> Stress.await("a timer in round " + round, bell.get().rings::get, 1));
        } finally {
            wheel.close();
        }
    }

    @Test
    void whatIsLeftWhenCancelledTimersAreSweptOutRings() {
        TimerWheel wheel = new TimerWheel();
        try {
            for (int round = 0; round < Stress.rounds(3); round++) {
                Random random = Stress.random(round);
                List<Bell> bells = new ArrayList<>();
                AtomicInteger rung = new AtomicInteger();
                for (int i = 0; i < 3000; i++) {
                    Bell bell = new Bell(random.nextInt(400) * 1_000_000L, rung::incrementAndGet);
                    bells.add(bell);
                    wheel.add(bell);
                }
                wheel.add(new Bell(0));
                int cancelled = 0;
                for (Bell bell : bells) {
                    if (random.nextInt(10) == 0) {
                        bell.live = false;
                        cancelled++;
                    }
                }
                for (int i = 0; i < 70_000; i++) {
                    wheel.cancelled();
                }
                Stress.await("timers that were not cancelled", rung::get, bells.size() - cancelled);
                bells.forEach(bell -> assertThat(bell.rings.get()).isLessThanOrEqualTo(1));
            }
        } finally {
            wheel.close();
        }
    }

    // ---- Cancelled or expired

    @Test
    void aTimerThatIsCancelledAsItExpiresDoesOneOfBoth() throws Exception { // P15
        LocalSystem local = (LocalSystem) this.system;
        AtomicReference<Counted> timer = new AtomicReference<>(new Counted(local));
        boolean[] cancelled = new boolean[1];
        Random random = Stress.random(4);
        Stress.race(
                Stress.rounds(60_000),
                round -> {
                    Stress.spin(random, 4);
                    cancelled[0] = timer.get().cancelQuietly();
                },
                round -> timer.get().expire(),
                round -> {
                    int rings = timer.get().rings.get();
                    if (rings != (cancelled[0] ? 0 : 1)) {
                        throw new AssertionError("round " + round + ": cancelled " + cancelled[0] + ", rung " + rings);
                    }
                    timer.set(new Counted(local));
                });
        timer.get().cancelQuietly();
        assertThat(this.system.statistics().timers()).isZero();
    }

    @Test
    void aTimerIsEitherCancelledOrDeliveredOnce() { // P14, P15
        AtomicInteger[] rings = new AtomicInteger[Stress.rounds(3000)];
        TimerRef[] timers = new TimerRef[rings.length];
        for (int i = 0; i < rings.length; i++) {
            rings[i] = new AtomicInteger();
        }
        Pid pid = this.system.start(GenServer.with(0)
                .cast(Integer.class, (number, self, n) -> {
                    timers[number] = self.sendAfter(Duration.ofNanos((number % 7) * 500_000L), number);
                    return self.next(n);
                })
                .info(Integer.class, (number, self, n) -> {
                    rings[number].incrementAndGet();
                    return self.next(n);
                })
                .build());
        boolean[] cancelled = new boolean[rings.length];
        Random random = Stress.random(5);
        for (int i = 0; i < rings.length; i++) {
            this.system.ref(pid).cast(i);
            if (i % 16 == 15) {
                this.system.ref(pid).call(new GetState());
                for (int j = i - 15; j <= i; j++) {
                    Stress.spin(random, 2000);
                    cancelled[j] = random.nextBoolean() && timers[j].cancel().isPresent();
                }
            }
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> this.system.statistics().timers() == 0);
        this.system.ref(pid).call(new GetState());
        for (int i = 0; i < rings.length; i++) {
            assertThat(rings[i]).as("timer %d, cancelled: %s", i, cancelled[i]).hasValue(cancelled[i] ? 0 : 1);
        }
        assertThat(((ProcessCell) pid).ties().timers().size()).isZero();
        this.system.stop(pid);
        awaitNobodyIsLeft();
    }

    @Test
    void timersOfProcessesThatDieInTheMeantimeAreNotLeft() throws Exception { // P15
        List<Thread> threads = new ArrayList<>();
        AtomicInteger progress = new AtomicInteger();
        for (int t = 0; t < 4; t++) {
            Random random = Stress.random(t);
            threads.add(Stress.thread(() -> {
                GenServer<None, Integer> server = GenServer.<None, Integer>starting((none, self) -> {
                            for (int i = 0; i < 3; i++) {
                                self.sendAfter(Duration.ofNanos(random.nextInt(2_000_000)), "ring");
                            }
                            return Init.ok(0).timeout(Duration.ofNanos(random.nextInt(2_000_000)));
                        })
                        .otherInfo((message, self, n) -> self.next(n).timeout(Duration.ofMillis(1)))
                        .build();
                for (int i = 0; i < Stress.rounds(300); i++) {
                    Pid pid = this.system.start(server);
                    Stress.spin(random, 20_000);
                    if (i % 2 == 0) {
                        this.system.kill(pid);
                    } else {
                        this.system.exit(pid, ExitReason.shutdown());
                    }
                    progress.incrementAndGet();
                }
            }));
        }
        Stress.join("processes with timers", progress::get, threads);
        awaitNobodyIsLeft();
    }
}
