package io.espalier.process;

/** A process with that name lives already. */
public final class AlreadyStartedException extends StartFailedException {

    private static final long serialVersionUID = 1L;

    private final transient Pid pid;

    AlreadyStartedException(String name, Pid pid) {
        super("The name '" + name + "' is taken by " + pid, ExitReason.custom(new AlreadyStarted(name, pid)));
        this.pid = pid;
    }

    /**
     * Who has the name.
     *
     * @return its pid
     */
    public Pid pid() {
        return this.pid;
    }

    private record AlreadyStarted(String name, Pid pid) {
        @Override
        public String toString() {
            return "already started: '" + this.name + "' is " + this.pid;
        }
    }
}
