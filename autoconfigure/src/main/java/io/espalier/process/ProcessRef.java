package io.espalier.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * How a process is reached: by pid, or by a name that is looked up at every send and so survives restarts. Immutable; any
 * thread may use it, inside and outside of processes.
 *
 * <p>An interface that tests may implement or mock; a process system takes only those that it has made itself.
 *
 * <p>What one sender sends to one process arrives in that order, whatever mix of calls, casts and sends it is. A sender is
 * never blocked by a full or busy receiver, except by {@code call}, which waits for the reply.
 */
public interface ProcessRef {

    /** How long a call waits if it is not told otherwise. */
    Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    /**
     * Calls and waits for the reply, for {@link #DEFAULT_TIMEOUT} at most.
     *
     * @param request the request
     * @param <R> the type of the reply
     * @return the reply
     * @throws CallTimeoutException no reply in time; the process still handles the request, its late reply is dropped
     * @throws NoProcessException no such process
     * @throws ProcessExitedException it died before it replied; at once, not after the timeout
     * @throws CallCycleException the call would wait for itself
     * @throws CallInterruptedException this thread was interrupted; the flag is set again
     * @throws RuntimeException whatever the handler gave to {@link Call#fail}
     * @throws IllegalStateException on a thread that must not block (Reactor's non-blocking ones); use {@code ask}
     */
    <R> R call(Request<R> request);

    /**
     * As {@link #call(Request)}, with a time of one's own.
     *
     * @param request the request
     * @param timeout how long to wait at most
     * @param <R> the type of the reply
     * @return the reply
     */
    <R> R call(Request<R> request, Duration timeout);

    /**
     * Calls without waiting. Fails with what {@code call} would throw.
     *
     * @param request the request
     * @param <R> the type of the reply
     * @return the reply to come; its dependents do not run on the called process's thread
     */
    <R> CompletionStage<R> ask(Request<R> request);

    /**
     * As {@link #ask(Request)}, with a time of one's own.
     *
     * @param request the request
     * @param timeout how long until the stage fails with {@link CallTimeoutException}
     * @param <R> the type of the reply
     * @return the reply to come
     */
    <R> CompletionStage<R> ask(Request<R> request, Duration timeout);

    /**
     * Casts and does not wait. To a process that does not exist it is dropped and counted.
     *
     * @param message the message; its handler is looked up among the casts
     */
    void cast(Object message);

    /**
     * Sends an info message and does not wait. To a process that does not exist it is dropped and counted.
     *
     * @param message the message; its handler is looked up among the infos
     */
    void send(Object message);

    /**
     * The process that this refers to now.
     *
     * @return its pid, or empty when it is dead or nobody has the name
     */
    Optional<Pid> pid();

    /**
     * The same reference for callers who would rather wait for a restart than fail: when nobody has the name, {@code call}
     * waits for it so long. Without effect on {@code ask}, {@code cast} and {@code send}, which never wait, and on a
     * reference by pid.
     *
     * @param atMost how long to wait for the name
     * @return a reference that waits
     */
    ProcessRef await(Duration atMost);
}
