package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Kills from outside: an interrupt for one callback, and nobody that the killed has started is left. */
class KillStressTests extends StressFixture {

    @Test
    void aChildThatStartsWhileItsParentIsKilledDiesToo() {
        for (int round = 0; round < Stress.rounds(500); round++) {
            Random random = Stress.random(round);
            Puppet parent = puppet();
            parent.starts(self -> {
                while (true) {
                    self.startLinkedAsync(GenServer.with(0).build(), None.NONE, StartOptions.defaults());
                }
            });
            Stress.spin(random, 5000);
            this.system.kill(parent.pid());
            assertThat(parent.death()).isEqualTo(ExitReason.killed());
        }
        awaitNobodyIsLeft();
    }

    @Test
    void anInterruptHitsTheKilledCallbackAndNoOther() { // DESIGN 3, difference 1
        // Few threads, so that the next callback on a victim's thread is a bystander's, at once.
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong strays = new AtomicLong();
        AtomicLong looks = new AtomicLong();
        List<Pid> bystanders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Pid pid = this.system.start(
                    GenServer.with(0)
                            .cast(String.class, (message, self, n) -> {
                                if (Thread.interrupted()) {
                                    strays.incrementAndGet();
                                }
                                for (int j = 0; j < 20; j++) {
                                    Thread.onSpinWait();
                                }
                                if (Thread.interrupted()) {
                                    strays.incrementAndGet();
                                }
                                looks.incrementAndGet();
                                if (!over.get()) {
                                    self.system().ref(self.pid()).cast(message);
                                }
                                return self.next(n);
                            })
                            .build(),
                    None.NONE,
                    on(Dispatcher.COMPUTE));
            bystanders.add(pid);
            this.system.ref(pid).cast("go");
        }
        Random random = Stress.random(3);
        GenServer<None, Integer> victim = GenServer.with(0)
                .cast(Integer.class, (spins, self, n) -> {
                    for (int i = spins; i > 0; i--) {
                        Thread.onSpinWait();
                    }
                    return self.next(n);
                })
                .build();
        for (int round = 0; round < Stress.rounds(6000); round++) {
            Pid pid = this.system.startAsync(victim, None.NONE, on(Dispatcher.COMPUTE));
            ProcessRef ref = this.system.ref(pid);
            for (int i = 0; i < 5; i++) {
                ref.cast(random.nextInt(200));
            }
            Stress.spin(random, 3000);
            this.system.kill(pid);
        }
        over.set(true);
        for (Pid pid : bystanders) {
            this.system.stop(pid);
        }
        assertThat(looks.get()).isPositive();
        assertThat(strays.get()).as("interrupts that hit a bystander").isZero();
        awaitNobodyIsLeft();
    }

    /** The next thing on the killed callback's thread is this test. */
    @Test
    void noInterruptComesAfterTheKilledCallback() throws Exception { // DESIGN 3, difference 1
        Random mine = Stress.random(4);
        Random others = Stress.random(5);
        Random inside = Stress.random(6);
        GenServer<None, Integer> server = GenServer.with(0)
                .cast(Integer.class, (round, self, n) -> {
                    Stress.linger(inside, 10);
                    return self.next(n);
                })
                .build();
        try (ProcessSystem direct = direct()) {
            AtomicReference<Pid> pid = new AtomicReference<>(direct.start(server));
            Stress.race(
                    Stress.rounds(60_000),
                    round -> {
                        Stress.linger(mine, 10);
                        direct.ref(pid.get()).cast(round);
                    },
                    round -> {
                        Stress.linger(others, 50);
                        direct.kill(pid.get());
                    },
                    round -> {
                        if (Thread.interrupted()) {
                            throw new AssertionError("an interrupt after the callback of round " + round);
                        }
                        pid.set(direct.start(server));
                    });
        }
    }

    @Test
    void aCallbackThatBeginsDuringTheKillIsInterruptedToo() throws Exception {
        Random mine = Stress.random(7);
        Random others = Stress.random(8);
        GenServer<None, Integer> server = GenServer.with(0)
                .cast(CountDownLatch.class, (never, self, n) -> {
                    never.await();
                    return self.next(n);
                })
                .build();
        CountDownLatch never = new CountDownLatch(1);
        try (ProcessSystem direct = direct()) {
            AtomicReference<Pid> pid = new AtomicReference<>(direct.start(server));
            List<Thread> threads = new ArrayList<>();
            AtomicLong progress = new AtomicLong();
            threads.add(Stress.thread(() -> Stress.race(
                    Stress.rounds(6000),
                    round -> {
                        Stress.linger(mine, 40);
                        direct.ref(pid.get()).cast(never);
                    },
                    round -> {
                        Stress.linger(others, 40);
                        direct.kill(pid.get());
                    },
                    round -> {
                        progress.incrementAndGet();
                        pid.set(direct.start(server));
                    })));
            Stress.join("kills", progress::get, threads);
            assertThat(direct.statistics().zombies()).isZero();
        } finally {
            never.countDown();
        }
    }
}
