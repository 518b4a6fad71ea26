package io.espalier.supervisor;

import io.espalier.process.ExitReason;
import io.espalier.process.Self;
import io.espalier.supervisor.ChildEntry.Phase;

/**
 * What follows from the death of a child: it is forgotten or kept as it is, or the supervisor ends, or all whom the
 * strategy concerns are stopped to be started together by a {@link RestartRound}.
 */
final class ChildDeath implements Operation {

    private final ChildEntry child;

    private boolean restart;

    ChildDeath(ChildEntry child) {
        this.child = child;
    }

    @Override
    public Plan begin(Supervision supervision, Self<?> self) {
        if (!this.child.is(Phase.DIED)) {
            return Plan.NOTHING;
        }
        if (!this.child.restartable()) {
            supervision.table().settle(this.child);
            if (supervision.table().ends(supervision.autoShutdown(), this.child)) {
                supervision.end(self, ExitReason.shutdown());
            }
            return Plan.NOTHING;
        }
        if (!supervision.spend(self, this.child)) {
            return Plan.NOTHING;
        }
        this.restart = true;
        return Plan.toStop(ChildTable.reversed(supervision.affected(this.child)));
    }

    @Override
    public void stopped(Supervision supervision, ChildEntry stopped) {
        supervision.table().awaitRestart(stopped);
    }

    @Override
    public void done(Supervision supervision, Self<?> self) {
        if (this.restart) {
            supervision.restart(self, this.child);
        }
    }
}
