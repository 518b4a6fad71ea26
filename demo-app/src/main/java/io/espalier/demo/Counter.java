package io.espalier.demo;

import io.espalier.process.ExitReason;
import io.espalier.process.GenServer;
import io.espalier.process.Handlers;
import io.espalier.process.Init;
import io.espalier.process.Request;
import io.espalier.process.Self;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Counts. Its state is the number, and a restart begins again from the start. */
@Component
class Counter implements GenServer<Counter.Start, Long> {

    private static final Logger logger = LoggerFactory.getLogger(Counter.class);

    record Start(long from) {}

    record Increment(long by) implements Request<Long> {}

    record Read() implements Request<Long> {}

    record Crash(String why) implements Request<Long> {}

    @Override
    public Init<Long> init(Start start, Self<Long> self) {
        return Init.ok(start.from());
    }

    @Override
    public void handlers(Handlers<Long> on) {
        on.call(Increment.class, (inc, call, n) -> call.reply(n + inc.by(), n + inc.by()))
                .call(Read.class, (read, call, n) -> call.reply(n, n))
                .call(Crash.class, (crash, call, n) -> {
                    throw new IllegalStateException(crash.why());
                });
    }

    @Override
    public void terminate(ExitReason reason, Long n) {
        logger.info("The counter ends at {} ({})", n, reason);
    }
}
