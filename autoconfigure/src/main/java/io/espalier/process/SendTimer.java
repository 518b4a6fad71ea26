package io.espalier.process;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message that is sent later: to the process that has set the timer, which then finds the timer itself in its mailbox, or
 * to a reference that is looked up when the time has come.
 */
final class SendTimer extends CountedTimer implements TimerRef {

    /** The process that has set it, or null if a reference is the target. */
    private final @Nullable ProcessCell owner;

    private final @Nullable ProcessRef to;

    private @Nullable Object message;

    SendTimer(LocalSystem system, @Nullable ProcessCell owner, @Nullable ProcessRef to, Object message) {
        super(system);
        this.owner = owner;
        this.to = to;
        this.message = message;
    }

    /** The message; for whoever has expired or cancelled the timer, and then for the owner. */
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
            forget(this.owner);
        }
        return left;
    }

    private void forget(ProcessCell setter) {
        if (Threads.current() == setter && setter.tryOperation()) {
            try {
                setter.ties().timers().remove(this);
            } finally {
                setter.endOperation();
            }
        } else {
            setter.enqueue(new Signal.TimerGone(this));
        }
    }

    @Override
    public Optional<Duration> remaining() {
        if (!live()) {
            return Optional.empty();
        }
        long left = this.deadline - this.system.clock().nanoTime();
        return Optional.of(Duration.ofNanos(Math.max(0, left)));
    }

    @Override
    void ring() {
        if (this.owner != null) {
            this.owner.enqueue(this);
        } else if (this.to != null && this.message != null) {
            this.to.send(this.message);
        }
    }

    @Override
    void cancelled() {
        clear();
    }
}
