package io.espalier.process;

/**
 * A handler of casts, infos and continues.
 *
 * @param <M> the type of the message
 * @param <S> the type of the state
 */
@FunctionalInterface
public interface OnMessage<M, S> {

    /**
     * Handles one message.
     *
     * @param message the message
     * @param self the process
     * @param state the state
     * @return what {@code self} made
     * @throws Exception crashes the process
     */
    Result<S> handle(M message, Self<S> self, S state) throws Exception;
}
