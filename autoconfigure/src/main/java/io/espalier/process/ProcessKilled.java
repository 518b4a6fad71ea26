package io.espalier.process;

/** Thrown at the callback of a killed process that goes on and uses its {@link Self}: it is dead for everybody else. */
final class ProcessKilled extends Error {

    private static final long serialVersionUID = 1L;

    ProcessKilled(String process) {
        super("Process " + process + " was killed; this callback runs on after its death", null, false, false);
    }
}
