package io.espalier.supervisor;

import io.espalier.process.Clock;
import io.espalier.process.Self;
import io.espalier.process.TimerRef;
import io.espalier.process.VirtualClock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * When one child is restarted: how long it has to wait, and which of the messages that say "now" still counts. At most one
 * is on its way; each has a ticket, and only the newest ticket that was not cancelled is good, once.
 */
final class RestartSchedule {

    /** In the middle of the spread: no jitter. */
    private static final double MIDDLE = 0.5;

    private final @Nullable Backoff backoff;

    private int attempts;

    private int ticket;

    private boolean pending;

    private @Nullable TimerRef timer;

    RestartSchedule(@Nullable Backoff backoff) {
        this.backoff = backoff;
    }

    /**
     * The child has died; if it has lived long enough its delays start over.
     *
     * @param nanos how long it has lived
     */
    void lived(long nanos) {
        if (this.backoff != null && Duration.ofNanos(nanos).compareTo(this.backoff.resetAfter()) >= 0) {
            this.attempts = 0;
        }
    }

    /**
     * Counts one restart. On virtual time there is no jitter, so that a test can tell when it comes.
     *
     * @param clock the clock of the system
     * @return how long it has to wait; zero without a backoff
     */
    Duration nextDelay(Clock clock) {
        if (this.backoff == null) {
            return Duration.ZERO;
        }
        double random = (clock instanceof VirtualClock)
                ? MIDDLE
                : ThreadLocalRandom.current().nextDouble();
        return this.backoff.delay(this.attempts++, random);
    }

    /**
     * A restart that shall be next.
     *
     * @return its ticket
     */
    int now() {
        cancel();
        this.pending = true;
        return ++this.ticket;
    }

    /**
     * A restart that comes by a message, behind those that are in the mailbox.
     *
     * @param self the supervisor
     * @param message makes the message from the ticket
     */
    void soon(Self<?> self, IntFunction<Object> message) {
        self.system().ref(self.pid()).send(message.apply(now()));
    }

    /**
     * A restart that comes by a message when a delay is over.
     *
     * @param self the supervisor
     * @param delay how long
     * @param message makes the message from the ticket
     */
    void later(Self<?> self, Duration delay, IntFunction<Object> message) {
        this.timer = self.sendAfter(delay, message.apply(now()));
    }

    /** Whether a restart is on its way. */
    boolean pending() {
        return this.pending;
    }

    /**
     * A restart is due.
     *
     * @param ticket its ticket
     * @return whether the ticket is good; it is not any more afterwards
     */
    boolean take(int ticket) {
        boolean good = this.pending && this.ticket == ticket;
        if (good) {
            this.pending = false;
            this.timer = null;
        }
        return good;
    }

    /** No restart any more, until the next one is planned. */
    void cancel() {
        this.pending = false;
        if (this.timer != null) {
            this.timer.cancel();
            this.timer = null;
        }
    }
}
