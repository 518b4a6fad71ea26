package io.espalier.benchmarks;

/** Something that goes on beside what is measured, until it is closed. */
final class Disturbance implements AutoCloseable {

    private static final long NAP_MILLIS = 50;

    private volatile boolean over;

    /** Computes on this thread until the end. */
    void compute() {
        while (!this.over) {
            Thread.onSpinWait();
        }
    }

    /** Sleeps on this thread until the end. */
    void sleep() {
        try {
            while (!this.over) {
                Thread.sleep(NAP_MILLIS);
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        this.over = true;
    }
}
