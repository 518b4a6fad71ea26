package io.espalier.process;

/**
 * A message that is called, and whose reply is an {@code R}. Usually a record.
 *
 * @param <R> the type of the reply
 */
public interface Request<R> {}
