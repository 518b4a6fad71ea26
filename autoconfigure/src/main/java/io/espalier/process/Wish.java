package io.espalier.process;

/** What a process is asked to do in its turn, by the runtime and not by a message: its place among the messages. */
abstract sealed class Wish extends Node {

    /** The wish of a parent that the process stop. */
    static final class Stop extends Wish {

        private final ExitReason reason;

        Stop(ExitReason reason) {
            this.reason = reason;
        }

        ExitReason reason() {
            return this.reason;
        }
    }

    /** An idle timeout. */
    static final class Idle extends Wish {

        private final Object message;

        Idle(Object message) {
            this.message = message;
        }

        Object message() {
            return this.message;
        }
    }
}
