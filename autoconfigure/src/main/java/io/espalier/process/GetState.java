package io.espalier.process;

/**
 * Asks a process for its state, in mailbox order; answered by the runtime for every server, between two messages. For tests
 * and debugging: {@code Object state = ref.call(new GetState())}. What it returns belongs to the process: read it only if it
 * is immutable.
 */
public record GetState() implements Request<Object> {}
