package io.espalier.supervisor;

import java.time.Duration;

/**
 * How many restarts a supervisor may still make: at most {@code max} within any window of a given length, both ends of the
 * window included.
 *
 * <p>A ring of the instants of the last restarts, oldest first. It never holds more than {@code max + 1}, since the one that
 * is too many ends the supervisor. OTP measures in whole seconds, so that its window is up to a second longer than said;
 * here it is as long as said.
 */
final class RestartBudget {

    private static final int FIRST_CAPACITY = 8;

    private final int max;

    private final Duration within;

    private final long window;

    private long[] instants;

    private int oldest;

    private int size;

    RestartBudget(int max, Duration within) {
        this.max = max;
        this.within = within;
        this.window = nanos(within);
        this.instants = new long[Math.min(max, FIRST_CAPACITY - 1) + 1];
    }

    /**
     * Takes one restart out of the budget.
     *
     * @param now the instant in nanoseconds
     * @return whether the budget allows it; if not, the supervisor has to give up
     */
    boolean spend(long now) {
        forget(now);
        if (this.size == this.instants.length) {
            grow();
        }
        this.instants[index(this.size)] = now;
        this.size++;
        return this.size <= this.max;
    }

    /**
     * How many restarts lie within the window that ends now.
     *
     * @param now the instant in nanoseconds
     * @return their number
     */
    int used(long now) {
        forget(now);
        return this.size;
    }

    int max() {
        return this.max;
    }

    Duration within() {
        return this.within;
    }

    private void forget(long now) {
        while (this.size > 0 && now - this.instants[this.oldest] > this.window) {
            this.oldest = index(1);
            this.size--;
        }
    }

    private void grow() {
        long[] larger = new long[(int) Math.min(this.instants.length * 2L, this.max + 1L)];
        for (int i = 0; i < this.size; i++) {
            larger[i] = this.instants[index(i)];
        }
        this.instants = larger;
        this.oldest = 0;
    }

    private int index(int offset) {
        return (int) ((this.oldest + (long) offset) % this.instants.length);
    }

    private static long nanos(Duration duration) {
        return (duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0) ? duration.toNanos() : Long.MAX_VALUE;
    }
}
