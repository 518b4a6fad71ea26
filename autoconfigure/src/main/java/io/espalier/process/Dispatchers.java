package io.espalier.process;

import java.util.concurrent.Executor;

/**
 * The threads of one system.
 *
 * @param compute runs processes of {@link Dispatcher#COMPUTE}
 * @param blocking runs processes of {@link Dispatcher#BLOCKING}, and callbacks of callers
 * @param burial buries processes whose own threads do not; never waits for one of those
 * @param stop ends the pools
 */
record Dispatchers(Executor compute, Executor blocking, Executor burial, Runnable stop) {

    static Dispatchers of(ThreadMode mode, int blockingThreads, Clock clock) {
        boolean virtual =
                switch (mode) {
                    case AUTO -> Threads.virtualDoNotPin();
                    case VIRTUAL -> true;
                    case PLATFORM -> false;
                };
        Executor burial =
                clock.track(task -> Threads.daemon("espalier-reaper", task).start());
        if (virtual) {
            VirtualThreads threads = new VirtualThreads(clock);
            Executor executor = clock.track(threads);
            return new Dispatchers(executor, executor, burial, threads::shutdown);
        }
        ComputePool compute = new ComputePool(Runtime.getRuntime().availableProcessors(), clock);
        BlockingPool blocking = new BlockingPool(blockingThreads, "espalier-blocking-");
        return new Dispatchers(clock.track(compute), clock.track(blocking), burial, () -> {
            compute.shutdown();
            blocking.shutdown();
        });
    }

    Executor executor(Dispatcher dispatcher) {
        return (dispatcher == Dispatcher.COMPUTE) ? this.compute : this.blocking;
    }
}
