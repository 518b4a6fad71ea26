package io.espalier.supervisor;

/** What a child is. */
public enum ChildType {
    /** A process that does work. */
    WORKER,
    /** A process that supervises others. */
    SUPERVISOR
}
