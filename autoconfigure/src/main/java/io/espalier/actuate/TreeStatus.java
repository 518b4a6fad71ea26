package io.espalier.actuate;

import io.espalier.process.ExitReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the supervision tree as a whole fares.
 *
 * @param state what it does
 * @param cause why the root gave up, or null if it has not
 * @param since when it began to do so
 */
public record TreeStatus(State state, @Nullable ExitReason cause, Instant since) {

    /** What a tree does. */
    public enum State {
        /** It was not started yet, or was stopped. */
        STOPPED,
        /** Its children are being started. */
        STARTING,
        /** It runs. */
        RUNNING,
        /** Its children are being stopped. */
        STOPPING,
        /** Its root has given up: what is left of it is nobody's. */
        GAVE_UP
    }
}
