package io.espalier.supervisor;

/** Which children are restarted when one has died. */
public enum Strategy {
    /** Only the dead one. */
    ONE_FOR_ONE,
    /** All: the others are stopped in reverse order, then all are started in order. */
    ONE_FOR_ALL,
    /** The dead one and those that were started after it. */
    REST_FOR_ONE
}
