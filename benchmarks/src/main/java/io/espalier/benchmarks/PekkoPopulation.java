package io.espalier.benchmarks;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** An actor with as many idle children as it is told. */
final class PekkoPopulation {

    private PekkoPopulation() {}

    static Behavior<Integer> create(Tally tally) {
        Behavior<Peer.Pong> idle = Behaviors.receiveMessage(message -> Behaviors.same());
        Behavior<Peer.Pong> child = Behaviors.setup(context -> {
            tally.more();
            return idle;
        });
        return Behaviors.receive((context, count) -> {
            for (int i = 0; i < count; i++) {
                context.spawnAnonymous(child);
            }
            return Behaviors.same();
        });
    }
}
