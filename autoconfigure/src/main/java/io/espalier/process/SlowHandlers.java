package io.espalier.process;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of handlers that hold a thread of the compute pool for over a second. Looks at each thread twice a second, while
 * there are any: costs the handlers nothing.
 */
final class SlowHandlers {

    private static final Logger logger = LoggerFactory.getLogger(ProcessSystem.class);

    private static final long INTERVAL = 500_000_000;

    private static final int WARN_AFTER = 2;

    private final Clock clock;

    private final Map<Threads.ComputeThread, Seen> threads = new ConcurrentHashMap<>();

    private final AtomicBoolean running = new AtomicBoolean();

    SlowHandlers(Clock clock) {
        this.clock = clock;
    }

    void watch(Threads.ComputeThread thread) {
        // On virtual time nothing is slow.
        if (!this.clock.virtualTime()) {
            this.threads.put(thread, new Seen(null, 0, 0));
            start();
        }
    }

    private void start() {
        if (this.running.compareAndSet(false, true)) {
            this.clock.schedule(new Look(), INTERVAL);
        }
    }

    private void look() {
        this.threads.keySet().removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
        this.threads.replaceAll(this::look);
        this.running.set(false);
        if (!this.threads.isEmpty()) {
            start();
        }
    }

    private Seen look(Threads.ComputeThread thread, Seen before) {
        ProcessCell cell = thread.current();
        if (cell == null || cell != before.cell || cell.handled() != before.handled) {
            return new Seen(cell, (cell != null) ? cell.handled() : 0, 0);
        }
        int times = before.times + 1;
        if (times == WARN_AFTER) {
            logger.warn(
                    "A callback of process {} has held a thread of the compute pool for over a second; it runs at {}."
                            + " If it has to wait, give the process the blocking dispatcher",
                    cell.describe(),
                    Arrays.toString(thread.getStackTrace()));
        }
        return new Seen(cell, before.handled, times);
    }

    /** What was seen of a thread: its process, how many messages that had handled, and how often that was so. */
    private record Seen(@Nullable ProcessCell cell, long handled, int times) {}

    private final class Look extends Timer {

        @Override
        boolean live() {
            return true;
        }

        @Override
        void expire() {
            look();
        }
    }
}
