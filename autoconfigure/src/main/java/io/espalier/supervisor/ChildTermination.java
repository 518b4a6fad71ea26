package io.espalier.supervisor;

import io.espalier.process.From;
import io.espalier.process.None;
import io.espalier.process.Pid;
import io.espalier.process.Self;
import java.util.List;

/**
 * Stops a child for a caller, or makes sure that it is not restarted. A child that asks for its own end has its answer at
 * once: it could not stop while it waits for one.
 */
final class ChildTermination implements Operation {

    private final String id;

    private final From<None> from;

    private boolean answered;

    ChildTermination(String id, From<None> from) {
        this.id = id;
        this.from = from;
    }

    @Override
    public Plan begin(Supervision supervision, Self<?> self) {
        ChildEntry child = supervision.table().byId(this.id);
        if (child == null) {
            this.from.fail(SupervisorException.notFound(this.id));
            return Plan.NOTHING;
        }
        Pid pid = child.pid();
        if (pid != null && this.from.pid().filter(pid::equals).isPresent()) {
            answer();
        }
        return Plan.toStop(List.of(child));
    }

    @Override
    public void stopped(Supervision supervision, ChildEntry child) {
        boolean cancelled = child.is(ChildEntry.Phase.RESTARTING);
        supervision.table().settle(child);
        if (cancelled) {
            supervision.restartWithout(child);
        }
        answer();
    }

    @Override
    public void abandoned() {
        if (!this.answered) {
            this.from.fail(SupervisorException.stopping());
        }
    }

    private void answer() {
        if (!this.answered) {
            this.answered = true;
            this.from.reply(None.NONE);
        }
    }
}
