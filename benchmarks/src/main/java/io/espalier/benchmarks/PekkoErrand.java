package io.espalier.benchmarks;

import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** An actor that asks another one again and again, each time when it has the reply to the last. */
final class PekkoErrand extends AbstractBehavior<PekkoErrand.Message> {

    private final ActorRef<PekkoPeer.Ping> server;

    private final int calls;

    private int made;

    private Tally tally = new Tally();

    private PekkoErrand(ActorContext<Message> context, ActorRef<PekkoPeer.Ping> server, int calls) {
        super(context);
        this.server = server;
        this.calls = calls;
    }

    static Behavior<Message> create(ActorRef<PekkoPeer.Ping> server, int calls) {
        return Behaviors.setup(context -> new PekkoErrand(context, server, calls));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Go.class, this::go)
                .onMessage(Done.class, this::done)
                .build();
    }

    private Behavior<Message> go(Go go) {
        this.tally = go.tally();
        this.made = 0;
        ask();
        return this;
    }

    private Behavior<Message> done(Done done) {
        this.made++;
        if (this.made < this.calls) {
            ask();
        } else {
            this.tally.more();
        }
        return this;
    }

    private void ask() {
        Duration timeout = PekkoPeer.TIMEOUT;
        getContext().ask(Peer.Pong.class, this.server, timeout, PekkoPeer.Ping::new, (pong, failure) -> Done.DONE);
    }

    /** What the actor gets. */
    sealed interface Message {}

    /**
     * Make all the calls.
     *
     * @param tally who waits for the last
     */
    record Go(Tally tally) implements Message {}

    /** A reply has come. */
    enum Done implements Message {
        DONE
    }
}
