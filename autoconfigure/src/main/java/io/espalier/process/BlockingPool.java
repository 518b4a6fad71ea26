package io.espalier.process;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An elastic pool, that of {@link Dispatcher#BLOCKING} and the spare threads of {@link ComputePool}: hands a task to an idle
 * thread, else makes a thread, and queues only at its limit, which those who own it may move.
 *
 * <p>A thread that waits for the reply of a process, or that a zombie holds, is lent: it does not count towards the limit.
 * Otherwise as many callers as the pool has threads would keep the process that they call from ever running. When lent
 * threads come back there may be too many for a while; they go as soon as they have nothing in hand.
 */
final class BlockingPool implements Executor {

    private static final long KEEP_ALIVE_SECONDS = 30;

    /** In the queue once the pool is shut down: each thread that meets it passes it on and ends. */
    private static final Runnable END = new End();

    private final String name;

    private volatile int limit;

    private final LinkedTransferQueue<Runnable> queue = new LinkedTransferQueue<>();

    private final AtomicInteger threads = new AtomicInteger();

    private final AtomicInteger lent = new AtomicInteger();

    private final AtomicInteger names = new AtomicInteger();

    private volatile boolean shutdown;

    /** The first in the queue when that was last looked at. */
    private @Nullable Runnable first;

    /**
     * A pool without threads.
     *
     * @param limit how many it may have
     * @param name begins the names of its threads
     */
    BlockingPool(int limit, String name) {
        this.limit = limit;
        this.name = name;
    }

    @Override
    public void execute(Runnable task) {
        if (this.shutdown) {
            throw new RejectedExecutionException("The process system is closed");
        }
        if (this.queue.tryTransfer(task)) {
            return;
        }
        if (mayGrow()) {
            begin(task);
        } else {
            this.queue.put(task);
            // The last thread may have gone, or one been lent, just before.
            growForTheQueue();
        }
    }

    /** What is queued is still run, and the threads end. */
    void shutdown() {
        this.shutdown = true;
        this.queue.put(END);
    }

    /** The calling thread, or a zombie's, no longer counts. */
    void lend() {
        this.lent.incrementAndGet();
        growForTheQueue();
    }

    /** It counts again. */
    void takeBack() {
        this.lent.decrementAndGet();
    }

    /**
     * Raises the limit if the same object is first in the queue as the last time. To be called by one thread at a time.
     *
     * @param by how much
     * @param most the limit is not raised beyond that
     */
    void growIfHeld(int by, int most) {
        Runnable waiting = this.queue.peek();
        if (waiting != null && waiting == this.first && this.limit < most) {
            this.limit = Math.min(most, this.limit + by);
            for (int i = 0; i < by; i++) {
                growForTheQueue();
            }
        }
        this.first = waiting;
    }

    /** Whether nothing is queued; then lowers the limit again. */
    boolean calm(int limit) {
        if (!this.queue.isEmpty()) {
            return false;
        }
        if (this.limit != limit) {
            this.limit = limit;
        }
        return true;
    }

    private void growForTheQueue() {
        if (!this.queue.isEmpty() && mayGrow()) {
            Runnable task = this.queue.poll();
            if (task != null && task != END) {
                beginQueued(task);
                return;
            }
            this.threads.decrementAndGet();
            if (task == END) {
                this.queue.put(END);
            }
        }
    }

    /** As {@link #begin}; without memory for another thread the task waits for one of those that there are. */
    private void beginQueued(Runnable task) {
        try {
            begin(task);
        } catch (OutOfMemoryError ex) {
            this.queue.put(task);
            if (this.threads.get() == 0) {
                throw ex;
            }
        }
    }

    private boolean mayGrow() {
        int count;
        do {
            count = this.threads.get();
            if (count - this.lent.get() >= this.limit) {
                return false;
            }
        } while (!this.threads.compareAndSet(count, count + 1));
        return true;
    }

    private boolean mayShrink() {
        int count;
        do {
            count = this.threads.get();
            if (count - this.lent.get() <= this.limit) {
                return false;
            }
        } while (!this.threads.compareAndSet(count, count - 1));
        return true;
    }

    private void begin(Runnable first) {
        boolean started = false;
        try {
            Threads.blocking(this, this.name + this.names.incrementAndGet(), new Worker(first))
                    .start();
            started = true;
        } finally {
            if (!started) {
                this.threads.decrementAndGet();
            }
        }
    }

    private static final class End implements Runnable {

        @Override
        public void run() {}
    }

    private final class Worker implements Runnable {

        private @Nullable Runnable first;

        Worker(Runnable first) {
            this.first = first;
        }

        @Override
        public void run() {
            boolean counted = true;
            try {
                Runnable task = this.first;
                this.first = null;
                while (task != null) {
                    task.run();
                    if (mayShrink()) {
                        counted = false;
                        return;
                    }
                    task = next();
                }
            } finally {
                if (counted) {
                    BlockingPool.this.threads.decrementAndGet();
                }
                growForTheQueue();
            }
        }

        private @Nullable Runnable next() {
            try {
                Runnable task = BlockingPool.this.queue.poll(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
                if (task == END) {
                    BlockingPool.this.queue.put(END);
                    return null;
                }
                return task;
            } catch (InterruptedException ex) {
                return null;
            }
        }
    }
}
