package io.espalier.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A ring of Pekko's actors. */
final class PekkoRing implements Runnable {

    private final List<ActorRef<Token>> ring = new ArrayList<>();

    private final int hops;

    private final Tally tally = new Tally();

    PekkoRing(Function<Behavior<Token>, ActorRef<Token>> spawn, int size, int hops) {
        this.hops = hops;
        for (int i = 0; i < size; i++) {
            int next = (i + 1) % size;
            this.ring.add(spawn.apply(Behaviors.receiveMessage(token -> {
                pass(token, next);
                return Behaviors.same();
            })));
        }
    }

    @Override
    public void run() {
        this.tally.expect(1);
        this.ring.get(0).tell(new Token(this.hops));
        this.tally.await();
    }

    private void pass(Token token, int next) {
        if (token.hops() == 0) {
            this.tally.more();
        } else {
            this.ring.get(next).tell(token.next());
        }
    }
}
