package io.espalier.process;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A process did not start: its init failed, ignored, or took too long. It is dead and its name is free. */
public sealed class StartFailedException extends ProcessException permits AlreadyStartedException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable ExitReason reason;

    StartFailedException(String message, @Nullable ExitReason reason) {
        super(message, (reason instanceof ExitReason.Crash crash) ? crash.cause() : null);
        this.reason = reason;
    }

    /**
     * Why it failed.
     *
     * @return the reason, or empty when init returned {@link Init#ignore()}
     */
    public Optional<ExitReason> reason() {
        return Optional.ofNullable(this.reason);
    }
}
