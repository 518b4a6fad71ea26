package io.espalier.process;

import org.jspecify.annotations.Nullable;

/**
 * The idle timeout of one process. A message only takes the wish back; the clock's timer stays as it is and, when it
 * expires, the process looks whether there is a wish and how long it has to go. So a process that sets a timeout with every
 * message costs the clock one timer each period, not one each message.
 */
final class IdleTimer {

    private final ProcessCell cell;

    private @Nullable Object message;

    private long length;

    private long due;

    private @Nullable Alarm alarm;

    IdleTimer(ProcessCell cell) {
        this.cell = cell;
    }

    /** Wishes for a message if none comes for so long; zero asks for it as soon as no other is there. */
    void set(long nanos, Object message) {
        this.message = message;
        this.length = nanos;
        if (nanos == 0) {
            return;
        }
        this.due = this.cell.system.clock().nanoTime() + nanos;
        Alarm armed = this.alarm;
        if (armed == null || armed.deadline > this.due) {
            if (armed != null) {
                armed.cancelQuietly();
            }
            arm(nanos);
        }
    }

    /** A system message has come: the whole time again. */
    void restart() {
        if (this.message != null && this.length > 0) {
            this.due = this.cell.system.clock().nanoTime() + this.length;
        }
    }

    /** A message has come. */
    void clear() {
        this.message = null;
    }

    /** No message is there right now: the message that was wished for at once, or null. */
    @Nullable
    Object takeIfDueAtOnce() {
        if (this.message == null || this.length > 0) {
            return null;
        }
        return take();
    }

    /** The alarm has gone off: the message that is due now, or null. */
    @Nullable
    Object tick(Alarm from) {
        if (this.alarm != from) {
            return null;
        }
        this.alarm = null;
        if (this.message == null || this.length == 0) {
            return null;
        }
        long left = this.due - this.cell.system.clock().nanoTime();
        if (left > 0) {
            arm(left);
            return null;
        }
        return take();
    }

    private @Nullable Object take() {
        Object wished = this.message;
        this.message = null;
        return wished;
    }

    /** The process dies. */
    void cancel() {
        if (this.alarm != null) {
            this.alarm.cancelQuietly();
            this.alarm = null;
        }
    }

    private void arm(long nanos) {
        Alarm fresh = new Alarm();
        this.alarm = fresh;
        fresh.start(nanos);
    }

    /** The clock's timer. */
    final class Alarm extends CountedTimer {

        Alarm() {
            super(IdleTimer.this.cell.system);
        }

        @Override
        void ring() {
            IdleTimer.this.cell.enqueue(new Signal.IdleTick(this));
        }

        @Nullable
        Object tick() {
            return IdleTimer.this.tick(this);
        }
    }
}
