package io.espalier.process;

/**
 * The process and the caller that it serves, for the time of one call's handler.
 *
 * @param <R> the type of the reply
 * @param <S> the type of the state
 */
public interface Call<R, S> extends Self<S> {

    /**
     * The address for a reply that comes later: return {@link #next} and keep it.
     *
     * @return where to reply to, from any thread
     */
    From<R> from();

    /**
     * Replies and goes on.
     *
     * @param value the reply
     * @param state the state
     * @return the result
     */
    CallResult<S> reply(R value, S state);

    /**
     * Fails the caller and goes on: for errors that are part of the business.
     *
     * @param error what the caller's {@code call} throws
     * @param state the state
     * @return the result
     */
    CallResult<S> fail(RuntimeException error, S state);

    /**
     * Ends this process, then replies: the caller has the reply when {@link GenServer#terminate} has run.
     *
     * @param reason why
     * @param value the reply
     * @param state the last state
     * @return the result
     */
    CallResult<S> stop(ExitReason reason, R value, S state);

    @Override
    Result<S> stop(ExitReason reason, S state);
}
