package io.espalier.process;

/** Where a process runs when the system uses platform threads. On virtual threads both are the same. */
public enum Dispatcher {
    /**
     * A small pool, a thread per core, with spare threads while handlers hold all of those: for handlers that compute and never
     * wait for the outside.
     */
    COMPUTE,
    /** An elastic, bounded pool: for handlers that wait for files, networks and databases. The default. */
    BLOCKING
}
