package io.espalier.process;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of a process from outside. The figures are read without stopping it, so they may be a moment old.
 *
 * @param pid its pid
 * @param name its name, or null
 * @param server the simple class name of its module
 * @param status what it does
 * @param queueLength messages in its mailbox; counted up to 10,000
 * @param handled callbacks that have returned since its start, init left out
 * @param startedAt when it was started
 */
public record ProcessInfo(
        Pid pid,
        @Nullable String name,
        String server,
        Status status,
        int queueLength,
        long handled,
        Instant startedAt) {

    /** What a process does. */
    public enum Status {
        /** Its init has not returned, or it has not said that it is ready. */
        STARTING,
        /** It waits for a message. */
        WAITING,
        /** It has work and waits for a thread. */
        RUNNABLE,
        /** It runs on a thread. */
        RUNNING,
        /** It is about to be dead. */
        EXITING
    }
}
