package io.espalier.supervisor;

import java.time.Duration;

/**
 * Delays restarts: the first by {@code initial}, each further one by {@code multiplier} times the one before, up to
 * {@code max}; from the start again when the child has lived for {@code resetAfter}. Each delay is spread at random by
 * {@code jitter}, so that many children do not return in the same instant.
 *
 * @param initial the first delay, positive
 * @param multiplier at least 1
 * @param max the longest delay before jitter, at least {@code initial}
 * @param jitter the share by which a delay may be shorter or longer, 0 to 1
 * @param resetAfter how long a child must live for its delays to start over
 */
public record Backoff(Duration initial, double multiplier, Duration max, double jitter, Duration resetAfter) {

    /**
     * Checks the values.
     *
     * @param initial the first delay, positive
     * @param multiplier at least 1
     * @param max the longest delay before jitter, at least {@code initial}
     * @param jitter the share by which a delay may be shorter or longer, 0 to 1
     * @param resetAfter how long a child must live for its delays to start over
     */
    public Backoff {
        if (initial.isNegative() || initial.isZero()) {
            throw new IllegalArgumentException("backoff: initial must be positive, not " + initial);
        }
        if (!(multiplier >= 1)) {
            throw new IllegalArgumentException("backoff: multiplier must be at least 1, not " + multiplier);
        }
        if (max.compareTo(initial) < 0) {
            throw new IllegalArgumentException(
                    "backoff: max (" + max + ") must not be below initial (" + initial + ")");
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("backoff: jitter must be from 0 to 1, not " + jitter);
        }
        if (resetAfter.isNegative()) {
            throw new IllegalArgumentException("backoff: resetAfter must not be negative: " + resetAfter);
        }
    }

    /**
     * Doubling delays with a fifth of jitter, over when the child has lived twice the longest delay.
     *
     * @param initial the first delay
     * @param max the longest delay
     * @return that backoff
     */
    public static Backoff exponential(Duration initial, Duration max) {
        return new Backoff(initial, 2, max, 0.2, max.multipliedBy(2));
    }

    /**
     * The same delays with another spread.
     *
     * @param share by how much a delay may be shorter or longer, 0 to 1; 0 for none
     * @return a changed copy
     */
    public Backoff withJitter(double share) {
        return new Backoff(this.initial, this.multiplier, this.max, share, this.resetAfter);
    }

    /**
     * The delay before one restart.
     *
     * @param attempt how many delays there were since they started over, from 0
     * @param random from 0 to 1: where in the spread of the jitter it falls, 0.5 is the middle
     * @return the delay
     */
    Duration delay(int attempt, double random) {
        double grown = Math.min(nanos(this.initial) * Math.pow(this.multiplier, attempt), nanos(this.max));
        return Duration.ofNanos(Math.round(grown * (1 + this.jitter * (2 * random - 1))));
    }

    private static double nanos(Duration duration) {
        return duration.getSeconds() * 1e9 + duration.getNano();
    }
}
