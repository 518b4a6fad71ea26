package io.espalier.supervisor;

import io.espalier.process.ExitReason;
import io.espalier.process.Pid;
import io.espalier.process.Self;
import io.espalier.supervisor.ChildEntry.Phase;
import org.jspecify.annotations.Nullable;

/**
 * Starts a child again, and in order those that the strategy has stopped with it. If one fails, it is tried again by a
 * {@link RestartRetry}: under {@link Strategy#ONE_FOR_ALL} the ones that run are stopped again, under
 * {@link Strategy#REST_FOR_ONE} the next round goes on from it.
 */
final class RestartRound implements Operation {

    private final ChildEntry child;

    private final int ticket;

    private @Nullable ChildEntry failed;

    RestartRound(ChildEntry child, int ticket) {
        this.child = child;
        this.ticket = ticket;
    }

    @Override
    public Plan begin(Supervision supervision, Self<?> self) {
        if (!this.child.schedule().take(this.ticket)) {
            return Plan.NOTHING;
        }
        return Plan.toStart(supervision.affected(this.child).stream()
                .filter(affected -> affected.is(Phase.RESTARTING))
                .toList());
    }

    @Override
    public void started(Supervision supervision, Self<?> self, ChildEntry started, Pid pid) {
        started.countRestart();
        ExitReason reason = (started.reason() != null) ? started.reason() : this.child.reason();
        supervision
                .journal()
                .restarted(
                        self, started.path(), started.before(), pid, (reason != null) ? reason : ExitReason.shutdown());
    }

    @Override
    public void ignored(Supervision supervision, ChildEntry ignored) {
        supervision.table().settle(ignored);
    }

    @Override
    public Plan failed(Supervision supervision, Self<?> self, ChildEntry failed, StartFailure failure) {
        this.failed = failed;
        failed.waiting();
        supervision.journal().restartFailed(self, failed.path(), failure.reason());
        if (supervision.strategy() != Strategy.ONE_FOR_ALL) {
            return Plan.NOTHING;
        }
        return Plan.toStop(ChildTable.reversed(
                supervision.affected(failed).stream().filter(ChildEntry::up).toList()));
    }

    @Override
    public void stopped(Supervision supervision, ChildEntry stopped) {
        supervision.table().awaitRestart(stopped);
    }

    @Override
    public void done(Supervision supervision, Self<?> self) {
        if (this.failed != null) {
            supervision.retry(self, this.failed);
        }
    }
}
