package io.espalier.supervisor;

import io.espalier.process.GenServer;
import io.espalier.process.Pid;
import io.espalier.process.ProcessRef;
import io.espalier.supervisor.SupervisorRequest.CountChildren;
import io.espalier.supervisor.SupervisorRequest.GetStatus;
import io.espalier.supervisor.SupervisorRequest.StartChild;
import io.espalier.supervisor.SupervisorRequest.TerminateProcess;
import io.espalier.supervisor.SupervisorRequest.WhichChildren;
import java.util.List;

/**
 * A dynamic supervisor, as its users see it: a process that starts children on demand, any number of them, known by their
 * pids. It begins without children; each of them is on its own, as under {@link Strategy#ONE_FOR_ONE}.
 *
 * <pre>
 *   start      many at once: a slow init holds up neither the supervisor nor other starts. One that fails or ignores
 *              leaves nothing behind.
 *   a death    {@link Restart} says whether the child comes back, the budget, which all children share, whether the
 *              supervisor goes on. A child that does not come back is forgotten.
 *   a restart  that fails in init counts as a further restart and is tried again; one that is ignored ends the child.
 *   too many   restarts within the window: the supervisor stops its children and ends with a shutdown that holds
 *              {@link MaxRestartsReached}.
 *   stop       all children at the same time, each by its own {@link Shutdown}.
 * </pre>
 *
 * <p>Starts and stops may take as long as init or the shutdown of a child, so their callers wait up to an hour; one whose
 * caller has stopped waiting is done all the same.
 *
 * <p>Different from OTP: starts do not queue up behind each other's init; a child may terminate itself by
 * {@link #terminate}, which then returns at once; there are no extra arguments, since a module has its collaborators
 * already.
 *
 * <p>Immutable; any thread may use it, inside and outside of processes.
 */
public final class DynamicSupervisor {

    private final ProcessRef ref;

    private DynamicSupervisor(ProcessRef ref) {
        this.ref = ref;
    }

    /**
     * The module of dynamic supervisors, to start one: {@code processes.start(DynamicSupervisor.server(), spec)}. Inside of
     * a tree use {@link ChildSpec#dynamic}.
     *
     * @return the module
     */
    public static GenServer<DynamicSupervisorSpec, ?> server() {
        return DynamicSupervisorServer.INSTANCE;
    }

    /**
     * The dynamic supervisor that a reference leads to.
     *
     * @param ref the reference, by name or by pid
     * @return that supervisor; it need not live yet
     */
    public static DynamicSupervisor at(ProcessRef ref) {
        return new DynamicSupervisor(ref);
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
     * Starts a child that lives once: a session, a connection, a job. It is {@link Restart#TEMPORARY}: when it ends, in
     * whatever way, it is forgotten and not started again, and its death takes nothing out of the supervisor's budget.
     *
     * <p>This is not Elixir's default, which is permanent, for three reasons. Only the pid that is returned here leads to
     * the child, and a pid does not survive a restart, so a restarted child would be out of reach. A child that has done
     * its work would be started again for ever. And of a million sessions four that crash within five seconds would end
     * all the others. A child that must come back is started with {@link #start(ChildSpec)}, which takes OTP's defaults,
     * and has a name or makes itself known in init.
     *
     * @param server its module
     * @param argument its init argument; not kept
     * @param <A> the type of the argument
     * @return its pid
     * @throws SupervisorException {@code MAX_CHILDREN}, {@code START_FAILED}, {@code IGNORED} or {@code STOPPING}
     */
    public <A> Pid start(GenServer<A, ?> server, A argument) {
        return start(ChildSpec.of(id(server), server, argument).restart(Restart.TEMPORARY));
    }

    /**
     * Starts a child. Its id is for people only, so many children may have the same. It has a name only if the spec says
     * one.
     *
     * @param spec the child
     * @return its pid
     * @throws SupervisorException {@code MAX_CHILDREN}, {@code ALREADY_STARTED} if a process has its name,
     *     {@code START_FAILED}, {@code IGNORED} or {@code STOPPING}
     * @throws IllegalArgumentException if the child is significant: a dynamic supervisor has no auto shutdown
     */
    public Pid start(ChildSpec<?> spec) {
        if (spec.significant()) {
            throw new IllegalArgumentException("Child '" + spec.id()
                    + "': significant must not be set under a dynamic supervisor, which has no auto shutdown");
        }
        return this.ref.call(new StartChild(spec), SupervisorRequest.OPERATION_TIMEOUT);
    }

    /**
     * Stops a child by its {@link Shutdown}, forgets it, and returns when it is dead. A child that waits for its restart is
     * known by the pid that it had last, and is not restarted.
     *
     * @param pid the child
     * @throws SupervisorException {@code NOT_FOUND} or {@code STOPPING}
     */
    public void terminate(Pid pid) {
        this.ref.call(new TerminateProcess(pid), SupervisorRequest.OPERATION_TIMEOUT);
    }

    /**
     * Some of the children, in no order; those that are not simply running come first.
     *
     * @param limit how many at most, 0 or more
     * @return an unmodifiable list
     */
    public List<Child> whichChildren(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must be 0 or more, not " + limit);
        }
        return this.ref.call(new WhichChildren(limit));
    }

    /**
     * How many children there are. Takes the same short time for any number of them.
     *
     * @return their numbers
     */
    public ChildCounts countChildren() {
        return this.ref.call(new CountChildren());
    }

    /**
     * How the supervisor fares. Its strategy is {@link Strategy#ONE_FOR_ONE}.
     *
     * @return its figures
     */
    public SupervisorStatus status() {
        return this.ref.call(new GetStatus());
    }

    @Override
    public String toString() {
        return "DynamicSupervisor[" + this.ref + "]";
    }

    /** The simple class name, without what proxies and lambdas add to it. */
    private static String id(GenServer<?, ?> server) {
        String name = server.getClass().getSimpleName().split("[$/]", 2)[0];
        return name.isEmpty() ? "child" : name;
    }
}
