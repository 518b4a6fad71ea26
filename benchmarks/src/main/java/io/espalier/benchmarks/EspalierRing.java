package io.espalier.benchmarks;

import io.espalier.process.GenServer;
import io.espalier.process.None;
import io.espalier.process.ProcessRef;
import java.util.function.Function;

/** A ring of Espalier's processes. */
final class EspalierRing implements Runnable {

    private final ProcessRef[] ring;

    private final int hops;

    private final Tally tally = new Tally();

    EspalierRing(Function<GenServer<None, ?>, ProcessRef> start, int size, int hops) {
        this.ring = new ProcessRef[size];
        this.hops = hops;
        for (int i = 0; i < size; i++) {
            int next = (i + 1) % size;
            this.ring[i] = start.apply(GenServer.with(None.NONE)
                    .cast(Token.class, (token, self, none) -> {
                        pass(token, next);
                        return self.next(none);
                    })
                    .build());
        }
    }

    @Override
    public void run() {
        this.tally.expect(1);
        this.ring[0].cast(new Token(this.hops));
        this.tally.await();
    }

    private void pass(Token token, int next) {
        if (token.hops() == 0) {
            this.tally.more();
        } else {
            this.ring[next].cast(token.next());
        }
    }
}
