package io.espalier.process;

import org.jspecify.annotations.Nullable;

/** A cast or an info in a mailbox. */
final class Envelope extends Node {

    private final boolean cast;

    private final Object message;

    private final @Nullable Object context;

    Envelope(boolean cast, Object message, @Nullable Object context) {
        this.cast = cast;
        this.message = message;
        this.context = context;
    }

    static Envelope info(Object message) {
        return new Envelope(false, message, null);
    }

    boolean cast() {
        return this.cast;
    }

    Object message() {
        return this.message;
    }

    @Nullable
    Object context() {
        return this.context;
    }
}
