package io.espalier.demo;

import io.espalier.process.ExitReason;
import io.espalier.process.GenServer;
import io.espalier.process.Handlers;
import io.espalier.process.Init;
import io.espalier.process.Request;
import io.espalier.process.Self;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** One stage of a pipeline. The same bean runs several processes, each with its own argument and state. */
@Component
class Stage implements GenServer<Stage.Start, Stage.Progress> {

    private static final Logger logger = LoggerFactory.getLogger(Stage.class);

    record Start(String label, Duration every) {}

    record Progress(String label, Duration every, long steps) {}

    record Look() implements Request<Progress> {}

    record Crash() {}

    private record Step() {}

    @Override
    public Init<Progress> init(Start start, Self<Progress> self) {
        self.sendAfter(start.every(), new Step());
        return Init.ok(new Progress(start.label(), start.every(), 0));
    }

    @Override
    public void handlers(Handlers<Progress> on) {
        on.call(Look.class, (look, call, progress) -> call.reply(progress, progress))
                .cast(Crash.class, (crash, self, progress) -> {
                    throw new IllegalStateException("The stage " + progress.label() + " was told to crash");
                })
                .info(Step.class, (step, self, progress) -> {
                    self.sendAfter(progress.every(), step);
                    return self.next(new Progress(progress.label(), progress.every(), progress.steps() + 1));
                });
    }

    @Override
    public void terminate(ExitReason reason, Progress progress) {
        logger.info("The stage {} ends after {} steps ({})", progress.label(), progress.steps(), reason);
    }
}
