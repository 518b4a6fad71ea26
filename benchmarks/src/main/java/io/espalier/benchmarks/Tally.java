package io.espalier.benchmarks;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts down to the end of an operation, for whoever waits for it. */
final class Tally {

    private static final long BOUND_SECONDS = 60;

    private final AtomicInteger left = new AtomicInteger();

    private final Semaphore done = new Semaphore(0);

    /**
     * Says how much is to come. Before the first of it.
     *
     * @param count how much
     */
    void expect(int count) {
        this.left.set(count);
    }

    /**
     * Counts one.
     *
     * @return whether more is to come
     */
    boolean more() {
        if (this.left.decrementAndGet() > 0) {
            return true;
        }
        this.done.release();
        return false;
    }

    /** Waits for the last one. */
    void await() {
        try {
            if (!this.done.tryAcquire(BOUND_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(this.left + " are missing after " + BOUND_SECONDS + " s");
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }
}
