package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Terminate, the report, mailbox closed, name free, pending calls failed, timers cancelled, EXIT and DOWN, dead: what each
 * observer may find at its step.
 */
class OrderOfDeathTests extends ProcessFixture {

    private final List<String> steps = Collections.synchronizedList(new ArrayList<>());

    @Override
    ProcessSystemBuilder configure(ProcessSystemBuilder builder) {
        return builder.listener(event -> {
            if (event instanceof ProcessEvent.Stopped) {
                this.steps.add("dead");
            }
        });
    }

    @Test
    void terminateMayStillSendAndCall() {
        Puppet friend = puppet();
        Puppet dying = puppet("name");
        AtomicReference<Object> reply = new AtomicReference<>();
        AtomicReference<Object> held = new AtomicReference<>();
        dying.onTerminate = () -> {
            friend.ref().cast("cast");
            reply.set(friend.gets(self -> "reply"));
            held.set(this.system.whereIs("name").orElseThrow());
        };
        CompletableFuture<String> pending =
                dying.ref().ask(new Puppet.Hold("x")).toCompletableFuture();
        settle();
        AtomicReference<Boolean> pendingAtTerminate = new AtomicReference<>();
        Runnable before = dying.onTerminate;
        dying.onTerminate = () -> {
            before.run();
            pendingAtTerminate.set(!pending.isDone());
        };
        this.system.stop(dying.pid());
        assertThat(friend.got()).containsExactly("cast");
        assertThat(reply.get()).isEqualTo("reply");
        assertThat(held.get()).isSameAs(dying.pid());
        assertThat(pendingAtTerminate.get()).isTrue();
    }

    @Test
    void terminateMayAnswerWhoStillWaits() {
        Puppet dying = puppet();
        dying.onTerminate = () -> dying.held().get(0).reply("goodbye");
        CompletableFuture<String> pending =
                dying.ref().ask(new Puppet.Hold("x")).toCompletableFuture();
        settle();
        this.system.stop(dying.pid());
        assertThat(get(pending)).isEqualTo("goodbye");
    }

    @Test
    void whoIsFailedByTheDeathFindsTheNameFree() {
        for (int round = 0; round < 300; round++) {
            Puppet dying = puppet("name");
            assertThatExceptionOfType(ProcessExitedException.class)
                    .isThrownBy(() -> dying.does(self -> {
                        throw BOOM;
                    }));
            Puppet successor = puppet("name");
            assertThat(this.system.whereIs("name")).contains(successor.pid());
            this.system.stop(successor.pid());
        }
    }

    @Test
    void whoeverHasSeenADownFindsNothingOfTheProcess() {
        AtomicReference<String> found = new AtomicReference<>("");
        for (int round = 0; round < 200; round++) {
            Puppet dying = puppet("name");
            dying.does(self -> self.sendAfter(Duration.ofDays(1), "never"));
            CompletableFuture<String> pending =
                    dying.ref().ask(new Puppet.Hold("x")).toCompletableFuture();
            settle();
            CompletableFuture<None> done = new CompletableFuture<>();
            Pid watcher = this.system.start(GenServer.<None, Integer>starting((none, self) -> {
                        self.monitor(dying.pid());
                        return Init.ok(0);
                    })
                    .info(Down.class, (down, self, n) -> {
                        if (this.system.whereIs("name").isPresent()) {
                            found.set("name");
                        }
                        if (this.system.statistics().timers() != 0) {
                            found.set("timer");
                        }
                        try {
                            // The outcome is set; its stage follows on another thread.
                            pending.get();
                        } catch (ExecutionException ex) {
                            if (!(ex.getCause() instanceof ProcessExitedException)) {
                                found.set("call");
                            }
                        }
                        done.complete(None.NONE);
                        return self.next(n);
                    })
                    .build());
            settle();
            dying.starts(self -> {
                throw BOOM;
            });
            get(done);
            this.system.stop(watcher);
        }
        assertThat(found.get()).isEmpty();
    }

    /** On one thread: whoever is told something acts on it before the next one is told. */
    @Test
    void callersAreFailedBeforeAnybodyHearsOfTheDeath() {
        try (ProcessSystem direct = StressFixture.direct()) {
            Puppet dying = new Puppet(direct);
            dying.is(direct.start(dying, Puppet.NOTHING));
            direct.start(GenServer.<None, Integer>starting((none, self) -> {
                        self.trapExits(true);
                        self.link(dying.pid());
                        self.monitor(dying.pid());
                        return Init.ok(0);
                    })
                    .info(Down.class, (down, self, n) -> {
                        this.steps.add("down");
                        return self.next(n);
                    })
                    .info(Exit.class, (exit, self, n) -> {
                        this.steps.add("exit");
                        return self.next(n);
                    })
                    .build());
            dying.ref().ask(new Puppet.Hold("x")).whenComplete((reply, failure) -> this.steps.add("accepted call"));
            dying.starts(self -> {
                dying.ref().ask(new Puppet.Hold("y")).whenComplete((reply, failure) -> this.steps.add("queued call"));
                throw self.exit(CUSTOM);
            });
        }
        assertThat(this.steps).containsExactly("accepted call", "queued call", "exit", "down");
    }

    @Test
    void whoeverHasSeenAnExitMayStartASuccessorWithTheName() {
        CompletableFuture<Pid> last = new CompletableFuture<>();
        GenServer<None, Integer> mortal = GenServer.with(0)
                .cast(String.class, (message, self, n) -> self.stop(CUSTOM, n))
                .build();
        StartOptions named = StartOptions.named("child");
        this.system.start(GenServer.<None, Integer>starting((none, self) -> {
                    self.trapExits(true);
                    self.startLinked(mortal, None.NONE, named);
                    return Init.ok(0);
                })
                .info(Exit.class, (exit, self, n) -> {
                    Pid next = self.startLinked(mortal, None.NONE, named);
                    if (n == 200) {
                        last.complete(next);
                    } else {
                        this.system.ref(next).cast("die");
                    }
                    return self.next(n + 1);
                })
                .build());
        this.system.ref("child").cast("die");
        assertThat(this.system.isAlive(get(last))).isTrue();
    }

    @Test
    void aCallThatComesAfterTheDeathFindsNoProcess() {
        Puppet dying = puppet();
        CompletableFuture<ExitReason> death = watch(dying.pid());
        this.system.exit(dying.pid(), CUSTOM);
        get(death);
        assertThatExceptionOfType(NoProcessException.class).isThrownBy(() -> dying.gets(self -> 1));
        dying.ref().cast("late");
        settle();
        assertThat(this.system.statistics().deadLetters()).isEqualTo(1);
    }

    @Test
    void theReportComesBeforeAnybodyHearsOfTheDeath() {
        Puppet dying = puppet();
        AtomicReference<Integer> reports = new AtomicReference<>();
        CompletableFuture<None> told = watch(dying.pid()).thenApply(reason -> {
            reports.set(this.log.errors().size());
            return None.NONE;
        });
        dying.starts(self -> {
            throw BOOM;
        });
        get(told);
        assertThat(reports).hasValue(1);
    }

    @Test
    void stopReturnsAfterTheLastStep() {
        Puppet dying = puppet();
        dying.onTerminate = () -> this.steps.add("terminate");
        this.system.stop(dying.pid());
        this.steps.add("stop has returned");
        assertThat(this.steps).containsExactly("terminate", "dead", "stop has returned");
    }

    @Test
    void theStarterHearsOfAFailedStartAfterTheLastStep() {
        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(() -> this.system.start(GenServer.<None, Integer>starting((none, self) -> Init.stop(CUSTOM))
                        .build()));
        this.steps.add("start has thrown");
        assertThat(this.steps).containsExactly("dead", "start has thrown");
    }

    @Test
    void aDeadPidHoldsNothing() {
        Puppet friend = puppet();
        Puppet dying = trapping();
        dying.does(self -> {
            self.link(friend.pid());
            self.monitor(friend.pid());
            self.sendAfter(Duration.ofDays(1), "never");
        });
        friend.does(self -> self.trapExits(true));
        Puppet gate = puppet();
        dying.starts(self -> {
            gate.ref().call(new Puppet.Hold("x"));
            throw self.exit(ExitReason.normal());
        });
        settle();
        WeakReference<Object> message = new WeakReference<>(new Object());
        dying.ref().cast(message.get());
        this.system.exit(dying.pid(), ExitReason.shutdown());
        gate.held().get(0).reply("go");
        dying.death();
        settle();
        friend.does(self -> self.unlink(dying.pid()));
        assertHoldsNothing((ProcessCell) dying.pid(), message);
    }

    @Test
    void aPidThatWasSentToAfterItsDeathHoldsNothing() {
        Puppet dying = puppet();
        Puppet friend = puppet();
        this.system.stop(dying.pid());
        ProcessCell cell = (ProcessCell) dying.pid();
        // As if the sender had seen it alive and lost its core.
        WeakReference<Object> message = new WeakReference<>(new Object());
        cell.mailbox.offer(new Envelope(true, "late", null));
        cell.mailbox.offer(new Signal.DemonitorSignal(new Monitor((ProcessCell) friend.pid(), cell, null)));
        cell.mailbox.offer(new Signal.UnlinkSignal((ProcessCell) friend.pid()));
        cell.mailbox.offer(new Envelope(true, message.get(), null));
        cell.sweep();
        assertThat(this.system.statistics().deadLetters()).isEqualTo(2);
        assertHoldsNothing(cell, message);
    }

    private static void assertHoldsNothing(ProcessCell cell, WeakReference<Object> message) {
        assertThat(cell.state).isNull();
        assertThat(cell.current).isNull();
        assertThat(cell.continuation).isNull();
        assertThat(cell.birth).isNull();
        assertThat(cell.ties).isNull();
        assertThat(cell.pending).isNull();
        assertThat(cell.idle).isNull();
        assertThat(cell.parent).isNull();
        assertThat(cell.waitingOn).isNull();
        assertThat(cell.runner).isNull();
        assertThat(cell.mailbox.isEmpty()).isTrue();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return message.get() == null;
        });
        assertThat(cell.alive()).isFalse();
    }
}
