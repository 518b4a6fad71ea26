package io.espalier.process;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How to start a process. Immutable: each method returns a changed copy. */
public final class StartOptions {

    private static final StartOptions DEFAULTS = new StartOptions(null, null, null, null);

    private final @Nullable String name;

    private final @Nullable Duration timeout;

    private final @Nullable Dispatcher dispatcher;

    private final @Nullable Duration hibernateAfter;

    private StartOptions(
            @Nullable String name,
            @Nullable Duration timeout,
            @Nullable Dispatcher dispatcher,
            @Nullable Duration hibernateAfter) {
        this.name = name;
        this.timeout = timeout;
        this.dispatcher = dispatcher;
        this.hibernateAfter = hibernateAfter;
    }

    /**
     * No name, no start timeout, the blocking dispatcher.
     *
     * @return the defaults
     */
    public static StartOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The defaults with a name.
     *
     * @param name the name, not blank
     * @return options
     */
    public static StartOptions named(String name) {
        return DEFAULTS.name(name);
    }

    /**
     * Registers the process under a name before its init runs.
     *
     * @param name the name, not blank
     * @return changed options
     */
    public StartOptions name(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("The name of a process must not be blank");
        }
        return new StartOptions(name, this.timeout, this.dispatcher, this.hibernateAfter);
    }

    /**
     * Bounds init: a slower one is killed and the start fails. Without it a start waits as long as init takes.
     *
     * @param timeout how long init may take
     * @return changed options
     */
    public StartOptions timeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("The start timeout must be positive, not " + timeout);
        }
        return new StartOptions(this.name, timeout, this.dispatcher, this.hibernateAfter);
    }

    /**
     * Chooses the pool, where the system uses platform threads.
     *
     * @param dispatcher the pool
     * @return changed options
     */
    public StartOptions dispatcher(Dispatcher dispatcher) {
        return new StartOptions(this.name, this.timeout, dispatcher, this.hibernateAfter);
    }

    /**
     * Hibernates the process whenever it was idle for so long.
     *
     * @param idle how long
     * @return changed options
     */
    public StartOptions hibernateAfter(Duration idle) {
        if (idle.isNegative() || idle.isZero()) {
            throw new IllegalArgumentException("The time until hibernation must be positive, not " + idle);
        }
        return new StartOptions(this.name, this.timeout, this.dispatcher, idle);
    }

    @Nullable
    String name() {
        return this.name;
    }

    @Nullable
    Duration timeout() {
        return this.timeout;
    }

    Dispatcher dispatcher() {
        return (this.dispatcher != null) ? this.dispatcher : Dispatcher.BLOCKING;
    }

    @Nullable
    Duration hibernateAfter() {
        return this.hibernateAfter;
    }
}
