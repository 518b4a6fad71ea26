package io.espalier.benchmarks;

import java.util.concurrent.Executor;

/** A ring of {@link NaiveActor}s. */
final class NaiveRing implements Runnable {

    private final NaiveActor<Token>[] ring;

    private final int hops;

    private final Tally tally = new Tally();

    @SuppressWarnings({"unchecked", "rawtypes"}) // There is no other way to make an array of a generic type.
    NaiveRing(Executor executor, int size, int hops) {
        this.ring = new NaiveActor[size];
        this.hops = hops;
        for (int i = 0; i < size; i++) {
            int next = (i + 1) % size;
            this.ring[i] = new NaiveActor<>(executor, token -> pass(token, next));
        }
    }

    @Override
    public void run() {
        this.tally.expect(1);
        this.ring[0].tell(new Token(this.hops));
        this.tally.await();
    }

    private void pass(Token token, int next) {
        if (token.hops() == 0) {
            this.tally.more();
        } else {
            this.ring[next].tell(token.next());
        }
    }
}
