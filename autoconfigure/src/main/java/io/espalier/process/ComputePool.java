package io.espalier.process;

import java.util.concurrent.Executor;

/**
 * The pool of {@link Dispatcher#COMPUTE}: a thread for each core, and spare ones that take over what would wait for ever
 * because handlers hold all of those. Handlers that hold the spare ones too are joined by more, up to a limit; so a handler
 * that does not return takes from the others a share of the cores, as the operating system has it, and no more.
 */
final class ComputePool implements Executor {

    private static final int MOST_SPARE = 256;

    private final int cores;

    private final Threads.Cores pool;

    private final BlockingPool spare;

    private final Watch watch;

    ComputePool(int cores, Clock clock) {
        SlowHandlers slow = new SlowHandlers(clock, cores);
        this.cores = cores;
        this.pool = Threads.compute(cores, clock.virtualTime() ? thread -> {} : slow::watch);
        this.spare = new BlockingPool(cores, "espalier-spare-");
        this.watch = new Watch(clock, slow);
    }

    @Override
    public void execute(Runnable task) {
        if (this.watch.mode() == Lookout.ALARMED && toSpare(task)) {
            return;
        }
        this.pool.execute(task);
        if (this.watch.mode() == Lookout.ASLEEP) {
            this.watch.wake();
        }
    }

    /** False if there is no memory for another thread: then those that there are have to do. */
    private boolean toSpare(Runnable task) {
        try {
            this.spare.execute(new Turn(task));
            return true;
        } catch (OutOfMemoryError ex) {
            return false;
        }
    }

    void shutdown() {
        this.pool.shutdown();
        this.spare.shutdown();
    }

    /** One hand-over, unlike any other of the same process: whether it still is the first says whether the queue moves. */
    private record Turn(Runnable task) implements Runnable {

        @Override
        public void run() {
            this.task.run();
        }
    }

    private final class Watch extends Lookout {

        /** After so many looks at nothing it falls asleep. */
        private static final int IDLE_LOOKS = 50;

        private final SlowHandlers slow;

        private int idle;

        Watch(Clock clock, SlowHandlers slow) {
            super(clock, true);
            this.slow = slow;
        }

        @Override
        int look() {
            ComputePool outer = ComputePool.this;
            boolean held = this.slow.look(outer.pool);
            boolean calm = !held && outer.spare.calm(outer.cores);
            if (!calm) {
                // Also when the alarm is over, while there is something left of the work that was given to it.
                outer.spare.growIfHeld(outer.cores, MOST_SPARE);
            }
            if (held) {
                return ALARMED;
            }
            this.idle = (calm && idle()) ? this.idle + 1 : 0;
            if (this.idle < IDLE_LOOKS) {
                return AWAKE;
            }
            this.idle = 0;
            return ASLEEP;
        }

        private boolean idle() {
            return this.slow.noneRuns() && !ComputePool.this.pool.hasWork();
        }

        @Override
        void lookBack(int mode) {
            if (mode == ALARMED) {
                ComputePool.this.pool.handOver(ComputePool.this.spare);
            } else if (mode == ASLEEP && !idle()) {
                wake();
            }
        }
    }
}
