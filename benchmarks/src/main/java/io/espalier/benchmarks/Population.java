package io.espalier.benchmarks;

/** What the idle processes are whose memory is measured. */
enum Population {

    /** Nothing but a process. */
    PLAIN,

    /** Each has a name. */
    NAMED,

    /** All are children of one dynamic supervisor. */
    SUPERVISED,

    /** Each waits for an idle timeout an hour away. */
    IDLE_TIMEOUT
}
