package io.espalier.process;

import java.time.Duration;
import java.util.Optional;

/** A message that will be sent later. All methods may be called from any thread. */
public sealed interface TimerRef permits SendTimer {

    /**
     * Cancels the timer. A message that has already been delivered is not taken back.
     *
     * @return the time that was left, or empty when it had expired or had been cancelled before
     */
    Optional<Duration> cancel();

    /**
     * Reads the timer.
     *
     * @return the time that is left, or empty when it has expired or was cancelled
     */
    Optional<Duration> remaining();
}
