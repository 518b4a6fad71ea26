package io.espalier.supervisor;

import io.espalier.process.From;
import io.espalier.process.Pid;
import io.espalier.process.Self;
import io.espalier.supervisor.ChildEntry.Phase;
import java.util.List;

/** Adds a child and starts it, for a caller. */
final class ChildStart implements Operation {

    private final ChildSpec<?> spec;

    private final From<Pid> from;

    ChildStart(ChildSpec<?> spec, From<Pid> from) {
        this.spec = spec;
        this.from = from;
    }

    @Override
    public Plan begin(Supervision supervision, Self<?> self) {
        ChildEntry present = supervision.table().byId(this.spec.id());
        if (present != null) {
            this.from.fail(
                    present.is(Phase.RUNNING)
                            ? SupervisorException.alreadyStarted(this.spec.id(), present.pid())
                            : SupervisorException.alreadyPresent(this.spec.id()));
            return Plan.NOTHING;
        }
        try {
            this.spec.checkSignificance(supervision.autoShutdown());
        } catch (IllegalArgumentException invalid) {
            this.from.fail(invalid);
            return Plan.NOTHING;
        }
        ChildEntry child = supervision.entry(this.spec);
        supervision.table().add(child);
        return Plan.toStart(List.of(child));
    }

    @Override
    public void started(Supervision supervision, Self<?> self, ChildEntry child, Pid pid) {
        this.from.reply(pid);
    }

    @Override
    public void ignored(Supervision supervision, ChildEntry child) {
        supervision.table().settle(child);
        this.from.fail(SupervisorException.ignored(child.id()));
    }

    @Override
    public Plan failed(Supervision supervision, Self<?> self, ChildEntry child, StartFailure failure) {
        supervision.table().remove(child);
        this.from.fail(failure.toException(child.id()));
        return Plan.NOTHING;
    }

    @Override
    public void abandoned() {
        this.from.fail(SupervisorException.stopping());
    }
}
