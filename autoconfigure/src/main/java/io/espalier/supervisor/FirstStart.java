package io.espalier.supervisor;

import io.espalier.process.ExitReason;
import io.espalier.process.Self;

/** Starts all children of a new supervisor. If one fails, the supervisor's own start fails. */
final class FirstStart implements Operation {

    @Override
    public Plan begin(Supervision supervision, Self<?> self) {
        return Plan.toStart(supervision.table().inOrder());
    }

    @Override
    public void ignored(Supervision supervision, ChildEntry child) {
        supervision.table().settle(child);
    }

    @Override
    public Plan failed(Supervision supervision, Self<?> self, ChildEntry child, StartFailure failure) {
        supervision.end(self, ExitReason.shutdown(new FailedToStartChild(child.id(), child.path(), failure.reason())));
        return Plan.NOTHING;
    }

    @Override
    public void done(Supervision supervision, Self<?> self) {
        self.ready();
    }
}
