package io.espalier.process;

/**
 * The info message that a process which traps exits finds in its mailbox when a linked process has died, or somebody has
 * sent it an exit signal.
 *
 * @param pid who died, or who sent the signal; the process itself when the signal came from a thread that is no process
 * @param reason why
 */
public record Exit(Pid pid, ExitReason reason) {}
