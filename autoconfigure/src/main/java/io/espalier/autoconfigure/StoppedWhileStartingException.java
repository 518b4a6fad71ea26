package io.espalier.autoconfigure;

/** The application was told to stop while the tree started. What had started of it has been stopped again. */
final class StoppedWhileStartingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoppedWhileStartingException(InterruptedException cause) {
        super("The application was stopped while its supervision tree started", cause);
    }
}
