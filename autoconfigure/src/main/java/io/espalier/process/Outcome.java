package io.espalier.process;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the running callback wants, written by the process's {@link Self} and read when the callback has returned. One
 * object for each activation, so that a message costs no allocation; armed for one return, so that a result which was made
 * in another callback is found out.
 */
final class Outcome implements Result<Object> {

    /** What the process does next. */
    enum Kind {
        /** Nothing was decided in this callback. */
        NONE,
        /** Go on; a caller waits for a later reply. */
        NEXT,
        /** Reply and go on. */
        REPLY,
        /** Fail the caller and go on. */
        FAIL,
        /** End. */
        STOP,
        /** End, then reply. */
        STOP_REPLY
    }

    private Kind kind = Kind.NONE;

    private @Nullable Object state;

    private @Nullable Object value;

    private @Nullable ExitReason reason;

    private @Nullable Then then;

    Outcome decide(Kind kind, @Nullable Object state, @Nullable Object value, @Nullable ExitReason reason) {
        this.kind = kind;
        this.state = state;
        this.value = value;
        this.reason = reason;
        this.then = null;
        return this;
    }

    /** What was decided; forgets it. */
    Kind settle() {
        Kind settled = this.kind;
        this.kind = Kind.NONE;
        return settled;
    }

    @Nullable
    Object state() {
        return this.state;
    }

    @Nullable
    Object value() {
        return this.value;
    }

    ExitReason reason() {
        return Objects.requireNonNull(this.reason);
    }

    @Nullable
    Then then() {
        return this.then;
    }

    void clear() {
        this.kind = Kind.NONE;
        this.state = null;
        this.value = null;
        this.reason = null;
        this.then = null;
    }

    @Override
    public Result<Object> timeout(Duration idle) {
        return timeout(idle, Timeout.INSTANCE);
    }

    @Override
    public Result<Object> timeout(Duration idle, Object message) {
        this.then = new Then.Idle(idle, message);
        return this;
    }

    @Override
    public Result<Object> hibernate() {
        this.then = Then.HIBERNATE;
        return this;
    }

    @Override
    public Result<Object> thenContinue(Object message) {
        this.then = new Then.Continue(message);
        return this;
    }
}
