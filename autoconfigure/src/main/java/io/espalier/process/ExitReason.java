package io.espalier.process;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a process died. {@link Normal} and {@link Shutdown} are quiet: nothing is logged, and a transient child is not
 * restarted. Every other reason is loud: it is reported once as an error.
 */
public sealed interface ExitReason {

    /** The process has done its work. Does nothing to linked processes that do not trap exits. */
    record Normal() implements ExitReason {
        static final Normal INSTANCE = new Normal();

        @Override
        public String toString() {
            return "normal";
        }
    }

    /**
     * An orderly stop, usually by a supervisor.
     *
     * @param detail what the one who stopped it wished to say, or null
     */
    record Shutdown(@Nullable Object detail) implements ExitReason {
        static final Shutdown INSTANCE = new Shutdown(null);

        @Override
        public String toString() {
            return (this.detail == null) ? "shutdown" : "shutdown: " + Reports.text(this.detail);
        }
    }

    /** Killed: the process had no say, and its {@code terminate} did not run. */
    record Killed() implements ExitReason {
        static final Killed INSTANCE = new Killed();

        @Override
        public String toString() {
            return "killed";
        }
    }

    /** There is no such process: what a monitor of, or a link to, a dead process is told. */
    record NoProcess() implements ExitReason {
        static final NoProcess INSTANCE = new NoProcess();

        @Override
        public String toString() {
            return "no process";
        }
    }

    /**
     * A callback threw.
     *
     * @param cause what it threw: any Throwable, Errors included
     */
    record Crash(Throwable cause) implements ExitReason {
        public Crash {
            Objects.requireNonNull(cause, "cause");
        }

        @Override
        public String toString() {
            return "crash: " + Reports.text(this.cause);
        }
    }

    /**
     * A reason of the application's own. Loud.
     *
     * @param value anything whose {@code toString} explains it
     */
    record Custom(Object value) implements ExitReason {
        public Custom {
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return Reports.text(this.value);
        }
    }

    /**
     * Whether this is an ordinary end: {@link Normal} or {@link Shutdown}.
     *
     * @return true for a quiet reason, false for a loud one
     */
    default boolean quiet() {
        return this instanceof Normal || this instanceof Shutdown;
    }

    /**
     * The reason of a process that has done its work.
     *
     * @return the one instance
     */
    static ExitReason normal() {
        return Normal.INSTANCE;
    }

    /**
     * The reason of an orderly stop.
     *
     * @return a shutdown without detail
     */
    static ExitReason shutdown() {
        return Shutdown.INSTANCE;
    }

    /**
     * The reason of an orderly stop, with a word of explanation.
     *
     * @param detail anything whose {@code toString} explains it
     * @return a shutdown with that detail
     */
    static ExitReason shutdown(Object detail) {
        return new Shutdown(detail);
    }

    /**
     * The reason that observers of a killed process see.
     *
     * @return the one instance
     */
    static ExitReason killed() {
        return Killed.INSTANCE;
    }

    /**
     * The reason that observers of a process that is not there see.
     *
     * @return the one instance
     */
    static ExitReason noProcess() {
        return NoProcess.INSTANCE;
    }

    /**
     * The reason of a callback that threw.
     *
     * @param cause what was thrown
     * @return a crash
     */
    static ExitReason crash(Throwable cause) {
        return new Crash(cause);
    }

    /**
     * A loud reason of the application's own.
     *
     * @param value anything whose {@code toString} explains it
     * @return a custom reason
     */
    static ExitReason custom(Object value) {
        return new Custom(value);
    }
}
