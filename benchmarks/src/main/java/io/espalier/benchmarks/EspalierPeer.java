package io.espalier.benchmarks;

import io.espalier.process.Dispatcher;
import io.espalier.process.GenServer;
import io.espalier.process.None;
import io.espalier.process.Pid;
import io.espalier.process.ProcessRef;
import io.espalier.process.ProcessSystem;
import io.espalier.process.Request;
import io.espalier.process.Self;
import io.espalier.process.StartOptions;
import io.espalier.process.ThreadMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Espalier. On platform threads, servers that never wait run on one pool and those that wait on the other. */
final class EspalierPeer implements SupervisingPeer {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ProcessSystem system;

    private final StartOptions neverWaits;

    private final EspalierLives lives;

    private EspalierPeer(ThreadMode threads, Dispatcher neverWaits) {
        this.system = ProcessSystem.builder().threads(threads).build();
        this.neverWaits = StartOptions.defaults().dispatcher(neverWaits);
        this.lives = new EspalierLives(this.system, neverWaits);
    }

    static EspalierPeer onPlatformThreads() {
        return new EspalierPeer(ThreadMode.PLATFORM, Dispatcher.COMPUTE);
    }

    /** Platform threads, with every server where it runs unless told otherwise. */
    static EspalierPeer onBlockingThreads() {
        return new EspalierPeer(ThreadMode.PLATFORM, Dispatcher.BLOCKING);
    }

    static EspalierPeer onVirtualThreads() {
        return new EspalierPeer(ThreadMode.VIRTUAL, Dispatcher.COMPUTE);
    }

    @Override
    public Runnable echo() {
        ProcessRef server = start(EchoServer.SERVER);
        return () -> server.call(Ping.PING);
    }

    @Override
    public Runnable errand(int calls) {
        ProcessRef server = start(EchoServer.SERVER);
        Pid caller = this.system.start(GenServer.with(None.NONE)
                .call(Ping.class, (ping, call, none) -> {
                    for (int i = 0; i < calls; i++) {
                        server.call(Ping.PING);
                    }
                    return call.reply(Pong.PONG, none);
                })
                .build());
        ProcessRef errand = this.system.ref(caller);
        return () -> errand.call(Ping.PING);
    }

    @Override
    public Runnable sink(Tally tally) {
        ProcessRef sink = start(GenServer.with(None.NONE)
                .cast(Pong.class, (message, self, none) -> {
                    tally.more();
                    return self.next(none);
                })
                .build());
        return () -> sink.cast(Pong.PONG);
    }

    @Override
    public Runnable ring(int size, int hops) {
        return new EspalierRing(this::start, size, hops);
    }

    @Override
    public Runnable wave(int size) {
        return this.lives.wave(size);
    }

    @Override
    public Runnable lifetime() {
        return this.lives.lifetime();
    }

    @Override
    public Runnable supervisedLifetime() {
        return this.lives.supervisedLifetime();
    }

    @Override
    public Runnable crashes(int count) {
        return new EspalierPhoenix(this.system, count);
    }

    @Override
    public Runnable timers(int count) {
        return repeated(count, self -> self.sendAfter(SOON, Pong.PONG).cancel());
    }

    @Override
    public void pendingTimers(int count) {
        repeated(count, self -> self.sendAfter(LATE, Pong.PONG)).run();
    }

    @Override
    public Runnable monitors(int pairs) {
        return ties(pairs, (self, other) -> self.demonitor(self.monitor(other)));
    }

    /**
     * A process that links itself to another and lets go. Pekko has no links.
     *
     * @param pairs how often
     * @return all of it, until both processes are done with it
     */
    Runnable links(int pairs) {
        return ties(pairs, (self, other) -> {
            self.link(other);
            self.unlink(other);
        });
    }

    @Override
    public void waiting(int count, Runnable work) {
        neighbours(count, work, StartOptions.defaults());
    }

    @Override
    public void busy(int count, Runnable work) {
        neighbours(count, work, this.neverWaits);
    }

    @Override
    public Object populate(Population kind, int count) {
        return new EspalierPopulation(this.system, this.neverWaits).start(kind, count);
    }

    @Override
    public void close() {
        this.system.close();
    }

    private ProcessRef start(GenServer<None, ?> server) {
        return this.system.ref(this.system.start(server, None.NONE, this.neverWaits));
    }

    private Runnable repeated(int count, Consumer<Self<None>> action) {
        ProcessRef server = start(GenServer.with(None.NONE)
                .call(Ping.class, (ping, call, none) -> {
                    for (int i = 0; i < count; i++) {
                        action.accept(call);
                    }
                    return call.reply(Pong.PONG, none);
                })
                .build());
        return () -> server.call(Ping.PING, PATIENCE);
    }

    private Runnable ties(int pairs, BiConsumer<Self<None>, Pid> action) {
        Pid other = this.system.start(EchoServer.SERVER, None.NONE, this.neverWaits);
        ProcessRef otherRef = this.system.ref(other);
        Runnable all = repeated(pairs, self -> action.accept(self, other));
        return () -> {
            all.run();
            otherRef.call(Ping.PING, PATIENCE);
        };
    }

    private void neighbours(int count, Runnable work, StartOptions options) {
        GenServer<None, None> server = GenServer.with(None.NONE)
                .cast(Pong.class, (message, self, none) -> {
                    work.run();
                    return self.next(none);
                })
                .build();
        List<Pid> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(this.system.start(server, None.NONE, options));
        }
        all.forEach(pid -> this.system.ref(pid).cast(Pong.PONG));
    }

    /** The request of every call. */
    enum Ping implements Request<Pong> {
        PING
    }

    /** Replies at once. */
    private static final class EchoServer {

        static final GenServer<None, None> SERVER = GenServer.with(None.NONE)
                .call(Ping.class, (ping, call, none) -> call.reply(Pong.PONG, none))
                .build();
    }
}
