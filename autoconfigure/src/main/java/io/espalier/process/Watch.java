package io.espalier.process;

/** Whoever is told of a process's death: a monitoring process, or a thread's stage. */
sealed interface Watch permits Monitor, ExitStage {

    /** The watched process is dead. */
    void down(ExitReason reason);
}
