package io.espalier.process;

import org.jspecify.annotations.Nullable;

/**
 * The order of death, after terminate and the report: close the mailbox, free the name, fail pending calls, cancel timers,
 * send EXIT and DOWN, dead. Runs on the process's own thread, or for one that was fenced on a thread of the system's; never
 * on both, and no user code runs in it.
 *
 * <p>So whoever has heard of the death in any way finds the name free, and whoever has seen a DOWN finds nothing of it.
 */
final class Death {

    private Death() {}

    static void of(ProcessCell cell, ExitReason reason) {
        of(cell, reason, null);
    }

    /**
     * The death of a process that owes its caller a last reply.
     *
     * @param reply the value, in an array because it may be null; or null
     */
    static void of(ProcessCell cell, ExitReason reason, Object @Nullable [] reply) {
        LocalSystem system = cell.system;
        Birth birth = cell.birth;
        String name = cell.name();
        cell.closing();
        system.names().release(cell);
        endCalls(cell, reason, reply);
        cancelTimers(cell);
        system.dying(cell, name, reason);
        notifyOthers(cell, reason, birth);
        PendingCalls waiting = cell.pending;
        forget(cell);
        cell.dead();
        cell.sweep();
        system.died(cell);
        if (waiting != null) {
            waiting.stopped(reason);
        }
        if (birth != null) {
            birth.failed(reason);
        }
    }

    private static void endCalls(ProcessCell cell, ExitReason reason, Object @Nullable [] reply) {
        if (cell.current instanceof CallSlot<?> slot && !(slot.request() instanceof StopRequest)) {
            if (reply != null) {
                slot.answer(reply[0]);
            } else {
                slot.exited(reason);
            }
        }
        if (cell.pending != null) {
            cell.pending.fail(reason);
        }
        for (Node node = cell.mailbox.poll(); node != null; node = cell.mailbox.poll()) {
            takeLeave(cell, node, reason);
        }
    }

    /** Something that has come before the death and will not be handled. */
    private static void takeLeave(ProcessCell cell, Node node, ExitReason reason) {
        if (node instanceof CallSlot<?> slot) {
            if (slot.request() instanceof StopRequest) {
                // It wished for this death, and has it; when all is done it will be told.
                cell.pending().addStop(slot);
            } else {
                slot.exited(reason);
            }
        } else {
            // Who has linked or watched it in time is told with the others.
            Signals.tie(cell, node);
        }
    }

    /** Deals with what comes to a dead process. */
    static void sweep(ProcessCell cell) {
        for (Node node = cell.mailbox.poll(); node != null; node = cell.mailbox.poll()) {
            sendBack(cell, node);
        }
    }

    private static void sendBack(ProcessCell cell, Node node) {
        if (node instanceof CallSlot<?> slot) {
            slot.noProcess();
        } else if (node instanceof Signal.LinkSignal link) {
            link.from.enqueueExit(new Signal.ExitSignal(cell, ExitReason.noProcess(), Signal.Origin.LINK));
        } else if (node instanceof Signal.UnlinkSignal unlink) {
            unlink.from.enqueueTie(new Signal.UnlinkedSignal(cell, unlink));
        } else if (node instanceof Signal.MonitorSignal monitor) {
            monitor.watch.down(ExitReason.noProcess());
        } else if (node instanceof Envelope envelope) {
            cell.system.dropped(cell.describe(), envelope.message());
        }
    }

    private static void cancelTimers(ProcessCell cell) {
        if (cell.ties != null) {
            cell.ties.forEachTimer(SendTimer::cancelQuietly);
        }
        if (cell.idle != null) {
            cell.idle.cancel();
        }
    }

    private static void notifyOthers(ProcessCell cell, ExitReason reason, @Nullable Birth birth) {
        Ties ties = cell.ties;
        if (ties == null) {
            return;
        }
        // The parent comes last: when it starts a successor, those that die with this one are known to be doomed.
        ProcessCell parent = cell.parent;
        ties.links().forEach(linked -> {
            if (linked != parent) {
                exit(cell, reason, linked);
            }
        });
        if (parent != null && ties.links().contains(parent)) {
            exitToParent(cell, reason, parent, birth);
        }
        ties.forEachWatch(watch -> watch.down(reason));
        ties.forEachMonitor(monitor -> {
            if (monitor.target() != null) {
                monitor.target().enqueueTie(new Signal.DemonitorSignal(monitor));
            }
        });
    }

    private static void exit(ProcessCell cell, ExitReason reason, ProcessCell linked) {
        if (linked.parent == cell) {
            cell.system.orphaned(linked);
        }
        linked.enqueueExit(new Signal.ExitSignal(cell, reason, Signal.Origin.LINK));
    }

    private static void exitToParent(ProcessCell cell, ExitReason reason, ProcessCell parent, @Nullable Birth birth) {
        if (birth == null) {
            parent.enqueueExit(new Signal.ExitSignal(cell, reason, Signal.Origin.LINK));
        } else if (birth.timedOut()) {
            parent.enqueueTie(new Signal.UnlinkSignal(cell));
        } else {
            parent.enqueueExit(new Signal.ExitSignal(cell, reason, Signal.Origin.FAILED_START));
        }
    }

    /** Lets go of everything: a pid may be kept for long. */
    private static void forget(ProcessCell cell) {
        cell.state = null;
        cell.current = null;
        cell.continuation = null;
        cell.birth = null;
        cell.ties = null;
        cell.pending = null;
        cell.idle = null;
        cell.parent = null;
        cell.waitingOn = null;
        cell.runner = null;
    }
}
