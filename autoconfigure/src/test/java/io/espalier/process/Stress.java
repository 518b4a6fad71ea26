package io.espalier.process;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What the stress tests share: short in a build, long with {@code -Despalier.long}. */
final class Stress {

    private static final boolean LONG = System.getProperty("espalier.long") != null;

    /** What went wrong on other threads. */
    private static final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private Stress() {}

    /** So many rounds, or fifty times as many. */
    static int rounds(int usual) {
        return LONG ? usual * 50 : usual;
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

    /** Two threads that do their work at the same moment, in each round; the checks run between the rounds. */
    static void race(int rounds, Round first, Round second, Round check) throws Exception {
        AtomicInteger turn = new AtomicInteger();
        Thread other = thread(() -> {
            for (int round = 0; round < rounds; round++) {
                while (turn.get() < 2 * round + 1) {
                    Thread.onSpinWait();
                }
                second.run(round);
                turn.incrementAndGet();
            }
        });
        for (int round = 0; round < rounds && other.isAlive(); round++) {
            turn.incrementAndGet();
            first.run(round);
            while (turn.get() < 2 * round + 2 && other.isAlive()) {
                Thread.onSpinWait();
            }
            check.run(round);
        }
        other.join();
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
}
