package io.espalier.process;

import org.jspecify.annotations.Nullable;

/** Something that happened in a {@link ProcessSystem}, see {@link ProcessListener}. */
public sealed interface ProcessEvent {

    /**
     * A process runs: its init has succeeded.
     *
     * @param pid who
     * @param name its name, or null
     */
    record Started(Pid pid, @Nullable String name) implements ProcessEvent {}

    /**
     * A process is dead.
     *
     * @param pid who
     * @param name the name it had, or null
     * @param reason why
     */
    record Stopped(Pid pid, @Nullable String name, ExitReason reason) implements ProcessEvent {}

    /**
     * A supervisor has started a child again.
     *
     * @param supervisor which supervisor
     * @param path the child's path, or its id where the supervisor has no name
     * @param before the dead incarnation, or null if the attempt before failed in init
     * @param now the new incarnation
     * @param reason why the one before died
     */
    record Restarted(Pid supervisor, String path, @Nullable Pid before, Pid now, ExitReason reason)
            implements ProcessEvent {}

    /**
     * A supervisor has used up its restarts and ends.
     *
     * @param supervisor which supervisor
     * @param path its name, or empty
     * @param child the path of the child whose death was one too many
     * @param reason why that child died
     */
    record GaveUp(Pid supervisor, String path, String child, ExitReason reason) implements ProcessEvent {}

    /**
     * A message to a process that was not there was dropped.
     *
     * @param target the name or the pid
     * @param message the message
     */
    record Dropped(String target, Object message) implements ProcessEvent {}

    /**
     * A reply came when nobody waited for it any more.
     *
     * @param callee who was called
     */
    record LateReply(Pid callee) implements ProcessEvent {}

    /**
     * A killed process is dead, but its callback still runs.
     *
     * @param pid who
     * @param name the name it had, or null
     * @param thread the thread that it holds
     */
    record Zombie(Pid pid, @Nullable String name, Thread thread) implements ProcessEvent {}

    /**
     * The callback of a zombie has returned.
     *
     * @param pid who
     */
    record ZombieEnded(Pid pid) implements ProcessEvent {}
}
