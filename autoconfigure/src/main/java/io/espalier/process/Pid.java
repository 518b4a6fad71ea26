package io.espalier.process;

/**
 * The identity of one incarnation of a process. It dies with the process: a restarted process has another pid. Equal only
 * to itself; safe to share, to keep and to use as a map key, also after death.
 */
public sealed interface Pid permits ProcessCell {

    /**
     * A number that no other process of the same {@link ProcessSystem} has or had.
     *
     * @return the id, from 1
     */
    long id();
}
