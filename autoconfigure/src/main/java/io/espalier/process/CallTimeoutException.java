package io.espalier.process;

/** No reply came in time. The called process is untouched, still handles the request, and its late reply is dropped. */
public final class CallTimeoutException extends ProcessException {

    private static final long serialVersionUID = 1L;

    CallTimeoutException(String message) {
        super(message);
    }
}
