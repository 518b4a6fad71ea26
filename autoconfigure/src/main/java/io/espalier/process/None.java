package io.espalier.process;

/** The init argument of a server that needs none. */
public enum None {
    /** The only value. */
    NONE
}
