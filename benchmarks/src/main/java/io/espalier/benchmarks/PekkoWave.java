package io.espalier.benchmarks;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** An actor that spawns children and tells each to stop. */
final class PekkoWave {

    private PekkoWave() {}

    static Behavior<Tally> create(int size) {
        return Behaviors.receive((context, tally) -> {
            Behavior<Peer.Pong> mortal = mortal(tally);
            for (int i = 0; i < size; i++) {
                ActorRef<Peer.Pong> child = context.spawnAnonymous(mortal);
                child.tell(Peer.Pong.PONG);
            }
            return Behaviors.same();
        });
    }

    private static Behavior<Peer.Pong> mortal(Tally tally) {
        return Behaviors.receiveMessage(stop -> Behaviors.stopped(tally::more));
    }
}
