package io.espalier.autoconfigure;

import io.espalier.supervisor.ChildSpec;
import io.espalier.supervisor.ChildType;
import io.espalier.supervisor.Shutdown;
import io.espalier.supervisor.SupervisorSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long a tree may take to stop, and what that means for the time that Spring gives it. Children of a supervisor stop one
 * after the other, so their times add up. What a dynamic supervisor will have is not known, and counts as nothing.
 */
final class ShutdownTime {

    /** How long before Spring stops waiting what is left is killed. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private ShutdownTime() {}

    /**
     * When to kill what is left.
     *
     * @param phase how long Spring waits for a phase
     * @return a second less, or half of it if there is no such second
     */
    static Duration killAfter(Duration phase) {
        Duration half = phase.dividedBy(2);
        Duration early = phase.minus(MARGIN);
        return (early.compareTo(half) > 0) ? early : half;
    }

    /**
     * Adds up the times of a supervisor's children.
     *
     * @param supervisor the supervisor
     * @return the sum, or empty if a child may take for ever
     */
    static Optional<Duration> of(SupervisorSpec supervisor) {
        return sum(supervisor.children());
    }

    private static Optional<Duration> sum(List<ChildSpec<?>> children) {
        Duration sum = Duration.ZERO;
        for (ChildSpec<?> child : children) {
            Optional<Duration> time = of(child);
            if (time.isEmpty()) {
                return time;
            }
            sum = sum.plus(time.get());
        }
        return Optional.of(sum);
    }

    private static Optional<Duration> of(ChildSpec<?> child) {
        Optional<Duration> below = below(child);
        if (child.shutdown() instanceof Shutdown.After after) {
            boolean sooner = below.isPresent() && below.get().compareTo(after.time()) < 0 && isSupervisor(child);
            return sooner ? below : Optional.of(after.time());
        }
        return (child.shutdown() instanceof Shutdown.BrutalKill) ? Optional.of(Duration.ZERO) : below;
    }

    private static Optional<Duration> below(ChildSpec<?> child) {
        if (child.argument() instanceof SupervisorSpec supervisor) {
            return sum(supervisor.children());
        }
        return isSupervisor(child) ? Optional.of(Duration.ZERO) : Optional.empty();
    }

    private static boolean isSupervisor(ChildSpec<?> child) {
        return child.type() == ChildType.SUPERVISOR;
    }
}
