package io.espalier.benchmarks;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.RecipientRef;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.japi.function.Function;

/** Pekko's typed actors, with all settings as they come but the logging, which is off. */
final class PekkoPeer implements SupervisingPeer {

    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String SILENT = """
            pekko.loglevel = OFF
            pekko.stdout-loglevel = OFF
            pekko.log-dead-letters = off
            """;

    private static final String VIRTUAL = "pekko.actor.default-dispatcher.executor = virtual-thread-executor";

    private final ActorSystem<SpawnProtocol.Command> system;

    private PekkoPeer(String settings) {
        this.system = ActorSystem.create(
                SpawnProtocol.create(), "benchmark", ConfigFactory.load(ConfigFactory.parseString(settings)));
    }

    static PekkoPeer onDefaultDispatcher() {
        return new PekkoPeer(SILENT);
    }

    static PekkoPeer onVirtualThreads() {
        return new PekkoPeer(SILENT + VIRTUAL);
    }

    @Override
    public Runnable echo() {
        ActorRef<Ping> server = spawn(echoServer());
        return () -> ask(server, Ping::new, TIMEOUT);
    }

    @Override
    public Runnable errand(int calls) {
        ActorRef<PekkoErrand.Message> errand = spawn(PekkoErrand.create(spawn(echoServer()), calls));
        Tally tally = new Tally();
        return () -> {
            tally.expect(1);
            errand.tell(new PekkoErrand.Go(tally));
            tally.await();
        };
    }

    @Override
    public Runnable sink(Tally tally) {
        ActorRef<Pong> sink = spawn(Behaviors.receiveMessage(message -> {
            tally.more();
            return Behaviors.same();
        }));
        return () -> sink.tell(Pong.PONG);
    }

    @Override
    public Runnable ring(int size, int hops) {
        return new PekkoRing(this::spawn, size, hops);
    }

    @Override
    public Runnable wave(int size) {
        ActorRef<Tally> parent = spawn(PekkoWave.create(size));
        Tally tally = new Tally();
        return () -> {
            tally.expect(size);
            parent.tell(tally);
            tally.await();
        };
    }

    @Override
    public Runnable lifetime() {
        ActorRef<PekkoNursery.Message> parent = spawn(PekkoNursery.create());
        return () -> {
            ActorRef<Pong> child = ask(parent, PekkoNursery.Start::new, TIMEOUT);
            ask(parent, (ActorRef<Pong> replyTo) -> new PekkoNursery.Stop(child, replyTo), TIMEOUT);
        };
    }

    @Override
    public Runnable supervisedLifetime() {
        return lifetime();
    }

    @Override
    public Runnable crashes(int count) {
        return new PekkoPhoenix(this::spawn, count);
    }

    @Override
    public Runnable timers(int count) {
        return repeated(count, context -> timer(context, SOON).cancel());
    }

    @Override
    public void pendingTimers(int count) {
        repeated(count, context -> timer(context, LATE)).run();
    }

    @Override
    public Runnable monitors(int pairs) {
        ActorRef<Ping> other = spawn(echoServer());
        Runnable all = repeated(pairs, context -> {
            context.watch(other);
            context.unwatch(other);
        });
        return () -> {
            all.run();
            ask(other, Ping::new, PATIENCE);
        };
    }

    @Override
    public void waiting(int count, Runnable work) {
        neighbours(count, work, DispatcherSelector.blocking());
    }

    @Override
    public void busy(int count, Runnable work) {
        neighbours(count, work, Props.empty());
    }

    @Override
    public Object populate(Population kind, int count) {
        if (kind != Population.PLAIN) {
            throw new UnsupportedOperationException(kind.toString());
        }
        Tally tally = new Tally();
        tally.expect(count);
        ActorRef<Integer> parent = spawn(PekkoPopulation.create(tally));
        parent.tell(count);
        tally.await();
        return parent;
    }

    @Override
    public void close() {
        this.system.terminate();
        this.system.getWhenTerminated().toCompletableFuture().join();
    }

    private <M> ActorRef<M> spawn(Behavior<M> behavior) {
        return spawn(behavior, Props.empty());
    }

    private <M> ActorRef<M> spawn(Behavior<M> behavior, Props props) {
        return ask(
                this.system,
                (ActorRef<ActorRef<M>> replyTo) -> new SpawnProtocol.Spawn<>(behavior, "", props, replyTo),
                TIMEOUT);
    }

    private <M, R> R ask(RecipientRef<M> server, Function<ActorRef<R>, M> request, Duration timeout) {
        return AskPattern.ask(server, request, timeout, this.system.scheduler())
                .toCompletableFuture()
                .join();
    }

    private Runnable repeated(int count, Consumer<ActorContext<Ping>> action) {
        ActorRef<Ping> server = spawn(Behaviors.receive((context, ping) -> {
            for (int i = 0; i < count; i++) {
                action.accept(context);
            }
            ping.replyTo().tell(Pong.PONG);
            return Behaviors.same();
        }));
        return () -> ask(server, Ping::new, PATIENCE);
    }

    private void neighbours(int count, Runnable work, Props props) {
        List<ActorRef<Pong>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(spawn(
                    Behaviors.receiveMessage(message -> {
                        work.run();
                        return Behaviors.same();
                    }),
                    props));
        }
        all.forEach(one -> one.tell(Pong.PONG));
    }

    private static Cancellable timer(ActorContext<Ping> context, Duration delay) {
        return context.scheduleOnce(delay, context.getSystem().deadLetters(), Pong.PONG);
    }

    private static Behavior<Ping> echoServer() {
        return Behaviors.receiveMessage(ping -> {
            ping.replyTo().tell(Pong.PONG);
            return Behaviors.same();
        });
    }

    /**
     * The request of every call.
     *
     * @param replyTo who gets the reply
     */
    record Ping(ActorRef<Pong> replyTo) {}
}
