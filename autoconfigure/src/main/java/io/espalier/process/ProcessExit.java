package io.espalier.process;

/** What {@link Self#exit} makes: ends a callback with a reason. Carries no stack, for nothing is wrong. */
final class ProcessExit extends Error {

    private static final long serialVersionUID = 1L;

    private final transient ExitReason reason;

    ProcessExit(ExitReason reason) {
        super("exit: " + reason, null, false, false);
        this.reason = reason;
    }

    ExitReason reason() {
        return this.reason;
    }
}
