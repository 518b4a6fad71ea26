package io.espalier.process;

import org.jspecify.annotations.Nullable;

/** What a process does with the signals in its mailbox, in their order. Its thread only. */
final class Signals {

    private final ProcessCell cell;

    /** The death that an exit signal has decided. */
    private @Nullable ExitReason death;

    /** Who has sent the signal of that death, or null if it was a thread that is no process. */
    private @Nullable ProcessCell from;

    /** An orderly stop that does not wait its turn among the messages. */
    private @Nullable ExitReason stop;

    Signals(ProcessCell cell) {
        this.cell = cell;
    }

    /** Whether they have decided a death or a stop. */
    boolean decided() {
        return this.death != null || this.stop != null;
    }

    @Nullable
    ExitReason death() {
        return this.death;
    }

    @Nullable
    ProcessCell from() {
        return this.from;
    }

    ExitReason takeStop() {
        ExitReason taken = (this.stop != null) ? this.stop : ExitReason.shutdown();
        this.stop = null;
        return taken;
    }

    /** Obeys a signal. Returns the message that it turns into, for its place among the messages, or null. */
    @Nullable
    Node obey(Node node) {
        if (node instanceof Signal.ExitSignal exit) {
            Node message = exit(exit);
            if (exit.doom && !decided() && !this.cell.stopping) {
                this.cell.reprieve();
            }
            return message;
        }
        if (node instanceof Signal.DownSignal down) {
            boolean active = this.cell.ties().monitors().remove(down.monitor);
            return active ? Envelope.info(down.monitor.message(down.reason)) : null;
        }
        if (node instanceof Signal.IdleTick tick) {
            Object due = tick.alarm.tick();
            return (due != null) ? new Wish.Idle(due) : null;
        }
        tie(this.cell, node);
        return null;
    }

    /** Obeys a signal that ties or unties; others change nothing. */
    static void tie(ProcessCell cell, Node node) {
        if (!(node instanceof Signal)) {
            return;
        }
        Ties ties = cell.ties();
        if (node instanceof Signal.LinkSignal link) {
            if (!ties.unlinking().containsKey(link.from)) {
                ties.links().add(link.from);
            }
        } else if (node instanceof Signal.UnlinkSignal unlink) {
            ties.links().remove(unlink.from);
            unlink.from.enqueueTie(new Signal.UnlinkedSignal(cell, unlink));
        } else if (node instanceof Signal.UnlinkedSignal unlinked) {
            ties.unlinking().remove(unlinked.from, unlinked.confirmed);
        } else if (node instanceof Signal.MonitorSignal monitor) {
            ties.watches().add(monitor.watch);
        } else if (node instanceof Signal.DemonitorSignal demonitor) {
            ties.watches().remove(demonitor.watch);
        } else if (node instanceof Signal.TimerGone gone) {
            ties.timers().remove(gone.timer);
        }
    }

    /** Decides what an exit signal does: a death, a stop, a message, or nothing. */
    private @Nullable Node exit(Signal.ExitSignal signal) {
        if (signal.origin != Signal.Origin.EXIT
                && (signal.from == null || !this.cell.ties().links().remove(signal.from))) {
            return null;
        }
        boolean byParent = signal.from != null && signal.from == this.cell.parent;
        if (this.cell.trapExits) {
            if (signal.origin == Signal.Origin.FAILED_START) {
                return null;
            }
            if (byParent) {
                this.cell.stopping = true;
                return new Wish.Stop(signal.reason);
            }
            Pid sender = (signal.from != null) ? signal.from : this.cell;
            return Envelope.info(new Exit(sender, signal.reason));
        }
        if (signal.reason instanceof ExitReason.Normal && signal.from != this.cell) {
            return null;
        }
        if (byParent && signal.origin == Signal.Origin.EXIT) {
            this.cell.stopping = true;
            this.stop = signal.reason;
        } else {
            this.from = signal.from;
            this.death = signal.reason;
        }
        return null;
    }
}
