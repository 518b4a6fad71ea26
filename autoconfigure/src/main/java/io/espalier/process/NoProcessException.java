package io.espalier.process;

/** There is no such process: it is dead, or nobody has the name. */
public sealed class NoProcessException extends ProcessException permits TreeDownException {

    private static final long serialVersionUID = 1L;

    NoProcessException(String message) {
        super(message);
    }
}
