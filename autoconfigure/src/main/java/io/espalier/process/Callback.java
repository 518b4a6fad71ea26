package io.espalier.process;

/** The callbacks that a running process may get. */
enum Callback {
    /** A call. */
    CALL("handleCall or a call handler"),
    /** A cast. */
    CAST("handleCast or a cast handler"),
    /** Any other message. */
    INFO("handleInfo or an info handler"),
    /** What {@code thenContinue} left. */
    CONTINUE("handleContinue or a continue handler"),
    /** The wish that the process stop. */
    STOP("handleStop");

    private final String text;

    Callback(String text) {
        this.text = text;
    }

    /** What it is called in an error message. */
    String text() {
        return this.text;
    }

    /** Runs user code. */
    CallResult<Object> invoke(ProcessCell cell, Object message, CallView view) throws Exception {
        Behaviour behaviour = cell.behaviour;
        Object state = cell.state;
        return switch (this) {
            case CALL -> behaviour.call((Request<?>) message, view, state);
            case CAST -> behaviour.cast(message, view, state);
            case INFO -> behaviour.info(message, view, state);
            case CONTINUE -> behaviour.continues(message, view, state);
            case STOP -> behaviour.stop((ExitReason) message, view, state);
        };
    }
}
