package io.espalier.process;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who has which name. Taking a name and dying race: the taker writes the map, then the process's name, then looks whether the
 * process still lives; a death closes the process first, then reads its name and clears the map. One sees the other.
 *
 * <p>On the BEAM a process dies of an exit signal at once; here its callback returns first, and until then it holds its name.
 * So a process that is started with the name of one that is doomed waits for it, as its successor, and does not run before.
 * If the holder turns out to survive, its successors fail as if it had never been doomed. Successors are read and written
 * within the map's own atomic operations on the name.
 */
final class Names {

    private final Map<String, ProcessCell> names = new ConcurrentHashMap<>();

    private final Map<String, Deque<ProcessCell>> successors = new ConcurrentHashMap<>();

    /** Callers that wait for a name to be taken. */
    private final Map<String, List<SyncSlot<ProcessCell>>> waiting = new ConcurrentHashMap<>();

    @Nullable
    ProcessCell find(String name) {
        return this.names.get(name);
    }

    int size() {
        return this.names.size();
    }

    /** Gives a process that runs its name. */
    void claim(String name, ProcessCell cell) {
        ProcessCell holder = this.names.putIfAbsent(name, cell);
        if (holder != null) {
            throw new AlreadyStartedException(name, holder);
        }
        if (!cell.takeName(name)) {
            this.names.remove(name, cell);
            throw new IllegalStateException("Process " + cell.describe() + " has a name; unregister it first");
        }
        announce(name, cell);
    }

    /** Gives a process that is being started its name, now or when the doomed one that holds it is dead. */
    void claimForStart(String name, ProcessCell cell) {
        cell.takeName(name);
        boolean[] waits = new boolean[1];
        ProcessCell holder = this.names.compute(name, (key, current) -> {
            if (current == null) {
                return cell;
            }
            if (current.doomed()) {
                this.successors
                        .computeIfAbsent(name, any -> new ArrayDeque<>(1))
                        .add(cell);
                waits[0] = true;
            }
            return current;
        });
        if (holder == cell) {
            announce(name, cell);
            cell.open();
        } else if (!waits[0]) {
            cell.dropName();
            throw new AlreadyStartedException(name, holder);
        }
    }

    private void announce(String name, ProcessCell cell) {
        List<SyncSlot<ProcessCell>> waiters = this.waiting.remove(name);
        if (waiters != null) {
            waiters.forEach(waiter -> waiter.answer(cell));
        }
    }

    /** A process dies: its name is free, or its successor's. */
    void release(ProcessCell cell) {
        String name = cell.name();
        if (name != null) {
            takeAway(name, cell);
        }
    }

    boolean unregister(String name) {
        ProcessCell cell = this.names.get(name);
        if (cell == null || !takeAway(name, cell)) {
            return false;
        }
        cell.dropName();
        return true;
    }

    private boolean takeAway(String name, ProcessCell from) {
        boolean[] taken = new boolean[1];
        ProcessCell heir = this.names.computeIfPresent(name, (key, current) -> {
            if (current != from) {
                return current;
            }
            taken[0] = true;
            return nextSuccessor(name);
        });
        if (taken[0] && heir != null) {
            announce(name, heir);
            heir.open();
        }
        return taken[0];
    }

    private @Nullable ProcessCell nextSuccessor(String name) {
        Deque<ProcessCell> queue = this.successors.get(name);
        ProcessCell next = (queue != null) ? queue.poll() : null;
        if (queue != null && queue.isEmpty()) {
            this.successors.remove(name);
        }
        return next;
    }

    /** A successor no longer waits. False if it does not wait, or has the name by now. */
    boolean leave(ProcessCell cell) {
        String name = cell.name();
        if (name == null) {
            return false;
        }
        boolean[] left = new boolean[1];
        this.names.computeIfPresent(name, (key, current) -> {
            Deque<ProcessCell> queue = this.successors.get(name);
            left[0] = queue != null && queue.remove(cell);
            if (queue != null && queue.isEmpty()) {
                this.successors.remove(name);
            }
            return current;
        });
        return left[0];
    }

    /** A process was doomed and survives: its successors do not start. */
    void reprieved(ProcessCell cell) {
        String name = cell.name();
        if (name == null) {
            return;
        }
        List<ProcessCell> refused = new ArrayList<>(0);
        this.names.computeIfPresent(name, (key, current) -> {
            // Unless it has been doomed again.
            boolean survives = current == cell && !cell.doomed();
            Deque<ProcessCell> queue = survives ? this.successors.remove(name) : null;
            if (queue != null) {
                refused.addAll(queue);
            }
            return current;
        });
        refused.forEach(successor -> successor.refuse(new AlreadyStartedException(name, cell)));
    }

    /**
     * Waits until somebody has the name; null if nobody took it in time.
     *
     * @param dying who may have it and is not meant, or null
     */
    @Nullable
    ProcessCell await(LocalSystem system, String name, @Nullable ProcessCell dying, Duration atMost) {
        SyncSlot<ProcessCell> waiter = new SyncSlot<>(system, null, Threads.current(), null, null);
        this.waiting.compute(name, (key, waiters) -> {
            List<SyncSlot<ProcessCell>> more = (waiters != null) ? new ArrayList<>(waiters) : new ArrayList<>(1);
            more.add(waiter);
            return more;
        });
        ProcessCell cell = find(name);
        if (cell != null && cell != dying) {
            forget(name, waiter);
            return cell;
        }
        try {
            return waiter.await(atMost);
        } catch (CallTimeoutException ex) {
            return null;
        } finally {
            forget(name, waiter);
        }
    }

    private void forget(String name, SyncSlot<ProcessCell> waiter) {
        this.waiting.computeIfPresent(name, (key, waiters) -> {
            List<SyncSlot<ProcessCell>> fewer = new ArrayList<>(waiters);
            fewer.remove(waiter);
            return fewer.isEmpty() ? null : fewer;
        });
    }
}
