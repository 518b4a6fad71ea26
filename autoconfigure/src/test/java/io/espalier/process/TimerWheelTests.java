package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimerWheelTests {

    private static final long MILLI = 1_000_000;

    private final TimerWheel wheel = new TimerWheel();

    @AfterEach
    void close() {
        this.wheel.close();
    }

    private final class Bell extends Timer {

        private final AtomicInteger rings = new AtomicInteger();

        private volatile boolean live = true;

        private volatile long rungAt;

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
            this.rungAt = System.nanoTime();
            this.rings.incrementAndGet();
            this.action.run();
        }

        Bell add() {
            TimerWheelTests.this.wheel.add(this);
            return this;
        }

        boolean rung() {
            return this.rings.get() > 0;
        }
    }

    private static void awaitRings(List<Bell> bells) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> bells.stream().allMatch(Bell::rung));
    }

    @Test
    void everyTimerRingsOnceAndNeverEarly() throws Exception {
        Random random = new Random(7);
        List<Bell> bells = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            bells.add(new Bell(random.nextInt(300) * MILLI).add());
        }
        awaitRings(bells);
        assertThat(bells).allSatisfy(bell -> {
            assertThat(bell.rings).hasValue(1);
            assertThat(bell.rungAt - bell.deadline).isNotNegative();
        });
    }

    @Test
    void aTimerBeyondOneTurnOfTheWheelRingsInItsOwnTurn() {
        Bell far = new Bell(4500 * MILLI).add();
        Bell near = new Bell((4500 - 4096) * MILLI).add();
        awaitRings(List.of(near, far));
        assertThat(far.rungAt - far.deadline).isNotNegative();
        assertThat(far.rings).hasValue(1);
    }

    @Test
    void anEarlierTimerWakesASleepingWheel() {
        Bell late = new Bell(Duration.ofHours(1).toNanos()).add();
        awaitRings(List.of(new Bell(0).add()));
        Bell soon = new Bell(5 * MILLI).add();
        awaitRings(List.of(soon));
        assertThat(late.rung()).isFalse();
    }

    @Test
    void everyAddedTimerWakesTheWheelWhateverItIsDoing() {
        // Each timer is added when the wheel is about to sleep for good.
        for (int round = 0; round < Stress.rounds(3000); round++) {
            Bell bell = new Bell(0).add();
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (!bell.rung()) {
                assertThat(System.nanoTime()).as("round %d", round).isLessThan(end);
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aDeadTimerDoesNotRing() {
        Bell dead = new Bell(20 * MILLI).add();
        dead.live = false;
        Bell after = new Bell(60 * MILLI).add();
        awaitRings(List.of(after));
        assertThat(dead.rung()).isFalse();
    }

    @Test
    void aTimerMayAddATimerAndFailWithoutHarm() {
        ConcurrentLinkedQueue<Bell> second = new ConcurrentLinkedQueue<>();
        ReportLog log = new ReportLog();
        log.attach();
        try {
            Bell first = new Bell(MILLI, () -> {
                        second.add(new Bell(MILLI).add());
                        throw new IllegalStateException("rung badly");
                    })
                    .add();
            awaitRings(List.of(first));
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !second.isEmpty());
            awaitRings(List.copyOf(second));
            assertThat(log.errors()).containsExactly("A timer failed");
        } finally {
            log.detach();
        }
    }

    @Test
    void whatDiesBeforeTheWheelLooksIsNotHeld() {
        List<WeakReference<Bell>> bells = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            Bell bell = new Bell(Duration.ofHours(1).toNanos()).add();
            bell.live = false;
            bells.add(new WeakReference<>(bell));
        }
        // The inbox is emptied whenever it has grown, without any timer being due.
        awaitAtMostHeld(bells, 5000);
    }

    @Test
    void cancelledTimersAreSweptOut() {
        List<WeakReference<Bell>> bells = new ArrayList<>();
        for (int i = 0; i < 140_000; i++) {
            Bell bell = new Bell(Duration.ofHours(1).toNanos()).add();
            bells.add(new WeakReference<>(bell));
        }
        awaitRings(List.of(new Bell(0).add()));
        bells.forEach(reference -> {
            Bell bell = reference.get();
            assertThat(bell).isNotNull();
            bell.live = false;
            this.wheel.cancelled();
        });
        awaitAtMostHeld(bells, 70_000);
    }

    private static void awaitAtMostHeld(List<WeakReference<Bell>> bells, long most) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    System.gc();
                    return bells.stream().filter(bell -> bell.get() != null).count() <= most;
                });
    }

    @Test
    void timersOfManyThreadsAllRing() throws Exception {
        for (int round = 0; round < Stress.rounds(5); round++) {
            ConcurrentLinkedQueue<Bell> bells = new ConcurrentLinkedQueue<>();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Random random = new Random(round * 31L + t);
                threads.add(Stress.thread(() -> {
                    for (int i = 0; i < 5000; i++) {
                        Bell bell = new Bell(random.nextInt(20) * MILLI).add();
                        if (random.nextInt(4) == 0) {
                            bell.live = false;
                            this.wheel.cancelled();
                        } else {
                            bells.add(bell);
                        }
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            awaitRings(List.copyOf(bells));
            assertThat(bells).allSatisfy(bell -> assertThat(bell.rings).hasValue(1));
        }
    }
}
