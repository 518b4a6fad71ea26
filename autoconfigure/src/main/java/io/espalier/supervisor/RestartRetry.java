package io.espalier.supervisor;

import io.espalier.process.Self;

/** Counts a restart that follows on one that has failed, and makes it after its delay. */
final class RestartRetry implements Operation {

    private final ChildEntry child;

    private final int ticket;

    private boolean restart;

    RestartRetry(ChildEntry child, int ticket) {
        this.child = child;
        this.ticket = ticket;
    }

    @Override
    public Plan begin(Supervision supervision, Self<?> self) {
        this.restart = this.child.schedule().take(this.ticket) && supervision.spend(self, this.child);
        return Plan.NOTHING;
    }

    @Override
    public void done(Supervision supervision, Self<?> self) {
        if (this.restart) {
            supervision.restart(self, this.child);
        }
    }
}
