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
        LocalSystem system = cell.system;
        Birth birth = cell.birth;
        String name = cell.name();
        cell.closing();
        system.names().release(cell);
        PendingCalls waiting = failCalls(cell, reason);
        cancelTimers(cell);
        notifyOthers(cell, reason, birth);
        forget(cell);
        cell.dead();
        cell.sweep();
        system.died(cell, name, reason);
        if (waiting != null) {
            waiting.stopped(reason);
        }
        if (birth != null) {
            birth.failed(reason);
        }
    }

    private static @Nullable PendingCalls failCalls(ProcessCell cell, ExitReason reason) {
        if (cell.current instanceof CallSlot<?> slot && !(slot.request() instanceof StopRequest)) {
            slot.exited(reason);
        }
        PendingCalls pending = cell.pending;
        if (pending != null) {
            pending.fail(reason);
        }
        if (cell.inner != null) {
            for (Node node : cell.inner) {
                dispose(cell, node, reason);
            }
        }
        sweep(cell, reason);
        return cell.pending;
    }

    /** Empties the mailbox of a process that will not handle it. */
    static void sweep(ProcessCell cell, ExitReason reason) {
        for (Node node = cell.mailbox.poll(); node != null; node = cell.mailbox.poll()) {
            dispose(cell, node, reason);
        }
    }

    private static void dispose(ProcessCell cell, Node node, ExitReason reason) {
        if (node instanceof CallSlot<?> slot) {
            if (slot.request() instanceof StopRequest && !(reason instanceof ExitReason.NoProcess)) {
                // It wished for this death, and has it; when all is done it will be told.
                cell.pending().addStop(slot);
            } else if (reason instanceof ExitReason.NoProcess) {
                slot.noProcess();
            } else {
                slot.exited(reason);
            }
        } else if (node instanceof Signal.LinkSignal link) {
            link.from.enqueueExit(new Signal.ExitSignal(cell, ExitReason.noProcess(), Signal.Origin.LINK));
        } else if (node instanceof Signal.MonitorSignal monitor) {
            monitor.watch.down(ExitReason.noProcess());
        } else if (node instanceof Signal.DemonitorSignal demonitor) {
            cell.ties().watches.remove(demonitor.watch);
        } else if (node instanceof Signal.UnlinkSignal unlink) {
            cell.ties().links.remove(unlink.from);
        } else if (node instanceof Envelope envelope && reason instanceof ExitReason.NoProcess) {
            cell.system.dropped(cell.describe(), envelope.message());
        }
    }

    private static void cancelTimers(ProcessCell cell) {
        if (cell.ties != null) {
            cell.ties.timers.forEach(SendTimer::cancelQuietly);
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
        ties.links.forEach(linked -> {
            if (birth == null || linked != cell.parent) {
                linked.enqueueExit(new Signal.ExitSignal(cell, reason, Signal.Origin.LINK));
            } else if (birth.timedOut()) {
                linked.enqueue(new Signal.UnlinkSignal(cell));
            } else {
                linked.enqueueExit(new Signal.ExitSignal(cell, reason, Signal.Origin.FAILED_START));
            }
        });
        ties.watches.forEach(watch -> watch.down(reason));
        ties.monitors.forEach(monitor -> {
            if (monitor.target() != null) {
                monitor.target().enqueue(new Signal.DemonitorSignal(monitor));
            }
        });
    }

    /** Lets go of everything: a pid may be kept for long. */
    private static void forget(ProcessCell cell) {
        cell.state = null;
        cell.current = null;
        cell.inner = null;
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
