package io.espalier.process;

/** The called process died before it replied. */
public final class ProcessExitedException extends ProcessException {

    private static final long serialVersionUID = 1L;

    private final transient ExitReason reason;

    ProcessExitedException(String message, ExitReason reason) {
        super(message, (reason instanceof ExitReason.Crash crash) ? crash.cause() : null);
        this.reason = reason;
    }

    /**
     * Why it died.
     *
     * @return the exit reason
     */
    public ExitReason reason() {
        return this.reason;
    }
}
