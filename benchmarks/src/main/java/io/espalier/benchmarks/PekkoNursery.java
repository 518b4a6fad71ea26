package io.espalier.benchmarks;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** An actor that starts a child and stops it for others, who wait for either. */
final class PekkoNursery extends AbstractBehavior<PekkoNursery.Message> {

    private PekkoNursery(ActorContext<Message> context) {
        super(context);
    }

    static Behavior<Message> create() {
        return Behaviors.setup(PekkoNursery::new);
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Start.class, this::start)
                .onMessage(Stop.class, this::stop)
                .onMessage(Stopped.class, this::stopped)
                .build();
    }

    private Behavior<Message> start(Start start) {
        getContext().spawnAnonymous(child(start.replyTo()));
        return this;
    }

    private Behavior<Message> stop(Stop stop) {
        getContext().watchWith(stop.child(), new Stopped(stop.replyTo()));
        getContext().stop(stop.child());
        return this;
    }

    private Behavior<Message> stopped(Stopped stopped) {
        stopped.replyTo().tell(Peer.Pong.PONG);
        return this;
    }

    private static Behavior<Peer.Pong> child(ActorRef<ActorRef<Peer.Pong>> starter) {
        return Behaviors.setup(context -> {
            starter.tell(context.getSelf());
            return Behaviors.ignore();
        });
    }

    /** What the parent gets. */
    sealed interface Message {}

    /**
     * Start a child.
     *
     * @param replyTo who gets the child, from its init
     */
    record Start(ActorRef<ActorRef<Peer.Pong>> replyTo) implements Message {}

    /**
     * Stop a child.
     *
     * @param child which
     * @param replyTo who waits for its death
     */
    record Stop(ActorRef<Peer.Pong> child, ActorRef<Peer.Pong> replyTo) implements Message {}

    /**
     * A child is dead.
     *
     * @param replyTo who waits for that
     */
    record Stopped(ActorRef<Peer.Pong> replyTo) implements Message {}
}
