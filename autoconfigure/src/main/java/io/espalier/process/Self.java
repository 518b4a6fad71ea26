package io.espalier.process;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The process, as its own callbacks see it. Valid only on the thread of the running callback: anywhere else its methods
 * throw {@link IllegalStateException}. What other threads need ({@link From}, {@link Pid}, {@link TimerRef}, a
 * {@link ProcessRef}) may be taken out of the callback.
 *
 * @param <S> the type of the state
 */
public interface Self<S> {

    /**
     * The pid of this process.
     *
     * @return the pid
     */
    Pid pid();

    /**
     * The name of this process, in a tree its path.
     *
     * @return the name, or empty
     */
    Optional<String> name();

    /**
     * The system that runs this process.
     *
     * @return the system
     */
    ProcessSystem system();

    /**
     * The processes that started this one: its parent first, then the parent's parent. Those that are dead are left out.
     *
     * @return the ancestors that live
     */
    List<Pid> ancestors();

    /**
     * Goes on with a state. As the result of a call: the reply comes later, by {@link Call#from()}.
     *
     * @param state the state
     * @return the result
     */
    Result<S> next(S state);

    /**
     * Ends this process, after {@link GenServer#terminate}.
     *
     * @param reason why
     * @param state the last state
     * @return the result
     */
    Result<S> stop(ExitReason reason, S state);

    /**
     * Ends this process from deep inside a callback: {@code throw self.exit(reason)}. An Error, so that no
     * {@code catch (Exception e)} on the way swallows it.
     *
     * @param reason why
     * @return never used; to be thrown
     */
    Error exit(ExitReason reason);

    /**
     * Tells the starter, which still waits after {@link Init#pending}, that this process is ready. Without meaning at any
     * other time.
     */
    void ready();

    /**
     * Starts a process that is linked to this one from before its init, and waits for its init.
     *
     * @param server its module
     * @param argument its init argument
     * @param <B> the type of the argument
     * @return its pid
     * @throws StartFailedException if its init fails or ignores; unless this process traps exits it also dies of it
     */
    default <B> Pid startLinked(GenServer<B, ?> server, B argument) {
        return startLinked(server, argument, StartOptions.defaults());
    }

    /**
     * As {@link #startLinked(GenServer, Object)}, with options.
     *
     * @param server its module
     * @param argument its init argument
     * @param options name, timeout and more
     * @param <B> the type of the argument
     * @return its pid
     * @throws StartFailedException if its init fails, ignores or takes too long
     * @throws AlreadyStartedException if the name is taken
     */
    <B> Pid startLinked(GenServer<B, ?> server, B argument, StartOptions options);

    /**
     * Starts a linked process without waiting: a {@link StartReply} follows as an info message. A start that fails sends
     * no {@link Exit} besides it to a process that traps exits.
     *
     * @param server its module
     * @param argument its init argument
     * @param options name, timeout and more
     * @param <B> the type of the argument
     * @return its pid; its init may still be running
     * @throws AlreadyStartedException if the name is taken; no reply follows
     */
    <B> Pid startLinkedAsync(GenServer<B, ?> server, B argument, StartOptions options);

    /**
     * Links this process and another: when one dies, the other gets an exit signal. At most one link for each pair.
     *
     * @param pid the other; if it is dead, an exit signal {@link ExitReason.NoProcess} comes at once
     */
    void link(Pid pid);

    /**
     * Removes the link. No exit signal of it comes afterwards; an {@link Exit} that is already in the mailbox stays.
     *
     * @param pid the other
     */
    void unlink(Pid pid);

    /**
     * Watches a process: one {@link Down} comes when it dies, or at once if it is dead. Monitors add up.
     *
     * @param pid whom
     * @return which monitor it is
     */
    MonitorRef monitor(Pid pid);

    /**
     * Watches the process that has this name now.
     *
     * @param ref whom
     * @return which monitor it is
     */
    MonitorRef monitor(ProcessRef ref);

    /**
     * Removes a monitor. A {@link Down} that is already in the mailbox stays.
     *
     * @param monitor which
     * @return whether it was still active
     */
    boolean demonitor(MonitorRef monitor);

    /**
     * Removes a monitor and takes its {@link Down} out of the mailbox: none comes afterwards.
     *
     * @param monitor which
     * @return whether it was still active
     */
    boolean demonitorFlush(MonitorRef monitor);

    /**
     * Sends this process an info message later. The timer dies with the process.
     *
     * @param delay how long from now
     * @param message the message
     * @return the timer
     */
    TimerRef sendAfter(Duration delay, Object message);

    /**
     * Switches trapping of exits. A process that traps exits gets exit signals as {@link Exit} messages and does not die
     * of them.
     *
     * @param on whether to trap
     * @return what it was before
     */
    boolean trapExits(boolean on);
}
