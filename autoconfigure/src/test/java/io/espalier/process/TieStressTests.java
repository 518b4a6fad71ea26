package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Links, monitors and the signals that they bring. */
class TieStressTests extends StressFixture {

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
            watchers.add(this.system.start(watcher, None.NONE, on(DISPATCHERS[i % 2])));
        }
        List<Thread> threads = new ArrayList<>();
        AtomicInteger progress = new AtomicInteger();
        for (int t = 0; t < 4; t++) {
            Random random = Stress.random(t);
            threads.add(Stress.thread(() -> {
                GenServer<None, Integer> mortal = GenServer.with(0)
                        .cast(ExitReason.class, (reason, self, n) -> self.stop(reason, n))
                        .build();
                for (int i = 0; i < Stress.rounds(1000); i++) {
                    Pid pid = this.system.start(mortal);
                    watchers.forEach(one -> this.system.ref(one).cast(pid));
                    Stress.spin(random, 3000);
                    switch (random.nextInt(4)) {
                        case 0 -> this.system.kill(pid);
                        case 1 -> this.system.exit(pid, ExitReason.shutdown());
                        case 2 -> this.system.ref(pid).cast(ExitReason.normal());
                        default -> this.system.ref(pid).cast(ExitReason.shutdown("x"));
                    }
                    progress.incrementAndGet();
                }
            }));
        }
        Stress.join("deaths", progress::get, threads);
        long all = 4L * Stress.rounds(1000) * watchers.size();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> wanted.get() == all && seen.get() >= all);
        assertThat(downs.values()).allSatisfy(count -> assertThat(count).hasValue(1));
        for (Pid one : watchers) {
            this.system.ref(one).call(new GetState());
            Ties ties = ((ProcessCell) one).ties();
            assertThat(ties.monitors().size()).isZero();
            this.system.stop(one);
        }
        awaitNobodyIsLeft();
    }

    @Test
    void loudDeathsTakeAWholeRingOfLinksAlong() throws Exception { // P03
        AtomicInteger progress = new AtomicInteger();
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
            Stress.join("killers", progress::incrementAndGet, killers);
            assertThat(ring).allSatisfy(puppet -> assertThat(puppet.death())
                    .isIn(ExitReason.shutdown("one"), ExitReason.shutdown("two"), ExitReason.noProcess()));
        }
        awaitNobodyIsLeft();
    }

    // ---- Links that cross

    /** Links and unlinks in some order. */
    private static void relink(Self<Integer> self, Pid other, Random random) {
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            if (random.nextBoolean()) {
                self.link(other);
            } else {
                self.unlink(other);
            }
            Stress.spin(random, 20);
        }
    }

    private static boolean linked(Puppet one, Puppet other) {
        return one.gets(self -> ((ProcessCell) one.pid()).ties().links().contains((ProcessCell) other.pid()));
    }

    @Test
    void linksAndUnlinksThatCrossLeaveBothSidesOfOneMind() throws Exception { // P02, P06
        Puppet a = puppet(on(Dispatcher.COMPUTE));
        Puppet b = puppet(on(Dispatcher.BLOCKING));
        Random mine = Stress.random(1);
        Random others = Stress.random(2);
        Stress.race(
                Stress.rounds(4000),
                round -> a.does(self -> relink(self, b.pid(), mine)),
                round -> b.does(self -> relink(self, a.pid(), others)),
                round -> {
                    // Signals in both directions, and what they are answered with.
                    for (int i = 0; i < 2; i++) {
                        a.does(self -> {});
                        b.does(self -> {});
                    }
                    assertThat(linked(a, b)).as("round %d", round).isEqualTo(linked(b, a));
                });
        for (Puppet one : List.of(a, b)) {
            assertThat(one.<Integer>gets(
                            self -> ((ProcessCell) one.pid()).ties().unlinking().size()))
                    .isZero();
        }
    }

    /** One links and unlinks twice, the other links in between: the first confirmation says nothing of the second unlink. */
    @Test
    void anUnlinkIsConfirmedByItsOwnConfirmationOnly() { // P06
        Puppet a = trapping();
        Puppet b = puppet();
        Puppet gate = puppet();
        a.starts(self -> {
            self.link(b.pid());
            self.unlink(b.pid());
            self.link(b.pid());
            gate.ref().call(new Puppet.Hold("a"));
            self.unlink(b.pid());
        });
        Awaitility.await().until(() -> !gate.held().isEmpty());
        b.does(self -> {});
        b.does(self -> self.link(a.pid()));
        gate.held().get(0).reply("go");
        for (int i = 0; i < 3; i++) {
            a.does(self -> {});
            b.does(self -> {});
        }
        assertThat(linked(a, b)).isFalse();
        assertThat(linked(b, a)).isFalse();
    }

    // ---- The order of signals and messages

    private record Word(Pid from, int number) {}

    @Test
    void anExitAndADownComeAfterWhatTheDeadHasSent() throws Exception { // P13
        int words = 5;
        Map<Pid, Integer> heard = new ConcurrentHashMap<>();
        AtomicReference<String> wrong = new AtomicReference<>();
        AtomicLong exits = new AtomicLong();
        AtomicLong downs = new AtomicLong();
        Pid listener = this.system.start(GenServer.<None, Integer>starting((none, self) -> {
                    self.trapExits(true);
                    return Init.ok(0);
                })
                .cast(Word.class, (word, self, n) -> {
                    int before = heard.merge(word.from(), 1, Integer::sum);
                    if (before != word.number()) {
                        wrong.set("word " + word.number() + " comes as " + before);
                    }
                    if (before == 1) {
                        self.monitor(word.from());
                    }
                    return self.next(n);
                })
                .info(Exit.class, (exit, self, n) -> {
                    if (!exit.pid().equals(self.pid())) {
                        exits.incrementAndGet();
                        if (heard.getOrDefault(exit.pid(), 0) != words) {
                            wrong.set("an exit after " + heard.get(exit.pid()));
                        }
                    }
                    return self.next(n);
                })
                .info(Down.class, (down, self, n) -> {
                    downs.incrementAndGet();
                    if (heard.getOrDefault(down.pid(), 0) != words) {
                        wrong.set("a down after " + heard.get(down.pid()));
                    }
                    return self.next(n);
                })
                .build());
        ProcessRef to = this.system.ref(listener);
        GenServer<None, Integer> speaker = GenServer.<None, Integer>starting((none, self) -> {
                    self.link(listener);
                    return Init.ok(0);
                })
                .cast(String.class, (message, self, n) -> {
                    for (int i = 1; i <= words; i++) {
                        to.cast(new Word(self.pid(), i));
                    }
                    return self.stop(ExitReason.shutdown(), n);
                })
                .build();
        int rounds = Stress.rounds(1000);
        AtomicInteger progress = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Random random = Stress.random(t);
            threads.add(Stress.thread(() -> {
                for (int i = 0; i < rounds; i++) {
                    this.system.ref(this.system.start(speaker)).cast("speak");
                    // Has the listener look for signals among its messages.
                    this.system.exit(listener, ExitReason.normal());
                    Stress.spin(random, 500);
                    progress.incrementAndGet();
                }
            }));
        }
        Stress.join("speakers", progress::get, threads);
        Stress.await("exits", exits::get, 4L * rounds);
        Stress.await("downs", downs::get, 4L * rounds);
        assertThat(wrong.get()).isNull();
        assertThat(exits).hasValue(4L * rounds);
        assertThat(downs).hasValue(4L * rounds);
        this.system.stop(listener);
    }

    @Test
    void afterAFlushNoDownComes() throws Exception { // P12
        AtomicReference<String> wrong = new AtomicReference<>();
        AtomicInteger flushed = new AtomicInteger();
        Set<MonitorRef> gone = ConcurrentHashMap.newKeySet();
        Random spins = Stress.random(1);
        Pid watcher =
                this.system.start(GenServer.<None, List<MonitorRef>>starting((none, self) -> Init.ok(new ArrayList<>()))
                        .cast(Pid.class, (pid, self, monitors) -> {
                            monitors.add(self.monitor(pid));
                            Stress.spin(spins, 2000);
                            return self.next(monitors);
                        })
                        .cast(String.class, (flush, self, monitors) -> {
                            monitors.forEach(self::demonitorFlush);
                            gone.addAll(monitors);
                            monitors.clear();
                            flushed.incrementAndGet();
                            return self.next(monitors);
                        })
                        .info(Down.class, (down, self, monitors) -> {
                            if (gone.contains(down.monitor())) {
                                wrong.set("a down after the flush");
                            }
                            return self.next(monitors);
                        })
                        .build());
        GenServer<None, Integer> mortal = GenServer.with(0).build();
        AtomicReference<Pid> pid = new AtomicReference<>(this.system.start(mortal));
        Random random = Stress.random(2);
        Stress.race(
                Stress.rounds(3000),
                round -> {
                    this.system.ref(watcher).cast(pid.get());
                    this.system.ref(watcher).cast("flush");
                },
                round -> {
                    Stress.spin(random, 300);
                    this.system.kill(pid.get());
                    Stress.spin(random, 300);
                    // Has the watcher look for signals among its messages.
                    this.system.exit(watcher, ExitReason.normal());
                },
                round -> {
                    Stress.await("flushes", flushed::get, round + 1);
                    pid.set(this.system.start(mortal));
                });
        this.system.ref(watcher).call(new GetState());
        assertThat(wrong.get()).isNull();
        this.system.stop(watcher);
        this.system.stop(pid.get());
    }
}
