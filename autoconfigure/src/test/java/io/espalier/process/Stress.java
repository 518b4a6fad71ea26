package io.espalier.process;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * What the stress tests share: short in a build, long with {@code -Despalier.long}; their random numbers begin with a fixed
 * seed, which every failure names, or with {@code -Despalier.seed}.
 */
final class Stress {

    private static final boolean LONG = System.getProperty("espalier.long") != null;

    private static final long SEED = Long.getLong("espalier.seed", 20_817);

    /** How long nothing may happen where something has to. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    /** What went wrong on other threads. */
    private static final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private Stress() {}

    /** So many rounds, or thirty times as many. */
    static int rounds(int usual) {
        return LONG ? usual * 30 : usual;
    }

    /** Random numbers of one thread's own. */
    static Random random(long salt) {
        return new Random(SEED * 1_000_003 + salt);
    }

    static void spin(Random random, int most) {
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            Thread.onSpinWait();
        }
    }

    /** Waits for less than {@link #spin} does: some nanoseconds each. */
    static void linger(Random random, int most) {
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            random.nextInt();
        }
    }

    /** Runs something on a thread of its own. */
    static void execute(Runnable task) {
        Thread ignored = thread(task::run);
    }

    /** A started thread; what it throws is kept for {@link #check}. */
    static Thread thread(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (Throwable ex) {
                failures.add(ex);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Waits for threads to end for as long as they get on. */
    static void join(String what, LongSupplier progress, List<Thread> threads) throws InterruptedException {
        long last = progress.getAsLong();
        long end = System.nanoTime() + PATIENCE;
        for (Thread thread : threads) {
            thread.join(1);
            while (thread.isAlive()) {
                check();
                long now = progress.getAsLong();
                if (now != last) {
                    last = now;
                    end = System.nanoTime() + PATIENCE;
                }
                if (System.nanoTime() - end > 0) {
                    throw new AssertionError(what + ": stands still at " + now);
                }
                thread.join(20);
            }
        }
        check();
    }

    /** Waits until a count has been reached, busily, since what comes next shall come at once. */
    static void await(String what, LongSupplier count, long wanted) {
        Patience patience = new Patience();
        while (count.getAsLong() < wanted) {
            if (patience.isOver()) {
                throw new AssertionError(what + ": " + count.getAsLong() + " instead of " + wanted);
            }
        }
    }

    /** Two threads that do their work at the same moment, in each round; the checks run between the rounds. */
    static void race(int rounds, Round first, Round second, Round check) throws Exception {
        AtomicInteger turn = new AtomicInteger();
        Thread other = thread(() -> {
            for (int round = 0; round < rounds; round++) {
                while (turn.get() < 2 * round + 1) {
                    Thread.onSpinWait();
                }
                if (turn.get() == Integer.MAX_VALUE) {
                    return;
                }
                second.run(round);
                turn.incrementAndGet();
            }
        });
        try {
            for (int round = 0; round < rounds && other.isAlive(); round++) {
                turn.incrementAndGet();
                first.run(round);
                Patience patience = new Patience();
                while (turn.get() < 2 * round + 2 && other.isAlive()) {
                    if (patience.isOver()) {
                        throw new AssertionError("The other thread hangs in round " + round);
                    }
                }
                check.run(round);
            }
            other.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE));
        } finally {
            turn.set(Integer.MAX_VALUE);
        }
        check();
    }

    /** One round of a race. */
    interface Round {
        void run(int round) throws Exception;
    }

    /** Throws what a thread has thrown. */
    static void check() {
        Throwable failure = failures.poll();
        failures.clear();
        if (failure != null) {
            throw new AssertionError(failure);
        }
    }

    /** The work of a thread. */
    interface Work {
        void run() throws Exception;
    }

    /** Waits busily, with regard for others on a machine of few cores. */
    private static final class Patience {

        private final long end = System.nanoTime() + PATIENCE;

        private int looks;

        @SuppressWarnings("ThreadPriorityCheck") // Yields now and then, so that whoever is waited for gets a core.
        boolean isOver() {
            if (++this.looks % 256 == 0) {
                Thread.yield();
                return System.nanoTime() - this.end > 0;
            }
            Thread.onSpinWait();
            return false;
        }
    }

    /** Says with every failure how to have the same numbers again. */
    static final class Seeded implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {

        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
            failure.addSuppressed(new SeedException());
            throw failure;
        }

        @Override
        public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure)
                throws Throwable {
            handleTestExecutionException(context, failure);
        }
    }

    private static final class SeedException extends Exception {

        private static final long serialVersionUID = 1L;

        SeedException() {
            super("The seed was " + SEED + "; have it again by -Despalier.seed=" + SEED, null, false, false);
        }
    }
}
