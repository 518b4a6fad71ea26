package io.espalier.autoconfigure;

import io.espalier.actuate.ReasonText;
import io.espalier.process.ExitReason;
import io.espalier.process.ProcessSystem;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationContext;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** What follows when the root supervisor has given up: nobody is left who could mend anything but a restart. */
final class GiveUp {

    /** How the JVM ends with {@code on-give-up: exit}: the code of an internal error of the software in sysexits.h. */
    static final int EXIT_CODE = 70;

    private static final Logger logger = LoggerFactory.getLogger(GiveUp.class);

    private final ApplicationContext context;

    private final ProcessSystem processes;

    private final OnGiveUp then;

    private final IntConsumer exit;

    GiveUp(ApplicationContext context, ProcessSystem processes, OnGiveUp then, IntConsumer exit) {
        this.context = context;
        this.processes = processes;
        this.then = then;
        this.exit = exit;
    }

    /**
     * Declares the tree as fallen, breaks the liveness of the application, and ends the JVM if that is wanted. An exit waits
     * for the context to close, which must not wait for the process that tells us of it: so it has a thread of its own.
     *
     * @param reason why the root gave up
     */
    void because(ExitReason reason) {
        logger.error(
                "The root supervisor has given up: {}. The application's liveness is broken{}",
                ReasonText.of(reason),
                (this.then == OnGiveUp.EXIT) ? "; the JVM exits with code " + EXIT_CODE : "");
        this.processes.markDown(reason);
        AvailabilityChangeEvent.publish(this.context, LivenessState.BROKEN);
        if (this.then == OnGiveUp.EXIT) {
            new SimpleAsyncTaskExecutor("espalier-exit-").execute(() -> this.exit.accept(EXIT_CODE));
        }
    }

    /** Mends the liveness: the tree was started again. */
    void over() {
        AvailabilityChangeEvent.publish(this.context, LivenessState.CORRECT);
    }
}
