package io.espalier.supervisor;

import java.time.Duration;

/** How a supervisor stops a child. */
public sealed interface Shutdown {

    /** Kills it at once. */
    record BrutalKill() implements Shutdown {}

    /**
     * Asks it to stop, and kills it if it lives on.
     *
     * @param time how long it may take; zero is allowed
     */
    record After(Duration time) implements Shutdown {
        /**
         * Checks the time.
         *
         * @param time how long it may take; zero is allowed
         */
        public After {
            if (time.isNegative()) {
                throw new IllegalArgumentException("A shutdown time must not be negative: " + time);
            }
        }
    }

    /** Asks it to stop and waits for ever. The default of supervisors. */
    record Infinity() implements Shutdown {}

    /**
     * Kills at once.
     *
     * @return that shutdown
     */
    static Shutdown brutalKill() {
        return new BrutalKill();
    }

    /**
     * Asks and, after a time, kills.
     *
     * @param time how long it may take
     * @return that shutdown
     */
    static Shutdown after(Duration time) {
        return new After(time);
    }

    /**
     * Asks and waits.
     *
     * @return that shutdown
     */
    static Shutdown infinity() {
        return new Infinity();
    }
}
