package io.espalier.process;

/**
 * The info message that answers {@link Self#startLinkedAsync}. Sent exactly once for each start.
 *
 * @param pid the pid that the start returned
 * @param result whether it runs
 */
public record StartReply(Pid pid, StartResult result) {}
