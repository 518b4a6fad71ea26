package io.espalier.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call on its way: the node in the callee's mailbox, the timer of its deadline, and the place of its outcome, in one
 * object.
 *
 * <p>The outcome is set once, by whoever comes first: the callee with a reply or a failure, the callee's death, the
 * deadline, or the caller that gives up. It is one compare-and-set of a field that is null while the call is pending, so a
 * loser (a late reply, a second reply) changes nothing.
 *
 * @param <R> the type of the reply
 */
abstract sealed class CallSlot<R> extends Timer implements From<R> permits SyncSlot, AskSlot {

    private static final VarHandle OUTCOME;

    static {
        try {
            OUTCOME = MethodHandles.lookup().findVarHandle(CallSlot.class, "outcome", Object.class);
        } catch (ReflectiveOperationException ex) {
            throw new ExceptionInInitializerError(ex);
        }
    }

    /** A reply of null. */
    private static final Object NULL = new Object();

    /** The outcome has been taken; what it was can be collected. */
    private static final Object TAKEN = new Object();

    final LocalSystem system;

    /** Null for waits that are not calls of a process: a name to be registered. */
    final @Nullable ProcessCell callee;

    /** The calling process, or null. */
    final @Nullable ProcessCell caller;

    final @Nullable Object context;

    private @Nullable Object request;

    private volatile @Nullable Object outcome;

    /** The next slot whose reply was left for later; the callee's own. */
    @Nullable
    CallSlot<?> nextDeferred;

    CallSlot(
            LocalSystem system,
            @Nullable ProcessCell callee,
            @Nullable ProcessCell caller,
            @Nullable Object request,
            @Nullable Object context) {
        this.system = system;
        this.callee = callee;
        this.caller = caller;
        this.request = request;
        this.context = context;
    }

    /** The request, or null when it was let go of. */
    @Nullable
    Object request() {
        return this.request;
    }

    /** Lets go of the request, which has been handled; the slot lives on until its caller has the reply. */
    void clear() {
        this.request = null;
    }

    @Override
    public final void reply(R value) {
        complete((value == null) ? NULL : value);
    }

    @Override
    public final void fail(RuntimeException error) {
        complete(new Failure(Kind.ERROR, Objects.requireNonNull(error, "error"), null));
    }

    @Override
    public final Optional<Pid> pid() {
        return Optional.ofNullable(this.caller);
    }

    /** The callee itself replies, from within its own loop. */
    final void answer(@Nullable Object value) {
        if (!set((value == null) ? NULL : value)) {
            this.system.lateReply(this.callee);
        }
    }

    /** The callee itself fails the call, from within its own loop. */
    final void answerFailure(RuntimeException error) {
        answer(new Failure(Kind.ERROR, error, null));
    }

    /** The callee died. */
    final void exited(ExitReason reason) {
        set(new Failure(Kind.EXITED, null, reason));
    }

    /** The callee was not there. */
    final void noProcess() {
        set(new Failure(Kind.NO_PROCESS, null, null));
    }

    /** The caller gives up. */
    final boolean abandon() {
        return set(new Failure(Kind.ABANDONED, null, null));
    }

    @Override
    final boolean live() {
        return this.outcome == null;
    }

    @Override
    final void expire() {
        set(new Failure(Kind.EXPIRED, null, null));
    }

    private void complete(Object value) {
        ProcessCell current = Threads.current();
        boolean fenced = current != null && current.fenced();
        if (fenced || !set(value)) {
            this.system.lateReply(this.callee);
        }
    }

    private boolean set(Object value) {
        if (!OUTCOME.compareAndSet(this, null, value)) {
            return false;
        }
        if (this.system.virtualTime) {
            this.system.clock().completed(this);
        }
        if (this.depth == BUCKETED) {
            this.system.clock().cancelled();
        }
        completed();
        return true;
    }

    /** The outcome is there: wakes or tells the caller. On the thread that has set it. */
    abstract void completed();

    /** The outcome: returns the reply or throws. Once. */
    @SuppressWarnings({"unchecked", "NullAway"}) // A reply may be null where its type is Void.
    final R take() {
        Object taken = this.outcome;
        OUTCOME.setRelease(this, TAKEN);
        if (taken instanceof Failure failure) {
            throw failure.exception(this);
        }
        return (R) ((taken == NULL) ? null : taken);
    }

    final boolean expired() {
        return this.outcome instanceof Failure failure && failure.kind == Kind.EXPIRED;
    }

    private enum Kind {
        ERROR,
        EXITED,
        NO_PROCESS,
        EXPIRED,
        ABANDONED
    }

    private record Failure(
            Kind kind,
            @Nullable RuntimeException error,
            @Nullable ExitReason reason) {

        RuntimeException exception(CallSlot<?> slot) {
            String callee = (slot.callee != null) ? slot.callee.describe() : "the process";
            return switch (this.kind) {
                case ERROR -> Objects.requireNonNull(this.error);
                case EXITED -> {
                    ExitReason why = (this.reason != null) ? this.reason : ExitReason.noProcess();
                    yield new ProcessExitedException("Process " + callee + " died before it replied: " + why, why);
                }
                case NO_PROCESS -> slot.system.noProcess(callee);
                case EXPIRED, ABANDONED -> new CallTimeoutException("Process " + callee + " did not reply in time");
            };
        }
    }
}
