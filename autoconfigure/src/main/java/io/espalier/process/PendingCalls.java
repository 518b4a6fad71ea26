package io.espalier.process;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls that a process has accepted and not answered, so that its death can fail them. Others answer them without a word
 * to this list, so it is swept of answered ones whenever it has doubled: amortised, that costs a call nothing.
 */
final class PendingCalls {

    private static final int FIRST_SWEEP = 16;

    private @Nullable CallSlot<?> first;

    private int size;

    private int sweepAt = FIRST_SWEEP;

    /** Those who wait for the process to be dead. */
    private final List<CallSlot<?>> stops = new ArrayList<>(0);

    void add(CallSlot<?> slot) {
        if (this.size >= this.sweepAt) {
            sweep();
            this.sweepAt = Math.max(FIRST_SWEEP, 2 * this.size);
        }
        slot.nextDeferred = this.first;
        this.first = slot;
        this.size++;
    }

    void addStop(CallSlot<?> slot) {
        this.stops.add(slot);
    }

    void fail(ExitReason reason) {
        CallSlot<?> slot = this.first;
        this.first = null;
        while (slot != null) {
            CallSlot<?> next = slot.nextDeferred;
            slot.nextDeferred = null;
            slot.exited(reason);
            slot = next;
        }
    }

    /** The process is dead: tells those who wait for it. */
    void stopped(ExitReason reason) {
        for (CallSlot<?> stop : this.stops) {
            stop.answer(reason);
        }
    }

    /** Lets go of spare memory. True if nothing is left. */
    boolean trim() {
        sweep();
        return this.first == null && this.stops.isEmpty();
    }

    private void sweep() {
        CallSlot<?> kept = null;
        int count = 0;
        CallSlot<?> slot = this.first;
        while (slot != null) {
            CallSlot<?> next = slot.nextDeferred;
            slot.nextDeferred = null;
            if (slot.live()) {
                slot.nextDeferred = kept;
                kept = slot;
                count++;
            }
            slot = next;
        }
        this.first = kept;
        this.size = count;
    }
}
