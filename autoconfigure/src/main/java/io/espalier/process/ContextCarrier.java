package io.espalier.process;

import org.jspecify.annotations.Nullable;

/**
 * Carries context (logging, tracing, security) from the thread that sends a message to the thread that handles it. What
 * {@link #capture} throws, the sender gets; what the others throw crashes the process, as if its handler had thrown it.
 */
public interface ContextCarrier {

    /**
     * Takes the sender's context. Called on the sender's thread.
     *
     * @return the context, or null if there is none worth carrying
     */
    @Nullable
    Object capture();

    /**
     * Puts a captured context in place. Called on the handler's thread, right before the handler.
     *
     * @param context what {@link #capture} returned
     * @return takes it away again, right after the handler
     */
    Scope restore(Object context);

    /** A context in place. */
    @FunctionalInterface
    interface Scope extends AutoCloseable {

        /** Takes the context away. */
        @Override
        void close();
    }
}
