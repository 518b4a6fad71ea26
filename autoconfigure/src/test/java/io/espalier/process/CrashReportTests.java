package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CrashReportTests extends ProcessFixture {

    private record Secret(String password) {}

    private record Boom(Object payload) implements Request<Integer> {}

    /** Crashes on any cast and call. */
    private static final class Bomb implements GenServer<None, Object> {

        private final Object state;

        private final UnaryOperator<Status> format;

        Bomb(Object state, UnaryOperator<Status> format) {
            this.state = state;
            this.format = format;
        }

        @Override
        public Init<Object> init(None none, Self<Object> self) {
            return Init.ok(this.state);
        }

        @Override
        public CallResult<Object> handleCall(Request<?> request, Call<Object, Object> call, Object state) {
            throw BOOM;
        }

        @Override
        public Result<Object> handleCast(Object message, Self<Object> self, Object state) {
            throw BOOM;
        }

        @Override
        public Status formatStatus(Status status) {
            return this.format.apply(status);
        }
    }

    private String reportOf(Object state, Object message, UnaryOperator<Status> format) {
        Pid pid = this.system.start(new Bomb(state, format), None.NONE, StartOptions.named("bomb"));
        CompletableFuture<ExitReason> death = watch(pid);
        this.system.ref("bomb").cast(message);
        get(death);
        settle();
        List<String> errors = this.log.errors();
        return errors.get(errors.size() - 1);
    }

    @Test
    void aLoudDeathIsReportedOnceWithAllThatIsKnown() { // G54
        String report = reportOf("the state", "the message", status -> status);
        assertThat(report)
                .contains("bomb (#1) ended: crash: " + BOOM)
                .contains(Bomb.class.getName())
                .contains("last message: the message")
                .contains("state:        the state");
        assertThat(this.log.events()).hasSize(1);
        ILoggingEvent event = this.log.events().get(0);
        assertThat(event.getThrowableProxy().getMessage()).isEqualTo("boom");
        assertThat(event.getThrowableProxy().getStackTraceElementProxyArray()).isNotEmpty();
    }

    @Test
    void theReportOfACallNamesItsCaller() { // G54
        Pid pid = this.system.start(new Bomb("x", status -> status));
        Puppet caller = puppet("caller");
        caller.starts(self -> {
            try {
                this.system.ref(pid).call(new Boom("now"));
            } catch (ProcessExitedException ex) {
                // It was to crash.
            }
        });
        settle();
        assertThat(this.log.errors())
                .singleElement()
                .asString()
                .contains("sent by:      process caller (" + caller.pid() + ")")
                .contains("Boom[payload=now]");
    }

    @Test
    void theReportOfACallFromAThreadNamesTheThread() { // G54
        Pid pid = this.system.start(new Bomb("x", status -> status));
        try {
            this.system.ref(pid).call(new Boom("now"));
        } catch (ProcessExitedException ex) {
            // It was to crash.
        }
        settle();
        assertThat(this.log.errors())
                .singleElement()
                .asString()
                .contains("sent by:      thread " + Thread.currentThread().getName());
    }

    @Test
    void quietDeathsAreNotLogged() { // G54
        for (ExitReason reason : List.of(ExitReason.normal(), ExitReason.shutdown(), ExitReason.shutdown("x"))) {
            Puppet puppet = puppet();
            puppet.starts(self -> {
                throw self.exit(reason);
            });
            puppet.death();
            Puppet stopped = puppet();
            this.system.stop(stopped.pid(), reason, ProcessRef.DEFAULT_TIMEOUT);
        }
        settle();
        assertThat(this.log.events()).isEmpty();
    }

    @Test
    void aDeathByASignalIsOnlyMentioned() { // G54
        Puppet custom = puppet();
        this.system.exit(custom.pid(), CUSTOM);
        custom.death();
        Puppet killed = puppet();
        this.system.kill(killed.pid());
        killed.death();
        settle();
        assertThat(this.log.events()).hasSize(2);
        assertThat(this.log.warnings().get(0)).contains("ended by an exit signal", "custom");
        assertThat(this.log.warnings().get(1)).contains("was killed while it was idle");
    }

    @Test
    void oneFaultIsOneErrorHoweverManyDieOfIt() { // G54, P03
        Puppet centre = puppet();
        for (int linked = 0; linked < 4; linked++) {
            Puppet other = puppet();
            centre.does(self -> self.link(other.pid()));
        }
        centre.starts(self -> {
            throw new IllegalStateException("the fault");
        });
        centre.death();
        settle();
        assertThat(this.log.errors()).singleElement().asString().contains("the fault");
        assertThat(this.log.warnings()).hasSize(4).allMatch(text -> text.contains("from " + centre.pid()));
    }

    @Test
    void aFailedInitIsReportedWithoutAState() { // G54
        try {
            this.system.start(GenServer.<None, Integer>starting((none, self) -> {
                        throw BOOM;
                    })
                    .build());
        } catch (StartFailedException ex) {
            // It was to fail.
        }
        assertThat(this.log.errors()).singleElement().asString().contains("died in init");
    }

    @Test
    void formatStatusFiltersWhatIsShown() { // G56
        String report =
                reportOf(new Secret("swordfish"), new Secret("open sesame"), status -> status.withState("hidden")
                        .withMessage("hidden too"));
        assertThat(report)
                .contains("state:        hidden", "last message: hidden too")
                .doesNotContain("swordfish", "open sesame");
    }

    @Test
    void formatStatusSeesTheReason() { // G56
        String report = reportOf("s", "m", status -> status.withState("because of " + status.reason()));
        assertThat(report).contains("because of crash: " + BOOM);
    }

    @Test
    void aFormatStatusThatThrowsLosesNothingButTheDetails() { // G56
        for (Throwable thrown : List.of(BOOM, new AssertionError("wrong"))) {
            String report = reportOf(new Secret("swordfish"), new Secret("open sesame"), status -> {
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw BOOM;
            });
            assertThat(report)
                    .contains("ended: crash: " + BOOM, "formatStatus failed", "Secret")
                    .doesNotContain("swordfish", "open sesame");
        }
    }

    @Test
    void aFormatStatusThatReturnsNullLosesNothingButTheDetails() { // G56
        assertThat(reportOf(new Secret("swordfish"), "m", status -> null))
                .contains("ended: crash", "formatStatus returned null")
                .doesNotContain("swordfish");
    }

    @Test
    void arraysAreShownByTypeAndLength() {
        assertThat(reportOf(new byte[4096], new int[] {1, 2, 3}, status -> status))
                .contains("state:        byte[4096]", "last message: int[3]");
    }

    @Test
    void longTextsAreCut() {
        assertThat(reportOf("x".repeat(100_000), "m", status -> status))
                .contains("(100000 characters)")
                .hasSizeLessThan(3000);
    }

    @Test
    void aToStringThatThrowsIsReplaced() {
        Object rude = new Object() {
            @Override
            public String toString() {
                throw BOOM;
            }
        };
        assertThat(reportOf(rude, rude, status -> status)).contains("its toString failed");
    }

    @Test
    void aKillReachesAReportThatHangs() throws Exception {
        java.util.concurrent.CountDownLatch in = new java.util.concurrent.CountDownLatch(1);
        Pid pid = this.system.start(new Bomb("x", status -> {
            in.countDown();
            try {
                new java.util.concurrent.CountDownLatch(1).await();
            } catch (InterruptedException ex) {
                throw new IllegalStateException(ex);
            }
            return status;
        }));
        CompletableFuture<ExitReason> death = watch(pid);
        this.system.ref(pid).cast("go");
        in.await();
        this.system.kill(pid);
        assertThat(get(death)).isEqualTo(ExitReason.killed());
    }
}
