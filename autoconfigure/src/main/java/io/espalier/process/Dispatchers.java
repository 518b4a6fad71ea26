package io.espalier.process;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * The threads of one system.
 *
 * @param compute runs processes of {@link Dispatcher#COMPUTE}
 * @param blocking runs processes of {@link Dispatcher#BLOCKING}, and callbacks of callers
 * @param stop ends both
 */
record Dispatchers(Executor compute, Executor blocking, Runnable stop) {

    static Dispatchers of(ThreadMode mode, int blockingThreads, Clock clock) {
        boolean virtual =
                switch (mode) {
                    case AUTO -> Threads.virtualDoNotPin();
                    case VIRTUAL -> true;
                    case PLATFORM -> false;
                };
        if (virtual) {
            Executor executor = clock.track(Threads.virtual());
            return new Dispatchers(executor, executor, () -> {});
        }
        SlowHandlers watch = new SlowHandlers(clock);
        ForkJoinPool compute = Threads.compute(Runtime.getRuntime().availableProcessors(), watch);
        ThreadPoolExecutor blocking = Threads.blocking(blockingThreads);
        return new Dispatchers(clock.track(compute), clock.track(blocking), () -> {
            compute.shutdown();
            blocking.shutdown();
        });
    }

    Executor executor(Dispatcher dispatcher) {
        return (dispatcher == Dispatcher.COMPUTE) ? this.compute : this.blocking;
    }
}
