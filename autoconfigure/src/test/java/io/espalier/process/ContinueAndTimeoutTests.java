package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ContinueAndTimeoutTests extends ProcessFixture {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Object> seen = java.util.Collections.synchronizedList(new ArrayList<>());

    /** Writes down everything; an init and a follow-up of one's own. */
    private GenServer<None, Integer> scribe(
            Function<Init.Ok<Integer>, Init<Integer>> init, Function<Result<Integer>, Result<Integer>> after) {
        return GenServer.<None, Integer>starting((none, self) -> {
                    this.system.ref(self.pid()).cast("queued in init");
                    return init.apply(Init.ok(0));
                })
                .cast(String.class, (message, self, n) -> {
                    this.seen.add(message);
                    return message.startsWith("then") ? after.apply(self.next(n + 1)) : self.next(n + 1);
                })
                .continues(Object.class, (message, self, n) -> {
                    this.seen.add("continue " + message);
                    return self.next(n);
                })
                .otherInfo((message, self, n) -> {
                    this.seen.add(message);
                    return self.next(n);
                })
                .build();
    }

    private GenServer<None, Integer> quiet(
            Function<Init.Ok<Integer>, Init<Integer>> init, Function<Result<Integer>, Result<Integer>> after) {
        return GenServer.<None, Integer>starting((none, self) -> init.apply(Init.ok(0)))
                .cast(String.class, (message, self, n) -> {
                    this.seen.add(message);
                    return message.startsWith("then") ? after.apply(self.next(n + 1)) : self.next(n + 1);
                })
                .otherInfo((message, self, n) -> {
                    this.seen.add(message);
                    return self.next(n);
                })
                .build();
    }

    @Test
    void initTimesOutIfNoMessageComes() { // G03
        this.system.start(quiet(ok -> ok.timeout(SECOND), r -> r));
        this.clock.advance(Duration.ofMillis(999));
        assertThat(this.seen).isEmpty();
        this.clock.advance(Duration.ofMillis(1));
        assertThat(this.seen).containsExactly(new Timeout());
        this.clock.advance(Duration.ofSeconds(10));
        assertThat(this.seen).hasSize(1);
    }

    @Test
    void anyMessageCancelsTheTimeout() { // G03, G43
        Pid pid = this.system.start(quiet(ok -> ok.timeout(SECOND), r -> r));
        this.clock.advance(Duration.ofMillis(500));
        this.system.ref(pid).cast("message");
        this.clock.advance(Duration.ofSeconds(10));
        assertThat(this.seen).containsExactly("message");
    }

    @Test
    void aSignalDoesNotCancelTheTimeout() {
        Pid pid = this.system.start(quiet(ok -> ok.timeout(SECOND), r -> r));
        Puppet other = puppet();
        other.does(self -> self.monitor(pid));
        this.clock.advance(SECOND);
        assertThat(this.seen).containsExactly(new Timeout());
    }

    @Test
    void aTimeoutOfZeroYieldsToAMessageThatIsThere() { // G04
        this.system.start(scribe(ok -> ok.timeout(Duration.ZERO), r -> r));
        settle();
        assertThat(this.seen).containsExactly("queued in init");
    }

    @Test
    void aTimeoutOfZeroComesAtOnceOtherwise() { // G04
        this.system.start(quiet(ok -> ok.timeout(Duration.ZERO), r -> r));
        settle();
        assertThat(this.seen).containsExactly(new Timeout());
    }

    @Test
    void continueRunsBeforeAnyMessage() { // G05
        this.system.start(scribe(ok -> ok.thenContinue("init"), r -> r));
        settle();
        assertThat(this.seen).containsExactly("continue init", "queued in init");
    }

    @Test
    void continueRunsWhenTheStarterHasThePid() { // G05
        Puppet gate = puppet();
        Pid pid = this.system.start(
                GenServer.<None, Integer>starting((none, self) -> Init.ok(0).thenContinue("later"))
                        .continues(String.class, (message, self, n) -> {
                            gate.ref().call(new Puppet.Hold("x"));
                            return self.next(n + 1);
                        })
                        .build());
        settle();
        assertThat(gate.held()).hasSize(1);
        gate.held().get(0).reply("go");
        assertThat(this.system.ref(pid).call(new GetState())).isEqualTo(1);
    }

    @Test
    void aHandlerMayContinue() { // G20
        Pid pid = this.system.start(scribe(ok -> ok, r -> r.thenContinue("handler")));
        this.system.ref(pid).cast("then");
        this.system.ref(pid).cast("next");
        settle();
        assertThat(this.seen).containsExactly("queued in init", "then", "continue handler", "next");
    }

    @Test
    void aHandlerMayWaitForATimeoutWithAMessageOfItsOwn() { // G20, G44
        Pid pid = this.system.start(quiet(ok -> ok, r -> r.timeout(SECOND, "idle")));
        this.system.ref(pid).cast("then");
        this.clock.advance(SECOND);
        assertThat(this.seen).containsExactly("then", "idle");
    }

    @Test
    void theLastWishWins() {
        Pid pid = this.system.start(scribe(
                ok -> ok.thenContinue("lost").timeout(SECOND, "won"),
                r -> r.timeout(SECOND).hibernate().thenContinue("won")));
        this.clock.advance(SECOND);
        assertThat(this.seen).containsExactly("queued in init");
        this.system.ref(pid).cast("then");
        this.clock.advance(SECOND);
        assertThat(this.seen).containsExactly("queued in init", "then", "continue won");
    }

    @Test
    void aTimeoutWithEachMessageIsMovedByEach() { // G43
        Pid pid = this.system.start(quiet(ok -> ok, r -> r.timeout(SECOND)));
        for (int i = 0; i < 5; i++) {
            this.system.ref(pid).cast("then");
            this.clock.advance(Duration.ofMillis(900));
        }
        assertThat(this.seen).hasSize(5).doesNotContain(new Timeout());
        this.clock.advance(Duration.ofMillis(100));
        assertThat(this.seen).hasSize(6).contains(new Timeout());
        assertThat(this.system.statistics().timers()).isZero();
    }

    @Test
    void aShorterTimeoutReplacesALongerOne() {
        Pid pid = this.system.start(quiet(ok -> ok.timeout(Duration.ofHours(1)), r -> r.timeout(SECOND)));
        this.system.ref(pid).cast("then");
        this.clock.advance(SECOND);
        assertThat(this.seen).containsExactly("then", new Timeout());
        assertThat(this.system.statistics().timers()).isZero();
    }

    @Test
    void aSystemMessageRestartsTheTimeout() { // G43
        Pid pid = this.system.start(quiet(ok -> ok.timeout(SECOND), r -> r));
        this.clock.advance(Duration.ofMillis(600));
        this.system.ref(pid).call(new GetState());
        this.clock.advance(Duration.ofMillis(600));
        assertThat(this.seen).isEmpty();
        this.clock.advance(Duration.ofMillis(400));
        assertThat(this.seen).containsExactly(new Timeout());
    }

    @Test
    void aMessageThatCameBeforeTheTimeoutCancelsItThoughASignalOvertakesBoth() { // G03
        Puppet gate = puppet();
        Pid pid = this.system.start(GenServer.<None, Integer>starting((none, self) -> {
                    self.trapExits(true);
                    return Init.ok(0).timeout(SECOND);
                })
                .cast(String.class, (message, self, n) -> {
                    this.seen.add(message);
                    if (message.equals("wait")) {
                        gate.ref().call(new Puppet.Hold("x"), Duration.ofHours(1));
                        return self.next(n).timeout(SECOND);
                    }
                    return self.next(n);
                })
                .otherInfo((message, self, n) -> {
                    this.seen.add(message.getClass().getSimpleName());
                    return self.next(n);
                })
                .build());
        this.system.ref(pid).cast("wait");
        settle();
        this.system.ref(pid).cast("message");
        // The alarm of init's timeout goes off behind the message, and a signal overtakes both.
        this.clock.advance(SECOND);
        this.system.exit(pid, CUSTOM);
        gate.held().get(0).reply("go");
        settle();
        assertThat(this.seen).containsExactly("wait", "message", "Exit");
    }

    @Test
    void hibernateWakesWithTheNextMessage() { // G06, G20
        Pid pid = this.system.start(quiet(Init.Ok::hibernate, Result::hibernate));
        settle();
        this.system.ref(pid).cast("then");
        this.system.ref(pid).send("info");
        settle();
        assertThat(this.seen).containsExactly("then", "info");
    }

    @Test
    void aProcessHibernatesByItselfWhenIdle() { // G45
        Pid pid = this.system.start(
                quiet(ok -> ok, r -> r), None.NONE, StartOptions.defaults().hibernateAfter(Duration.ofMinutes(1)));
        this.system.ref(pid).cast("one");
        settle();
        ProcessCell cell = (ProcessCell) pid;
        // What a link and its end leave behind.
        cell.ties().links();
        cell.pending();
        this.clock.advance(Duration.ofMinutes(2));
        assertThat(this.system.statistics().timers()).isZero();
        assertThat(cell.ties).isNull();
        assertThat(cell.pending).isNull();
        this.system.ref(pid).cast("two");
        settle();
        assertThat(this.seen).containsExactly("one", "two");
    }

    @Test
    void aTimeoutThatWasAskedForGoesBeforeHibernation() { // G45
        Pid pid = this.system.start(
                quiet(ok -> ok.timeout(SECOND), r -> r),
                None.NONE,
                StartOptions.defaults().hibernateAfter(Duration.ofMillis(10)));
        this.clock.advance(SECOND);
        assertThat(this.seen).containsExactly(new Timeout());
        assertThat(this.system.isAlive(pid)).isTrue();
    }

    @Test
    void anAlarmThatHasGoneOffIsNotCountedTwiceWhenTheProcessDies() {
        Puppet gate = puppet();
        Pid pid = this.system.start(
                GenServer.<None, Integer>starting((none, self) -> Init.ok(0).timeout(SECOND))
                        .cast(String.class, (message, self, n) -> {
                            gate.ref().call(new Puppet.Hold("x"), Duration.ofHours(1));
                            return self.stop(ExitReason.normal(), n);
                        })
                        .build());
        this.system.ref(pid).cast("wait");
        this.clock.advance(SECOND);
        gate.held().get(0).reply("go");
        settle();
        assertThat(this.system.isAlive(pid)).isFalse();
        assertThat(this.system.statistics().timers()).isZero();
    }
}
