package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CallTests extends ProcessFixture {

    private record Add(int by) implements Request<Integer> {}

    private record Refuse() implements Request<Integer> {}

    private record Leave(ExitReason reason) implements Request<String> {}

    private record LeaveSilently(ExitReason reason) implements Request<String> {}

    private record Crash(Throwable cause) implements Request<String> {}

    private record WhoCalls() implements Request<Object> {}

    private static final IllegalArgumentException REFUSED = new IllegalArgumentException("not today");

    private static final GenServer<None, Integer> SERVER = GenServer.with(0)
            .call(Add.class, (add, call, n) -> call.reply(n + add.by(), n + add.by()))
            .call(Refuse.class, (refuse, call, n) -> call.fail(REFUSED, n + 1))
            .call(Leave.class, (leave, call, n) -> call.stop(leave.reason(), "bye", n))
            .call(LeaveSilently.class, (leave, call, n) -> call.stop(leave.reason(), n))
            .call(Crash.class, (crash, call, n) -> {
                if (crash.cause() instanceof Error error) {
                    throw error;
                }
                throw (Exception) crash.cause();
            })
            .call(WhoCalls.class, (who, call, n) -> call.reply(call.from().pid(), n))
            .build();

    private ProcessRef server() {
        return this.system.ref(this.system.start(SERVER));
    }

    @Test
    void aCallReturnsTheReply() { // G20
        ProcessRef server = server();
        assertThat(server.call(new Add(2))).isEqualTo(2);
        assertThat(server.call(new Add(3))).isEqualTo(5);
    }

    @Test
    void aReplyMayBeNull() {
        Puppet puppet = puppet();
        Object reply = puppet.gets(self -> null);
        assertThat(reply).isNull();
    }

    @Test
    void failThrowsInTheCallerAndLeavesTheProcessAlive() {
        ProcessRef server = server();
        assertThatThrownBy(() -> server.call(new Refuse())).isSameAs(REFUSED);
        assertThat(server.call(new Add(0))).isEqualTo(1);
        assertThat(this.log.events()).isEmpty();
    }

    @Test
    void theReplyComesBeforeWhatTheServerDoesNext() { // G21
        CompletableFuture<None> gate = new CompletableFuture<>();
        Pid pid = this.system.start(GenServer.with(0)
                .call(Add.class, (add, call, n) -> call.reply(add.by(), n).thenContinue("go"))
                .continues(String.class, (message, self, n) -> {
                    gate.get();
                    return self.next(n + 1);
                })
                .build());
        assertThat(this.system.ref(pid).call(new Add(7))).isEqualTo(7);
        gate.complete(None.NONE);
        assertThat(this.system.ref(pid).call(new GetState())).isEqualTo(1);
    }

    @Test
    void aReplyMayComeLaterFromAnyThreadOrProcess() { // G22
        Puppet server = puppet();
        Puppet other = puppet();
        CompletableFuture<String> first = server.ref().ask(new Puppet.Hold("a")).toCompletableFuture();
        CompletableFuture<String> second =
                server.ref().ask(new Puppet.Hold("b")).toCompletableFuture();
        CompletableFuture<String> third = server.ref().ask(new Puppet.Hold("c")).toCompletableFuture();
        settle();
        assertThat(List.of(first.isDone(), second.isDone(), third.isDone())).containsOnly(false);
        server.held().get(0).reply("from a thread");
        other.does(self -> server.held().get(1).reply("from a process"));
        server.does(self -> server.held().get(2).fail(REFUSED));
        assertThat(get(first)).isEqualTo("from a thread");
        assertThat(get(second)).isEqualTo("from a process");
        assertThat(failure(third)).contains(REFUSED);
    }

    @Test
    void theAddressNamesTheCallingProcess() {
        ProcessRef server = server();
        Puppet caller = puppet();
        assertThat(caller.shows(self -> server.call(new WhoCalls())).toString())
                .contains(caller.pid().toString());
        assertThat(server.call(new WhoCalls()).toString()).contains("empty");
    }

    @Test
    void stopWithReplyTerminatesFirstAndThenReplies() { // G23
        AtomicReference<Boolean> answeredAtTerminate = new AtomicReference<>();
        AtomicReference<CompletableFuture<String>> answer = new AtomicReference<>();
        Puppet gate = puppet();
        Pid pid = this.system.start(GenServer.with(0)
                .call(Leave.class, (leave, call, n) -> {
                    gate.ref().call(new Puppet.Hold("wait"));
                    return call.stop(leave.reason(), "bye", n);
                })
                .onTerminate((reason, n) -> answeredAtTerminate.set(answer.get().isDone()))
                .build());
        CompletableFuture<ExitReason> death = watch(pid);
        answer.set(this.system.ref(pid).ask(new Leave(CUSTOM)).toCompletableFuture());
        settle();
        gate.held().get(0).reply("go on");
        assertThat(get(answer.get())).isEqualTo("bye");
        assertThat(answeredAtTerminate.get()).isFalse();
        assertThat(get(death)).isEqualTo(CUSTOM);
    }

    @Test
    void stopWithReplyRepliesEvenIfTerminateThrows() { // G23
        Pid pid = this.system.start(GenServer.with(0)
                .call(Leave.class, (leave, call, n) -> call.stop(leave.reason(), "bye", n))
                .onTerminate((reason, n) -> {
                    throw BOOM;
                })
                .build());
        CompletableFuture<ExitReason> death = watch(pid);
        assertThat(this.system.ref(pid).call(new Leave(ExitReason.normal()))).isEqualTo("bye");
        assertThat(get(death)).isEqualTo(CRASH);
    }

    @Test
    void whoHasTheReplyOfAStopFindsTheNameFree() { // G23
        for (int round = 0; round < 200; round++) {
            this.system.start(SERVER, None.NONE, StartOptions.named("name"));
            assertThat(this.system.ref("name").call(new Leave(ExitReason.normal())))
                    .isEqualTo("bye");
        }
    }

    @Test
    void stopWithoutReplyFailsTheCallerWithTheReason() { // G24
        for (ExitReason reason : List.of(ExitReason.normal(), ExitReason.shutdown("done"), CUSTOM)) {
            ProcessRef server = server();
            assertThatExceptionOfType(ProcessExitedException.class)
                    .isThrownBy(() -> server.call(new LeaveSilently(reason)))
                    .satisfies(ex -> assertThat(ex.reason()).isEqualTo(reason));
        }
    }

    @Test
    void aThrowingHandlerFailsTheCallerWithTheCrash() { // G25
        for (Throwable thrown : List.of(BOOM, new java.io.IOException("disk"), new AssertionError("wrong"))) {
            ProcessRef server = server();
            assertThatExceptionOfType(ProcessExitedException.class)
                    .isThrownBy(() -> server.call(new Crash(thrown)))
                    .withCause(thrown)
                    .satisfies(ex -> assertThat(ex.reason()).isEqualTo(ExitReason.crash(thrown)));
        }
    }

    @Test
    void exitInAHandlerFailsTheCallerWithThePlainReason() { // G25
        Puppet server = puppet();
        assertThatExceptionOfType(ProcessExitedException.class)
                .isThrownBy(() -> server.does(self -> {
                    try {
                        throw self.exit(CUSTOM);
                    } catch (Exception ex) {
                        throw new AssertionError("exit must not be an Exception", ex);
                    }
                }))
                .satisfies(ex -> assertThat(ex.reason()).isEqualTo(CUSTOM));
        assertThat(server.death()).isEqualTo(CUSTOM);
        assertThat(server.terminated).isEqualTo(CUSTOM);
    }

    @Test
    void aCallTimesOutAfterFiveSecondsAndTheServerStillHandlesIt() { // G27
        Puppet server = puppet();
        Puppet caller = puppet();
        AtomicReference<Throwable> caught = new AtomicReference<>();
        caller.starts(self -> {
            try {
                server.ref().call(new Puppet.Hold("x"));
            } catch (CallTimeoutException ex) {
                caught.set(ex);
            }
        });
        this.clock.advance(Duration.ofMillis(4999));
        assertThat(caught.get()).isNull();
        this.clock.advance(Duration.ofMillis(1));
        assertThat(caught.get()).hasMessageContaining("Hold").hasMessageContaining("5000 ms");
        assertThat(server.held()).hasSize(1);
        assertThat(alive(caller)).isTrue();
    }

    @Test
    void anUncaughtTimeoutCrashesTheCaller() { // G27
        Puppet server = puppet();
        Puppet caller = puppet();
        caller.starts(self -> server.ref().call(new Puppet.Hold("x"), Duration.ofSeconds(1)));
        this.clock.advance(Duration.ofSeconds(1));
        assertThat(caller.death()).isInstanceOfSatisfying(ExitReason.Crash.class, crash -> assertThat(crash.cause())
                .isInstanceOf(CallTimeoutException.class));
    }

    @Test
    void aTimeoutOfZeroExpiresUnlessTheReplyIsThere() {
        Puppet server = puppet();
        Puppet caller = puppet();
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        caller.starts(self -> {
            try {
                server.ref().call(new Puppet.Hold("x"), Duration.ofSeconds(-1));
            } catch (CallTimeoutException ex) {
                outcome.complete(ex);
            }
        });
        this.clock.advance(Duration.ZERO);
        assertThat(get(outcome)).isInstanceOf(CallTimeoutException.class);
    }

    @Test
    void aLateReplyIsDroppedAndCounted() { // G28
        Puppet server = puppet();
        Puppet caller = trapping();
        caller.starts(self -> {
            try {
                server.ref().call(new Puppet.Hold("x"), Duration.ofSeconds(1));
            } catch (CallTimeoutException ex) {
                // The late reply is the point.
            }
        });
        this.clock.advance(Duration.ofSeconds(1));
        server.held().get(0).reply("late");
        settle();
        assertThat(caller.got()).isEmpty();
        assertThat(this.system.statistics().lateReplies()).isEqualTo(1);
    }

    @Test
    void aSecondReplyIsDroppedAndCounted() { // G31
        Puppet server = puppet();
        CompletableFuture<String> call = server.ref().ask(new Puppet.Hold("x")).toCompletableFuture();
        settle();
        server.held().get(0).reply("first");
        server.held().get(0).reply("second");
        server.held().get(0).fail(REFUSED);
        assertThat(get(call)).isEqualTo("first");
        assertThat(this.system.statistics().lateReplies()).isEqualTo(2);
    }

    @Test
    void replyAndReturnOfAReplyCountAsOne() { // G31
        Pid pid = this.system.start(GenServer.with(0)
                .call(Add.class, (add, call, n) -> {
                    call.from().reply(1);
                    return call.reply(2, n);
                })
                .build());
        assertThat(this.system.ref(pid).call(new Add(0))).isEqualTo(1);
        settle();
        assertThat(this.system.statistics().lateReplies()).isEqualTo(1);
    }

    @Test
    void aReplyToADeadCallerIsSilent() { // G32
        Puppet server = puppet();
        Puppet caller = puppet();
        caller.starts(self -> server.ref().call(new Puppet.Hold("x")));
        settle();
        this.system.kill(caller.pid());
        caller.death();
        server.held().get(0).reply("too late");
        assertThat(alive(server)).isTrue();
        assertThat(this.system.statistics().lateReplies()).isEqualTo(1);
    }

    @Test
    void aCallToNobodyFailsAtOnce() { // G29
        Puppet dead = puppet();
        this.system.stop(dead.pid());
        assertThatExceptionOfType(NoProcessException.class).isThrownBy(() -> dead.does(self -> {}));
        assertThatExceptionOfType(NoProcessException.class)
                .isThrownBy(() -> this.system.ref("nobody").call(new Add(1)))
                .withMessageContaining("nobody");
        assertThat(failure(this.system.ref("nobody").ask(new Add(1)).toCompletableFuture()))
                .get()
                .isInstanceOf(NoProcessException.class);
        assertThatNullPointerException().isThrownBy(() -> this.system.ref((Pid) null));
        assertThatNullPointerException().isThrownBy(() -> this.system.ref((String) null));
    }

    @Test
    void aCallToSelfFailsAtOnce() { // G29
        Puppet puppet = puppet("self");
        for (ProcessRef self : List.of(puppet.ref(), this.system.ref("self"))) {
            Throwable thrown = puppet.gets(me -> {
                                try {
                                    return self.call(new GetState());
                                } catch (CallCycleException ex) {
                                    return ex;
                                }
                            })
                            instanceof Throwable caught
                    ? caught
                    : null;
            assertThat(thrown).isInstanceOf(CallCycleException.class).hasMessageContaining("calls itself");
        }
        assertThat(alive(puppet)).isTrue();
    }

    @Test
    void theDeathOfTheServerFailsQueuedAndAcceptedCallsAtOnce() { // G30
        Puppet server = puppet();
        Puppet gate = puppet();
        CompletableFuture<String> accepted =
                server.ref().ask(new Puppet.Hold("accepted")).toCompletableFuture();
        server.starts(self -> {
            gate.ref().call(new Puppet.Hold("gate"));
            throw BOOM;
        });
        CompletableFuture<String> queued =
                server.ref().ask(new Puppet.Hold("queued")).toCompletableFuture();
        settle();
        gate.held().get(0).reply("go");
        for (CompletableFuture<String> call : List.of(accepted, queued)) {
            assertThat(failure(call)).get().isInstanceOfSatisfying(ProcessExitedException.class, ex -> assertThat(
                            ex.reason())
                    .isEqualTo(CRASH));
        }
        assertThat(this.clock.nanoTime()).isZero();
    }

    @Test
    void aCallerWithALongMailboxIsAnsweredAsWell() { // G33
        Puppet server = puppet();
        Puppet caller = puppet();
        Puppet gate = puppet();
        caller.starts(self -> {
            gate.ref().call(new Puppet.Hold("gate"));
            for (int i = 0; i < 100; i++) {
                server.gets(other -> 1);
            }
        });
        for (int i = 0; i < 500_000; i++) {
            caller.ref().send("noise");
        }
        settle();
        gate.held().get(0).reply("go");
        assertThat(caller.shows(self -> "done")).isEqualTo("done");
    }

    @Test
    void anAskCompletesWithTheReplyTheFailureOrTheTimeout() { // G34
        Puppet server = puppet();
        ProcessRef adder = server();
        assertThat(get(adder.ask(new Add(4)).toCompletableFuture())).isEqualTo(4);
        assertThat(failure(adder.ask(new Refuse()).toCompletableFuture())).contains(REFUSED);
        CompletableFuture<String> slow =
                server.ref().ask(new Puppet.Hold("x"), Duration.ofSeconds(3)).toCompletableFuture();
        this.clock.advance(Duration.ofMillis(2999));
        assertThat(slow).isNotDone();
        this.clock.advance(Duration.ofMillis(1));
        assertThat(failure(slow)).get().isInstanceOf(CallTimeoutException.class);
        server.held().get(0).reply("late");
        assertThat(this.system.statistics().lateReplies()).isEqualTo(1);
    }

    @Test
    void theDependentsOfAnAskDoNotRunOnTheCalledProcess() { // G34
        Puppet server = puppet();
        CompletableFuture<Boolean> inProcess = server.ref()
                .ask(new Puppet.Hold("x"))
                .thenApply(reply -> Threads.current() != null)
                .toCompletableFuture();
        settle();
        server.does(self -> server.held().get(0).reply("now"));
        assertThat(get(inProcess)).isFalse();
    }

    @Test
    void aCallByNameFindsTodaysIncarnation() {
        ProcessRef ref = this.system.ref("name");
        Puppet first = puppet("name");
        assertThat(ref.pid()).contains(first.pid());
        this.system.stop(first.pid());
        assertThat(ref.pid()).isEmpty();
        Puppet second = puppet("name");
        Pid answered = ref.call(new Puppet.Run<>(Self::pid));
        assertThat(answered).isSameAs(second.pid());
    }

    @Test
    void aCallMayWaitForItsNameToBeTaken() {
        ProcessRef patient = this.system.ref("name").await(Duration.ofSeconds(2));
        Puppet caller = puppet();
        CompletableFuture<Pid> answer = new CompletableFuture<>();
        caller.starts(self -> answer.complete(patient.call(new Puppet.Run<>(Self::pid))));
        this.clock.advance(Duration.ofMillis(1999));
        Puppet late = puppet("name");
        assertThat(get(answer)).isSameAs(late.pid());
    }

    @Test
    void aCallThatWaitsForANameInVainFails() {
        ProcessRef patient = this.system.ref("name").await(Duration.ofSeconds(2));
        Puppet caller = puppet();
        CompletableFuture<Object> answer = new CompletableFuture<>();
        caller.starts(self -> {
            try {
                patient.call(new Add(1));
            } catch (NoProcessException ex) {
                answer.complete(ex);
            }
        });
        this.clock.advance(Duration.ofSeconds(2));
        assertThat(get(answer)).isInstanceOf(NoProcessException.class);
        assertThat(this.system.statistics().lateReplies()).isZero();
    }

    @Test
    void aCallThatWaitsForANameWaitsOutAProcessThatIsBeingKilled() throws Exception {
        Puppet stubborn = puppet("name");
        CompletableFuture<None> release = new CompletableFuture<>();
        stubborn.starts(self -> holdOut(release));
        Puppet caller = puppet();
        CompletableFuture<Pid> answer = new CompletableFuture<>();
        java.util.concurrent.CountDownLatch in = this.inHandler;
        in.await();
        this.system.kill(stubborn.pid());
        Thread thread = new Thread(() -> answer.complete(
                this.system.ref("name").await(Duration.ofDays(1)).call(new Puppet.Run<>(Self::pid))));
        thread.start();
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() ->
                        thread.getState() == Thread.State.TIMED_WAITING || thread.getState() == Thread.State.WAITING);
        release.complete(None.NONE);
        stubborn.death();
        settle();
        Puppet next = puppet("name");
        assertThat(get(answer)).isSameAs(next.pid());
        thread.join();
        assertThat(alive(caller)).isTrue();
    }

    private final java.util.concurrent.CountDownLatch inHandler = new java.util.concurrent.CountDownLatch(1);

    private void holdOut(CompletableFuture<None> release) {
        this.inHandler.countDown();
        while (!release.isDone()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void anInterruptedCallThrowsAndKeepsTheFlag() {
        Puppet server = puppet();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                server.ref().call(new Puppet.Hold("x"));
            } catch (CallInterruptedException ex) {
                flag.complete(Thread.currentThread().isInterrupted());
            }
        });
        thread.start();
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !server.held()
                .isEmpty());
        thread.interrupt();
        assertThat(get(flag)).isTrue();
    }

    @Test
    void nothingIsSentWhenTheArgumentsOfACallAreWrong() {
        Puppet server = puppet();
        assertThatNullPointerException().isThrownBy(() -> server.ref().call(null));
        assertThatNullPointerException().isThrownBy(() -> server.ref().ask(null));
        assertThatNullPointerException().isThrownBy(() -> server.ref().call(new Puppet.Hold("x"), null));
        assertThatNullPointerException().isThrownBy(() -> server.ref().ask(new Puppet.Hold("x"), null));
        settle();
        assertThat(server.held()).isEmpty();
    }

    @Test
    void aThreadThatMustNotBlockIsRefused() {
        Puppet server = puppet();
        CompletableFuture<Throwable> caught = new CompletableFuture<>();
        Thread thread = new reactor.core.scheduler.LoopThread(() -> {
            try {
                server.ref().call(new GetState());
            } catch (IllegalStateException ex) {
                caught.complete(ex);
            }
        });
        thread.start();
        assertThat(get(caught)).hasMessageContaining("ask(..)");
    }

    @Test
    void theStateIsAnsweredInMailboxOrder() { // Y01
        Pid pid = this.system.start(GenServer.with(0)
                .cast(Integer.class, (by, self, n) -> self.next(n + by))
                .build());
        ProcessRef ref = this.system.ref(pid);
        for (int i = 1; i <= 10; i++) {
            ref.cast(i);
        }
        assertThat(ref.call(new GetState())).isEqualTo(55);
    }
}
