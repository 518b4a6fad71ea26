package io.espalier.actuate;

import io.espalier.process.ProcessSystem;
import io.espalier.supervisor.Supervisor;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health of the supervision tree: {@code UP} while it runs, {@code DOWN} when its root has given up, {@code
 * OUT_OF_SERVICE} while it is not started or stops. Crashes that supervisors mend do not touch it; they show in the details:
 *
 * <pre>
 *   children      specs, active, supervisors, workers, of the whole tree
 *   supervisors   by path: strategy, restarts used of the budget, restarts in all
 *   lastCrash     child, reason, at
 * </pre>
 *
 * <p>Asking takes a second at most. If a supervisor has not answered by then the status is {@code UNKNOWN}, and
 * {@code silent} names it.
 */
public final class SupervisorHealthIndicator implements HealthIndicator {

    private static final Duration TIME = Duration.ofSeconds(1);

    private final ProcessSystem processes;

    private final Supervisor root;

    private final Supplier<TreeStatus> tree;

    /**
     * Makes an indicator.
     *
     * @param processes where the tree runs
     * @param root the root supervisor
     * @param tree tells how the tree as a whole fares
     */
    public SupervisorHealthIndicator(ProcessSystem processes, Supervisor root, Supplier<TreeStatus> tree) {
        this.processes = processes;
        this.root = root;
        this.tree = tree;
    }

    @Override
    public Health health() {
        TreeStatus status = this.tree.get();
        return switch (status.state()) {
            case RUNNING ->
                new SupervisorSurvey(this.processes, new Questions(this.processes, TIME))
                        .add(this.root)
                        .health();
            case GAVE_UP ->
                Health.down()
                        .withDetail("reason", (status.cause() != null) ? ReasonText.of(status.cause()) : "unknown")
                        .withDetail("at", status.since().toString())
                        .build();
            default ->
                Health.outOfService()
                        .withDetail("state", Words.of(status.state()))
                        .build();
        };
    }
}
