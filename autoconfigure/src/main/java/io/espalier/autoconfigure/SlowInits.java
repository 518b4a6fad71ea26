package io.espalier.autoconfigure;

import io.espalier.process.Pid;
import io.espalier.process.ProcessException;
import io.espalier.process.ProcessInfo;
import io.espalier.process.ProcessSystem;
import io.espalier.supervisor.Child;
import io.espalier.supervisor.ChildType;
import io.espalier.supervisor.Supervisor;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs, while a tree starts, which init the start is waiting for, once for each that takes long. */
final class SlowInits {

    /** From when on an init is slow. */
    static final Duration SLOW = Duration.ofSeconds(10);

    private static final Logger logger = LoggerFactory.getLogger(SlowInits.class);

    private final ProcessSystem processes;

    private final Set<Pid> logged = new HashSet<>();

    SlowInits(ProcessSystem processes) {
        this.processes = processes;
    }

    /**
     * Looks for a slow init.
     *
     * @param root the root of the tree that is starting
     */
    void log(Pid root) {
        try {
            logBelow(root);
        } catch (ProcessException ex) {
            logger.debug("A supervisor did not say which child it starts", ex);
        }
    }

    private void logBelow(Pid supervisor) {
        for (Child child : Supervisor.at(this.processes.ref(supervisor)).whichChildren()) {
            Pid pid = child.pid();
            if (child.status() != Child.Status.STARTING || pid == null) {
                continue;
            }
            if (child.type() == ChildType.SUPERVISOR && !child.dynamic()) {
                logBelow(pid);
            } else {
                this.processes.info(pid).ifPresent(info -> logIfSlow(child, info));
            }
        }
    }

    private void logIfSlow(Child child, ProcessInfo info) {
        Instant now = this.processes.clock().instant();
        Duration since = Duration.between(info.startedAt(), now);
        if (since.compareTo(SLOW) >= 0 && this.logged.add(info.pid())) {
            logger.warn(
                    "The init of '{}' ({}) has been running for {} s; the application's start waits for it",
                    Objects.requireNonNullElse(child.name(), child.id()),
                    info.server(),
                    since.toSeconds());
        }
    }
}
