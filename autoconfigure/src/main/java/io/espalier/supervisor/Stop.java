package io.espalier.supervisor;

import io.espalier.process.ExitReason;
import io.espalier.process.Pid;
import io.espalier.process.Self;
import io.espalier.process.TimerRef;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The stop of one child: it is asked or killed at once, killed when its time is over, and its death is waited for by a
 * monitor, so that a child which has unlinked itself can't hold up its supervisor.
 */
final class Stop {

    private final Shutdown shutdown;

    private @Nullable TimerRef timer;

    private @Nullable ExitReason exit;

    private Stop(Shutdown shutdown) {
        this.shutdown = shutdown;
    }

    /**
     * Begins to stop a child, with a timer of its own.
     *
     * @param self the supervisor; it gets a {@link TimeOver} of the pid, and a Down
     * @param pid the child
     * @param shutdown how
     * @return the stop
     */
    static Stop begin(Self<?> self, Pid pid, Shutdown shutdown) {
        Stop stop = beginUntimed(self, pid, shutdown);
        if (shutdown instanceof Shutdown.After after) {
            stop.timer = self.sendAfter(after.time(), new TimeOver(pid));
        }
        return stop;
    }

    /**
     * Begins to stop a child whose time somebody else watches.
     *
     * @param self the supervisor; it gets a Down
     * @param pid the child
     * @param shutdown how
     * @return the stop
     */
    static Stop beginUntimed(Self<?> self, Pid pid, Shutdown shutdown) {
        self.monitor(pid);
        if (shutdown instanceof Shutdown.BrutalKill) {
            self.system().kill(pid);
        } else {
            self.system().exit(pid, ExitReason.shutdown());
        }
        return new Stop(shutdown);
    }

    /** Whether the child has so long, and not more or less. */
    boolean lasts(Duration time) {
        return this.shutdown instanceof Shutdown.After after && after.time().equals(time);
    }

    /** The link has told of the child's death: says more than the monitor of a child that was dead already. */
    void exited(ExitReason reason) {
        this.exit = reason;
    }

    /**
     * The monitor has told of the child's death: the stop is over.
     *
     * @param reason what the monitor says
     * @return why the child died
     */
    ExitReason ended(ExitReason reason) {
        if (this.timer != null) {
            this.timer.cancel();
        }
        return (reason instanceof ExitReason.NoProcess && this.exit != null) ? this.exit : reason;
    }

    /**
     * Whether a child died as it should when it is stopped: by the shutdown it was sent, by the kill where it was to be
     * killed, or quietly for a reason of its own unless it is permanent. One that was dead before nobody stopped.
     *
     * @param reason why it died
     * @param restart its restart type
     * @return whether that needs no mention
     */
    boolean orderly(ExitReason reason, Restart restart) {
        return reason instanceof ExitReason.Shutdown
                || reason instanceof ExitReason.NoProcess
                || (reason instanceof ExitReason.Normal && restart != Restart.PERMANENT)
                || (reason instanceof ExitReason.Killed && this.shutdown instanceof Shutdown.BrutalKill);
    }

    /**
     * The time that a child had to stop is over.
     *
     * @param pid the child
     */
    record TimeOver(Pid pid) {}
}
