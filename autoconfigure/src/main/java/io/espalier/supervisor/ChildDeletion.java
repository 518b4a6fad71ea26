package io.espalier.supervisor;

import io.espalier.process.From;
import io.espalier.process.None;
import io.espalier.process.Self;

/** Forgets a child that does not run, for a caller. */
final class ChildDeletion implements Operation {

    private final String id;

    private final From<None> from;

    ChildDeletion(String id, From<None> from) {
        this.id = id;
        this.from = from;
    }

    @Override
    public Plan begin(Supervision supervision, Self<?> self) {
        try {
            supervision.table().remove(supervision.table().stopped(this.id));
            this.from.reply(None.NONE);
        } catch (SupervisorException problem) {
            this.from.fail(problem);
        }
        return Plan.NOTHING;
    }

    @Override
    public void abandoned() {
        this.from.fail(SupervisorException.stopping());
    }
}
