package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TerminateTests extends ProcessFixture {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AtomicReference<ExitReason> terminated = new AtomicReference<>();

    private Pid server(OnMessage<Object, Integer> handler) {
        return this.system.start(GenServer.with(0)
                .cast(Object.class, handler)
                .onTerminate((reason, n) -> this.terminated.set(reason))
                .build());
    }

    private ExitReason deathBy(OnMessage<Object, Integer> handler) {
        Pid pid = server(handler);
        CompletableFuture<ExitReason> death = watch(pid);
        this.system.ref(pid).cast("go");
        return get(death);
    }

    @Test
    void aStopResultTerminates() { // G46, G52
        assertThat(deathBy((message, self, n) -> self.stop(CUSTOM, n))).isEqualTo(CUSTOM);
        assertThat(this.terminated).hasValue(CUSTOM);
    }

    @Test
    void aCrashTerminates() { // G46, G25
        assertThat(deathBy((message, self, n) -> {
                    throw BOOM;
                }))
                .isEqualTo(CRASH);
        assertThat(this.terminated).hasValue(CRASH);
    }

    @Test
    void anExitFromInsideTerminates() { // G46
        assertThat(deathBy((message, self, n) -> {
                    throw self.exit(ExitReason.shutdown("enough"));
                }))
                .isEqualTo(ExitReason.shutdown("enough"));
        assertThat(this.terminated).hasValue(ExitReason.shutdown("enough"));
    }

    @Test
    void aBadReturnTerminates() { // G46, G26
        assertThat(deathBy((message, self, n) -> null))
                .isInstanceOfSatisfying(ExitReason.Crash.class, crash -> assertThat(crash.cause())
                        .isInstanceOf(BadReturnException.class)
                        .hasMessageContaining("handleCast or a cast handler returned null"));
        assertThat(this.terminated.get()).isInstanceOf(ExitReason.Crash.class);
    }

    @Test
    void stopTerminates() { // G46
        this.system.stop(server((message, self, n) -> self.next(n)), CUSTOM, SECOND);
        assertThat(this.terminated).hasValue(CUSTOM);
    }

    @Test
    void theStateThatTerminateGetsIsTheLastOne() {
        AtomicReference<Integer> last = new AtomicReference<>();
        Pid pid = this.system.start(GenServer.with(1)
                .cast(Integer.class, (by, self, n) -> {
                    if (by == 0) {
                        return self.stop(ExitReason.normal(), n * 10);
                    }
                    return self.next(n + by);
                })
                .onTerminate((reason, n) -> last.set(n))
                .build());
        this.system.ref(pid).cast(4);
        this.system.ref(pid).cast(0);
        settle();
        assertThat(last).hasValue(50);
    }

    @Test
    void theParentsShutdownTerminatesThoughExitsAreNotTrapped() { // DESIGN 3, difference 2
        Puppet parent = puppet();
        Puppet child = childOf(parent);
        parent.does(self -> this.system.exit(child.pid(), ExitReason.shutdown()));
        assertThat(child.death()).isEqualTo(ExitReason.shutdown());
        assertThat(child.terminated).isEqualTo(ExitReason.shutdown());
    }

    @Test
    void theParentsExitTerminatesAProcessThatTrapsExits() { // G48
        for (ExitReason reason : List.of(ExitReason.normal(), ExitReason.shutdown(), CUSTOM)) {
            Puppet parent = puppet();
            Puppet child = childOf(parent);
            child.does(self -> self.trapExits(true));
            parent.starts(self -> {
                throw self.exit(reason);
            });
            assertThat(child.death()).isEqualTo(reason);
            assertThat(child.terminated).isEqualTo(reason);
            assertThat(child.got()).isEmpty();
        }
    }

    @Test
    void theParentIsTheParentAlsoAfterUnlink() { // G48
        Puppet parent = puppet();
        Puppet child = childOf(parent);
        child.does(self -> {
            self.trapExits(true);
            self.unlink(parent.pid());
        });
        parent.does(self -> this.system.exit(child.pid(), CUSTOM));
        assertThat(child.death()).isEqualTo(CUSTOM);
        assertThat(child.terminated).isEqualTo(CUSTOM);
        assertThat(child.got()).isEmpty();
    }

    @Test
    void terminateDoesNotRunAfterAnUntrappedExitSignal() { // G47
        Puppet puppet = puppet();
        this.system.exit(puppet.pid(), CUSTOM);
        assertThat(puppet.death()).isEqualTo(CUSTOM);
        assertThat(puppet.terminated).isNull();
    }

    @Test
    void terminateDoesNotRunAfterTheUntrappedDeathOfTheParent() { // G47
        Puppet parent = puppet();
        Puppet child = childOf(parent);
        this.system.exit(parent.pid(), CUSTOM);
        assertThat(child.death()).isEqualTo(CUSTOM);
        assertThat(child.terminated).isNull();
    }

    @Test
    void terminateDoesNotRunAfterAKill() { // G47
        Puppet puppet = puppet();
        this.system.kill(puppet.pid());
        assertThat(puppet.death()).isEqualTo(ExitReason.killed());
        assertThat(puppet.terminated).isNull();
    }

    @Test
    void anExceptionInTerminateReplacesTheReason() { // G51
        for (Throwable thrown : List.of(BOOM, new AssertionError("wrong"))) {
            Pid pid = this.system.start(GenServer.with(0)
                    .onTerminate((reason, n) -> {
                        if (thrown instanceof Error error) {
                            throw error;
                        }
                        throw BOOM;
                    })
                    .build());
            CompletableFuture<ExitReason> death = watch(pid);
            assertThatExceptionOfType(ProcessExitedException.class)
                    .isThrownBy(() -> this.system.stop(pid))
                    .satisfies(ex -> assertThat(ex.reason()).isEqualTo(ExitReason.crash(thrown)));
            assertThat(get(death)).isEqualTo(ExitReason.crash(thrown));
        }
        assertThat(this.log.errors()).hasSize(2);
    }

    @Test
    void anExceptionInTerminateAfterACrashKeepsTheFirstAsSuppressed() { // G51
        IllegalStateException second = new IllegalStateException("second");
        Pid pid = this.system.start(GenServer.with(0)
                .cast(String.class, (message, self, n) -> {
                    throw BOOM;
                })
                .onTerminate((reason, n) -> {
                    throw second;
                })
                .build());
        CompletableFuture<ExitReason> death = watch(pid);
        this.system.ref(pid).cast("go");
        assertThat(get(death)).isEqualTo(ExitReason.crash(second));
        assertThat(second).hasSuppressedException(BOOM);
    }

    @Test
    void stopHandlesWhatWasSentBefore() { // G53
        Puppet puppet = puppet();
        Puppet gate = puppet();
        puppet.starts(self -> gate.ref().call(new Puppet.Hold("x")));
        puppet.ref().cast("one");
        puppet.ref().cast("two");
        settle();
        gate.held().get(0).reply("go");
        this.system.stop(puppet.pid());
        assertThat(puppet.got()).containsExactly("one", "two");
        assertThat(puppet.death()).isEqualTo(ExitReason.normal());
    }

    @Test
    void stopReturnsWhenTheProcessIsDead() { // G53
        for (int round = 0; round < 200; round++) {
            Puppet puppet = puppet("name");
            this.system.stop(puppet.pid());
            assertThat(this.system.isAlive(puppet.pid())).isFalse();
        }
    }

    @Test
    void stopThrowsTheRealReasonIfItIsAnother() { // G53
        Puppet puppet = puppet();
        puppet.onTerminate = () -> {
            throw BOOM;
        };
        assertThatExceptionOfType(ProcessExitedException.class)
                .isThrownBy(() -> this.system.stop(puppet.pid()))
                .satisfies(ex -> assertThat(ex.reason()).isEqualTo(CRASH));
    }

    @Test
    void stopOfADeadProcessFails() { // G53
        Puppet puppet = puppet();
        this.system.stop(puppet.pid());
        assertThatExceptionOfType(NoProcessException.class).isThrownBy(() -> this.system.stop(puppet.pid()));
    }

    @Test
    void stopOfSelfFails() { // G53
        Puppet puppet = puppet();
        Throwable thrown = puppet.gets(self -> catchThrowable(() -> this.system.stop(self.pid())));
        assertThat(thrown).isInstanceOf(CallCycleException.class).hasMessageContaining("self.stop(..)");
        assertThat(alive(puppet)).isTrue();
    }

    @Test
    void stopMayTimeOutAndStillStops() { // G53
        Puppet puppet = puppet();
        Puppet gate = puppet();
        Puppet stopper = puppet();
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        puppet.starts(self -> gate.ref().call(new Puppet.Hold("x"), Duration.ofHours(1)));
        stopper.starts(self ->
                outcome.complete(catchThrowable(() -> this.system.stop(puppet.pid(), ExitReason.shutdown(), SECOND))));
        this.clock.advance(SECOND);
        assertThat(get(outcome)).isInstanceOf(CallTimeoutException.class);
        assertThat(alive(puppet)).isTrue();
        gate.held().get(0).reply("go");
        assertThat(puppet.death()).isEqualTo(ExitReason.shutdown());
    }

    @Test
    void everybodyWhoStopsAProcessIsTold() { // G53
        Puppet puppet = puppet();
        Puppet gate = puppet();
        puppet.starts(self -> gate.ref().call(new Puppet.Hold("x")));
        List<CompletableFuture<None>> stops = java.util.stream.Stream.of(puppet(), puppet(), puppet())
                .map(stopper -> {
                    CompletableFuture<None> done = new CompletableFuture<>();
                    stopper.starts(self -> {
                        this.system.stop(puppet.pid());
                        done.complete(None.NONE);
                    });
                    return done;
                })
                .toList();
        settle();
        gate.held().get(0).reply("go");
        stops.forEach(ProcessFixture::get);
    }

    @Test
    void aServerMayPutOffItsStop() {
        Pid pid = this.system.start(GenServer.with(0)
                .cast(String.class, (message, self, n) -> self.stop(ExitReason.normal(), n))
                .onStop((reason, self, n) -> {
                    self.sendAfter(SECOND, "finish");
                    return self.next(n);
                })
                .otherInfo((message, self, n) -> self.stop(ExitReason.normal(), n))
                .build());
        Puppet stopper = puppet();
        CompletableFuture<None> stopped = new CompletableFuture<>();
        stopper.starts(self -> {
            this.system.stop(pid);
            stopped.complete(None.NONE);
        });
        this.clock.advance(Duration.ofMillis(999));
        assertThat(stopped).isNotDone();
        this.clock.advance(Duration.ofMillis(1));
        get(stopped);
    }

    @Test
    void stopWithoutReasonIsRefusedInTheCaller() {
        Puppet puppet = puppet();
        assertThatNullPointerException().isThrownBy(() -> this.system.stop(puppet.pid(), null, SECOND));
        assertThatNullPointerException().isThrownBy(() -> this.system.stop(puppet.pid(), CUSTOM, null));
        assertThat(alive(puppet)).isTrue();
    }
}
