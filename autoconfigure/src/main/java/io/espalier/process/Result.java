package io.espalier.process;

import java.time.Duration;

/**
 * What a handler of casts, infos and continues returns; made by {@link Self}, valid for that one return. As the result of
 * a call it means: the reply comes later.
 *
 * @param <S> the type of the state
 */
public sealed interface Result<S> extends CallResult<S> permits Outcome {

    @Override
    Result<S> timeout(Duration idle);

    @Override
    Result<S> timeout(Duration idle, Object message);

    @Override
    Result<S> hibernate();

    @Override
    Result<S> thenContinue(Object message);
}
