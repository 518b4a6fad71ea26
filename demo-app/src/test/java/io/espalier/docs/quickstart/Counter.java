package io.espalier.docs.quickstart;

import io.espalier.process.GenServer;
import io.espalier.process.Handlers;
import io.espalier.process.Init;
import io.espalier.process.Request;
import io.espalier.process.Self;
import org.springframework.stereotype.Component;

@Component
class Counter implements GenServer<Counter.Start, Long> {

    record Start(long from) {}

    record Increment(long by) implements Request<Long> {}

    @Override
    public Init<Long> init(Start start, Self<Long> self) {
        return Init.ok(start.from());
    }

    @Override
    public void handlers(Handlers<Long> on) {
        on.call(Increment.class, (inc, call, n) -> call.reply(n + inc.by(), n + inc.by()));
    }
}
