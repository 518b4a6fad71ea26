package io.espalier.process;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a process has to do with its starter until the start is answered: the answer, and its deadline. */
final class Birth {

    private final ProcessCell cell;

    /** The thread that waits, or null. */
    private final @Nullable SyncSlot<StartResult> slot;

    /** The process that gets a message, or null. */
    private final @Nullable ProcessCell starter;

    private final @Nullable Duration timeout;

    private final @Nullable Deadline deadline;

    /** Why the start failed, if that is not the exit reason. */
    private @Nullable StartResult result;

    private Birth(
            ProcessCell cell,
            @Nullable SyncSlot<StartResult> slot,
            @Nullable ProcessCell starter,
            @Nullable Duration timeout) {
        this.cell = cell;
        this.slot = slot;
        this.starter = starter;
        this.timeout = timeout;
        this.deadline = (timeout != null) ? new Deadline(cell) : null;
    }

    static Birth answering(ProcessCell cell, SyncSlot<StartResult> slot, @Nullable Duration timeout) {
        return new Birth(cell, slot, null, timeout);
    }

    static Birth telling(ProcessCell cell, @Nullable ProcessCell starter, @Nullable Duration timeout) {
        return new Birth(cell, null, starter, timeout);
    }

    void startDeadline() {
        if (this.deadline != null && this.timeout != null) {
            this.deadline.start(Clock.nanos(this.timeout));
        }
    }

    /** The init ended with a result of its own. */
    void result(StartResult result) {
        this.result = result;
    }

    /** Whether the starter gave up on it; then nothing goes along the link to the starter. */
    boolean timedOut() {
        return this.deadline != null && this.deadline.expired();
    }

    /** Whether it came in time. Once; afterwards the deadline has no say. */
    boolean inTime() {
        return this.deadline == null || this.deadline.cancelQuietly();
    }

    /** The process runs. */
    void succeeded() {
        answer(new StartResult.Started(this.cell));
    }

    /** The process is dead. */
    void failed(ExitReason reason) {
        if (this.timeout != null && !inTime()) {
            answer(new StartResult.Failed(ExitReason.custom(new StartTimeout(this.timeout))));
        } else {
            answer((this.result != null) ? this.result : new StartResult.Failed(reason));
        }
    }

    private void answer(StartResult answer) {
        if (this.slot != null) {
            this.slot.answer(answer);
        } else if (this.starter != null) {
            this.starter.enqueue(Envelope.info(new StartReply(this.cell, answer)));
        }
    }

    /** Kills the process if its init takes too long. */
    private static final class Deadline extends CountedTimer {

        private final ProcessCell cell;

        Deadline(ProcessCell cell) {
            super(cell.system);
            this.cell = cell;
        }

        @Override
        void ring() {
            this.cell.kill();
        }
    }
}
