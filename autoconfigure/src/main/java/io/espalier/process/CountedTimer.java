package io.espalier.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A timer that either expires or is cancelled, once, and that the system counts until then. */
abstract class CountedTimer extends Timer {

    private static final int PENDING = 0;

    private static final int EXPIRED = 1;

    private static final int CANCELLED = 2;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(CountedTimer.class, "state", int.class);
        } catch (ReflectiveOperationException ex) {
            throw new ExceptionInInitializerError(ex);
        }
    }

    final LocalSystem system;

    private volatile int state = PENDING;

    CountedTimer(LocalSystem system) {
        this.system = system;
    }

    final void start(long delayNanos) {
        this.system.timerStarted();
        this.system.clock().schedule(this, delayNanos);
    }

    /** Cancels it. False if it has expired or was cancelled before. */
    final boolean cancelQuietly() {
        if (!STATE.compareAndSet(this, PENDING, CANCELLED)) {
            return false;
        }
        this.system.timerDone();
        this.system.clock().cancelled();
        cancelled();
        return true;
    }

    final boolean expired() {
        return this.state == EXPIRED;
    }

    @Override
    final boolean live() {
        return this.state == PENDING;
    }

    @Override
    final void expire() {
        if (STATE.compareAndSet(this, PENDING, EXPIRED)) {
            this.system.timerDone();
            ring();
        }
    }

    /** It has expired. */
    abstract void ring();

    /** It was cancelled: lets go of what it held. */
    void cancelled() {}
}
