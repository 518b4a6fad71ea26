package io.espalier.process;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@link GenServer#init} returns.
 *
 * @param <S> the type of the state
 */
public sealed interface Init<S> {

    /**
     * The process runs.
     *
     * @param state its first state
     * @param acknowledged false if the starter shall wait for {@link Self#ready()}
     * @param then what comes before the first message, or null
     * @param <S> the type of the state
     */
    record Ok<S>(S state, boolean acknowledged, @Nullable Then then) implements Init<S> {

        /**
         * Asks for a {@link Timeout} if no message arrives for so long.
         *
         * @param idle how long
         * @return an init result with that timeout
         */
        public Ok<S> timeout(Duration idle) {
            return timeout(idle, Timeout.INSTANCE);
        }

        /**
         * Asks for a message of one's own if no other arrives for so long.
         *
         * @param idle how long
         * @param message the info message to get
         * @return an init result with that timeout
         */
        public Ok<S> timeout(Duration idle, Object message) {
            return new Ok<>(this.state, this.acknowledged, new Then.Idle(idle, message));
        }

        /**
         * Lets go of spare memory until the first message.
         *
         * @return an init result with that wish
         */
        public Ok<S> hibernate() {
            return new Ok<>(this.state, this.acknowledged, Then.HIBERNATE);
        }

        /**
         * Goes on with {@link GenServer#handleContinue} before any message, while the starter already has the pid.
         *
         * @param message what to continue with
         * @return an init result with that continuation
         */
        public Ok<S> thenContinue(Object message) {
            return new Ok<>(this.state, this.acknowledged, new Then.Continue(message));
        }
    }

    /**
     * The process is not wanted here; ends normally and silently.
     *
     * @param <S> the type of the state
     */
    record Ignore<S>() implements Init<S> {}

    /**
     * The start fails, as a crash.
     *
     * @param reason why
     * @param <S> the type of the state
     */
    record Stop<S>(ExitReason reason) implements Init<S> {
        public Stop {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * The start fails, without a crash.
     *
     * @param reason why
     * @param <S> the type of the state
     */
    record Fail<S>(ExitReason reason) implements Init<S> {
        public Fail {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * The process runs with this state.
     *
     * @param state the first state
     * @param <S> the type of the state
     * @return an init result
     */
    static <S> Ok<S> ok(S state) {
        return new Ok<>(state, true, null);
    }

    /**
     * The process runs with this state and handles messages, but is not ready: the starter waits until it calls
     * {@link Self#ready()}. If it stops or dies before, its start has failed with that reason. For an init that waits for
     * others without holding a thread.
     *
     * @param state the first state
     * @param <S> the type of the state
     * @return an init result
     */
    static <S> Ok<S> pending(S state) {
        return new Ok<>(state, false, null);
    }

    /**
     * The process is not wanted here. It ends normally, a supervisor keeps its place empty.
     *
     * @param <S> the type of the state
     * @return an init result
     */
    static <S> Init<S> ignore() {
        return new Ignore<>();
    }

    /**
     * The start fails with a reason that also goes along the link: a linked starter that does not trap exits dies of it,
     * unless it is normal. Reported if loud.
     *
     * @param reason why
     * @param <S> the type of the state
     * @return an init result
     */
    static <S> Init<S> stop(ExitReason reason) {
        return new Stop<>(reason);
    }

    /**
     * The start fails with a reason that only the starter is told: the process ends normally, nothing is reported.
     *
     * @param reason why
     * @param <S> the type of the state
     * @return an init result
     */
    static <S> Init<S> error(ExitReason reason) {
        return new Fail<>(reason);
    }
}
