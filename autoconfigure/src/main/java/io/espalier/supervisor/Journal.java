package io.espalier.supervisor;

import io.espalier.process.ExitReason;
import io.espalier.process.Pid;
import io.espalier.process.ProcessEvent;
import io.espalier.process.Self;
import io.espalier.supervisor.SupervisorStatus.LastCrash;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a supervisor tells the world: log lines, events, and what its status shows of the past. The death of a child is
 * reported by the runtime, once; nothing of it is logged here again.
 */
final class Journal {

    private static final Logger logger = LoggerFactory.getLogger(Supervisor.class);

    private final @Nullable String name;

    private final String supervisor;

    private final RestartBudget budget;

    private long restarts;

    private @Nullable LastCrash lastCrash;

    Journal(Self<?> self, RestartBudget budget) {
        this.name = self.name().orElse(null);
        this.supervisor = self.name().orElseGet(() -> self.pid().toString());
        this.budget = budget;
    }

    /** What people know a child by: its name, else its place in the tree, else its id. */
    String path(@Nullable String childName, String id) {
        if (childName != null) {
            return childName;
        }
        return (this.name != null) ? this.name + "/" + id : id;
    }

    /** A child has died, or did not start. */
    void died(Self<?> self, String path, ExitReason reason) {
        if (!reason.quiet()) {
            this.lastCrash = new LastCrash(path, reason, self.system().clock().instant());
        }
    }

    /** A restart was taken out of the budget. */
    void counted() {
        this.restarts++;
    }

    void restarted(Self<?> self, String path, @Nullable Pid before, Pid now, ExitReason reason) {
        if (logger.isInfoEnabled()) {
            int used = this.budget.used(self.system().clock().nanoTime());
            logger.info(
                    "Restarted {} as {} after {}; {} of {} restarts within {} used",
                    path,
                    now,
                    reason,
                    used,
                    this.budget.max(),
                    this.budget.within());
        }
        self.system().publish(new ProcessEvent.Restarted(self.pid(), path, before, now, reason));
    }

    void restartFailed(Self<?> self, String path, ExitReason reason) {
        died(self, path, reason);
        logger.warn("Restart of {} failed and will be tried again: {}", path, reason);
    }

    void stoppedBadly(String path, Shutdown shutdown, ExitReason reason) {
        if (reason instanceof ExitReason.Killed && shutdown instanceof Shutdown.After after) {
            logger.warn("{} did not stop within {} and was killed", path, after.time());
        } else {
            logger.warn("{} died while it was stopped: {}", path, reason);
        }
    }

    void slowStart(String path, Duration time) {
        logger.warn("{} has been in init for {}; {} waits for it", path, time, this.supervisor);
    }

    void gaveUp(Self<?> self, String path, ExitReason reason) {
        logger.error(
                "{} gives up and stops its children: more than {} restarts within {}, the last for {}: {}",
                this.supervisor,
                this.budget.max(),
                this.budget.within(),
                path,
                reason);
        String own = (this.name != null) ? this.name : "";
        self.system().publish(new ProcessEvent.GaveUp(self.pid(), own, path, reason));
    }

    SupervisorStatus status(Self<?> self, Strategy strategy, ChildCounts counts) {
        return new SupervisorStatus(
                strategy,
                this.budget.max(),
                this.budget.within(),
                this.budget.used(self.system().clock().nanoTime()),
                this.restarts,
                counts,
                this.lastCrash);
    }
}
