package io.espalier.supervisor;

import io.espalier.process.AlreadyStartedException;
import io.espalier.process.ExitReason;
import io.espalier.process.Pid;
import io.espalier.process.StartFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Why a child did not start.
 *
 * @param reason the reason
 * @param holder the process that has its name, or null if that was not the reason
 */
record StartFailure(ExitReason reason, @Nullable Pid holder) {

    static StartFailure of(ExitReason reason) {
        return new StartFailure(reason, null);
    }

    static StartFailure of(StartFailedException failure) {
        ExitReason reason = failure.reason().orElseGet(() -> ExitReason.crash(failure));
        return new StartFailure(reason, (failure instanceof AlreadyStartedException taken) ? taken.pid() : null);
    }

    SupervisorException toException(String id) {
        return (this.holder != null)
                ? SupervisorException.alreadyStarted(id, this.holder)
                : SupervisorException.startFailed(id, this.reason);
    }
}
