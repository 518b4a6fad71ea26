package io.espalier.process;

import org.jspecify.annotations.Nullable;

/** A cast or an info in a mailbox. */
final class Envelope extends Node {

    private final boolean cast;

    private @Nullable Object message;

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

    @Nullable
    Object message() {
        return this.message;
    }

    @Nullable
    Object context() {
        return this.context;
    }

    /** Lets go of the message: this node stays in the mailbox as its stub. */
    void clear() {
        this.message = null;
    }
}
