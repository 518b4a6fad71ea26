package io.espalier.supervisor;

import io.espalier.process.ExitReason;
import io.espalier.process.Pid;
import org.jspecify.annotations.Nullable;

/** A supervisor could not do what it was asked to do with a child. */
public final class SupervisorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    private final Problem problem;

    private final transient @Nullable Pid pid;

    private final transient @Nullable ExitReason reason;

    private SupervisorException(Problem problem, String message, @Nullable Pid pid, @Nullable ExitReason reason) {
        super(message, (reason instanceof ExitReason.Crash crash) ? crash.cause() : null);
        this.problem = problem;
        this.pid = pid;
        this.reason = reason;
    }

    static SupervisorException alreadyStarted(String id, @Nullable Pid pid) {
        return new SupervisorException(
                Problem.ALREADY_STARTED, "Child '" + id + "' is already started as " + pid, pid, null);
    }

    static SupervisorException alreadyPresent(String id) {
        return of(Problem.ALREADY_PRESENT, "Child '" + id + "' is there but does not run; restart or delete it");
    }

    static SupervisorException notFound(Object child) {
        return of(Problem.NOT_FOUND, "No child '" + child + "'");
    }

    static SupervisorException running(String id) {
        return of(Problem.RUNNING, "Child '" + id + "' runs; terminate it first");
    }

    static SupervisorException restarting(String id) {
        return of(Problem.RESTARTING, "Child '" + id + "' is about to be restarted; terminate it first");
    }

    static SupervisorException maxChildren(int maxChildren) {
        return of(Problem.MAX_CHILDREN, "There are " + maxChildren + " children, as many as there may be");
    }

    static SupervisorException startFailed(String id, ExitReason reason) {
        return new SupervisorException(
                Problem.START_FAILED, "Child '" + id + "' did not start: " + reason, null, reason);
    }

    static SupervisorException ignored(String id) {
        return of(Problem.IGNORED, "Child '" + id + "' did not start: its init ignored the start");
    }

    static SupervisorException stopping() {
        return of(Problem.STOPPING, "The supervisor is about to end");
    }

    private static SupervisorException of(Problem problem, String message) {
        return new SupervisorException(problem, message, null, null);
    }

    /**
     * What is wrong.
     *
     * @return the problem
     */
    public Problem problem() {
        return this.problem;
    }

    /**
     * Who runs already: the child, or the process that has its name.
     *
     * @return its pid, or null with any other problem
     */
    public @Nullable Pid pid() {
        return this.pid;
    }

    /**
     * Why the child did not start.
     *
     * @return the reason, or null with any other problem
     */
    public @Nullable ExitReason reason() {
        return this.reason;
    }

    /** What can be wrong. */
    public enum Problem {
        /** A child with that id, or a process with that name, runs already. */
        ALREADY_STARTED,
        /** A child with that id is there, but does not run; restart or delete it. */
        ALREADY_PRESENT,
        /** There is no such child. */
        NOT_FOUND,
        /** The child runs; terminate it first. */
        RUNNING,
        /** The child is about to be restarted; terminate it first. */
        RESTARTING,
        /** The supervisor has as many children as it may have. */
        MAX_CHILDREN,
        /** The child's init failed. */
        START_FAILED,
        /** The child's init ignored the start. */
        IGNORED,
        /** The supervisor is about to end. */
        STOPPING
    }
}
