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

    private final Thread waiter = Thread.currentThread();

    private long end;

    private boolean timed;

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
        if (live()) {
            try {
                awaitOutcome(Clock.nanos(timeout));
            } catch (InterruptedException ex) {
                boolean gaveUp = abandon();
                this.waiter.interrupt();
                if (gaveUp) {
                    throw new CallInterruptedException("Interrupted while waiting for "
                            + ((this.callee != null) ? "process " + this.callee.describe() : "a process"));
                }
            }
        }
        if (expired()) {
            Object asked = (request() != null) ? " to " + Reports.kind(request()) : "";
            String callee = (this.callee != null) ? "Process " + this.callee.describe() : "No process";
            throw new CallTimeoutException(callee + " did not reply" + asked + " within " + timeout.toMillis() + " ms");
        }
        return take();
    }

    private void awaitOutcome(long nanos) throws InterruptedException {
        if (this.system.virtualTime) {
            this.system.clock().schedule(this, nanos);
            if (Threads.current() != null) {
                this.system.clock().waiting(this);
            }
        } else if (Threads.isVirtual(this.waiter)) {
            this.system.clock().schedule(this, nanos);
        } else if (nanos < Clock.FOREVER) {
            this.timed = true;
            this.end = System.nanoTime() + nanos;
        }
        ForkJoinPool.managedBlock(this);
    }

    @Override
    public boolean block() throws InterruptedException {
        if (!live()) {
            return true;
        }
        if (this.timed) {
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
