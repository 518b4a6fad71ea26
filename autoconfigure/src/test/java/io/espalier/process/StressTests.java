package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Races on real threads and real time, seeded. Afterwards the fixture finds no process, name, timer or zombie left. */
class StressTests extends ProcessFixture {

    private static final Dispatcher[] DISPATCHERS = Dispatcher.values();

    private record Echo(long number, int manner) implements Request<Long> {}

    @Override
    Clock clock() {
        return Clock.system();
    }

    @Override
    void settle() {}

    private static void spin(Random random, int most) {
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            Thread.onSpinWait();
        }
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(TimeUnit.MINUTES.toMillis(5));
            assertThat(thread.isAlive()).as("a thread that hangs").isFalse();
        }
        Stress.check();
    }

    private void awaitNobodyIsLeft() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(this::checkThatNothingIsLeft);
    }

    // ---- Messages

    @Test
    void manyProducersLoseNoMessageAndBreakNoOrder() throws Exception { // G41
        for (int round = 0; round < Stress.rounds(6); round++) {
            int producers = 8 << (round % 4);
            int each = 20_000 / producers;
            int[] next = new int[producers];
            AtomicReference<String> wrong = new AtomicReference<>();
            CountDownLatch all = new CountDownLatch(producers * each);
            Pid pid = this.system.start(
                    GenServer.with(0)
                            .cast(int[].class, (content, self, n) -> {
                                if (next[content[0]]++ != content[1]) {
                                    wrong.set("sender " + content[0] + " at " + content[1]);
                                }
                                all.countDown();
                                return self.next(n);
                            })
                            .build(),
                    None.NONE,
                    StartOptions.defaults().dispatcher(DISPATCHERS[round % 2]));
            ProcessRef ref = this.system.ref(pid);
            List<Thread> threads = new ArrayList<>();
            for (int p = 0; p < producers; p++) {
                int producer = p;
                Random random = new Random(round * 1000L + p);
                threads.add(Stress.thread(() -> {
                    for (int i = 0; i < each; i++) {
                        ref.cast(new int[] {producer, i});
                        if (random.nextInt(50) == 0) {
                            spin(random, 2000);
                        }
                    }
                }));
            }
            assertThat(all.await(30, TimeUnit.SECONDS))
                    .as("round %d lost %d", round, all.getCount())
                    .isTrue();
            assertThat(wrong.get()).isNull();
            join(threads);
            this.system.stop(pid);
        }
        awaitNobodyIsLeft();
    }

    @Test
    void noWakeUpIsLostBetweenTwoProcessesThatFallAsleepAllTheTime() throws Exception {
        for (int pair = 0; pair < 4; pair++) {
            int hops = Stress.rounds(20_000);
            CountDownLatch done = new CountDownLatch(1);
            AtomicReference<ProcessRef> other = new AtomicReference<>();
            StartOptions options = StartOptions.defaults().dispatcher(DISPATCHERS[pair % 2]);
            GenServer<None, Integer> player = GenServer.with(0)
                    .cast(Integer.class, (left, self, n) -> {
                        if (left == 0) {
                            done.countDown();
                        } else if (n >= 0) {
                            other.get().cast(left - 1);
                        }
                        return self.next(n + 1);
                    })
                    .build();
            Pid pong = this.system.start(
                    GenServer.<None, AtomicReference<ProcessRef>>starting(
                                    (none, self) -> Init.ok(new AtomicReference<>()))
                            .cast(ProcessRef.class, (ref, self, to) -> {
                                to.set(ref);
                                return self.next(to);
                            })
                            .cast(Integer.class, (left, self, to) -> {
                                if (left == 0) {
                                    done.countDown();
                                } else {
                                    to.get().cast(left - 1);
                                }
                                return self.next(to);
                            })
                            .build(),
                    None.NONE,
                    options);
            Pid ping = this.system.start(player, None.NONE, options);
            other.set(this.system.ref(pong));
            this.system.ref(pong).cast(this.system.ref(ping));
            this.system.ref(ping).cast(hops);
            assertThat(done.await(60, TimeUnit.SECONDS)).as("pair %d", pair).isTrue();
            this.system.stop(ping);
            this.system.stop(pong);
        }
    }

    // ---- Calls

    /** Answers in several manners, dies in some. */
    private GenServer<None, Integer> fickle(Queue<From<Long>> later) {
        return GenServer.with(0)
                .call(Echo.class, (echo, call, n) -> switch (echo.manner()) {
                    case 0 -> {
                        later.add(call.from());
                        yield call.next(n);
                    }
                    case 1 -> {
                        call.from().reply(echo.number());
                        yield call.reply(-1L, n);
                    }
                    case 2 -> call.stop(ExitReason.normal(), echo.number(), n);
                    case 3 -> call.stop(ExitReason.shutdown(), n);
                    case 4 -> throw call.exit(ExitReason.shutdown("exit"));
                    default -> call.reply(echo.number(), n);
                })
                .build();
    }

    @Test
    void everyCallHasExactlyOneOutcome() throws Exception { // G27, G28, G30, G31
        int rounds = Stress.rounds(1500);
        Queue<From<Long>> later = new ConcurrentLinkedQueue<>();
        GenServer<None, Integer> server = fickle(later);
        StartOptions named = StartOptions.named("fickle");
        this.system.start(server, None.NONE, named);
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong asked = new AtomicLong();
        AtomicLong answered = new AtomicLong();
        List<Thread> callers = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            Random random = new Random(t);
            boolean asks = t % 2 == 0;
            callers.add(Stress.thread(() -> {
                ProcessRef ref = this.system.ref("fickle");
                for (int i = 0; i < rounds; i++) {
                    Echo echo = new Echo(random.nextLong(), random.nextInt(60));
                    Duration timeout = Duration.ofNanos(random.nextInt(3_000_000));
                    if (asks) {
                        asked.incrementAndGet();
                        AtomicInteger outcomes = new AtomicInteger();
                        CompletableFuture<Long> reply = ref.ask(echo, timeout)
                                .whenComplete((value, failure) -> {
                                    outcomes.incrementAndGet();
                                    answered.incrementAndGet();
                                })
                                .toCompletableFuture();
                        if (random.nextInt(3) == 0) {
                            Object result = reply.handle((value, failure) -> (value != null) ? value : failure)
                                    .get(20, TimeUnit.SECONDS);
                            check(echo, (result instanceof CompletionException ex) ? ex.getCause() : result);
                            assertThat(outcomes).hasValue(1);
                        }
                    } else {
                        check(echo, call(ref, echo, timeout));
                    }
                }
            }));
        }
        Random random = new Random(99);
        Thread restarter = Stress.thread(() -> {
            while (!over.get()) {
                From<Long> from = later.poll();
                if (from != null) {
                    from.reply(-2L);
                }
                if (this.system.whereIs("fickle").isEmpty()) {
                    try {
                        this.system.start(server, None.NONE, named);
                    } catch (StartFailedException ex) {
                        // Not yet free.
                    }
                } else if (random.nextInt(200) == 0) {
                    this.system.whereIs("fickle").ifPresent(this.system::kill);
                }
            }
        });
        join(callers);
        over.set(true);
        restarter.join();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> answered.get() == asked.get());
        this.system.whereIs("fickle").ifPresent(this.system::kill);
        awaitNobodyIsLeft();
    }

    private static Object call(ProcessRef ref, Echo echo, Duration timeout) {
        try {
            return ref.call(echo, timeout);
        } catch (ProcessException ex) {
            return ex;
        }
    }

    private static void check(Echo echo, Object result) {
        if (result instanceof Long number) {
            // Minus two comes from a late reply, and only to those who were left to wait for one.
            assertThat(number).isEqualTo((echo.manner() == 0) ? -2L : echo.number());
        } else {
            assertThat(result)
                    .isInstanceOfAny(
                            CallTimeoutException.class, ProcessExitedException.class, NoProcessException.class);
        }
    }

    @Test
    void anOutcomeIsSetOnce() throws Exception {
        LocalSystem local = (LocalSystem) this.system;
        int rounds = Stress.rounds(20_000);
        List<SyncSlot<Integer>> slots = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            slots.add(new SyncSlot<>(local, null, null, null, null));
        }
        AtomicInteger won = new AtomicInteger();
        Stress.Round abandon = round -> {
            if (slots.get(round).abandon()) {
                won.incrementAndGet();
            }
        };
        Stress.race(rounds, abandon, abandon, round -> assertThat(won).hasValue(round + 1));
    }

    // ---- Names

    @Test
    void namesThatAreClaimedAndReleasedInARaceAreNeverLeftBehind() throws Exception { // P16
        String[] names = {"a", "b", "c"};
        List<Thread> threads = new ArrayList<>();
        List<Pid> shared = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int t = 0; t < 4; t++) {
            Random random = new Random(t);
            threads.add(Stress.thread(() -> {
                GenServer<None, Integer> server = GenServer.with(0).build();
                for (int i = 0; i < Stress.rounds(2000); i++) {
                    String name = names[random.nextInt(names.length)];
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
                }
            }));
        }
        join(threads);
        shared.forEach(this.system::kill);
        awaitNobodyIsLeft();
    }

    private static Pid anyOf(List<Pid> pids, Random random) {
        synchronized (pids) {
            return pids.isEmpty() ? null : pids.get(Math.max(0, pids.size() - 1 - random.nextInt(3)));
        }
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
        } catch (IllegalStateException ex) {
            // It has the other one.
        }
    }

    // ---- Links, monitors, exits

    @Test
    void everyMonitorYieldsExactlyOneDown() throws Exception { // P11
        Map<MonitorRef, AtomicInteger> downs = new ConcurrentHashMap<>();
        AtomicLong wanted = new AtomicLong();
        AtomicLong seen = new AtomicLong();
        GenServer<None, Integer> watcher = GenServer.<None, Integer>starting((none, self) -> {
                    self.trapExits(true);
                    return Init.ok(0);
                })
                .cast(Pid.class, (pid, self, n) -> {
                    self.link(pid);
                    downs.put(self.monitor(pid), new AtomicInteger());
                    wanted.incrementAndGet();
                    MonitorRef gone = self.monitor(pid);
                    if (n % 3 == 0) {
                        self.unlink(pid);
                    }
                    self.demonitorFlush(gone);
                    return self.next(n + 1);
                })
                .info(Down.class, (down, self, n) -> {
                    downs.get(down.monitor()).incrementAndGet();
                    seen.incrementAndGet();
                    return self.next(n);
                })
                .info(Exit.class, (exit, self, n) -> self.next(n))
                .build();
        List<Pid> watchers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            watchers.add(this.system.start(
                    watcher, None.NONE, StartOptions.defaults().dispatcher(DISPATCHERS[i % 2])));
        }
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Random random = new Random(t);
            threads.add(Stress.thread(() -> {
                GenServer<None, Integer> mortal = GenServer.with(0)
                        .cast(ExitReason.class, (reason, self, n) -> self.stop(reason, n))
                        .build();
                for (int i = 0; i < Stress.rounds(1000); i++) {
                    Pid pid = this.system.start(mortal);
                    watchers.forEach(one -> this.system.ref(one).cast(pid));
                    spin(random, 3000);
                    switch (random.nextInt(4)) {
                        case 0 -> this.system.kill(pid);
                        case 1 -> this.system.exit(pid, ExitReason.shutdown());
                        case 2 -> this.system.ref(pid).cast(ExitReason.normal());
                        default -> this.system.ref(pid).cast(ExitReason.shutdown("x"));
                    }
                }
            }));
        }
        join(threads);
        long all = 4L * Stress.rounds(1000) * watchers.size();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> wanted.get() == all && seen.get() >= all);
        assertThat(downs.values()).allSatisfy(count -> assertThat(count).hasValue(1));
        for (Pid one : watchers) {
            this.system.ref(one).call(new GetState());
            Ties ties = ((ProcessCell) one).ties();
            assertThat(ties.monitors.size()).isZero();
            this.system.stop(one);
        }
        awaitNobodyIsLeft();
    }

    @Test
    void loudDeathsTakeAWholeRingOfLinksAlong() throws Exception { // P03
        for (int round = 0; round < Stress.rounds(40); round++) {
            int size = 10;
            List<Puppet> ring = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                ring.add(puppet());
            }
            for (int i = 0; i < size; i++) {
                Pid next = ring.get((i + 1) % size).pid();
                ring.get(i).does(self -> self.link(next));
            }
            Pid one = ring.get(round % size).pid();
            Pid two = ring.get((round * 7 + 3) % size).pid();
            List<Thread> killers = List.of(
                    Stress.thread(() -> this.system.exit(one, ExitReason.shutdown("one"))),
                    Stress.thread(() -> this.system.exit(two, ExitReason.shutdown("two"))));
            join(killers);
            assertThat(ring).allSatisfy(puppet -> assertThat(puppet.death())
                    .isIn(ExitReason.shutdown("one"), ExitReason.shutdown("two"), ExitReason.noProcess()));
        }
        awaitNobodyIsLeft();
    }

    // ---- Timers

    @Test
    void aTimerIsEitherCancelledOrDeliveredOnce() throws Exception { // P14, P15
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
        Random random = new Random(5);
        for (int i = 0; i < rings.length; i++) {
            this.system.ref(pid).cast(i);
            if (i % 16 == 15) {
                this.system.ref(pid).call(new GetState());
                for (int j = i - 15; j <= i; j++) {
                    spin(random, 2000);
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
        assertThat(((ProcessCell) pid).ties().timers.size()).isZero();
        this.system.stop(pid);
        awaitNobodyIsLeft();
    }

    @Test
    void timersOfProcessesThatDieInTheMeantimeAreNotLeft() throws Exception { // P15
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Random random = new Random(t);
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
                    spin(random, 20_000);
                    if (i % 2 == 0) {
                        this.system.kill(pid);
                    } else {
                        this.system.exit(pid, ExitReason.shutdown());
                    }
                }
            }));
        }
        join(threads);
        awaitNobodyIsLeft();
    }

    // ---- Starts and kills

    @Test
    void everyStartAndKillEndsInOneDeath() throws Exception { // P08
        List<Thread> threads = new ArrayList<>();
        Queue<CompletableFuture<ExitReason>> deaths = new ConcurrentLinkedQueue<>();
        for (int t = 0; t < 4; t++) {
            Random random = new Random(t);
            threads.add(Stress.thread(() -> {
                GenServer<None, Integer> server = GenServer.<None, Integer>starting((none, self) -> {
                            spin(random, 200);
                            return Init.ok(0);
                        })
                        .build();
                for (int i = 0; i < Stress.rounds(1000); i++) {
                    Pid pid = this.system.startAsync(
                            server,
                            None.NONE,
                            StartOptions.defaults()
                                    .dispatcher(DISPATCHERS[i % 2])
                                    .timeout(Duration.ofSeconds(60)));
                    if (i % 4 == 0) {
                        this.system.ref(pid).cast("crash");
                    }
                    deaths.add(watch(pid));
                    spin(random, 500);
                    this.system.kill(pid);
                }
            }));
        }
        join(threads);
        for (CompletableFuture<ExitReason> death : deaths) {
            assertThat(get(death)).isNotNull();
        }
        awaitNobodyIsLeft();
    }

    @Test
    void aChildThatStartsWhileItsParentIsKilledDiesToo() throws Exception {
        for (int round = 0; round < Stress.rounds(500); round++) {
            Random random = new Random(round);
            Puppet parent = puppet();
            parent.starts(self -> {
                while (true) {
                    self.startLinkedAsync(GenServer.with(0).build(), None.NONE, StartOptions.defaults());
                }
            });
            spin(random, 5000);
            this.system.kill(parent.pid());
            assertThat(parent.death()).isEqualTo(ExitReason.killed());
        }
        awaitNobodyIsLeft();
    }

    @Test
    void anInterruptHitsTheKilledCallbackAndNoOther() throws Exception { // DESIGN 3, difference 1
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
                    StartOptions.defaults().dispatcher(Dispatcher.COMPUTE));
            bystanders.add(pid);
            this.system.ref(pid).cast("go");
        }
        Random random = new Random(3);
        GenServer<None, Integer> victim = GenServer.with(0)
                .cast(Integer.class, (spins, self, n) -> {
                    for (int i = spins; i > 0; i--) {
                        Thread.onSpinWait();
                    }
                    return self.next(n);
                })
                .build();
        for (int round = 0; round < Stress.rounds(6000); round++) {
            Pid pid = this.system.startAsync(
                    victim, None.NONE, StartOptions.defaults().dispatcher(Dispatcher.COMPUTE));
            ProcessRef ref = this.system.ref(pid);
            for (int i = 0; i < 5; i++) {
                ref.cast(random.nextInt(200));
            }
            spin(random, 3000);
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
}
