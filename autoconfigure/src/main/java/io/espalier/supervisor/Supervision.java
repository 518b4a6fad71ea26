package io.espalier.supervisor;

import io.espalier.process.ExitReason;
import io.espalier.process.Self;
import io.espalier.supervisor.ChildEntry.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The state of a supervisor, and the decisions that its operations share. */
final class Supervision {

    private final Strategy strategy;

    private final AutoShutdown autoShutdown;

    private final @Nullable String childPrefix;

    private final RestartBudget budget;

    private final Journal journal;

    private final ChildTable table = new ChildTable();

    private final Sequencer sequencer;

    private @Nullable ExitReason ended;

    Supervision(SupervisorSpec spec, Self<?> self) {
        this.strategy = spec.strategy();
        this.autoShutdown = spec.autoShutdown();
        this.childPrefix = (spec.childPrefix() != null)
                ? spec.childPrefix()
                : self.name().map(name -> name + "/").orElse(null);
        this.budget = new RestartBudget(spec.maxRestarts(), spec.within());
        this.journal = new Journal(self, this.budget);
        this.sequencer = new Sequencer(this, this.table, this.journal);
        spec.children().forEach(child -> this.table.add(entry(child)));
    }

    /** A new child of this supervisor, not yet in the table. */
    ChildEntry entry(ChildSpec<?> spec) {
        String name = spec.name();
        if (name == null && this.childPrefix != null) {
            name = this.childPrefix + spec.id();
        }
        return new ChildEntry(spec, name, this.journal.path(name, spec.id()));
    }

    /** Whether a restart is within the budget; if not, the supervisor has given up. */
    boolean spend(Self<?> self, ChildEntry child) {
        if (this.budget.spend(self.system().clock().nanoTime())) {
            this.journal.counted();
            return true;
        }
        ExitReason reason = Objects.requireNonNull(child.reason());
        this.journal.gaveUp(self, child.path(), reason);
        end(
                self,
                ExitReason.shutdown(
                        new MaxRestartsReached(child.path(), reason, this.budget.max(), this.budget.within())));
        return false;
    }

    /** Starts a child, and those that wait with it, as soon as its delay is over. */
    void restart(Self<?> self, ChildEntry child) {
        Duration delay = child.schedule().nextDelay(self.system().clock());
        if (delay.isZero()) {
            this.sequencer.next(new RestartRound(child, child.schedule().now()));
        } else {
            child.schedule().later(self, delay, ticket -> new Operation.Due(new RestartRound(child, ticket)));
        }
    }

    /** Tries a restart again that has failed, behind the messages that wait. */
    void retry(Self<?> self, ChildEntry child) {
        child.schedule().soon(self, ticket -> new Operation.Due(new RestartRetry(child, ticket)));
    }

    /** A child will not be restarted after all: those that waited for it are, without it. */
    void restartWithout(ChildEntry cancelled) {
        affected(cancelled).stream()
                .filter(child -> child.is(Phase.RESTARTING))
                .findFirst()
                .filter(first -> !restartPending(first))
                .ifPresent(first -> this.sequencer.next(
                        new RestartRound(first, first.schedule().now())));
    }

    /** Whether a restart is on its way that will start this child too. */
    private boolean restartPending(ChildEntry waiting) {
        return this.table.inOrder().stream()
                .filter(child -> child.is(Phase.RESTARTING) && child.schedule().pending())
                .anyMatch(child -> affected(child).contains(waiting));
    }

    /** Which children a death concerns, in start order. */
    List<ChildEntry> affected(ChildEntry dead) {
        return this.table.affected(this.strategy, dead);
    }

    /** Stops all children and ends. The first reason counts. */
    void end(Self<?> self, ExitReason reason) {
        if (!this.sequencer.ending()) {
            this.sequencer.endWith(self, new Ending(reason));
        }
    }

    /** All children are down. */
    void ended(ExitReason reason) {
        this.ended = reason;
    }

    /** Why the supervisor ends now, or null if it goes on. */
    @Nullable
    ExitReason endsNow() {
        return this.ended;
    }

    Strategy strategy() {
        return this.strategy;
    }

    AutoShutdown autoShutdown() {
        return this.autoShutdown;
    }

    ChildTable table() {
        return this.table;
    }

    Journal journal() {
        return this.journal;
    }

    Sequencer sequencer() {
        return this.sequencer;
    }

    List<Child> children(int limit) {
        return this.table.inOrder().stream().limit(limit).map(ChildEntry::view).toList();
    }

    SupervisorStatus status(Self<?> self) {
        return this.journal.status(self, this.strategy, this.table.counts());
    }

    /** Shows the children without their arguments. */
    @Override
    public String toString() {
        return "Supervisor[" + this.strategy + ", " + this.table + "]";
    }
}
