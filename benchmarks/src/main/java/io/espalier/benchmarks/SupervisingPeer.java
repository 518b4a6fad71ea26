package io.espalier.benchmarks;

/** A peer that knows death and supervision, and has one place for work that waits and one for work that computes. */
interface SupervisingPeer extends Peer {

    /**
     * One child that comes and goes.
     *
     * @return its start by a supervisor, until its init is done, and its stop by the same, until it is dead
     */
    Runnable supervisedLifetime();

    /**
     * A supervised process that crashes.
     *
     * @param count how often
     * @return all crashes, each after the init that followed the one before
     */
    Runnable crashes(int count);

    /**
     * A process that watches another and lets go.
     *
     * @param pairs how often
     * @return all of it, until both processes are done with it
     */
    Runnable monitors(int pairs);

    /**
     * Starts processes that wait in their handlers, where the peer wants such processes to be.
     *
     * @param count how many
     * @param work what each does, once
     */
    void waiting(int count, Runnable work);

    /**
     * Starts processes that compute in their handlers, where the peer wants such processes to be.
     *
     * @param count how many
     * @param work what each does, once
     */
    void busy(int count, Runnable work);
}
