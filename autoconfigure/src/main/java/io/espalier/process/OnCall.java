package io.espalier.process;

/**
 * A handler of calls.
 *
 * @param <Q> the type of the request
 * @param <R> the type of the reply
 * @param <S> the type of the state
 */
@FunctionalInterface
public interface OnCall<Q, R, S> {

    /**
     * Handles one call.
     *
     * @param request the request
     * @param call the process and its caller
     * @param state the state
     * @return what {@code call} made
     * @throws Exception crashes the process and fails the caller
     */
    CallResult<S> handle(Q request, Call<R, S> call, S state) throws Exception;
}
