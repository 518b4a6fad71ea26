package io.espalier.process;

/**
 * The module of a process: what it does. The state of each process is apart from it, so one server (in Spring: one bean)
 * serves any number of processes, and has no mutable fields.
 *
 * <pre>
 *   start      -----&gt; init(argument)          -----&gt; Init.ok(state) | ignore | stop | error
 *   call       -----&gt; handlers, handleCall    -----&gt; reply | fail | next (reply later) | stop
 *   cast       -----&gt; handlers, handleCast    -----&gt; next | stop
 *   anything   -----&gt; handlers, handleInfo    -----&gt; next | stop
 *   thenContinue ---&gt; handlers, handleContinue ----&gt; next | stop
 *   stop, supervisor's shutdown --&gt; handleStop ----&gt; stop (default) | next (not yet)
 *   end        -----&gt; terminate(reason, state)
 * </pre>
 *
 * <p>All callbacks of one process run one after the other, each seeing what the one before did; no two at the same time.
 * Whatever a callback throws, Errors included, crashes the process: it is reported once, and its supervisor starts it
 * again with the same argument and a fresh state. To fail only the caller, return {@link Call#fail}.
 *
 * <p>A callback that returns null, or a result that {@code self} did not make in that very callback, crashes the process
 * with {@link BadReturnException}.
 *
 * @param <A> the type of the init argument; {@link None} if it needs none
 * @param <S> the type of the state
 */
public interface GenServer<A, S> {

    /**
     * Makes the first state. Runs on the new process; whoever started it waits until this has returned.
     *
     * @param argument what the start was given
     * @param self the new process
     * @return {@link Init#ok}, {@link Init#ignore}, {@link Init#stop}, {@link Init#error} or {@link Init#pending}
     * @throws Exception fails the start with {@link ExitReason.Crash}
     */
    Init<S> init(A argument, Self<S> self) throws Exception;

    /**
     * Declares typed handlers. Read once for each server, not for each process: nothing that belongs to one process may be
     * captured here. A message goes to the handler of its exact class, else to that of the nearest supertype, else to the
     * {@code handle...} method below.
     *
     * @param on what to declare them on
     */
    default void handlers(Handlers<S> on) {}

    /**
     * Handles a call for which no handler is declared.
     *
     * @param request the request
     * @param call the process and its caller
     * @param state the state
     * @return what {@code call} made
     * @throws Exception crashes the process and fails the caller
     */
    default CallResult<S> handleCall(Request<?> request, Call<Object, S> call, S state) throws Exception {
        throw new UnhandledMessageException("call", request, getClass());
    }

    /**
     * Handles a cast for which no handler is declared.
     *
     * @param message the message
     * @param self the process
     * @param state the state
     * @return what {@code self} made
     * @throws Exception crashes the process
     */
    default Result<S> handleCast(Object message, Self<S> self, S state) throws Exception {
        throw new UnhandledMessageException("cast", message, getClass());
    }

    /**
     * Handles any other message for which no handler is declared: sent ones, timers, {@link Exit}, {@link Down},
     * {@link Timeout}. By default it is logged at error level and dropped.
     *
     * @param message the message
     * @param self the process
     * @param state the state
     * @return what {@code self} made
     * @throws Exception crashes the process
     */
    default Result<S> handleInfo(Object message, Self<S> self, S state) throws Exception {
        Reports.unhandledInfo(self, message, getClass());
        return self.next(state);
    }

    /**
     * Handles what {@link Result#thenContinue} left to do, before any other message.
     *
     * @param message what was given to {@code thenContinue}
     * @param self the process
     * @param state the state
     * @return what {@code self} made
     * @throws Exception crashes the process
     */
    default Result<S> handleContinue(Object message, Self<S> self, S state) throws Exception {
        throw new UnhandledMessageException("continue", message, getClass());
    }

    /**
     * Asked to stop in order: by {@code stop()}, by its supervisor, or by the exit of its parent while trapping exits. A
     * server that must first finish something over several messages may return {@link Self#next} here and stop itself
     * later; its supervisor's shutdown time bounds it.
     *
     * @param reason why it should stop
     * @param self the process
     * @param state the state
     * @return {@code self.stop(reason, state)}, unless overridden
     * @throws Exception crashes the process
     */
    default Result<S> handleStop(ExitReason reason, Self<S> self, S state) throws Exception {
        return self.stop(reason, state);
    }

    /**
     * Cleans up. Runs at the end of every orderly stop (a stop result, {@code stop()}, a supervisor's shutdown) and after
     * a crash of a callback; not after a failed init, a kill, or an exit signal that was not trapped. It may still send and
     * call.
     *
     * @param reason why the process ends
     * @param state the last state
     * @throws Exception becomes the exit reason in place of {@code reason}
     */
    default void terminate(ExitReason reason, S state) throws Exception {}

    /**
     * What a crash report, and an actuator endpoint where allowed, may show of this process: the hook to redact secrets.
     * By default the state and the message as they are; long texts are cut, arrays shown by type and length. What throws
     * here is replaced by a note of that.
     *
     * @param status what would be shown
     * @return what to show instead
     */
    default Status formatStatus(Status status) {
        return status;
    }

    /**
     * Starts building a small server of lambdas, for tests and snippets.
     *
     * @param initial the state that each of its processes starts with; immutable
     * @param <S> the type of the state
     * @return a builder
     */
    static <S> GenServerBuilder<None, S> with(S initial) {
        return new GenServerBuilder<>((argument, self) -> Init.ok(initial));
    }

    /**
     * Starts building a small server of lambdas whose first state depends on an argument.
     *
     * @param init makes the first state
     * @param <A> the type of the init argument
     * @param <S> the type of the state
     * @return a builder
     */
    static <A, S> GenServerBuilder<A, S> starting(GenServerBuilder.OnInit<A, S> init) {
        return new GenServerBuilder<>(init);
    }
}
