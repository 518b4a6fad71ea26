package io.espalier.supervisor;

import io.espalier.process.From;
import io.espalier.process.Pid;
import io.espalier.process.Self;
import java.util.List;

/** Starts a child again that does not run, for a caller. */
final class ChildRestart implements Operation {

    private final String id;

    private final From<Pid> from;

    ChildRestart(String id, From<Pid> from) {
        this.id = id;
        this.from = from;
    }

    @Override
    public Plan begin(Supervision supervision, Self<?> self) {
        try {
            return Plan.toStart(List.of(supervision.table().stopped(this.id)));
        } catch (SupervisorException problem) {
            this.from.fail(problem);
            return Plan.NOTHING;
        }
    }

    @Override
    public void started(Supervision supervision, Self<?> self, ChildEntry child, Pid pid) {
        this.from.reply(pid);
    }

    @Override
    public void ignored(Supervision supervision, ChildEntry child) {
        this.from.fail(SupervisorException.ignored(child.id()));
    }

    @Override
    public Plan failed(Supervision supervision, Self<?> self, ChildEntry child, StartFailure failure) {
        this.from.fail(failure.toException(child.id()));
        return Plan.NOTHING;
    }

    @Override
    public void abandoned() {
        this.from.fail(SupervisorException.stopping());
    }
}
