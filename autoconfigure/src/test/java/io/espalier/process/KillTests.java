package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class KillTests extends ProcessFixture {

    private static final Duration GRACE = Duration.ofMillis(200);

    private final List<ProcessEvent> events = new CopyOnWriteArrayList<>();

    private final CountDownLatch inside = new CountDownLatch(1);

    private final CountDownLatch release = new CountDownLatch(1);

    @Override
    Clock clock() {
        return Clock.system();
    }

    @Override
    void settle() {}

    @Override
    ProcessSystemBuilder configure(ProcessSystemBuilder builder) {
        return builder.killGrace(GRACE).listener(this.events::add);
    }

    /** Waits inside a callback, deaf to interrupts. */
    private void beStubborn() {
        this.inside.countDown();
        while (this.release.getCount() > 0) {
            try {
                this.release.await();
            } catch (InterruptedException ex) {
                // Deaf.
            }
        }
    }

    private static void awaitThat(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(condition);
    }

    @Test
    void aKillCannotBeTrapped() { // P08
        Puppet puppet = trapping();
        this.system.kill(puppet.pid());
        assertThat(puppet.death()).isEqualTo(ExitReason.killed());
        assertThat(puppet.got()).isEmpty();
        assertThat(puppet.terminated).isNull();
    }

    @Test
    void linkedProcessesGetKilledAsATrappableReason() { // P08
        Puppet plain = puppet();
        Puppet trapping = trapping();
        Puppet victim = puppet();
        victim.does(self -> {
            self.link(plain.pid());
            self.link(trapping.pid());
        });
        this.system.kill(victim.pid());
        assertThat(plain.death()).isEqualTo(ExitReason.killed());
        awaitThat(() -> !trapping.got().isEmpty());
        assertThat(trapping.got()).containsExactly(new Exit(victim.pid(), ExitReason.killed()));
    }

    @Test
    void queuedMessagesAreDropped() throws Exception {
        Puppet puppet = puppet();
        puppet.starts(self -> {
            this.inside.countDown();
            this.release.await();
        });
        this.inside.await();
        puppet.ref().cast("queued");
        this.system.kill(puppet.pid());
        assertThat(puppet.death()).isEqualTo(ExitReason.killed());
        assertThat(puppet.got()).isEmpty();
    }

    @Test
    void aKilledInitFailsTheStart() throws Exception {
        AtomicReference<Pid> pid = new AtomicReference<>();
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread starter = new Thread(() -> failure.complete(catchThrowable(() -> this.system.start(
                GenServer.<None, Integer>starting((none, self) -> {
                            pid.set(self.pid());
                            this.inside.countDown();
                            this.release.await();
                            return Init.ok(1);
                        })
                        .build(),
                None.NONE,
                StartOptions.named("name")))));
        starter.start();
        this.inside.await();
        this.system.kill(pid.get());
        assertThat(get(failure)).isInstanceOfSatisfying(StartFailedException.class, ex -> assertThat(ex.reason())
                .contains(ExitReason.killed()));
        assertThat(this.system.whereIs("name")).isEmpty();
    }

    @Test
    void aKillInterruptsTerminateAndWins() throws Exception {
        Puppet puppet = puppet();
        AtomicBoolean interrupted = new AtomicBoolean();
        puppet.onTerminate = () -> {
            this.inside.countDown();
            try {
                this.release.await();
            } catch (InterruptedException ex) {
                interrupted.set(true);
            }
        };
        puppet.starts(self -> {
            throw self.exit(CUSTOM);
        });
        this.inside.await();
        this.system.kill(puppet.pid());
        assertThat(puppet.death()).isEqualTo(ExitReason.killed());
        assertThat(interrupted).isTrue();
    }

    @Test
    void aKillInterruptsABlockingCall() {
        Puppet server = puppet();
        Puppet caller = puppet();
        AtomicReference<Throwable> caught = new AtomicReference<>();
        caller.starts(self -> caught.set(catchThrowable(() -> server.ref().call(new Puppet.Hold("x")))));
        awaitThat(() -> !server.held().isEmpty());
        this.system.kill(caller.pid());
        assertThat(caller.death()).isEqualTo(ExitReason.killed());
        awaitThat(() -> caught.get() != null);
        assertThat(caught.get()).isInstanceOf(CallInterruptedException.class);
        assertThat(this.events.stream().filter(ProcessEvent.Zombie.class::isInstance))
                .isEmpty();
    }

    @Test
    void aKillInterruptsASleep() throws Exception {
        Puppet sleeper = puppet();
        sleeper.starts(self -> {
            this.inside.countDown();
            java.util.concurrent.TimeUnit.DAYS.sleep(1);
        });
        this.inside.await();
        this.system.kill(sleeper.pid());
        assertThat(sleeper.death()).isEqualTo(ExitReason.killed());
    }

    @Test
    void theCallersOfAKilledProcessAreFailed() throws Exception {
        Puppet puppet = puppet();
        CompletableFuture<String> accepted =
                puppet.ref().ask(new Puppet.Hold("x")).toCompletableFuture();
        puppet.starts(self -> {
            this.inside.countDown();
            this.release.await();
        });
        CompletableFuture<String> queued =
                puppet.ref().ask(new Puppet.Hold("y")).toCompletableFuture();
        this.inside.await();
        this.system.kill(puppet.pid());
        for (CompletableFuture<String> call : List.of(accepted, queued)) {
            assertThat(failure(call)).get().isInstanceOfSatisfying(ProcessExitedException.class, ex -> assertThat(
                            ex.reason())
                    .isEqualTo(ExitReason.killed()));
        }
    }

    @Test
    void theReplyThatAKilledCallbackReturnsIsRefusedAsWell() {
        Puppet puppet = puppet();
        assertThatExceptionOfType(ProcessExitedException.class)
                .isThrownBy(() -> puppet.does(self -> this.system.kill(self.pid())))
                .satisfies(ex -> assertThat(ex.reason()).isEqualTo(ExitReason.killed()));
    }

    @Test
    void fromTheKillOnNobodyReachesTheProcess() throws Exception {
        Puppet puppet = puppet();
        puppet.starts(self -> beStubborn());
        this.inside.await();
        this.system.kill(puppet.pid());
        assertThatExceptionOfType(NoProcessException.class).isThrownBy(() -> puppet.gets(self -> 1));
        puppet.ref().cast("lost");
        assertThat(this.system.statistics().deadLetters()).isEqualTo(1);
        this.release.countDown();
        assertThat(puppet.death()).isEqualTo(ExitReason.killed());
        assertThat(puppet.got()).isEmpty();
    }

    @Test
    void whatTheKilledCallbackDoesNextIsRefused() throws Exception {
        Puppet friend = puppet();
        Puppet victim = puppet();
        List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<String> pending =
                victim.ref().ask(new Puppet.Hold("x")).toCompletableFuture();
        awaitThat(() -> !victim.held().isEmpty());
        victim.starts(self -> {
            beStubborn();
            thrown.add(catchThrowable(() -> self.sendAfter(Duration.ZERO, "never")));
            thrown.add(catchThrowable(() -> self.monitor(friend.pid())));
            thrown.add(catchThrowable(() -> self.link(friend.pid())));
            thrown.add(catchThrowable(() -> self.unlink(friend.pid())));
            thrown.add(catchThrowable(() -> self.trapExits(true)));
            thrown.add(catchThrowable(() -> self.startLinked(friend, Puppet.NOTHING)));
            thrown.add(catchThrowable(() -> self.startLinkedAsync(friend, Puppet.NOTHING, StartOptions.named("name"))));
            thrown.add(catchThrowable(() -> friend.gets(other -> 1)));
            thrown.add(catchThrowable(() -> this.system.start(friend, Puppet.NOTHING)));
            thrown.add(catchThrowable(() -> this.system.startAsync(friend, Puppet.NOTHING, StartOptions.defaults())));
            thrown.add(catchThrowable(() -> this.system.stop(friend.pid())));
            thrown.add(catchThrowable(() -> this.system.sendAfter(Duration.ZERO, friend.ref(), "later")));
            thrown.add(catchThrowable(() -> this.system.register("name", friend.pid())));
            friend.ref().cast("cast");
            friend.ref().send("info");
            this.system.exit(friend.pid(), CUSTOM);
            this.system.kill(friend.pid());
            victim.held().get(0).reply("reply");
        });
        this.inside.await();
        this.system.kill(victim.pid());
        this.release.countDown();
        assertThat(victim.death()).isEqualTo(ExitReason.killed());
        assertThat(thrown).hasSize(13).allSatisfy(one -> assertThat(one).isInstanceOf(ProcessKilled.class));
        assertThat(failure(pending)).get().isInstanceOf(ProcessExitedException.class);
        assertThat(friend.shows(self -> "alive")).isEqualTo("alive");
        assertThat(friend.got()).isEmpty();
        assertThat(this.system.whereIs("name")).isEmpty();
        assertThat(this.system.statistics().timers()).isZero();
    }

    @Test
    void aCallbackThatRunsOnBecomesAZombie() throws Exception {
        Puppet watcher = puppet();
        Puppet stubborn = puppet("stubborn");
        MonitorRef monitor = watcher.gets(self -> self.monitor(stubborn.pid()));
        CompletableFuture<String> call =
                stubborn.ref().ask(new Puppet.Hold("x")).toCompletableFuture();
        awaitThat(() -> !stubborn.held().isEmpty());
        AtomicReference<Throwable> refused = new AtomicReference<>();
        stubborn.starts(self -> {
            beStubborn();
            refused.set(catchThrowable(() -> self.trapExits(true)));
            stubborn.held().get(0).reply("from the grave");
            watcher.ref().send("from the grave");
        });
        this.inside.await();
        long start = System.nanoTime();
        this.system.kill(stubborn.pid());
        assertThat(stubborn.death()).isEqualTo(ExitReason.killed());
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(GRACE.toNanos());
        awaitThat(() -> watcher.got().size() == 1);
        assertThat(watcher.got()).containsExactly(new Down(monitor, stubborn.pid(), null, ExitReason.killed()));
        assertThat(failure(call)).get().isInstanceOf(ProcessExitedException.class);
        assertThat(this.system.whereIs("stubborn")).isEmpty();
        awaitThat(() -> !this.system.isAlive(stubborn.pid()));
        assertThat(this.system.statistics().zombies()).isEqualTo(1);
        assertThat(this.log.errors())
                .singleElement()
                .asString()
                .contains("stubborn", "runs on, on thread", "beStubborn");
        assertThat(this.events).anyMatch(ProcessEvent.Zombie.class::isInstance);
        this.release.countDown();
        awaitThat(() -> this.system.statistics().zombies() == 0);
        awaitThat(() -> this.events.stream().anyMatch(ProcessEvent.ZombieEnded.class::isInstance));
        assertThat(refused.get()).isInstanceOf(ProcessKilled.class);
        assertThat(watcher.got()).hasSize(1);
        assertThat(this.system.statistics().lateReplies()).isEqualTo(1);
    }

    @Test
    void aStopThatHangsBecomesAZombieAsWell() throws Exception {
        Pid pid = this.system.start(GenServer.with(0)
                .onStop((reason, self, n) -> {
                    beStubborn();
                    return self.stop(reason, n);
                })
                .build());
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread stopper = new Thread(() -> outcome.complete(catchThrowable(() -> this.system.stop(pid))));
        stopper.start();
        this.inside.await();
        this.system.kill(pid);
        assertThat(get(outcome)).isInstanceOfSatisfying(ProcessExitedException.class, ex -> assertThat(ex.reason())
                .isEqualTo(ExitReason.killed()));
        this.release.countDown();
        awaitThat(() -> this.system.statistics().zombies() == 0);
    }

    @Test
    void aZombieThatEndsBeforeItIsReportedIsNotCountedForEver() {
        LocalSystem local = (LocalSystem) this.system;
        Puppet puppet = puppet();
        ProcessCell cell = (ProcessCell) puppet.pid();
        local.zombieEnded(cell);
        local.zombie(cell, Thread.currentThread());
        assertThat(this.system.statistics().zombies()).isZero();
        assertThat(this.log.errors()).isEmpty();
        local.zombie(cell, Thread.currentThread());
        assertThat(this.system.statistics().zombies()).isEqualTo(1);
        local.zombieEnded(cell);
        assertThat(this.system.statistics().zombies()).isZero();
    }

    /** Its executor gets round to it after the kill grace, when it has been buried. */
    @Test
    void aQueuedProcessThatWasBuriedDoesNotRunWhenItsTurnComes() {
        Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
        try (ProcessSystem held = new LocalSystem(
                new ProcessSystemBuilder.Settings(1000, Duration.ZERO, null, List.of(this.events::add)),
                new Dispatchers(queue::add, queue::add, Stress::execute, () -> {}),
                clock())) {
            Puppet puppet = new Puppet(held);
            puppet.is(held.startAsync(puppet, Puppet.NOTHING, StartOptions.defaults()));
            queue.remove().run();
            puppet.ref().cast("never handled");
            held.kill(puppet.pid());
            awaitThat(() -> this.events.stream().anyMatch(ProcessEvent.Stopped.class::isInstance));
            queue.remove().run();
            assertThat(puppet.got()).isEmpty();
            assertThat(held.isAlive(puppet.pid())).isFalse();
            assertThat(held.statistics().alive()).isZero();
            assertThat(this.events.stream().filter(ProcessEvent.Stopped.class::isInstance))
                    .hasSize(1);
        }
    }

    @Test
    void aKillIsIdempotent() throws Exception {
        Puppet puppet = puppet();
        puppet.starts(self -> beStubborn());
        this.inside.await();
        for (int i = 0; i < 5; i++) {
            this.system.kill(puppet.pid());
        }
        assertThat(puppet.death()).isEqualTo(ExitReason.killed());
        this.release.countDown();
        awaitThat(() -> this.system.statistics().zombies() == 0);
        assertThat(this.events.stream().filter(ProcessEvent.Stopped.class::isInstance))
                .hasSize(1);
    }

    @Test
    void anInterruptOfTheCallbacksOwnDoesNotReachTheNextMessage() {
        Puppet puppet = puppet();
        assertThat(puppet.shows(self -> {
                    Thread.currentThread().interrupt();
                    return 1;
                }))
                .isEqualTo(1);
        assertThat(puppet.shows(self -> Thread.currentThread().isInterrupted())).isEqualTo(false);
    }

    @Test
    void anInterruptedExceptionWithoutAKillIsACrash() {
        Puppet puppet = puppet();
        puppet.starts(self -> {
            throw new InterruptedException("by hand");
        });
        assertThat(puppet.death()).isInstanceOfSatisfying(ExitReason.Crash.class, crash -> assertThat(crash.cause())
                .isInstanceOf(InterruptedException.class));
    }

    @Test
    void aZeroGraceBuriesAtOnce() throws Exception {
        try (ProcessSystem impatient = ProcessSystem.builder()
                .threads(this.mode)
                .killGrace(Duration.ZERO)
                .build()) {
            Puppet puppet = new Puppet(impatient);
            puppet.is(impatient.start(puppet, Puppet.NOTHING));
            puppet.starts(self -> beStubborn());
            this.inside.await();
            impatient.kill(puppet.pid());
            assertThat(puppet.death()).isEqualTo(ExitReason.killed());
            this.release.countDown();
            awaitThat(() -> impatient.statistics().zombies() == 0);
        }
    }
}
