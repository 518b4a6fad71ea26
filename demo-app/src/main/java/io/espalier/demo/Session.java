package io.espalier.demo;

import io.espalier.process.ExitReason;
import io.espalier.process.GenServer;
import io.espalier.process.Handlers;
import io.espalier.process.Init;
import io.espalier.process.Request;
import io.espalier.process.Self;
import io.espalier.process.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** A user's session: remembers what was said, and ends by itself when nobody speaks for a while. */
@Component
class Session implements GenServer<String, Session.Talk> {

    private static final Duration IDLE = Duration.ofSeconds(30);

    record Talk(String user, List<String> lines) {}

    record Say(String line) implements Request<List<String>> {}

    @Override
    public Init<Talk> init(String user, Self<Talk> self) {
        return Init.ok(new Talk(user, List.of())).timeout(IDLE);
    }

    @Override
    public void handlers(Handlers<Talk> on) {
        on.call(Say.class, (say, call, talk) -> {
                    List<String> lines = new ArrayList<>(talk.lines());
                    lines.add(say.line());
                    return call.reply(List.copyOf(lines), new Talk(talk.user(), List.copyOf(lines)))
                            .timeout(IDLE);
                })
                .info(Timeout.class, (timeout, self, talk) -> self.stop(ExitReason.normal(), talk));
    }
}
