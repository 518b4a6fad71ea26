package io.espalier.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Virtual threads, from code that is compiled for a JDK without them. */
final class VirtualThreads {

    private VirtualThreads() {}

    /**
     * Whether this JDK has them.
     *
     * @return from 21 on
     */
    static boolean available() {
        return Runtime.version().feature() >= 21;
    }

    /**
     * Whether a thread is one.
     *
     * @param thread the thread
     * @return whether it is virtual
     */
    static boolean isVirtual(Thread thread) {
        return thread.getClass().getName().equals("java.lang.VirtualThread");
    }

    /**
     * A new virtual thread for each task.
     *
     * @return to be closed
     */
    static ExecutorService executor() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException ex) {
            throw new IllegalStateException("Virtual threads need JDK 21 or newer", ex);
        }
    }
}
