package io.espalier.process;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one class that makes threads, and that knows which process runs on one. Virtual threads are reached by method
 * handles, because the build targets a release that has none.
 */
final class Threads {

    private static final @Nullable MethodHandle START_VIRTUAL;

    private static final @Nullable Class<?> VIRTUAL;

    /** The process that runs on a virtual thread; on our own platform threads it is a field. */
    private static final ThreadLocal<@Nullable ProcessCell> CURRENT = new ThreadLocal<>();

    /** A process has come to or left a virtual thread; written only when that is news. */
    private static final AtomicBoolean MOVED = new AtomicBoolean();

    /** Spreads the numbers of threads, so that those that come in turns don't always miss: 2 to the 64 by the golden ratio. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private static final long KEEP_ALIVE_SECONDS = 30;

    private static final int MAX_COMPUTE_THREADS = 256;

    /** After so many stays of processes a compute thread looks for work from outside, and takes as much at most. */
    private static final int OUTSIDE = 8;

    private static final ClassValue<Boolean> NON_BLOCKING = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            for (Class<?> current = type; current != null; current = current.getSuperclass()) {
                for (Class<?> one : current.getInterfaces()) {
                    if (one.getName().equals("reactor.core.scheduler.NonBlocking")) {
                        return true;
                    }
                }
            }
            return false;
        }
    };

    static {
        MethodHandle start = null;
        Class<?> type = null;
        if (Runtime.version().feature() >= 21) {
            try {
                start = MethodHandles.lookup()
                        .findStatic(
                                Thread.class,
                                "startVirtualThread",
                                MethodType.methodType(Thread.class, Runnable.class));
                type = Class.forName("java.lang.VirtualThread");
            } catch (ReflectiveOperationException ex) {
                throw new ExceptionInInitializerError(ex);
            }
        }
        START_VIRTUAL = start;
        VIRTUAL = type;
    }

    private Threads() {}

    static boolean virtualAvailable() {
        return START_VIRTUAL != null;
    }

    /** Whether virtual threads no longer pin in synchronized blocks (JEP 491). */
    static boolean virtualDoNotPin() {
        return Runtime.version().feature() >= 24;
    }

    static boolean isVirtual(Thread thread) {
        return thread.getClass() == VIRTUAL;
    }

    /** Runs each task on a virtual thread of its own. */
    static Executor virtual() {
        MethodHandle start = START_VIRTUAL;
        if (start == null) {
            throw new IllegalStateException("Virtual threads need JDK 21 or newer, this is " + Runtime.version()
                    + "; set espalier.runtime.threads to auto or platform");
        }
        return task -> startVirtual(start, task);
    }

    private static void startVirtual(MethodHandle start, Runnable task) {
        try {
            Thread ignored = (Thread) start.invokeExact(task);
        } catch (RuntimeException | Error ex) {
            throw ex;
        } catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * The compute pool: as many threads as cores, first in first out. Threads that block in a call are made up for, up to a
     * limit; at the limit, blocking goes on without ({@code saturate}).
     */
    static Cores compute(int parallelism, Consumer<ComputeThread> watch) {
        AtomicInteger count = new AtomicInteger();
        return new Cores(parallelism, pool -> {
            ComputeThread thread = new ComputeThread(pool, "espalier-compute-" + count.incrementAndGet());
            watch.accept(thread);
            return thread;
        });
    }

    /** A thread of the blocking pool; not started. */
    static Thread blocking(BlockingPool pool, String name, Runnable task) {
        return new BlockingThread(pool, name, task);
    }

    /** Waits, and has a pool whose thread this is make up for it. */
    static void block(ForkJoinPool.ManagedBlocker blocker) throws InterruptedException {
        Thread thread = Thread.currentThread();
        if (thread instanceof BlockingThread worker) {
            worker.pool.lend();
            try {
                ForkJoinPool.managedBlock(blocker);
            } finally {
                worker.pool.takeBack();
            }
        } else if (thread instanceof ComputeThread worker) {
            worker.lent = true;
            try {
                ForkJoinPool.managedBlock(blocker);
            } finally {
                worker.lent = false;
            }
        } else {
            ForkJoinPool.managedBlock(blocker);
        }
    }

    /** A zombie holds the thread from now on: its pool does without. */
    static void lost(Thread thread) {
        if (thread instanceof BlockingThread worker) {
            worker.pool.lend();
        }
    }

    /** The zombie has let go of this thread. */
    static void found() {
        if (Thread.currentThread() instanceof BlockingThread worker) {
            worker.pool.takeBack();
        }
    }

    /** Fails on threads that say of themselves that they must not block: those of Reactor's event loops. */
    static void checkMayBlock() {
        Thread thread = Thread.currentThread();
        if (thread.getClass() != Thread.class
                && !(thread instanceof ComputeThread)
                && !(thread instanceof BlockingThread)
                && NON_BLOCKING.get(thread.getClass())) {
            throw new IllegalStateException("Thread " + thread.getName()
                    + " must not block, so it cannot call a process; use ask(..), which returns a CompletionStage");
        }
    }

    /** The process whose callback runs on this thread, or null. */
    static @Nullable ProcessCell current() {
        Thread thread = Thread.currentThread();
        if (thread instanceof ComputeThread worker) {
            return worker.current();
        }
        if (thread instanceof BlockingThread worker) {
            return worker.current;
        }
        return (thread.getClass() == VIRTUAL) ? CURRENT.get() : null;
    }

    /**
     * Steps aside for a moment, now and then. A carrier of virtual threads serves one queue for as long as there is anything
     * in it, and processes that give way or wake each other fill theirs as fast as it empties: everything else would wait for
     * ever. A short sleep brings a process back by another queue.
     *
     * @param every after how many stays, on average
     */
    static void stepAside(Thread thread, int every) {
        // Virtual threads are numbered as they come: as good as chance, of which a new thread would first have to make
        // a source.
        if (isVirtual(thread) && ((thread.getId() * SPREAD) >>> Integer.SIZE) % every == 0) {
            LockSupport.parkNanos(1);
        }
    }

    /** Lets the others that wait for this thread's core or carrier go first. */
    @SuppressWarnings("ThreadPriorityCheck") // A hint, and nothing depends on its being taken.
    static void yieldOnce() {
        Thread.yield();
    }

    /** The process has left this thread. */
    static void leave(Thread thread) {
        enter(thread, null);
        if (thread instanceof ComputeThread worker && ++worker.stays % OUTSIDE == 0) {
            Submissions.adopt();
        }
    }

    /** Says which process runs on this thread from now on. */
    static void enter(Thread thread, @Nullable ProcessCell cell) {
        if (thread instanceof ComputeThread worker) {
            worker.current(cell);
        } else if (thread instanceof BlockingThread worker) {
            worker.current = cell;
        } else {
            CURRENT.set(cell);
            if (!MOVED.getPlain()) {
                MOVED.setOpaque(true);
            }
        }
    }

    /** Whether a process has come to or left a virtual thread since this was last asked. */
    static boolean takeMoved() {
        boolean moved = MOVED.getOpaque();
        MOVED.setOpaque(false);
        return moved;
    }

    /** The threads of the compute pool, and what waits for them. */
    static final class Cores extends ForkJoinPool {

        private Cores(int parallelism, ForkJoinWorkerThreadFactory threads) {
            super(
                    parallelism,
                    threads,
                    null,
                    true,
                    parallelism,
                    Math.max(MAX_COMPUTE_THREADS, parallelism),
                    Math.max(1, Math.min(8, parallelism / 2)),
                    pool -> true,
                    KEEP_ALIVE_SECONDS,
                    TimeUnit.SECONDS);
        }

        boolean hasWork() {
            return hasQueuedSubmissions() || getQueuedTaskCount() > 0;
        }

        /** Gives away what waits for a thread. */
        void handOver(Executor other) {
            List<ForkJoinTask<?>> waiting = new ArrayList<>();
            drainTasksTo(waiting);
            waiting.forEach(task -> {
                try {
                    other.execute(task::quietlyInvoke);
                } catch (RejectedExecutionException | OutOfMemoryError ex) {
                    execute(task);
                }
            });
        }
    }

    /** A thread of the compute pool. */
    static final class ComputeThread extends ForkJoinWorkerThread {

        private static final VarHandle CURRENT_OF_THREAD;

        static {
            try {
                CURRENT_OF_THREAD =
                        MethodHandles.lookup().findVarHandle(ComputeThread.class, "current", ProcessCell.class);
            } catch (ReflectiveOperationException ex) {
                throw new ExceptionInInitializerError(ex);
            }
        }

        /** Written by this thread, read by {@link SlowHandlers} too. */
        private volatile @Nullable ProcessCell current;

        /** It waits, and the pool makes up for it. */
        private volatile boolean lent;

        /** How many processes have been here; written by this thread, read by {@link SlowHandlers} as it may be. */
        private int stays;

        private ComputeThread(ForkJoinPool pool, String name) {
            super(pool);
            setName(name);
            setDaemon(true);
        }

        @Nullable
        ProcessCell current() {
            return this.current;
        }

        boolean lent() {
            return this.lent;
        }

        int stays() {
            return this.stays;
        }

        void current(@Nullable ProcessCell cell) {
            CURRENT_OF_THREAD.setRelease(this, cell);
        }
    }

    /**
     * Work that comes to the compute pool from outside. Its threads look for that only when they have nothing of their own,
     * and processes that keep each other busy always have: so each thread now and then queues some among its own.
     */
    private static final class Submissions extends RecursiveAction {

        private static final long serialVersionUID = 1L;

        static void adopt() {
            for (int i = 0; i < OUTSIDE; i++) {
                ForkJoinTask<?> task = pollSubmission();
                if (task == null) {
                    return;
                }
                task.fork();
            }
        }

        @Override
        protected void compute() {}
    }

    private static final class BlockingThread extends Thread {

        private final BlockingPool pool;

        private @Nullable ProcessCell current;

        private BlockingThread(BlockingPool pool, String name, Runnable task) {
            super(task, name);
            this.pool = pool;
            setDaemon(true);
        }
    }
}
