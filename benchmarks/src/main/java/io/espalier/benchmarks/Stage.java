package io.espalier.benchmarks;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a benchmark has opened, closed in reverse. */
final class Stage implements AutoCloseable {

    private final Deque<Prop> open = new ArrayDeque<>();

    /**
     * Takes something in.
     *
     * @param resource to be closed at the end
     * @param <T> its type
     * @return the same
     */
    <T extends AutoCloseable> T add(T resource) {
        this.open.push(resource::close);
        return resource;
    }

    @Override
    public void close() {
        while (!this.open.isEmpty()) {
            try {
                this.open.pop().close();
            } catch (Exception ex) {
                throw new IllegalStateException(ex);
            }
        }
    }

    /** One of them. */
    @FunctionalInterface
    private interface Prop {

        void close() throws Exception;
    }
}
