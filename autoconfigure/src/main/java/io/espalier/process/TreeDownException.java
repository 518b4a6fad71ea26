package io.espalier.process;

/** There is no such process, because the supervision tree has given up or the system was closed. */
public final class TreeDownException extends NoProcessException {

    private static final long serialVersionUID = 1L;

    private final transient ExitReason reason;

    TreeDownException(String target, ExitReason reason) {
        super("No process " + target + ": " + explain(reason));
        this.reason = reason;
        if (reason instanceof ExitReason.Crash crash) {
            initCause(crash.cause());
        }
    }

    private static String explain(ExitReason reason) {
        return (reason instanceof ExitReason.Shutdown shutdown && shutdown.detail() instanceof String text)
                ? text
                : "the supervision tree is down (" + reason + ")";
    }

    /**
     * Why the tree is down.
     *
     * @return the cause
     */
    public ExitReason reason() {
        return this.reason;
    }
}
