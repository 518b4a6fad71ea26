package io.espalier.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A supervisor's flags and first children. Immutable: each method returns a changed copy. An instance is always valid:
 * what is impossible fails in the method that would make it so, naming the child and the field.
 *
 * <p>Defaults: at most 3 restarts within 5 s, no auto shutdown, no children.
 */
public final class SupervisorSpec {

    private final Strategy strategy;

    private final int maxRestarts;

    private final Duration within;

    private final AutoShutdown autoShutdown;

    private final List<ChildSpec<?>> children;

    private final @Nullable String childPrefix;

    private SupervisorSpec(
            Strategy strategy,
            int maxRestarts,
            Duration within,
            AutoShutdown autoShutdown,
            List<ChildSpec<?>> children,
            @Nullable String childPrefix) {
        this.strategy = strategy;
        this.maxRestarts = maxRestarts;
        this.within = within;
        this.autoShutdown = autoShutdown;
        this.children = children;
        this.childPrefix = childPrefix;
    }

    /**
     * A supervisor without children.
     *
     * @param strategy which children are restarted when one has died
     * @return a spec with the defaults
     */
    public static SupervisorSpec of(Strategy strategy) {
        return new SupervisorSpec(
                strategy,
                RestartFlags.DEFAULT_MAX_RESTARTS,
                RestartFlags.DEFAULT_WITHIN,
                AutoShutdown.NEVER,
                List.of(),
                null);
    }

    /**
     * A supervisor of {@link Strategy#ONE_FOR_ONE}.
     *
     * @return a spec with the defaults
     */
    public static SupervisorSpec oneForOne() {
        return of(Strategy.ONE_FOR_ONE);
    }

    /**
     * A supervisor of {@link Strategy#ONE_FOR_ALL}.
     *
     * @return a spec with the defaults
     */
    public static SupervisorSpec oneForAll() {
        return of(Strategy.ONE_FOR_ALL);
    }

    /**
     * A supervisor of {@link Strategy#REST_FOR_ONE}.
     *
     * @return a spec with the defaults
     */
    public static SupervisorSpec restForOne() {
        return of(Strategy.REST_FOR_ONE);
    }

    /**
     * Sets how many restarts the supervisor makes within its window before it gives up.
     *
     * @param maxRestarts their number; with 0 the first restart that is due ends the supervisor
     * @return a changed copy
     */
    public SupervisorSpec maxRestarts(int maxRestarts) {
        return new SupervisorSpec(
                this.strategy,
                RestartFlags.checkMaxRestarts(maxRestarts),
                this.within,
                this.autoShutdown,
                this.children,
                this.childPrefix);
    }

    /**
     * Sets the window in which restarts are counted.
     *
     * @param window its length, positive
     * @return a changed copy
     */
    public SupervisorSpec within(Duration window) {
        return new SupervisorSpec(
                this.strategy,
                this.maxRestarts,
                RestartFlags.checkWithin(window),
                this.autoShutdown,
                this.children,
                this.childPrefix);
    }

    /**
     * Sets whether the supervisor ends with its significant children. To be set before significant children are added.
     *
     * @param autoShutdown when it ends
     * @return a changed copy
     */
    public SupervisorSpec autoShutdown(AutoShutdown autoShutdown) {
        this.children.forEach(child -> child.checkSignificance(autoShutdown));
        return new SupervisorSpec(
                this.strategy, this.maxRestarts, this.within, autoShutdown, this.children, this.childPrefix);
    }

    /**
     * Adds a child after those that are there.
     *
     * @param child the child
     * @return a changed copy
     */
    public SupervisorSpec child(ChildSpec<?> child) {
        return children(List.of(child));
    }

    /**
     * Adds children, in this order, after those that are there.
     *
     * @param children the children
     * @return a changed copy
     */
    public SupervisorSpec children(List<? extends ChildSpec<?>> children) {
        List<ChildSpec<?>> all = new ArrayList<>(this.children);
        all.addAll(children);
        children.forEach(child -> child.checkSignificance(this.autoShutdown));
        checkIds(all);
        return new SupervisorSpec(
                this.strategy, this.maxRestarts, this.within, this.autoShutdown, List.copyOf(all), this.childPrefix);
    }

    /**
     * Sets what the names of the children begin with: a child is registered as prefix and id. By default it is the
     * supervisor's own registered name and a slash; the children of a supervisor without a name have none either.
     *
     * @param prefix the prefix; empty for the root of a tree
     * @return a changed copy
     */
    public SupervisorSpec childPrefix(String prefix) {
        return new SupervisorSpec(
                this.strategy, this.maxRestarts, this.within, this.autoShutdown, this.children, prefix);
    }

    /**
     * Which children are restarted when one has died.
     *
     * @return the strategy
     */
    public Strategy strategy() {
        return this.strategy;
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
     * Whether the supervisor ends with its significant children.
     *
     * @return when it ends
     */
    public AutoShutdown autoShutdown() {
        return this.autoShutdown;
    }

    /**
     * The first children.
     *
     * @return an unmodifiable list in start order
     */
    public List<ChildSpec<?>> children() {
        return this.children;
    }

    /**
     * What the names of the children begin with.
     *
     * @return the prefix, or null if it follows from the supervisor's own name
     */
    public @Nullable String childPrefix() {
        return this.childPrefix;
    }

    /** Shows the ids of the children, and no argument. */
    @Override
    public String toString() {
        return "SupervisorSpec[" + this.strategy + ", maxRestarts=" + this.maxRestarts + ", within=" + this.within
                + ", autoShutdown=" + this.autoShutdown + ", children="
                + this.children.stream().map(ChildSpec::id).toList() + "]";
    }

    private static void checkIds(List<ChildSpec<?>> children) {
        Set<String> ids = new HashSet<>();
        for (ChildSpec<?> child : children) {
            if (!ids.add(child.id())) {
                throw new IllegalArgumentException("children: the id '" + child.id()
                        + "' is there twice; give each child of a supervisor an id of its own");
            }
        }
    }
}
