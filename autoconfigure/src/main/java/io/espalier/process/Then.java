package io.espalier.process;

import java.time.Duration;
import java.util.Objects;

/** What a process does between this callback and the next message. */
public sealed interface Then {

    Then HIBERNATE = new Hibernate();

    /** Waits for a message, and handles another one if none comes. */
    record Idle(Duration duration, Object message) implements Then {
        public Idle {
            Objects.requireNonNull(duration, "duration");
            Objects.requireNonNull(message, "message");
        }
    }

    /** Continues before any message. */
    record Continue(Object message) implements Then {
        public Continue {
            Objects.requireNonNull(message, "message");
        }
    }

    /** Lets go of spare memory. */
    record Hibernate() implements Then {}
}
