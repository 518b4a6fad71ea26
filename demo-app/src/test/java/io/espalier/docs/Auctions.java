package io.espalier.docs;

import io.espalier.process.ExitReason;
import io.espalier.process.GenServer;
import io.espalier.process.Handlers;
import io.espalier.process.Init;
import io.espalier.process.None;
import io.espalier.process.Request;
import io.espalier.process.Self;
import io.espalier.process.TimerRef;
import java.time.Duration;

/** Closes when nobody has bid for a while, whoever looks at it meanwhile. */
class Auctions implements GenServer<None, Auctions.Auction> {

    record Bid(long amount) implements Request<Boolean> {}

    record Look() implements Request<Long> {}

    record Close() {}

    record Auction(long highest, TimerRef closing) {}

    @Override
    public Init<Auction> init(None none, Self<Auction> self) {
        return Init.ok(new Auction(0, self.sendAfter(Duration.ofMinutes(10), new Close())));
    }

    @Override
    public void handlers(Handlers<Auction> on) {
        on.call(Look.class, (look, call, auction) -> call.reply(auction.highest(), auction));
        on.call(Bid.class, (bid, call, auction) -> {
                    auction.closing().cancel();
                    TimerRef closing = call.sendAfter(Duration.ofMinutes(10), new Close());
                    return call.reply(true, new Auction(bid.amount(), closing));
                })
                .info(Close.class, (close, self, auction) -> self.stop(ExitReason.normal(), auction));
    }
}
