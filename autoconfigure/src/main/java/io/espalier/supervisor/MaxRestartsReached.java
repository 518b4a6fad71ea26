package io.espalier.supervisor;

import io.espalier.process.ExitReason;
import java.time.Duration;

/**
 * Inside an {@link ExitReason.Shutdown}: a supervisor gave up, because its children died too often.
 *
 * @param path the name of the child whose death was one too many (in a tree, its path), or its id if it has no name
 * @param reason why that child died
 * @param maxRestarts how many restarts the supervisor may make within the window
 * @param within the window
 */
public record MaxRestartsReached(String path, ExitReason reason, int maxRestarts, Duration within) {

    @Override
    public String toString() {
        return "reached max restarts (" + this.maxRestarts + " within " + this.within + ") with " + this.path + ": "
                + this.reason;
    }
}
