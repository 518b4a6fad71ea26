package io.espalier.benchmarks;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The mailbox of an hour: a queue, a flag and an executor. It has no name, no death and no supervision.
 *
 * @param <M> the type of the messages
 */
final class NaiveActor<M> implements Runnable {

    private static final int BATCH = 64;

    private final ConcurrentLinkedQueue<M> queue = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean scheduled = new AtomicBoolean();

    private final Executor executor;

    private final Consumer<M> handler;

    NaiveActor(Executor executor, Consumer<M> handler) {
        this.executor = executor;
        this.handler = handler;
    }

    void tell(M message) {
        this.queue.add(message);
        schedule();
    }

    @Override
    public void run() {
        try {
            for (int i = 0; i < BATCH; i++) {
                M message = this.queue.poll();
                if (message == null) {
                    break;
                }
                this.handler.accept(message);
            }
        } finally {
            this.scheduled.set(false);
            if (!this.queue.isEmpty()) {
                schedule();
            }
        }
    }

    private void schedule() {
        if (!this.scheduled.get() && this.scheduled.compareAndSet(false, true)) {
            this.executor.execute(this);
        }
    }
}
