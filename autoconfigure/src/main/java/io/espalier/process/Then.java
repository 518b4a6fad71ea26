package io.espalier.process;

import java.time.Duration;

/** What a process does between this callback and the next message. */
public sealed interface Then {

    Then HIBERNATE = new Hibernate();

    /** Waits for a message, and handles another one if none comes. */
    record Idle(Duration duration, Object message) implements Then {}

    /** Continues before any message. */
    record Continue(Object message) implements Then {}

    /** Lets go of spare memory. */
    record Hibernate() implements Then {}
}
