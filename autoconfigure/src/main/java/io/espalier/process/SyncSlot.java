package io.espalier.process;

import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A slot whose caller's thread waits.
 *
 * <p>A platform thread parks until its deadline. A virtual thread parks without one, because timed parks of virtual threads
 * cost twice, and is woken by the slot itself, which the clock holds as a timer; so does every thread on virtual time.
 */
final class SyncSlot<R> extends CallSlot<R> implements ForkJoinPool.ManagedBlocker {

    private static final long PATIENCE = 10_000_000_000L;

    private final Thread waiter = Thread.currentThread();

    private long end;

    private boolean timed;

    /** Until when a thread that is no process waits on virtual time, in real nanoseconds; else 0. */
    private long patience;

    private boolean stuck;

    SyncSlot(
            LocalSystem system,
            @Nullable ProcessCell callee,
            @Nullable ProcessCell caller,
            @Nullable Object request,
            @Nullable Object context) {
        super(system, callee, caller, request, context);
    }

    @Override
    void completed() {
        LockSupport.unpark(this.waiter);
    }

    String waiterName() {
        return this.waiter.getName();
    }

    /** Waits for the outcome: returns the reply or throws. The caller's thread only, once. */
    R await(Duration timeout) {
        return await(timeout, null, null);
    }

    /**
     * As {@link #await(Duration)}.
     *
     * @param asked what was asked, to be named if there is no reply in time; or null
     * @param spin how a platform thread waits at first, or null
     */
    R await(Duration timeout, @Nullable Object asked, @Nullable Spin spin) {
        if (live()) {
            try {
                awaitOutcome(Clock.nanos(timeout), spin);
            } catch (InterruptedException ex) {
                boolean gaveUp = abandon();
                this.waiter.interrupt();
                if (gaveUp) {
                    throw new CallInterruptedException("Interrupted while waiting for "
                            + ((this.callee != null) ? "process " + this.callee.describe() : "a process"));
                }
            }
        }
        if (this.stuck) {
            throw new IllegalStateException(
                    "No reply in 10 s of real time, and virtual time stands still while this thread"
                            + " waits for it; use ask(..), then advance the clock");
        }
        if (expired()) {
            String question = (asked != null) ? " to " + Reports.kind(asked) : "";
            String callee = (this.callee != null) ? "Process " + this.callee.describe() : "No process";
            throw new CallTimeoutException(
                    callee + " did not reply" + question + " within " + timeout.toMillis() + " ms");
        }
        return take();
    }

    private void awaitOutcome(long nanos, @Nullable Spin spin) throws InterruptedException {
        if (this.system.virtualTime) {
            this.system.clock().schedule(this, nanos);
            if (Threads.current() != null) {
                this.system.clock().waiting(this);
            } else {
                this.patience = System.nanoTime() + PATIENCE;
            }
        } else if (Threads.isVirtual(this.waiter)) {
            if (spin != null) {
                spin.await(this, true);
            }
            if (live()) {
                this.system.clock().schedule(this, nanos);
            }
        } else {
            if (nanos < Clock.FOREVER) {
                this.timed = true;
                this.end = System.nanoTime() + nanos;
            }
            if (spin != null) {
                spin.await(this, false);
            }
        }
        Threads.block(this);
    }

    @Override
    public boolean block() throws InterruptedException {
        if (!live()) {
            return true;
        }
        if (this.patience != 0) {
            long left = this.patience - System.nanoTime();
            if (left <= 0) {
                this.stuck = abandon();
                return true;
            }
            LockSupport.parkNanos(this, left);
        } else if (this.timed) {
            long left = this.end - System.nanoTime();
            if (left <= 0) {
                expire();
                return true;
            }
            LockSupport.parkNanos(this, left);
        } else {
            LockSupport.park(this);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return !live();
    }

    @Override
    public boolean isReleasable() {
        return !live();
    }
}
