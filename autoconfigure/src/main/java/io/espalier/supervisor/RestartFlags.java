package io.espalier.supervisor;

import java.time.Duration;

/** What both kinds of supervisors say about their restarts: the defaults, and what is legal. */
final class RestartFlags {

    static final int DEFAULT_MAX_RESTARTS = 3;

    static final Duration DEFAULT_WITHIN = Duration.ofSeconds(5);

    private RestartFlags() {}

    static int checkMaxRestarts(int maxRestarts) {
        if (maxRestarts < 0) {
            throw new IllegalArgumentException("maxRestarts must be 0 or more, not " + maxRestarts
                    + "; 0 gives up at the first restart that is due");
        }
        return maxRestarts;
    }

    static Duration checkWithin(Duration within) {
        if (within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException("within must be positive, not " + within + "; the default is 5 s");
        }
        return within;
    }
}
