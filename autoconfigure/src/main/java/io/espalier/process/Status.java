package io.espalier.process;

import org.jspecify.annotations.Nullable;

/**
 * What a report may show of a process, see {@link GenServer#formatStatus}.
 *
 * @param state the state, or null before init has returned
 * @param message the last message, or null if there was none
 * @param reason why it died, or null while it lives
 */
public record Status(
        @Nullable Object state,
        @Nullable Object message,
        @Nullable ExitReason reason) {

    /**
     * The same with another state.
     *
     * @param shown what to show as state
     * @return a copy
     */
    public Status withState(@Nullable Object shown) {
        return new Status(shown, this.message, this.reason);
    }

    /**
     * The same with another message.
     *
     * @param shown what to show as message
     * @return a copy
     */
    public Status withMessage(@Nullable Object shown) {
        return new Status(this.state, shown, this.reason);
    }
}
