package io.espalier.process;

/** The thread was interrupted while it waited. Its interrupt flag is set again. */
public final class CallInterruptedException extends ProcessException {

    private static final long serialVersionUID = 1L;

    CallInterruptedException(String message) {
        super(message);
    }
}
