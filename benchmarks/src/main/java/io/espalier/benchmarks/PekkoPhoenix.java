package io.espalier.benchmarks;

import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** An actor of Pekko that crashes, is restarted, and then crashes as soon as it is there. */
final class PekkoPhoenix implements Runnable {

    private final Tally tally = new Tally();

    private final int count;

    private final ActorRef<Peer.Pong> actor;

    PekkoPhoenix(Function<Behavior<Peer.Pong>, ActorRef<Peer.Pong>> spawn, int count) {
        this.count = count;
        this.tally.expect(1);
        this.actor = spawn.apply(Behaviors.supervise(Behaviors.setup(this::rise))
                .onFailure(IllegalStateException.class, SupervisorStrategy.restart()));
        this.tally.await();
    }

    @Override
    public void run() {
        this.tally.expect(this.count);
        this.actor.tell(Peer.Pong.PONG);
        this.tally.await();
    }

    private Behavior<Peer.Pong> rise(ActorContext<Peer.Pong> context) {
        if (this.tally.more()) {
            context.getSelf().tell(Peer.Pong.PONG);
        }
        return Behaviors.receiveMessage(message -> {
            throw new IllegalStateException("asked to crash");
        });
    }
}
