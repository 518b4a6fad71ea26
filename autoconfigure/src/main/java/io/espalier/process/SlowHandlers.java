package io.espalier.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the handlers that hold threads of the compute pool: warns of those that do so for over a second, and says when they
 * hold all of them. Only looks at the threads: costs the handlers nothing.
 */
final class SlowHandlers {

    private static final Logger logger = LoggerFactory.getLogger(ProcessSystem.class);

    private static final long WARN_AFTER = 1_000_000_000;

    private final Clock clock;

    private final int cores;

    private final Map<Threads.ComputeThread, Seen> threads = new ConcurrentHashMap<>();

    private boolean held;

    /** This time of all threads being held has been reported. */
    private boolean reported;

    SlowHandlers(Clock clock, int cores) {
        this.clock = clock;
        this.cores = cores;
    }

    /** A new thread of the pool. */
    void watch(Threads.ComputeThread thread) {
        this.threads.put(thread, new Seen(thread));
    }

    boolean noneRuns() {
        return this.threads.keySet().stream().allMatch(thread -> thread.current() == null);
    }

    /**
     * Looks at each thread. The pool is held when none of them has moved on since the last look although some are in callbacks,
     * and those leave no core to the others, or others wait all the same. It is let go by the first thread that moves.
     *
     * @return whether it is held
     */
    boolean look(Threads.Cores pool) {
        long now = this.clock.nanoTime();
        boolean moved = false;
        int inCallback = 0;
        int computing = 0;
        List<Seen> slow = new ArrayList<>();
        this.threads.keySet().removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
        for (Seen seen : this.threads.values()) {
            moved |= seen.look(now);
            if (seen.cell != null) {
                inCallback++;
                computing += seen.thread.lent() ? 0 : 1;
            }
            if (seen.cell != null && !seen.warned && now - seen.since >= WARN_AFTER) {
                slow.add(seen);
            }
        }
        this.held = !moved
                && inCallback > 0
                && (computing >= this.cores || (this.held && inCallback == this.threads.size()) || pool.hasWork());
        this.reported &= this.held;
        if (!slow.isEmpty()) {
            warn(slow);
        }
        return this.held;
    }

    private void warn(List<Seen> slow) {
        slow.forEach(seen -> seen.warned = true);
        List<Seen> holders =
                this.threads.values().stream().filter(seen -> seen.cell != null).toList();
        if (this.held
                && !this.reported
                && holders.size() > 1
                && holders.stream().allMatch(seen -> seen.warned)) {
            this.reported = true;
            logger.warn(
                    "Callbacks have held all threads of the compute pool for over a second; other processes run on spare"
                            + " threads until one returns. If they have to wait, give their processes the blocking"
                            + " dispatcher: {}",
                    holders.stream()
                            .map(seen -> slow.contains(seen) ? seen.place() : seen.process() + ", warned of before")
                            .collect(Collectors.joining("; ")));
            return;
        }
        slow.forEach(seen -> logger.warn(
                "A callback has held a thread of the compute pool for over a second. If it has to wait, give its"
                        + " process the blocking dispatcher: {}",
                seen.place()));
    }

    /** What was seen of a thread: its process, how much it had handled, how many came before it, and since when that is so. */
    private static final class Seen {

        private final Threads.ComputeThread thread;

        private @Nullable ProcessCell cell;

        private long handled;

        private int stays;

        private long since;

        private boolean warned;

        Seen(Threads.ComputeThread thread) {
            this.thread = thread;
        }

        /** Whether the thread has moved on since the last look. */
        boolean look(long now) {
            ProcessCell current = this.thread.current();
            long count = (current != null) ? current.handled() : 0;
            int visits = this.thread.stays();
            if (current == this.cell && count == this.handled && visits == this.stays) {
                return false;
            }
            this.stays = visits;
            this.cell = current;
            this.handled = count;
            this.since = now;
            this.warned = false;
            return true;
        }

        String process() {
            return "process " + ((this.cell != null) ? this.cell.describe() : "none");
        }

        String place() {
            return process() + " at " + Arrays.toString(this.thread.getStackTrace());
        }
    }
}
