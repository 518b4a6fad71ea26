package io.espalier.process;

/**
 * Where a server declares its typed handlers. Each message class may be declared once for each kind.
 *
 * @param <S> the type of the state
 */
public interface Handlers<S> {

    /**
     * Handles calls with requests of a class.
     *
     * @param type the request's class, or a supertype of several
     * @param handler what to do
     * @param <R> the type of the reply
     * @param <Q> the type of the request
     * @return this
     */
    <R, Q extends Request<R>> Handlers<S> call(Class<Q> type, OnCall<? super Q, R, S> handler);

    /**
     * Handles casts of a class.
     *
     * @param type the message's class, or a supertype of several
     * @param handler what to do
     * @param <M> the type of the message
     * @return this
     */
    <M> Handlers<S> cast(Class<M> type, OnMessage<? super M, S> handler);

    /**
     * Handles other messages of a class: sent ones, timers, {@link Exit}, {@link Down}, {@link Timeout}.
     *
     * @param type the message's class, or a supertype of several
     * @param handler what to do
     * @param <M> the type of the message
     * @return this
     */
    <M> Handlers<S> info(Class<M> type, OnMessage<? super M, S> handler);

    /**
     * Handles what {@link Result#thenContinue} left to do.
     *
     * @param type the message's class, or a supertype of several
     * @param handler what to do
     * @param <M> the type of the message
     * @return this
     */
    <M> Handlers<S> continues(Class<M> type, OnMessage<? super M, S> handler);
}
