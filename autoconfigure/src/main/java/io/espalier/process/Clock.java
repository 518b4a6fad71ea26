package io.espalier.process;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;

/**
 * The one source of time of a {@link ProcessSystem}: instants, timers and timed waits all come from here, so that a
 * {@link VirtualClock} moves call timeouts, idle timeouts and restart windows alike.
 */
public abstract sealed class Clock permits SystemClock, VirtualClock {

    Clock() {}

    /**
     * The time of this machine.
     *
     * @return a clock for one system
     */
    public static Clock system() {
        return new SystemClock();
    }

    /**
     * A clock that stands still until it is told to advance, for tests.
     *
     * @return a clock for one system
     */
    public static VirtualClock virtual() {
        return new VirtualClock();
    }

    /**
     * Monotonic time, for measuring; never goes back, zero means nothing.
     *
     * @return nanoseconds
     */
    public abstract long nanoTime();

    /**
     * The time of day, for people.
     *
     * @return now
     */
    public abstract Instant instant();

    /** Has a timer expire, on a thread of the clock's own; what happens there must be quick and run no user code. */
    abstract void schedule(Timer timer, long delayNanos);

    /** Says that a timer will not be needed, so that its memory can go. */
    abstract void cancelled();

    /** Whether timed waits must be woken by this clock's timers, since real time is not its time. */
    abstract boolean virtualTime();

    /** Wraps an executor so that this clock knows when nothing runs. */
    abstract Executor track(Executor executor);

    /** A process's thread is about to wait for a slot. */
    abstract void waiting(CallSlot<?> slot);

    /** A slot was completed. */
    abstract void completed(CallSlot<?> slot);

    /** A process's thread is about to be interrupted: if it waits for a slot, it will go on. */
    abstract void interrupting(ProcessCell cell);

    /** Ends the clock's thread, if it has one. */
    abstract void close();

    /** A duration in nanoseconds, cut to about 146 years so that deadlines do not overflow. */
    static long nanos(Duration duration) {
        if (duration.compareTo(LONGEST) >= 0) {
            return FOREVER;
        }
        return Math.max(0, duration.toNanos());
    }

    /** The delay that stands for "never". */
    static final long FOREVER = Long.MAX_VALUE / 2;

    private static final Duration LONGEST = Duration.ofNanos(FOREVER);
}
