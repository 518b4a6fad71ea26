package io.espalier.supervisor;

import io.espalier.process.ExitReason;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a supervisor fares.
 *
 * @param strategy its strategy
 * @param maxRestarts how many restarts it may make within the window
 * @param within the window
 * @param restartsUsed how many it has made within the window that ends now
 * @param restarts how many it has made in all
 * @param counts its children
 * @param lastCrash the last death of a child that was not quiet, or null
 */
public record SupervisorStatus(
        Strategy strategy,
        int maxRestarts,
        Duration within,
        int restartsUsed,
        long restarts,
        ChildCounts counts,
        @Nullable LastCrash lastCrash) {

    /**
     * The last loud death of a child.
     *
     * @param child its path, or its id where the supervisor has no name
     * @param reason why it died
     * @param at when
     */
    public record LastCrash(String child, ExitReason reason, Instant at) {}
}
