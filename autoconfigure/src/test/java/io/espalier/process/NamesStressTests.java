package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Names: one holder at a time, free when a death is heard of, and never left behind. */
class NamesStressTests extends StressFixture {

    private static final String[] NAMES = {"a", "b", "c"};

    private record Ask() implements Request<Integer> {}

    @Test
    void namesThatAreClaimedAndReleasedInARaceAreNeverLeftBehind() throws Exception { // P16
        List<Thread> threads = new ArrayList<>();
        List<Pid> shared = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger progress = new AtomicInteger();
        for (int t = 0; t < 4; t++) {
            Random random = Stress.random(t);
            threads.add(Stress.thread(() -> {
                GenServer<None, Integer> server = GenServer.with(0).build();
                for (int i = 0; i < Stress.rounds(2000); i++) {
                    String name = NAMES[random.nextInt(NAMES.length)];
                    try {
                        switch (random.nextInt(6)) {
                            case 0 -> shared.add(this.system.start(server, None.NONE, StartOptions.named(name)));
                            case 1 -> shared.add(this.system.start(server));
                            case 2 -> this.system.unregister(name);
                            case 3 -> this.system.whereIs(name).ifPresent(this.system::kill);
                            default -> {
                                Pid pid = anyOf(shared, random);
                                if (pid != null && random.nextInt(4) == 0) {
                                    this.system.exit(pid, ExitReason.shutdown());
                                }
                                if (pid != null) {
                                    this.system.register(name, pid);
                                }
                            }
                        }
                    } catch (StartFailedException | NoProcessException | IllegalStateException ex) {
                        // Somebody was faster.
                    }
                    progress.incrementAndGet();
                }
            }));
        }
        Stress.join("names", progress::get, threads);
        shared.forEach(this.system::kill);
        awaitNobodyIsLeft();
    }

    private static Pid anyOf(List<Pid> pids, Random random) {
        synchronized (pids) {
            return pids.isEmpty() ? null : pids.get(Math.max(0, pids.size() - 1 - random.nextInt(3)));
        }
    }

    @Test
    void aNameThatIsGivenToADyingProcessIsNotLeftBehind() throws Exception { // P16
        GenServer<None, Integer> server = GenServer.with(0).build();
        AtomicReference<Pid> pid = new AtomicReference<>(this.system.start(server));
        Random random = Stress.random(5);
        Stress.race(
                Stress.rounds(3000),
                round -> {
                    Stress.spin(random, 60);
                    tryRegister("late", pid.get());
                },
                round -> this.system.exit(pid.get(), ExitReason.shutdown()),
                round -> {
                    assertThat(get(watch(pid.get()))).isNotNull();
                    assertThat(this.system.statistics().names())
                            .as("names in round %d", round)
                            .isZero();
                    pid.set(this.system.start(server));
                });
        this.system.stop(pid.get());
    }

    @Test
    void twoNamesForOneProcessAtOnceLeaveOne() throws Exception { // P16
        GenServer<None, Integer> server = GenServer.with(0).build();
        AtomicReference<Pid> pid = new AtomicReference<>(this.system.start(server));
        Stress.race(
                Stress.rounds(500),
                round -> tryRegister("one", pid.get()),
                round -> tryRegister("two", pid.get()),
                round -> {
                    assertThat(this.system.statistics().names()).isEqualTo(1);
                    this.system.stop(pid.get());
                    assertThat(this.system.statistics().names()).isZero();
                    pid.set(this.system.start(server));
                });
        this.system.stop(pid.get());
    }

    private void tryRegister(String name, Pid pid) {
        try {
            this.system.register(name, pid);
        } catch (IllegalStateException | NoProcessException ex) {
            // It has the other one, or is dead.
        }
    }

    // ---- Holders and successors

    /** Shows when it runs; one mark for each name. */
    private static GenServer<None, Integer> holder(AtomicReference<Pid> mark, AtomicReference<String> wrong) {
        return GenServer.<None, Integer>starting((none, self) -> {
                    run(self, mark, wrong);
                    return Init.ok(0);
                })
                .cast(String.class, (message, self, n) -> {
                    run(self, mark, wrong);
                    return message.equals("stop") ? self.stop(ExitReason.shutdown(), n) : self.next(n);
                })
                .build();
    }

    private static void run(Self<Integer> self, AtomicReference<Pid> mark, AtomicReference<String> wrong) {
        if (!mark.compareAndSet(null, self.pid())) {
            wrong.set(self.pid() + " runs beside " + mark.get());
        }
        for (int i = 0; i < 300; i++) {
            Thread.onSpinWait();
        }
        if (!self.system().whereIs(self.name().orElseThrow()).equals(java.util.Optional.of(self.pid()))) {
            wrong.set(self.pid() + " runs without its name");
        }
        mark.set(null);
    }

    @Test
    void oneHolderOfANameRunsAtATimeAndWhoHearsOfItsDeathFindsItGone() throws Exception {
        List<Thread> threads = new ArrayList<>();
        AtomicReference<String> wrong = new AtomicReference<>();
        AtomicInteger progress = new AtomicInteger();
        List<GenServer<None, Integer>> servers = new ArrayList<>();
        for (String ignored : NAMES) {
            servers.add(holder(new AtomicReference<>(), wrong));
        }
        for (int t = 0; t < 6; t++) {
            Random random = Stress.random(10L + t);
            threads.add(Stress.thread(() -> {
                for (int i = 0; i < Stress.rounds(1000); i++) {
                    int which = random.nextInt(NAMES.length);
                    String name = NAMES[which];
                    try {
                        Pid pid = this.system.start(
                                servers.get(which),
                                None.NONE,
                                on(DISPATCHERS[i % 2]).name(name).timeout(Duration.ofMinutes(2)));
                        this.system.ref(pid).cast("work");
                        end(pid, random.nextInt(4));
                        CompletableFuture<ExitReason> death = watch(pid);
                        if (random.nextBoolean()) {
                            assertThat(get(death)).isNotNull();
                            assertThat(this.system.whereIs(name).filter(pid::equals))
                                    .as("the name of the dead")
                                    .isEmpty();
                        }
                    } catch (StartFailedException ex) {
                        // Somebody was faster.
                    }
                    progress.incrementAndGet();
                }
            }));
        }
        Stress.join("holders and successors", progress::get, threads);
        assertThat(wrong.get()).isNull();
        awaitNobodyIsLeft();
    }

    private void end(Pid pid, int manner) {
        switch (manner) {
            case 0 -> this.system.kill(pid);
            case 1 -> this.system.exit(pid, ExitReason.shutdown());
            default -> this.system.ref(pid).cast("stop");
        }
    }

    // ---- The doomed

    private static ProcessCell cell(ProcessSystem system, String name) {
        return (ProcessCell) system.whereIs(name).orElseThrow();
    }

    /** The holder's own callback does it all, and so runs as long as its successors could. */
    @Test
    void aDoomedHolderKeepsItsNameWhileItsSuccessorsComeAndGo() throws Exception {
        List<String> steps = Collections.synchronizedList(new ArrayList<>());
        GenServer<String, Integer> server = GenServer.<String, Integer>starting((who, self) -> {
                    steps.add(who + " begins");
                    return Init.ok(0);
                })
                .cast(Runnable.class, (task, self, n) -> {
                    task.run();
                    steps.add("the callback returns");
                    return self.next(n);
                })
                .build();
        StartOptions named = StartOptions.named("name");
        try (ProcessSystem direct = direct()) {
            Pid holder = direct.start(server, "the holder", named);
            direct.ref(holder).cast((Runnable) () -> {
                direct.exit(holder, ExitReason.shutdown());
                Pid killed = direct.startAsync(server, "one that is killed", named);
                Pid successor = direct.startAsync(server, "the successor", named);
                assertThat(direct.whereIs("name")).contains(holder);
                direct.kill(killed);
                assertThat(direct.isAlive(killed)).isFalse();
                assertThat(direct.isAlive(successor)).isTrue();
                assertThat(direct.whereIs("name")).contains(holder);
            });
            assertThat(steps).containsExactly("the holder begins", "the callback returns", "the successor begins");
            assertThat(direct.isAlive(holder)).isFalse();
            assertThat(direct.whereIs("name")).isPresent();
        }
    }

    /** The holder dies after its name has gone to another one, and before it has been told of that. */
    @Test
    void aDeathLeavesANameThatHasGoneToAnotherOne() throws Exception {
        CountDownLatch in = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        GenServer<None, Integer> server = GenServer.with(0)
                .cast(String.class, (message, self, n) -> {
                    in.countDown();
                    release.await();
                    return self.next(n);
                })
                .build();
        StartOptions named = StartOptions.named("name");
        try (ProcessSystem direct = direct()) {
            Pid holder = direct.start(server, None.NONE, named);
            Thread callback = Stress.thread(() -> direct.ref(holder).cast("stay"));
            in.await();
            direct.exit(holder, ExitReason.shutdown());
            Pid heir = direct.startAsync(
                    GenServer.<None, Integer>starting((none, self) -> {
                                release.countDown();
                                callback.join(10_000);
                                return Init.ok(0);
                            })
                            .build(),
                    None.NONE,
                    named);
            assertThat(direct.unregister("name")).isTrue();
            assertThat(direct.isAlive(holder)).isFalse();
            assertThat(direct.whereIs("name")).contains(heir);
        }
        Stress.check();
    }

    /** The first signal is void, as it comes from somebody who is no longer linked; the second is not. */
    @Test
    void whoSurvivesOneOfTwoSignalsIsStillDoomed() throws Exception {
        GenServer<None, Integer> server = GenServer.with(0).build();
        AtomicReference<Pid> successor = new AtomicReference<>();
        StartOptions named = StartOptions.named("name");
        try (ProcessSystem direct = direct()) {
            Pid other = direct.start(server);
            Pid holder = direct.start(
                    GenServer.with(0)
                            .cast(String.class, (link, self, n) -> {
                                self.link(other);
                                return self.next(n);
                            })
                            .cast(Boolean.class, (doom, self, n) -> {
                                direct.kill(other);
                                self.unlink(other);
                                assertThat(cell(direct, "name").doomed()).isTrue();
                                direct.exit(self.pid(), ExitReason.shutdown());
                                successor.set(direct.startAsync(server, None.NONE, named));
                                return self.next(n);
                            })
                            .build(),
                    None.NONE,
                    named);
            direct.ref(holder).cast("link");
            direct.ref(holder).cast(true);
            assertThat(direct.isAlive(holder)).isFalse();
            assertThat(direct.whereIs("name")).contains(successor.get());
        }
    }

    @Test
    void whoHasSentADeadlySignalMayStartASuccessor() throws Exception {
        Random random = Stress.random(7);
        Random inside = Stress.random(8);
        GenServer<None, Integer> server = GenServer.with(0)
                .cast(Integer.class, (round, self, n) -> {
                    Stress.linger(inside, 400);
                    return self.next(n);
                })
                .build();
        StartOptions named = StartOptions.named("name");
        try (ProcessSystem direct = direct()) {
            AtomicReference<Pid> pid = new AtomicReference<>(direct.start(server, None.NONE, named));
            Stress.race(
                    Stress.rounds(12_000),
                    round -> {
                        for (int i = 0; i < 3; i++) {
                            direct.exit(pid.get(), ExitReason.normal());
                            direct.ref(pid.get()).cast(round);
                        }
                    },
                    round -> {
                        Stress.linger(random, 300);
                        direct.exit(pid.get(), ExitReason.shutdown());
                        try {
                            direct.startAsync(server, None.NONE, named);
                        } catch (AlreadyStartedException ex) {
                            throw new AssertionError("round " + round, ex);
                        }
                    },
                    round -> pid.set(direct.whereIs("name").orElseThrow()));
        }
    }

    /** Its callback begins to trap exits while signals are on their way. */
    @Test
    void whoSurvivesItsSignalsIsNoLongerDoomed() throws Exception {
        Random random = Stress.random(9);
        Random mine = Stress.random(10);
        Random inside = Stress.random(11);
        AtomicReference<String> wrong = new AtomicReference<>();
        GenServer<None, Integer> server = GenServer.with(0)
                .cast(Boolean.class, (trap, self, n) -> {
                    Stress.linger(inside, 30);
                    if (trap) {
                        self.system().exit(self.pid(), ExitReason.shutdown());
                        if (!((ProcessCell) self.pid()).doomed()) {
                            wrong.set("not doomed by a signal that is on its way");
                        }
                        Stress.linger(inside, 30);
                    }
                    self.trapExits(trap);
                    return self.next(n);
                })
                .info(Exit.class, (exit, self, n) -> self.next(n))
                .build();
        StartOptions named = StartOptions.named("name");
        try (ProcessSystem direct = direct()) {
            AtomicReference<Pid> pid = new AtomicReference<>(direct.start(server, None.NONE, named));
            Stress.race(
                    Stress.rounds(30_000),
                    round -> {
                        Stress.linger(mine, 20);
                        direct.ref(pid.get()).cast(true);
                    },
                    round -> {
                        Stress.linger(random, 80);
                        for (int i = random.nextInt(3); i >= 0; i--) {
                            direct.exit(pid.get(), ExitReason.shutdown());
                        }
                    },
                    round -> {
                        if (wrong.get() != null) {
                            throw new AssertionError(wrong.get() + " in round " + round);
                        }
                        if (!direct.isAlive(pid.get())) {
                            pid.set(direct.start(server, None.NONE, named));
                        } else if (cell(direct, "name").doomed()) {
                            throw new AssertionError("doomed for ever in round " + round);
                        } else {
                            direct.ref(pid.get()).cast(false);
                        }
                    });
        }
    }

    @Test
    void whoWaitsForANameIsToldWhenItIsTaken() throws Exception {
        GenServer<None, Integer> server = GenServer.with(0)
                .call(Ask.class, (ask, call, n) -> call.reply(1, n))
                .build();
        ProcessRef patient = this.system.ref("name").await(Duration.ofMinutes(2));
        AtomicReference<Pid> pid = new AtomicReference<>();
        Random random = Stress.random(6);
        Stress.race(
                Stress.rounds(3000),
                round -> {
                    Stress.spin(random, 200);
                    pid.set(this.system.start(server, None.NONE, StartOptions.named("name")));
                },
                round -> assertThat(patient.call(new Ask())).isEqualTo(1),
                round -> this.system.stop(pid.get()));
    }
}
