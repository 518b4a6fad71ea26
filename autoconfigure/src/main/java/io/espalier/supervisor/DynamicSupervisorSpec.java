package io.espalier.supervisor;

import java.time.Duration;

/**
 * A dynamic supervisor's flags. Immutable: each method returns a changed copy.
 *
 * <p>Defaults: at most 3 restarts within 5 s, as many children as there is memory for.
 */
public final class DynamicSupervisorSpec {

    private static final DynamicSupervisorSpec DEFAULTS = new DynamicSupervisorSpec(
            RestartFlags.DEFAULT_MAX_RESTARTS, RestartFlags.DEFAULT_WITHIN, Integer.MAX_VALUE);

    private final int maxRestarts;

    private final Duration within;

    private final int maxChildren;

    private DynamicSupervisorSpec(int maxRestarts, Duration within, int maxChildren) {
        this.maxRestarts = maxRestarts;
        this.within = within;
        this.maxChildren = maxChildren;
    }

    /**
     * A dynamic supervisor.
     *
     * @return a spec with the defaults
     */
    public static DynamicSupervisorSpec defaults() {
        return DEFAULTS;
    }

    /**
     * Sets how many restarts the supervisor makes within its window before it gives up.
     *
     * @param maxRestarts their number; with 0 the first restart that is due ends the supervisor
     * @return a changed copy
     */
    public DynamicSupervisorSpec maxRestarts(int maxRestarts) {
        return new DynamicSupervisorSpec(RestartFlags.checkMaxRestarts(maxRestarts), this.within, this.maxChildren);
    }

    /**
     * Sets the window in which restarts are counted.
     *
     * @param window its length, positive
     * @return a changed copy
     */
    public DynamicSupervisorSpec within(Duration window) {
        return new DynamicSupervisorSpec(this.maxRestarts, RestartFlags.checkWithin(window), this.maxChildren);
    }

    /**
     * Bounds the number of children. Those that start, wait for a restart or stop count as well.
     *
     * @param maxChildren their number, 0 or more
     * @return a changed copy
     */
    public DynamicSupervisorSpec maxChildren(int maxChildren) {
        if (maxChildren < 0) {
            throw new IllegalArgumentException(
                    "maxChildren must be 0 or more, not " + maxChildren + "; leave it out for no bound");
        }
        return new DynamicSupervisorSpec(this.maxRestarts, this.within, maxChildren);
    }

    /**
     * How many restarts the supervisor makes within its window before it gives up.
     *
     * @return their number
     */
    public int maxRestarts() {
        return this.maxRestarts;
    }

    /**
     * The window in which restarts are counted.
     *
     * @return its length
     */
    public Duration within() {
        return this.within;
    }

    /**
     * How many children there may be.
     *
     * @return their number; {@link Integer#MAX_VALUE} if it is not bounded
     */
    public int maxChildren() {
        return this.maxChildren;
    }

    @Override
    public String toString() {
        return "DynamicSupervisorSpec[maxRestarts=" + this.maxRestarts + ", within=" + this.within + ", maxChildren="
                + this.maxChildren + "]";
    }
}
