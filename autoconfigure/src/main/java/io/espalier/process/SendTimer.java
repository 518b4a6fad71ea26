package io.espalier.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message that is sent later: to the process that has set the timer, which then finds the timer itself in its mailbox, or
 * to a reference that is looked up when the time has come.
 */
final class SendTimer extends Timer implements TimerRef {

    private static final int PENDING = 0;

    private static final int EXPIRED = 1;

    private static final int CANCELLED = 2;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(SendTimer.class, "state", int.class);
        } catch (ReflectiveOperationException ex) {
            throw new ExceptionInInitializerError(ex);
        }
    }

    private final LocalSystem system;

    /** The process that has set it, or null if a reference is the target. */
    private final @Nullable ProcessCell owner;

    private final @Nullable ProcessRef to;

    private @Nullable Object message;

    private volatile int state = PENDING;

    SendTimer(LocalSystem system, @Nullable ProcessCell owner, @Nullable ProcessRef to, Object message) {
        this.system = system;
        this.owner = owner;
        this.to = to;
        this.message = message;
    }

    /** The message; the owner's thread only, or the clock's. */
    @Nullable
    Object message() {
        return this.message;
    }

    void clear() {
        this.message = null;
    }

    @Override
    public Optional<Duration> cancel() {
        Optional<Duration> left = remaining();
        if (!cancelQuietly()) {
            return Optional.empty();
        }
        if (this.owner != null) {
            this.owner.enqueue(new Signal.TimerGone(this));
        }
        return left;
    }

    /** Cancels without a word to the owner, which forgets it by itself. */
    boolean cancelQuietly() {
        if (!STATE.compareAndSet(this, PENDING, CANCELLED)) {
            return false;
        }
        this.system.timerDone();
        this.system.clock().cancelled();
        return true;
    }

    @Override
    public Optional<Duration> remaining() {
        if (this.state != PENDING) {
            return Optional.empty();
        }
        long left = this.deadline - this.system.clock().nanoTime();
        return Optional.of(Duration.ofNanos(Math.max(0, left)));
    }

    @Override
    boolean live() {
        return this.state == PENDING;
    }

    @Override
    void expire() {
        if (!STATE.compareAndSet(this, PENDING, EXPIRED)) {
            return;
        }
        this.system.timerDone();
        if (this.owner != null) {
            this.owner.enqueue(this);
        } else if (this.to != null && this.message != null) {
            this.to.send(this.message);
        }
    }
}
