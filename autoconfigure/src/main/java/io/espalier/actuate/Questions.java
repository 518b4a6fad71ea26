package io.espalier.actuate;

import io.espalier.process.Call;
import io.espalier.process.CallResult;
import io.espalier.process.CallTimeoutException;
import io.espalier.process.ExitReason;
import io.espalier.process.GenServer;
import io.espalier.process.Init;
import io.espalier.process.None;
import io.espalier.process.Pid;
import io.espalier.process.ProcessException;
import io.espalier.process.ProcessSystem;
import io.espalier.process.Request;
import io.espalier.process.Self;
import io.espalier.process.StartOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Questions to supervisors that together take no longer than a given time. A process of its own asks each of them, so that
 * a supervisor that does not answer holds up that process, until its own call times out, and not the one who wants to know.
 */
final class Questions {

    private static final GenServer<None, None> ASKER = new Asker();

    private final ProcessSystem processes;

    private final long deadline;

    Questions(ProcessSystem processes, Duration time) {
        this.processes = processes;
        this.deadline = processes.clock().nanoTime() + time.toNanos();
    }

    /**
     * Asks.
     *
     * @param question calls a supervisor
     * @param <T> the type of the answer
     * @return the answer, or empty if the supervisor is not there
     * @throws TimeoutException if none came in time
     */
    <T> Optional<T> ask(Supplier<T> question) throws TimeoutException {
        Duration left = Duration.ofNanos(this.deadline - this.processes.clock().nanoTime());
        if (left.isNegative() || left.isZero()) {
            throw new TimeoutException("no time is left");
        }
        try {
            return ask(question, this.processes.startAsync(ASKER, None.NONE, StartOptions.defaults()), left);
        } catch (ProcessException ex) {
            return Optional.empty();
        }
    }

    private <T> Optional<T> ask(Supplier<T> question, Pid asker, Duration left) throws TimeoutException {
        try {
            return Optional.of(this.processes.ref(asker).call(new Question<>(question), left));
        } catch (CallTimeoutException ex) {
            throw new TimeoutException(ex.getMessage());
        } finally {
            this.processes.exit(asker, ExitReason.shutdown());
        }
    }

    private record Question<T>(Supplier<T> answer) implements Request<T> {}

    /** Asks in the place of another. */
    private static final class Asker implements GenServer<None, None> {

        @Override
        public Init<None> init(None argument, Self<None> self) {
            return Init.ok(None.NONE);
        }

        @Override
        public CallResult<None> handleCall(Request<?> request, Call<Object, None> call, None none) {
            try {
                return call.reply(((Question<?>) request).answer().get(), none);
            } catch (RuntimeException ex) {
                return call.fail(ex, none);
            }
        }
    }
}
