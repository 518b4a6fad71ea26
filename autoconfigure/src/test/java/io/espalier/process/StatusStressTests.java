package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The status word: a process is woken by every message, runs on one thread at a time, and dies once. */
class StatusStressTests extends StressFixture {

    private record Ask() implements Request<Integer> {}

    // ---- Asleep and awake

    @Test
    void aMessageThatComesAsTheProcessFallsAsleepWakesIt() {
        for (Dispatcher dispatcher : DISPATCHERS) {
            AtomicInteger handled = new AtomicInteger();
            Pid pid = this.system.start(
                    GenServer.with(0)
                            .cast(Integer.class, (number, self, n) -> {
                                handled.incrementAndGet();
                                return self.next(n);
                            })
                            .build(),
                    None.NONE,
                    on(dispatcher));
            ProcessRef ref = this.system.ref(pid);
            Random random = Stress.random(5);
            for (int i = 1; i <= Stress.rounds(60_000); i++) {
                ref.cast(i);
                if (i % 64 == 0 || random.nextInt(3) > 0) {
                    Stress.await("messages to a process that falls asleep", handled::get, i);
                }
                Stress.linger(random, 100);
            }
            this.system.stop(pid);
        }
    }

    @Test
    void noWakeUpIsLostBetweenTwoProcessesThatFallAsleepAllTheTime() throws Exception {
        for (Dispatcher dispatcher : DISPATCHERS) {
            CountDownLatch done = new CountDownLatch(1);
            AtomicInteger hops = new AtomicInteger(Stress.rounds(20_000));
            GenServer<None, Integer> player = GenServer.with(0)
                    .cast(ProcessRef.class, (other, self, n) -> {
                        if (hops.decrementAndGet() <= 0) {
                            done.countDown();
                        } else {
                            other.cast(self.system().ref(self.pid()));
                        }
                        return self.next(n);
                    })
                    .build();
            Pid ping = this.system.start(player, None.NONE, on(dispatcher));
            Pid pong = this.system.start(player, None.NONE, on(dispatcher));
            this.system.ref(ping).cast(this.system.ref(pong));
            assertThat(done.await(60, TimeUnit.SECONDS)).as("%s", hops).isTrue();
            this.system.stop(ping);
            this.system.stop(pong);
        }
    }

    @Test
    void aProcessRunsOnOneThreadAndDoesNotSleepOverAMessage() throws Exception {
        AtomicBoolean inside = new AtomicBoolean();
        AtomicReference<String> wrong = new AtomicReference<>();
        int[] handled = new int[1];
        try (ProcessSystem direct = direct()) {
            ProcessRef ref = direct.ref(direct.start(GenServer.with(0)
                    .cast(Integer.class, (number, self, n) -> {
                        if (!inside.compareAndSet(false, true)) {
                            wrong.set("two threads inside");
                        }
                        handled[0]++;
                        inside.set(false);
                        return self.next(n);
                    })
                    .build()));
            Random mine = Stress.random(1);
            Random others = Stress.random(2);
            Stress.race(
                    Stress.rounds(300_000),
                    round -> {
                        Stress.linger(mine, 20);
                        ref.cast(round);
                    },
                    round -> {
                        Stress.linger(others, 20);
                        ref.cast(round);
                    },
                    round -> {
                        // Whoever has found it awake has left it to the other one.
                        if (handled[0] != 2 * round + 2 || wrong.get() != null) {
                            throw new AssertionError(handled[0] + " messages of round " + round + ", " + wrong.get());
                        }
                    });
        }
    }

    // ---- Dying

    /** Where it dies it is watched and called all the time, and nobody is left over between the steps of the death. */
    @Test
    void whoeverTurnsToADyingProcessHearsOfItsDeathAtOnce() throws Exception {
        GenServer<None, Integer> server = GenServer.with(0)
                .cast(Integer.class, (round, self, n) -> self.stop(ExitReason.shutdown(), n))
                .call(Ask.class, (ask, call, n) -> call.reply(n, n))
                .build();
        try (ProcessSystem direct = direct()) {
            List<CompletableFuture<?>> hopes = new ArrayList<>();
            AtomicReference<Pid> pid = new AtomicReference<>(direct.start(server));
            Random random = Stress.random(4);
            Stress.race(
                    Stress.rounds(25_000),
                    round -> {
                        Stress.linger(random, 100);
                        direct.ref(pid.get()).cast(round);
                    },
                    round -> {
                        Pid dying = pid.get();
                        ProcessRef ref = direct.ref(dying);
                        for (boolean alive = true; alive && hopes.size() < 1000; ) {
                            alive = direct.isAlive(dying);
                            hopes.add(
                                    (round % 2 == 0)
                                            ? direct.onExit(dying).toCompletableFuture()
                                            : ref.ask(new Ask(), Duration.ofMinutes(5))
                                                    .toCompletableFuture());
                        }
                    },
                    round -> {
                        for (int i = 0; i < hopes.size(); i++) {
                            if (!hopes.get(i).isDone()) {
                                throw new AssertionError(i + " of " + hopes.size() + " waits in round " + round);
                            }
                        }
                        hopes.clear();
                        pid.set(direct.start(server));
                    });
        }
    }

    /** What comes after the death's own sweep: the senders sweep, one at a time, and leave nothing to nobody. */
    @Test
    void whatReachesTheMailboxOfADeadProcessIsSentBack() throws Exception {
        Pid pid = this.system.start(GenServer.with(0).build());
        this.system.stop(pid);
        ProcessCell dead = (ProcessCell) pid;
        LocalSystem local = (LocalSystem) this.system;
        AtomicReference<CompletableFuture<?>> first = new AtomicReference<>();
        AtomicReference<CompletableFuture<?>> second = new AtomicReference<>();
        Random random = Stress.random(6);
        AtomicInteger progress = new AtomicInteger();
        Thread both = Stress.thread(() -> Stress.race(
                Stress.rounds(100_000),
                round -> {
                    Stress.linger(random, 20);
                    first.set(late(local, dead));
                },
                round -> second.set(late(local, dead)),
                round -> {
                    if (!dead.mailbox.isEmpty()) {
                        throw new AssertionError("something is left in round " + round);
                    }
                    progress.incrementAndGet();
                    if (round % 100 == 0) {
                        first.get().get(10, TimeUnit.SECONDS);
                        second.get().get(10, TimeUnit.SECONDS);
                    }
                }));
        Stress.join("late watches", progress::get, List.of(both));
    }

    private static CompletableFuture<?> late(LocalSystem system, ProcessCell dead) {
        ExitStage watch = new ExitStage(system);
        dead.mailbox.offer(new Signal.MonitorSignal(watch));
        dead.sweep();
        return watch.stage().toCompletableFuture();
    }

    @Test
    void everyStartAndKillEndsInOneDeath() throws Exception { // P08
        List<Thread> threads = new ArrayList<>();
        Queue<CompletableFuture<ExitReason>> deaths = new ConcurrentLinkedQueue<>();
        AtomicInteger progress = new AtomicInteger();
        for (int t = 0; t < 4; t++) {
            Random random = Stress.random(t);
            threads.add(Stress.thread(() -> {
                GenServer<None, Integer> server = GenServer.<None, Integer>starting((none, self) -> {
                            Stress.spin(random, 200);
                            return Init.ok(0);
                        })
                        .build();
                for (int i = 0; i < Stress.rounds(1000); i++) {
                    Pid pid = this.system.startAsync(
                            server, None.NONE, on(DISPATCHERS[i % 2]).timeout(Duration.ofSeconds(60)));
                    if (i % 4 == 0) {
                        this.system.ref(pid).cast("crash");
                    }
                    deaths.add(watch(pid));
                    Stress.spin(random, 500);
                    this.system.kill(pid);
                    progress.incrementAndGet();
                }
            }));
        }
        Stress.join("starts and kills", progress::get, threads);
        for (CompletableFuture<ExitReason> death : deaths) {
            assertThat(get(death)).isNotNull();
        }
        awaitNobodyIsLeft();
    }
}
