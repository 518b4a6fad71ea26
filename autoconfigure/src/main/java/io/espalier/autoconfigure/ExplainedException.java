package io.espalier.autoconfigure;

import org.jspecify.annotations.Nullable;

/** A failure of the application's start that says what is wrong and how to mend it. */
abstract class ExplainedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String description;

    private final String action;

    ExplainedException(String description, String action, @Nullable Throwable cause) {
        super(description + System.lineSeparator() + action, cause);
        this.description = description;
        this.action = action;
    }

    /** What is wrong. */
    final String description() {
        return this.description;
    }

    /** How to mend it. */
    final String action() {
        return this.action;
    }
}
