package io.espalier.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A clock for tests. It stands still until {@link #advance} moves it, from timer to timer; between two of them it waits
 * until every process has come to rest, so that what a timer causes has happened before the next one expires.
 */
public final class VirtualClock extends Clock {

    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition settled = this.lock.newCondition();

    private final PriorityQueue<Entry> timers =
            new PriorityQueue<>(Comparator.comparingLong(Entry::deadline).thenComparingLong(Entry::sequence));

    private long sequence;

    /** Activations and tasks that are queued or run. */
    private int active;

    /** What those of them that wait, wait for. */
    private final Set<CallSlot<?>> waiting = new HashSet<>();

    private volatile long now;

    VirtualClock() {}

    @Override
    public long nanoTime() {
        return this.now;
    }

    @Override
    public Instant instant() {
        return EPOCH.plusNanos(this.now);
    }

    /**
     * Moves time forward. Returns when all timers up to then have expired, in order, and every process has come to rest.
     *
     * @param duration how far
     * @throws IllegalStateException if a process does not come to rest within 10 s of real time, because its callback
     *     computes or waits for something that is not on this clock
     */
    public void advance(Duration duration) {
        long target = this.now + nanos(duration);
        settle();
        for (Timer timer = next(target); timer != null; timer = next(target)) {
            timer.expire();
            settle();
        }
        this.now = target;
    }

    /**
     * Waits until every process has come to rest: handled all messages, or waits for a reply.
     *
     * @throws IllegalStateException if that does not come about within 10 s of real time
     */
    public void settle() {
        this.lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (this.active > this.waiting.size()) {
                if (left <= 0) {
                    throw new IllegalStateException(
                            (this.active - this.waiting.size()) + " process(es) did not come to rest: a"
                                    + " callback runs, or waits for something that does not go by the virtual clock");
                }
                left = this.settled.awaitNanos(left);
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while processes came to rest", ex);
        } finally {
            this.lock.unlock();
        }
    }

    private @Nullable Timer next(long target) {
        this.lock.lock();
        try {
            while (true) {
                Entry entry = this.timers.peek();
                if (entry == null || (entry.timer().live() && entry.deadline() > target)) {
                    return null;
                }
                this.timers.remove();
                if (entry.timer().live()) {
                    this.now = Math.max(this.now, entry.deadline());
                    return entry.timer();
                }
            }
        } finally {
            this.lock.unlock();
        }
    }

    @Override
    void schedule(Timer timer, long delayNanos) {
        if (delayNanos >= FOREVER) {
            return;
        }
        this.lock.lock();
        try {
            timer.deadline = this.now + delayNanos;
            this.timers.add(new Entry(timer, timer.deadline, this.sequence++));
        } finally {
            this.lock.unlock();
        }
    }

    @Override
    void cancelled() {}

    @Override
    boolean virtualTime() {
        return true;
    }

    @Override
    Executor track(Executor executor) {
        return task -> {
            count(1);
            try {
                executor.execute(() -> {
                    try {
                        task.run();
                    } finally {
                        count(-1);
                    }
                });
            } catch (RuntimeException ex) {
                count(-1);
                throw ex;
            }
        };
    }

    private void count(int change) {
        this.lock.lock();
        try {
            this.active += change;
            this.settled.signalAll();
        } finally {
            this.lock.unlock();
        }
    }

    @Override
    void waiting(CallSlot<?> slot) {
        this.lock.lock();
        try {
            if (slot.live()) {
                this.waiting.add(slot);
                this.settled.signalAll();
            }
        } finally {
            this.lock.unlock();
        }
    }

    @Override
    void completed(CallSlot<?> slot) {
        this.lock.lock();
        try {
            this.waiting.remove(slot);
        } finally {
            this.lock.unlock();
        }
    }

    @Override
    void interrupting(ProcessCell cell) {
        this.lock.lock();
        try {
            this.waiting.removeIf(slot -> slot.caller == cell);
        } finally {
            this.lock.unlock();
        }
    }

    @Override
    void close() {}

    private record Entry(Timer timer, long deadline, long sequence) {}
}
