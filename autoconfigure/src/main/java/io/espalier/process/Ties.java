package io.espalier.process;

/** What ties a process to others and to the clock. Touched by the process's own thread, and by its death. */
final class Ties {

    /** Linked processes. */
    final SmallSet<ProcessCell> links = new SmallSet<>();

    /**
     * Processes that have not confirmed an unlink. What they sent before it, a link signal that crossed it, is void: so both
     * sides agree that there is no link.
     */
    final SmallSet<ProcessCell> unlinking = new SmallSet<>();

    /** Who watches this process. */
    final SmallSet<Watch> watches = new SmallSet<>();

    /** Whom this process watches. */
    final SmallSet<Monitor> monitors = new SmallSet<>();

    /** Timers that this process has set, and that are pending or in its mailbox. */
    final SmallSet<SendTimer> timers = new SmallSet<>();
}
