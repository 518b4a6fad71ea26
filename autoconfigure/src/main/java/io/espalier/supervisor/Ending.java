package io.espalier.supervisor;

import io.espalier.process.ExitReason;
import io.espalier.process.Self;
import java.util.List;

/** Stops all children in reverse and ends the supervisor. */
final class Ending implements Operation {

    private final ExitReason reason;

    Ending(ExitReason reason) {
        this.reason = reason;
    }

    @Override
    public Plan begin(Supervision supervision, Self<?> self) {
        List<ChildEntry> children = supervision.table().inOrder();
        children.stream().filter(child -> child.pid() == null).forEach(ChildEntry::settled);
        return Plan.toStop(ChildTable.reversed(children));
    }

    @Override
    public void done(Supervision supervision, Self<?> self) {
        supervision.ended(this.reason);
    }
}
