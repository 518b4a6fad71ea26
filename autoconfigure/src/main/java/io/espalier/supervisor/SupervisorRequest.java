package io.espalier.supervisor;

import io.espalier.process.None;
import io.espalier.process.Pid;
import io.espalier.process.Request;
import java.time.Duration;
import java.util.List;

/**
 * What supervisors are asked.
 *
 * @param <R> the type of the reply
 */
sealed interface SupervisorRequest<R> extends Request<R> {

    /**
     * How long a caller waits for a start or a stop. OTP's callers wait for ever; a bound this far away only makes sure
     * that no thread is lost for good.
     */
    Duration OPERATION_TIMEOUT = Duration.ofHours(1);

    record StartChild(ChildSpec<?> spec) implements SupervisorRequest<Pid> {}

    record RestartChild(String id) implements SupervisorRequest<Pid> {}

    record TerminateChild(String id) implements SupervisorRequest<None> {}

    record DeleteChild(String id) implements SupervisorRequest<None> {}

    record TerminateProcess(Pid pid) implements SupervisorRequest<None> {}

    record WhichChildren(int limit) implements SupervisorRequest<List<Child>> {}

    record CountChildren() implements SupervisorRequest<ChildCounts> {}

    record GetStatus() implements SupervisorRequest<SupervisorStatus> {}

    /** What a caller gets who asks for something else. */
    static IllegalArgumentException unknown(Request<?> request) {
        return new IllegalArgumentException("A supervisor does not know the request "
                + request.getClass().getName() + "; is the reference to the right process?");
    }
}
