package io.espalier.process;

import java.time.Duration;

/**
 * What a call's handler returns; made by {@link Call} and {@link Self}, valid for that one return.
 *
 * <p>{@code timeout}, {@code hibernate} and {@code thenContinue} exclude each other: the last one wins. After a stop they
 * are without meaning.
 *
 * @param <S> the type of the state
 */
public sealed interface CallResult<S> permits Result {

    /**
     * Asks for a {@link Timeout} info message if no message of any kind arrives for so long.
     *
     * @param idle how long; zero if it should come at once unless a message is already there
     * @return this
     */
    CallResult<S> timeout(Duration idle);

    /**
     * As {@link #timeout(Duration)}, with a message of one's own.
     *
     * @param idle how long
     * @param message the info message to get
     * @return this
     */
    CallResult<S> timeout(Duration idle, Object message);

    /**
     * Lets go of spare memory until the next message.
     *
     * @return this
     */
    CallResult<S> hibernate();

    /**
     * Goes on with {@link GenServer#handleContinue} before any other message, after a reply has been sent.
     *
     * @param message what to continue with
     * @return this
     */
    CallResult<S> thenContinue(Object message);
}
