package io.espalier.supervisor;

import io.espalier.process.GenServer;
import io.espalier.process.Pid;
import io.espalier.process.ProcessRef;
import io.espalier.supervisor.SupervisorRequest.CountChildren;
import io.espalier.supervisor.SupervisorRequest.DeleteChild;
import io.espalier.supervisor.SupervisorRequest.GetStatus;
import io.espalier.supervisor.SupervisorRequest.RestartChild;
import io.espalier.supervisor.SupervisorRequest.StartChild;
import io.espalier.supervisor.SupervisorRequest.TerminateChild;
import io.espalier.supervisor.SupervisorRequest.WhichChildren;
import java.util.List;

/**
 * A supervisor, as its users see it: a process that starts, watches, restarts and stops a list of children.
 *
 * <pre>
 *   start      children in order, each when init of the one before has succeeded. One that fails: those before it are
 *              stopped in reverse, and the start fails with {@link FailedToStartChild}; nothing is tried again.
 *   a death    {@link Restart} says whether the child comes back, the budget whether the supervisor goes on, the
 *              {@link Strategy} who else is stopped and started. A restarted child has a new pid, an empty mailbox
 *              and a fresh state; whoever reaches it by name finds the new one.
 *   a restart  that fails in init counts as a further restart and is tried again, after the child's {@link Backoff}
 *              if it has one. Meanwhile the supervisor answers, and the child is {@link Child.Status#RESTARTING}.
 *   too many   restarts within the window: the supervisor stops its children and ends with a shutdown that holds
 *              {@link MaxRestartsReached}. Its own supervisor sees a death like any other.
 *   stop       children in reverse, one after the other, each by its {@link Shutdown}.
 * </pre>
 *
 * <p>What is asked for while a start, a stop or a restart is going on waits for its end, in order; questions
 * ({@link #whichChildren}, {@link #countChildren}, {@link #status}) are answered at once, also while the supervisor itself
 * still starts. Starts, stops and restarts may take as long as init or the shutdown of a child, so their callers wait up to
 * an hour; one whose caller has stopped waiting is done all the same. A child must not call them on its own supervisor from
 * within init: it would wait for itself.
 *
 * <p>Different from OTP: {@link #whichChildren} is in start order, not in reverse; the window of restarts is exact, not in
 * whole seconds; a child may terminate itself by {@link #terminateChild}, which then returns at once.
 *
 * <p>Immutable; any thread may use it, inside and outside of processes.
 */
public final class Supervisor {

    private final ProcessRef ref;

    private Supervisor(ProcessRef ref) {
        this.ref = ref;
    }

    /**
     * The module of supervisors, to start one: {@code processes.start(Supervisor.server(), spec)}. Inside of a tree use
     * {@link ChildSpec#supervisor}.
     *
     * @return the module
     */
    public static GenServer<SupervisorSpec, ?> server() {
        return SupervisorServer.INSTANCE;
    }

    /**
     * The supervisor that a reference leads to.
     *
     * @param ref the reference, by name or by pid
     * @return that supervisor; it need not live yet
     */
    public static Supervisor at(ProcessRef ref) {
        return new Supervisor(ref);
    }

    /**
     * The reference to the process.
     *
     * @return what was given to {@link #at}
     */
    public ProcessRef ref() {
        return this.ref;
    }

    /**
     * Adds a child after the others and starts it. If its init fails, its spec is not kept; if its init ignores the start,
     * the spec is kept unless it is temporary.
     *
     * @param spec the child
     * @return its pid
     * @throws SupervisorException {@code ALREADY_STARTED}, {@code ALREADY_PRESENT}, {@code START_FAILED}, {@code IGNORED}
     *     or {@code STOPPING}
     * @throws IllegalArgumentException if the child is significant and must not be
     */
    public Pid startChild(ChildSpec<?> spec) {
        return this.ref.call(new StartChild(spec), SupervisorRequest.OPERATION_TIMEOUT);
    }

    /**
     * Stops a child by its {@link Shutdown} and returns when it is dead. Its spec stays, unless it is temporary. A child
     * that waits for its restart is not restarted; one that does not run stays as it is. Its siblings are not touched,
     * whatever the strategy.
     *
     * @param id the child's id
     * @throws SupervisorException {@code NOT_FOUND} or {@code STOPPING}
     */
    public void terminateChild(String id) {
        this.ref.call(new TerminateChild(id), SupervisorRequest.OPERATION_TIMEOUT);
    }

    /**
     * Starts a child again that has ended or was terminated. Does not count as a restart.
     *
     * @param id the child's id
     * @return its new pid
     * @throws SupervisorException {@code NOT_FOUND}, {@code RUNNING}, {@code RESTARTING}, {@code ALREADY_STARTED},
     *     {@code START_FAILED}, {@code IGNORED} or {@code STOPPING}
     */
    public Pid restartChild(String id) {
        return this.ref.call(new RestartChild(id), SupervisorRequest.OPERATION_TIMEOUT);
    }

    /**
     * Forgets the spec of a child that has ended or was terminated.
     *
     * @param id the child's id
     * @throws SupervisorException {@code NOT_FOUND}, {@code RUNNING}, {@code RESTARTING} or {@code STOPPING}
     */
    public void deleteChild(String id) {
        this.ref.call(new DeleteChild(id), SupervisorRequest.OPERATION_TIMEOUT);
    }

    /**
     * All children, those that do not run included.
     *
     * @return an unmodifiable list in start order
     */
    public List<Child> whichChildren() {
        return this.ref.call(new WhichChildren(Integer.MAX_VALUE));
    }

    /**
     * How many children there are.
     *
     * @return their numbers
     */
    public ChildCounts countChildren() {
        return this.ref.call(new CountChildren());
    }

    /**
     * How the supervisor fares.
     *
     * @return its figures
     */
    public SupervisorStatus status() {
        return this.ref.call(new GetStatus());
    }

    @Override
    public String toString() {
        return "Supervisor[" + this.ref + "]";
    }
}
