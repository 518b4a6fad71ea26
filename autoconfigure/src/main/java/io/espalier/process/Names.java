package io.espalier.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who has which name. Taking a name and dying race: the taker writes the process's name, then the map, then looks whether
 * the process still lives; a death closes the process first, then reads its name and clears the map. One sees the other.
 */
final class Names {

    private final Map<String, ProcessCell> names = new ConcurrentHashMap<>();

    /** Callers that wait for a name to be taken. */
    private final Map<String, List<SyncSlot<ProcessCell>>> waiting = new ConcurrentHashMap<>();

    @Nullable
    ProcessCell find(String name) {
        return this.names.get(name);
    }

    int size() {
        return this.names.size();
    }

    /** Gives a process its name. */
    void claim(String name, ProcessCell cell) {
        ProcessCell holder = this.names.putIfAbsent(name, cell);
        if (holder != null) {
            throw new AlreadyStartedException(name, holder);
        }
        cell.name(name);
        List<SyncSlot<ProcessCell>> waiters = this.waiting.remove(name);
        if (waiters != null) {
            waiters.forEach(waiter -> waiter.answer(cell));
        }
    }

    void release(ProcessCell cell) {
        String name = cell.name();
        if (name != null) {
            this.names.remove(name, cell);
        }
    }

    boolean unregister(String name) {
        ProcessCell cell = this.names.remove(name);
        if (cell != null) {
            cell.name(null);
        }
        return cell != null;
    }

    /** Waits until somebody has the name; null if nobody took it in time. */
    @Nullable
    ProcessCell await(LocalSystem system, String name, Duration atMost) {
        SyncSlot<ProcessCell> waiter = new SyncSlot<>(system, null, Threads.current(), null, null);
        this.waiting.compute(name, (key, waiters) -> {
            List<SyncSlot<ProcessCell>> more = (waiters != null) ? new ArrayList<>(waiters) : new ArrayList<>(1);
            more.add(waiter);
            return more;
        });
        ProcessCell cell = find(name);
        if (cell != null) {
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
