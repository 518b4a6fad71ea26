package io.espalier.supervisor;

import io.espalier.process.Pid;
import org.jspecify.annotations.Nullable;

/**
 * What a supervisor knows of a child.
 *
 * @param id its id
 * @param name its registered name (in a tree, its path), or null
 * @param pid its pid, or null while it has none: restarting or stopped
 * @param status what it does
 * @param type worker or supervisor
 * @param restart its restart type
 * @param restarts how often it has been restarted
 * @param dynamic whether it is a dynamic supervisor
 */
public record Child(
        String id,
        @Nullable String name,
        @Nullable Pid pid,
        Status status,
        ChildType type,
        Restart restart,
        long restarts,
        boolean dynamic) {

    /** What a child does. */
    public enum Status {
        /** Its init runs. */
        STARTING,
        /** It runs. */
        RUNNING,
        /** It has died and will be started again. */
        RESTARTING,
        /** It is being stopped. */
        STOPPING,
        /** It has ended, was stopped, or ignored its start. */
        STOPPED
    }
}
