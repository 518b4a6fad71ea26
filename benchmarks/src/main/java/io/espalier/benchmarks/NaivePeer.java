package io.espalier.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What a good engineer writes in an hour. A call is a message that carries a future. */
final class NaivePeer implements Peer {

    private final ExecutorService executor;

    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);

    private final NaiveActor<Pong> timed;

    private final List<Future<?>> pending = new ArrayList<>();

    private NaivePeer(ExecutorService executor) {
        this.executor = executor;
        this.timed = new NaiveActor<>(executor, message -> {});
        this.timers.setRemoveOnCancelPolicy(true);
    }

    static NaivePeer onPlatformThreads() {
        int cores = Runtime.getRuntime().availableProcessors();
        return new NaivePeer(new ForkJoinPool(cores, NaivePeer::thread, null, true));
    }

    static NaivePeer onVirtualThreads() {
        return new NaivePeer(VirtualThreads.executor());
    }

    @Override
    public Runnable echo() {
        NaiveActor<CompletableFuture<Pong>> server = server();
        return () -> call(server);
    }

    @Override
    public Runnable errand(int calls) {
        NaiveActor<CompletableFuture<Pong>> server = server();
        NaiveActor<CompletableFuture<Pong>> caller = new NaiveActor<>(this.executor, done -> {
            for (int i = 0; i < calls; i++) {
                call(server);
            }
            done.complete(Pong.PONG);
        });
        return () -> call(caller);
    }

    @Override
    public Runnable sink(Tally tally) {
        NaiveActor<Pong> sink = new NaiveActor<>(this.executor, message -> tally.more());
        return () -> sink.tell(Pong.PONG);
    }

    @Override
    public Runnable ring(int size, int hops) {
        return new NaiveRing(this.executor, size, hops);
    }

    @Override
    public Runnable wave(int size) {
        Tally tally = new Tally();
        return () -> {
            tally.expect(size);
            for (int i = 0; i < size; i++) {
                new NaiveActor<Pong>(this.executor, stop -> tally.more()).tell(Pong.PONG);
            }
            tally.await();
        };
    }

    @Override
    public Runnable lifetime() {
        return () -> {
            NaiveActor<CompletableFuture<Pong>> mortal = server();
            call(mortal);
            call(mortal);
        };
    }

    @Override
    public Runnable timers(int count) {
        NaiveActor<CompletableFuture<Pong>> server = new NaiveActor<>(this.executor, done -> {
            for (int i = 0; i < count; i++) {
                schedule(SOON).cancel(false);
            }
            done.complete(Pong.PONG);
        });
        return () -> call(server);
    }

    @Override
    public void pendingTimers(int count) {
        for (int i = 0; i < count; i++) {
            this.pending.add(schedule(LATE));
        }
    }

    @Override
    public Object populate(Population kind, int count) {
        if (kind != Population.PLAIN) {
            throw new UnsupportedOperationException(kind.toString());
        }
        Tally tally = new Tally();
        tally.expect(count);
        List<NaiveActor<Pong>> all = new ArrayList<>(count);
        Consumer<Pong> init = message -> tally.more();
        for (int i = 0; i < count; i++) {
            NaiveActor<Pong> one = new NaiveActor<>(this.executor, init);
            one.tell(Pong.PONG);
            all.add(one);
        }
        tally.await();
        return all;
    }

    @Override
    public void close() {
        this.timers.shutdownNow();
        this.executor.shutdownNow();
    }

    private Future<?> schedule(Duration delay) {
        return this.timers.schedule(() -> this.timed.tell(Pong.PONG), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private NaiveActor<CompletableFuture<Pong>> server() {
        return new NaiveActor<>(this.executor, reply -> reply.complete(Pong.PONG));
    }

    private static ForkJoinWorkerThread thread(ForkJoinPool pool) {
        ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        thread.setName("naive-" + thread.getPoolIndex());
        return thread;
    }

    private static void call(NaiveActor<CompletableFuture<Pong>> server) {
        CompletableFuture<Pong> reply = new CompletableFuture<>();
        server.tell(reply);
        reply.join();
    }
}
