package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class StartTests extends ProcessFixture {

    private final AtomicBoolean terminated = new AtomicBoolean();

    /** A server whose init returns what is given, and that notes a terminate. */
    private GenServer<None, Integer> returning(Supplier<Init<Integer>> init) {
        return GenServer.<None, Integer>starting((none, self) -> init.get())
                .onTerminate((reason, state) -> this.terminated.set(true))
                .build();
    }

    private StartFailedException startFails(GenServer<None, ?> server) {
        return catchThrowableOfType(
                StartFailedException.class, () -> this.system.start(server, None.NONE, StartOptions.named("name")));
    }

    @Test
    void startReturnsWhenInitHasReturned() { // G01
        AtomicBoolean returned = new AtomicBoolean();
        Pid pid = this.system.start(GenServer.<None, Integer>starting((none, self) -> {
                    returned.set(true);
                    return Init.ok(1);
                })
                .build());
        assertThat(returned).isTrue();
        assertThat(this.system.isAlive(pid)).isTrue();
        settle();
        assertThat(this.system.info(pid).orElseThrow().status()).isEqualTo(ProcessInfo.Status.WAITING); // G02
    }

    @Test
    void initRunsOnTheNewProcessAndNotOnTheStarter() {
        AtomicReference<Thread> thread = new AtomicReference<>();
        Pid pid = this.system.start(GenServer.<None, Pid>starting((none, self) -> {
                    thread.set(Thread.currentThread());
                    return Init.ok(self.pid());
                })
                .build());
        assertThat(thread.get()).isNotSameAs(Thread.currentThread());
        assertThat(this.system.ref(pid).call(new GetState())).isSameAs(pid);
    }

    @Test
    void aLinkedChildIsLinkedBeforeItsInit() throws Exception { // G01
        Puppet parent = puppet();
        CountDownLatch inInit = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicReference<Pid> child = new AtomicReference<>();
        GenServer<None, Integer> slow = GenServer.<None, Integer>starting((none, self) -> {
                    child.set(self.pid());
                    inInit.countDown();
                    goOn.await();
                    return Init.ok(1);
                })
                .build();
        parent.does(self -> self.startLinkedAsync(slow, None.NONE, StartOptions.defaults()));
        inInit.await();
        CompletableFuture<ExitReason> death = watch(child.get());
        this.system.kill(parent.pid());
        goOn.countDown();
        assertThat(get(death)).isEqualTo(ExitReason.killed());
    }

    @Test
    void theStarterIsTheParentForLife() { // G01, P19
        Puppet grandparent = puppet();
        Puppet parent = childOf(grandparent);
        Puppet child = childOf(parent);
        assertThat(child.ancestors()).containsExactly(parent.pid(), grandparent.pid());
        assertThat(grandparent.ancestors()).isEmpty();
        child.does(self -> self.unlink(parent.pid()));
        assertThat(child.ancestors()).containsExactly(parent.pid(), grandparent.pid());
        this.system.stop(parent.pid());
        assertThat(child.ancestors()).isEmpty();
    }

    @Test
    void ignoreEndsNormallyWithoutTerminateAndWithTheNameFree() { // G07
        StartFailedException failure = startFails(returning(Init::ignore));
        assertThat(failure.reason()).isEmpty();
        assertThat(this.system.whereIs("name")).isEmpty();
        settle();
        assertThat(this.terminated).isFalse();
        assertThat(this.log.events()).isEmpty();
    }

    @Test
    void ignoreDoesNotHurtALinkedStarter() { // G07
        Puppet parent = puppet();
        AtomicReference<Throwable> caught = new AtomicReference<>();
        parent.does(self -> {
            try {
                self.startLinked(returning(Init::ignore), None.NONE);
            } catch (StartFailedException ex) {
                caught.set(ex);
            }
        });
        assertThat(caught.get()).isInstanceOf(StartFailedException.class);
        assertThat(alive(parent)).isTrue();
    }

    @Test
    void stopInInitFailsTheStartWithoutTerminate() { // G08
        StartFailedException failure = startFails(returning(() -> Init.stop(CUSTOM)));
        assertThat(failure.reason()).contains(CUSTOM);
        assertThat(this.system.whereIs("name")).isEmpty();
        settle();
        assertThat(this.terminated).isFalse();
        assertThat(this.log.errors()).hasSize(1);
    }

    @Test
    void stopInInitTakesALinkedStarterAlong() { // G08
        Puppet parent = puppet();
        parent.starts(self -> {
            try {
                self.startLinked(returning(() -> Init.stop(CUSTOM)), None.NONE);
            } catch (StartFailedException ex) {
                // Goes on, and dies of the link.
            }
        });
        assertThat(parent.death()).isEqualTo(CUSTOM);
        assertThat(parent.terminated).isNull();
    }

    @Test
    void normalStopInInitDoesNotHurtALinkedStarter() { // G08
        Puppet parent = puppet();
        StartFailedException failure = parent.gets(self -> catchThrowableOfType(
                StartFailedException.class,
                () -> self.startLinked(returning(() -> Init.stop(ExitReason.normal())), None.NONE)));
        assertThat(failure.reason()).contains(ExitReason.normal());
        assertThat(alive(parent)).isTrue();
    }

    @Test
    void aStarterThatTrapsExitsGetsNoExitOfAFailedStart() { // G09
        Puppet parent = trapping();
        StartFailedException failure = parent.gets(self -> catchThrowableOfType(
                StartFailedException.class,
                () -> self.startLinked(returning(() -> Init.stop(CUSTOM)), None.NONE, StartOptions.named("name"))));
        assertThat(failure.reason()).contains(CUSTOM);
        assertThat(alive(parent)).isTrue();
        assertThat(parent.got()).isEmpty();
    }

    @Test
    void errorInInitFailsTheStartSilently() { // G10
        Puppet parent = puppet();
        StartFailedException failure = parent.gets(self -> catchThrowableOfType(
                StartFailedException.class,
                () -> self.startLinked(returning(() -> Init.error(CUSTOM)), None.NONE, StartOptions.named("name"))));
        assertThat(failure.reason()).contains(CUSTOM);
        assertThat(this.system.whereIs("name")).isEmpty();
        assertThat(alive(parent)).isTrue();
        assertThat(this.terminated).isFalse();
        assertThat(this.log.events()).isEmpty();
    }

    @Test
    void anExceptionInInitFailsTheStartAsACrash() { // G11
        StartFailedException failure = startFails(returning(() -> {
            throw BOOM;
        }));
        assertThat(failure.reason()).contains(CRASH);
        assertThat(failure).hasCause(BOOM);
        assertThat(this.system.whereIs("name")).isEmpty();
        assertThat(this.terminated).isFalse();
    }

    @Test
    void anErrorInInitFailsTheStartAsACrash() { // G11
        AssertionError error = new AssertionError("wrong");
        StartFailedException failure = startFails(returning(() -> {
            throw error;
        }));
        assertThat(failure.reason()).contains(ExitReason.crash(error));
    }

    @Test
    void exitInInitFailsTheStartWithThatReason() { // G11
        StartFailedException failure = startFails(GenServer.<None, Integer>starting((none, self) -> {
                    throw self.exit(CUSTOM);
                })
                .build());
        assertThat(failure.reason()).contains(CUSTOM);
    }

    @Test
    void nullFromInitIsABadReturn() { // G12
        StartFailedException failure = startFails(returning(() -> null));
        assertThat(failure)
                .hasCauseInstanceOf(BadReturnException.class)
                .cause()
                .hasMessageContaining("init returned null");
    }

    @Test
    void aSlowInitIsKilledAndTheStarterSurvives() { // G13
        Puppet parent = puppet();
        Puppet mute = puppet();
        AtomicReference<StartFailedException> failure = new AtomicReference<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        parent.starts(self -> failure.set(catchThrowableOfType(
                StartFailedException.class,
                () -> self.startLinked(
                        GenServer.<None, Integer>starting((none, child) -> {
                                    try {
                                        mute.ref().call(new Puppet.Hold("init"), Duration.ofDays(1));
                                    } catch (CallInterruptedException ex) {
                                        interrupted.set(true);
                                    }
                                    return Init.ok(1);
                                })
                                .build(),
                        None.NONE,
                        StartOptions.named("slow").timeout(Duration.ofSeconds(2))))));
        this.clock.advance(Duration.ofMillis(1999));
        assertThat(failure.get()).isNull();
        this.clock.advance(Duration.ofMillis(1));
        settle();
        assertThat(failure.get().reason()).contains(ExitReason.custom(new StartTimeout(Duration.ofSeconds(2))));
        assertThat(interrupted).isTrue();
        assertThat(alive(parent)).isTrue();
        assertThat(parent.got()).isEmpty();
        assertThat(this.system.whereIs("slow")).isEmpty();
    }

    @Test
    void aTakenNameFailsBeforeInit() { // G14
        Puppet holder = puppet("name");
        AtomicInteger inits = new AtomicInteger();
        assertThatExceptionOfType(AlreadyStartedException.class)
                .isThrownBy(() -> this.system.start(
                        returning(() -> Init.ok(inits.incrementAndGet())), None.NONE, StartOptions.named("name")))
                .withMessageContaining("'name'")
                .satisfies(ex -> assertThat(ex.pid()).isSameAs(holder.pid()));
        settle();
        assertThat(inits).hasValue(0);
        assertThat(this.system.statistics().alive()).isEqualTo(1);
    }

    @Test
    void afterAFailedStartTheNameIsFreeAtOnce() { // G15
        List<Supplier<Init<Integer>>> failures =
                List.of(Init::ignore, () -> Init.stop(CUSTOM), () -> Init.error(CUSTOM), () -> null, () -> {
                    throw BOOM;
                });
        for (int round = 0; round < 200; round++) {
            StartFailedException failure = startFails(returning(failures.get(round % failures.size())));
            assertThat(failure).isNotInstanceOf(AlreadyStartedException.class);
        }
    }

    @Test
    void afterAFailedLinkedStartTheNameIsFreeAtOnce() { // G15
        Puppet parent = trapping();
        for (int round = 0; round < 200; round++) {
            StartFailedException failure = parent.gets(self -> catchThrowableOfType(
                    StartFailedException.class,
                    () -> self.startLinked(returning(() -> Init.stop(CUSTOM)), None.NONE, StartOptions.named("name"))));
            assertThat(failure).isNotInstanceOf(AlreadyStartedException.class);
        }
    }

    @Test
    void anAsynchronousStartReportsItsResultOnce() {
        Puppet parent = trapping();
        Pid good = parent.gets(
                self -> self.startLinkedAsync(returning(() -> Init.ok(1)), None.NONE, StartOptions.defaults()));
        settle();
        Pid bad = parent.gets(
                self -> self.startLinkedAsync(returning(() -> Init.stop(CUSTOM)), None.NONE, StartOptions.defaults()));
        settle();
        Pid none =
                parent.gets(self -> self.startLinkedAsync(returning(Init::ignore), None.NONE, StartOptions.defaults()));
        settle();
        assertThat(parent.got())
                .containsExactly(
                        new StartReply(good, new StartResult.Started(good)),
                        new StartReply(bad, new StartResult.Failed(CUSTOM)),
                        new StartReply(none, new StartResult.Ignored()));
    }

    @Test
    void anAsynchronousStartThatTakesTooLongReportsATimeout() {
        Puppet parent = trapping();
        Puppet mute = puppet();
        Pid pid = parent.gets(self -> self.startLinkedAsync(
                GenServer.<None, Integer>starting((none, child) -> {
                            mute.ref().call(new Puppet.Hold("init"), Duration.ofDays(1));
                            return Init.ok(1);
                        })
                        .build(),
                None.NONE,
                StartOptions.defaults().timeout(Duration.ofSeconds(1))));
        this.clock.advance(Duration.ofSeconds(2));
        assertThat(parent.got()).hasSize(1);
        assertThat(((StartReply) parent.got().get(0)).pid()).isSameAs(pid);
    }

    @Test
    void aPendingStartWaitsUntilTheProcessIsReady() {
        GenServer<None, Integer> server = GenServer.<None, Integer>starting((none, self) -> {
                    self.sendAfter(Duration.ofSeconds(3), "ready");
                    return Init.pending(1);
                })
                .otherInfo((message, self, state) -> {
                    self.ready();
                    self.ready();
                    return self.next(state);
                })
                .build();
        CompletableFuture<Pid> started = CompletableFuture.supplyAsync(() -> this.system.start(server));
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> this.system.statistics().alive() == 1);
        Puppet parent = puppet();
        Pid second = parent.gets(self -> self.startLinkedAsync(server, None.NONE, StartOptions.defaults()));
        settle();
        assertThat(this.system.info(second).orElseThrow().status()).isEqualTo(ProcessInfo.Status.STARTING);
        this.clock.advance(Duration.ofMillis(2999));
        assertThat(parent.got()).isEmpty();
        this.clock.advance(Duration.ofSeconds(3));
        assertThat(parent.got()).containsExactly(new StartReply(second, new StartResult.Started(second)));
        this.clock.advance(Duration.ofSeconds(3));
        assertThat(this.system.isAlive(get(started))).isTrue();
    }

    @Test
    void aPendingProcessThatDiesHasFailedToStart() {
        GenServer<None, Integer> server = GenServer.<None, Integer>starting((none, self) -> {
                    this.system.ref(self.pid()).send("die");
                    return Init.pending(1);
                })
                .otherInfo((message, self, state) -> self.stop(CUSTOM, state))
                .build();
        StartFailedException failure = startFails(server);
        assertThat(failure.reason()).contains(CUSTOM);
        assertThat(this.system.whereIs("name")).isEmpty();
    }

    @Test
    void aStartWithoutLinkHasNoParent() { // G16
        Puppet starter = puppet();
        Puppet started = new Puppet(this.system);
        started.is(starter.gets(self -> this.system.start(started, Puppet.NOTHING)));
        assertThat(started.ancestors()).isEmpty();
        this.system.exit(starter.pid(), CUSTOM);
        assertThat(starter.death()).isEqualTo(CUSTOM);
        assertThat(alive(started)).isTrue();
    }

    @Test
    void startAsyncDoesNotWait() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        Pid pid = this.system.startAsync(
                GenServer.<None, Integer>starting((none, self) -> {
                            goOn.await();
                            return Init.ok(7);
                        })
                        .build(),
                None.NONE,
                StartOptions.named("slow"));
        assertThat(this.system.whereIs("slow")).contains(pid);
        assertThat(this.system.info(pid).orElseThrow().status()).isEqualTo(ProcessInfo.Status.STARTING);
        goOn.countDown();
        assertThat(this.system.ref("slow").call(new GetState())).isEqualTo(7);
    }

    @Test
    void aBlankNameIsRefusedInTheCaller() { // G17
        assertThatIllegalArgumentException().isThrownBy(() -> StartOptions.named(" "));
        assertThatNullPointerException().isThrownBy(() -> StartOptions.named(null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StartOptions.defaults().timeout(Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StartOptions.defaults().hibernateAfter(Duration.ofMillis(-1)));
        assertThat(this.system.statistics().started()).isZero();
    }

    @Test
    void aProcessKnowsItsNameAndSystem() {
        Puppet named = puppet("tree/leaf");
        assertThat(named.name()).isEqualTo(Optional.of("tree/leaf"));
        assertThat(named.shows(Self::pid)).isSameAs(named.pid());
        assertThat(named.shows(Self::system)).isSameAs(this.system);
        assertThat(puppet().name()).isEmpty();
    }

    @Test
    void aStartThatHasTimedOutCannotSucceedAnyMore() {
        LocalSystem local = (LocalSystem) this.system;
        ProcessCell cell = local.create(returning(() -> Init.ok(1)), None.NONE, StartOptions.defaults(), null);
        SyncSlot<StartResult> slot = new SyncSlot<>(local, null, null, null, null);
        cell.birth = Birth.answering(cell, slot, Duration.ofSeconds(1));
        cell.birth.startDeadline();
        this.clock.advance(Duration.ofSeconds(1));
        cell.born();
        assertThat(slot.live()).isTrue();
    }

    @Test
    void anInterruptedStarterLeavesNoProcessBehind() throws Exception {
        CountDownLatch inInit = new CountDownLatch(1);
        AtomicReference<Pid> started = new AtomicReference<>();
        AtomicReference<Throwable> caught = new AtomicReference<>();
        Thread starter = new Thread(() -> {
            try {
                this.system.start(GenServer.<None, Integer>starting((none, self) -> {
                            started.set(self.pid());
                            inInit.countDown();
                            new CountDownLatch(1).await();
                            return Init.ok(1);
                        })
                        .build());
            } catch (CallInterruptedException ex) {
                caught.set(ex);
            }
        });
        starter.start();
        inInit.await();
        starter.interrupt();
        starter.join();
        settle();
        assertThat(caught.get()).isInstanceOf(CallInterruptedException.class);
        assertThat(this.system.isAlive(started.get())).isFalse();
    }
}
