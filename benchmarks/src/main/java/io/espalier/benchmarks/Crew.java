package io.espalier.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Threads outside of any process that do the same at the same time. */
final class Crew implements AutoCloseable {

    private final int size;

    private final ExecutorService threads;

    private final Tally tally = new Tally();

    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private Crew(int size, ExecutorService threads) {
        this.size = size;
        this.threads = threads;
    }

    /**
     * Makes a crew.
     *
     * @param kind {@code platform}: the same threads every time; {@code virtual}: new ones for every run
     * @param size how many
     * @return a crew; to be closed
     */
    static Crew of(String kind, int size) {
        return switch (kind) {
            case "platform" -> new Crew(size, Executors.newFixedThreadPool(size));
            case "virtual" -> new Crew(size, VirtualThreads.executor());
            default -> throw new IllegalArgumentException("No such kind of thread: " + kind);
        };
    }

    /**
     * Has the crew do something and waits until it has.
     *
     * @param times how often, all members together
     * @param action what
     */
    void run(int times, Runnable action) {
        this.tally.expect(this.size);
        for (int member = 0; member < this.size; member++) {
            this.threads.execute(() -> work(times / this.size, action));
        }
        this.tally.await();
        Throwable thrown = this.failure.get();
        if (thrown != null) {
            throw new IllegalStateException(thrown);
        }
    }

    private void work(int times, Runnable action) {
        try {
            for (int i = 0; i < times; i++) {
                action.run();
            }
        } catch (RuntimeException | Error ex) {
            this.failure.set(ex);
        } finally {
            this.tally.more();
        }
    }

    @Override
    public void close() {
        this.threads.shutdownNow();
    }
}
