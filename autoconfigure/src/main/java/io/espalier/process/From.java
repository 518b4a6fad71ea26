package io.espalier.process;

import java.util.Optional;

/**
 * The address of a caller that waits. One answer counts; any further one, and one for a caller that has stopped waiting,
 * is dropped and counted. Any thread may answer.
 *
 * @param <R> the type of the reply
 */
public sealed interface From<R> permits CallSlot {

    /**
     * Answers the caller.
     *
     * @param value the reply
     */
    void reply(R value);

    /**
     * Fails the caller.
     *
     * @param error what its {@code call} throws
     */
    void fail(RuntimeException error);

    /**
     * The calling process.
     *
     * @return its pid, or empty if the caller is a thread that is no process
     */
    Optional<Pid> pid();
}
