package io.espalier.actuate;

import java.time.Duration;

/** Durations as they are written in the configuration: {@code 5s} for five seconds. */
public final class TimeText {

    private static final long SECOND = 1000;

    private static final long MINUTE = 60 * SECOND;

    private static final long HOUR = 60 * MINUTE;

    private TimeText() {}

    /**
     * Shows a duration in the largest unit of hours, minutes, seconds and milliseconds that needs no fraction.
     *
     * @param time the duration
     * @return a number and a unit
     */
    public static String of(Duration time) {
        if (time.toNanosPart() % 1_000_000 != 0) {
            return time.toNanos() + "ns";
        }
        long millis = time.toMillis();
        if (millis % SECOND != 0) {
            return millis + "ms";
        }
        if (millis % HOUR == 0 && millis != 0) {
            return millis / HOUR + "h";
        }
        return (millis % MINUTE == 0 && millis != 0) ? millis / MINUTE + "m" : millis / SECOND + "s";
    }
}
