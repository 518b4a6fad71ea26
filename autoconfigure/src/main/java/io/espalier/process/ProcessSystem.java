package io.espalier.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A world of processes: their names, threads and clock. Systems share nothing; a JVM may hold several. Every method may be
 * called from any thread, inside and outside of processes.
 */
public interface ProcessSystem extends AutoCloseable {

    /**
     * A system with all defaults.
     *
     * @return a new system; to be closed
     */
    static ProcessSystem create() {
        return builder().build();
    }

    /**
     * Starts building a system.
     *
     * @return a builder
     */
    static ProcessSystemBuilder builder() {
        return new ProcessSystemBuilder();
    }

    /**
     * Starts a process and waits until its init has returned. It is linked to nobody; in an application let a supervisor
     * start it.
     *
     * @param server its module
     * @param argument its init argument
     * @param <A> the type of the argument
     * @return its pid
     * @throws StartFailedException if its init fails or ignores
     */
    default <A> Pid start(GenServer<A, ?> server, A argument) {
        return start(server, argument, StartOptions.defaults());
    }

    /**
     * As {@link #start(GenServer, Object)} for a server that needs no argument.
     *
     * @param server its module
     * @return its pid
     * @throws StartFailedException if its init fails or ignores
     */
    default Pid start(GenServer<None, ?> server) {
        return start(server, None.NONE, StartOptions.defaults());
    }

    /**
     * As {@link #start(GenServer, Object)}, with options.
     *
     * @param server its module
     * @param argument its init argument
     * @param options name, timeout and more
     * @param <A> the type of the argument
     * @return its pid
     * @throws StartFailedException if its init fails, ignores or takes too long
     * @throws AlreadyStartedException if the name is taken
     */
    <A> Pid start(GenServer<A, ?> server, A argument, StartOptions options);

    /**
     * Starts a process without waiting for its init.
     *
     * @param server its module
     * @param argument its init argument
     * @param options name, timeout and more
     * @param <A> the type of the argument
     * @return its pid; its init may still be running
     * @throws AlreadyStartedException if the name is taken
     */
    <A> Pid startAsync(GenServer<A, ?> server, A argument, StartOptions options);

    /**
     * A reference by name. Needs no such process yet.
     *
     * @param name the name, in a tree the path
     * @return a reference that looks the name up at every send
     */
    ProcessRef ref(String name);

    /**
     * A reference to one incarnation.
     *
     * @param pid whose
     * @return a reference that dies with it
     */
    ProcessRef ref(Pid pid);

    /**
     * Looks a name up.
     *
     * @param name the name
     * @return who has it, or empty
     */
    Optional<Pid> whereIs(String name);

    /**
     * Gives a process a name, until it dies or loses it. A process has at most one.
     *
     * @param name the name, not blank
     * @param pid who gets it
     * @throws AlreadyStartedException if somebody has the name
     * @throws NoProcessException if the process is dead
     * @throws IllegalStateException if it has a name
     */
    void register(String name, Pid pid);

    /**
     * Frees a name. The process lives on without it.
     *
     * @param name the name
     * @return whether somebody had it
     */
    boolean unregister(String name);

    /**
     * Stops a process in order and waits until it is dead, as {@link #stop(Pid, ExitReason, Duration)} with a normal reason
     * and no bound in time.
     *
     * @param pid whom
     */
    void stop(Pid pid);

    /**
     * Stops a process in order: what is in its mailbox before is handled first, then {@link GenServer#handleStop}. Returns
     * when it is dead.
     *
     * @param pid whom
     * @param reason why
     * @param timeout how long to wait at most
     * @throws NoProcessException if it is dead already
     * @throws ProcessExitedException if it died of another reason
     * @throws CallTimeoutException if it lives on; it will still stop
     * @throws CallCycleException if a process stops itself this way
     */
    void stop(Pid pid, ExitReason reason, Duration timeout);

    /**
     * Sends an exit signal, from the calling process if there is one. A process that does not trap exits dies of it at once
     * with what is in its mailbox, unless it is normal; one that does finds an {@link Exit}.
     *
     * @param pid whom
     * @param reason why
     */
    void exit(Pid pid, ExitReason reason);

    /**
     * Kills a process: nothing can trap it, {@code terminate} does not run. A running callback is interrupted; if it goes on
     * regardless, the process is dead for everybody after the kill grace, and the callback is reported as a zombie.
     *
     * @param pid whom
     */
    void kill(Pid pid);

    /**
     * Watches a process from a thread that is no process.
     *
     * @param pid whom
     * @return completes with the reason when it is dead; at once with {@link ExitReason.NoProcess} if it is dead already
     */
    CompletionStage<ExitReason> onExit(Pid pid);

    /**
     * Sends an info message later, to whoever has the reference's name then.
     *
     * @param delay how long from now
     * @param to to whom
     * @param message the message
     * @return the timer
     */
    TimerRef sendAfter(Duration delay, ProcessRef to, Object message);

    /**
     * Whether a process lives. True from its start until its death has been told to everybody.
     *
     * @param pid whom
     * @return whether it lives
     */
    boolean isAlive(Pid pid);

    /**
     * What can be seen of a process from outside, at no cost to it.
     *
     * @param pid whom
     * @return its figures, or empty if it is dead
     */
    Optional<ProcessInfo> info(Pid pid);

    /**
     * The figures of the whole system.
     *
     * @return a snapshot
     */
    Statistics statistics();

    /**
     * The source of time of everything in this system.
     *
     * @return the clock
     */
    Clock clock();

    /**
     * Tells the listeners of an event of the caller's own. For supervisors.
     *
     * @param event what happened
     */
    void publish(ProcessEvent event);

    /**
     * Declares the tree as fallen, or as not started: from now on every call to a process that is not there fails with
     * {@link TreeDownException} and this cause.
     *
     * @param cause why; the detail of a {@link ExitReason.Shutdown} is shown as it is
     */
    void markDown(ExitReason cause);

    /** Declares that the tree stands: a process that is not there is just not there. Without effect once closed. */
    void markUp();

    /**
     * Why the tree has fallen.
     *
     * @return the cause, or null while it stands
     */
    @Nullable
    ExitReason downCause();

    /**
     * Ends the system: processes that are left get a shutdown signal, and are killed if they do not heed it within the kill
     * grace; all threads end. Idempotent.
     */
    @Override
    void close();
}
