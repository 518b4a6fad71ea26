package io.espalier.process;

import org.jspecify.annotations.Nullable;

/** What goes wrong between a caller and a process. */
public abstract class ProcessException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ProcessException(String message) {
        super(message);
    }

    ProcessException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
