package io.espalier.process;

/**
 * The request of {@link ProcessSystem#stop}: answered with the exit reason when the process is dead.
 *
 * @param reason why it should stop
 */
record StopRequest(ExitReason reason) implements Request<ExitReason> {}
