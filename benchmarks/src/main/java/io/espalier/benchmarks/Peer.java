package io.espalier.benchmarks;

import java.time.Duration;

/**
 * One runtime under measurement. Each method sets a scene up and returns the operation to measure, which any thread may
 * run. All peers do the same with messages of the same shape.
 */
interface Peer extends AutoCloseable {

    /** When a timer would expire that is cancelled at once. */
    Duration SOON = Duration.ofSeconds(10);

    /** When a timer would expire that is not meant to. */
    Duration LATE = Duration.ofHours(1);

    /** What a call replies, and what is sent where the content does not matter: never allocated. */
    enum Pong {
        PONG
    }

    /**
     * An idle server.
     *
     * @return one call to it, from the thread that runs this, which waits for the reply
     */
    Runnable echo();

    /**
     * An idle server and a process that calls it.
     *
     * @param calls how many calls the process makes, one after the other
     * @return all of them, from within the process
     */
    Runnable errand(int calls);

    /**
     * A process that counts what it is sent.
     *
     * @param tally counts the messages when they are handled
     * @return one message to it, without waiting
     */
    Runnable sink(Tally tally);

    /**
     * A ring of processes that pass a token on.
     *
     * @param size how many processes
     * @param hops how many times the token moves
     * @return the token's way
     */
    Runnable ring(int size, int hops);

    /**
     * Processes that come and go without anybody waiting for any one of them.
     *
     * @param size how many
     * @return all of them started and told to stop, until the last has cleaned up
     */
    Runnable wave(int size);

    /**
     * One process that comes and goes.
     *
     * @return its start, until its init is done, and its stop, until it is dead
     */
    Runnable lifetime();

    /**
     * A process that sets timers and cancels them.
     *
     * @param count how many timers, one after the other
     * @return all of them, from within the process
     */
    Runnable timers(int count);

    /**
     * Sets timers that are still there when the measurement ends.
     *
     * @param count how many
     */
    void pendingTimers(int count);

    /**
     * Starts idle processes, and returns when each has initialised itself.
     *
     * @param kind what they are
     * @param count how many
     * @return what keeps hold of them
     */
    Object populate(Population kind, int count);

    /** Ends the runtime with all its threads. */
    @Override
    void close();
}
