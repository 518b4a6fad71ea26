package io.espalier.docs;

import io.espalier.process.From;
import io.espalier.process.GenServer;
import io.espalier.process.Handlers;
import io.espalier.process.Init;
import io.espalier.process.None;
import io.espalier.process.Request;
import io.espalier.process.Self;
import io.espalier.process.Status;
import java.util.Locale;
import java.util.concurrent.Executor;

/** Replies later, and keeps its state out of reports. */
class Lookups implements GenServer<None, String> {

    record Lookup(String key) implements Request<String> {}

    private final Executor executor;

    Lookups(Executor executor) {
        this.executor = executor;
    }

    @Override
    public Init<String> init(None none, Self<String> self) {
        return Init.ok("a secret");
    }

    @Override
    public void handlers(Handlers<String> on) {
        on.call(Lookup.class, (lookup, call, state) -> {
            From<String> from = call.from();
            executor.execute(() -> from.reply(slowLookup(lookup.key())));
            return call.next(state);
        });
    }

    @Override
    public Status formatStatus(Status status) {
        return status.withState("(redacted)");
    }

    private static String slowLookup(String key) {
        return key.toUpperCase(Locale.ROOT);
    }
}
