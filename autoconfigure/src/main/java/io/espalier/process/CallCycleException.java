package io.espalier.process;

/** The call would have waited for itself: a process called itself, directly or by way of others. */
public final class CallCycleException extends ProcessException {

    private static final long serialVersionUID = 1L;

    CallCycleException(String message) {
        super(message);
    }
}
