package io.espalier.actuate;

import io.espalier.process.ProcessSystem;
import io.espalier.process.Statistics;
import io.espalier.supervisor.Supervisor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * The endpoint {@code processes}: the supervision tree with the figures of each process. Read-only. The answer is bounded:
 * by {@code depth}, by {@code limit} for the children of each supervisor, and by {@value #MOST_PROCESSES} processes in all;
 * what is left out is counted in {@code truncated}.
 */
@Endpoint(id = "processes", defaultAccess = Access.READ_ONLY)
public final class ProcessesEndpoint {

    static final int DEFAULT_DEPTH = 8;

    static final int MOST_DEPTH = 64;

    static final int DEFAULT_LIMIT = 100;

    static final int MOST_LIMIT = 1_000;

    static final int MOST_PROCESSES = 10_000;

    private static final Duration TIME = Duration.ofSeconds(5);

    private final ProcessSystem processes;

    private final Supervisor root;

    private final Supplier<TreeStatus> tree;

    /**
     * Makes an endpoint.
     *
     * @param processes where the tree runs
     * @param root the root supervisor
     * @param tree tells how the tree as a whole fares
     */
    public ProcessesEndpoint(ProcessSystem processes, Supervisor root, Supplier<TreeStatus> tree) {
        this.processes = processes;
        this.root = root;
        this.tree = tree;
    }

    /**
     * The tree.
     *
     * @param depth how many levels below the root to show: 8 if it is not given, 64 at most
     * @param limit how many children of each supervisor to show: 100 if it is not given, 1000 at most
     * @return the tree
     */
    @ReadOperation
    public Processes processes(@Nullable Integer depth, @Nullable Integer limit) {
        TreeStatus status = this.tree.get();
        TreeReader reader = new TreeReader(
                this.processes, new Questions(this.processes, TIME), bounded(limit, DEFAULT_LIMIT, MOST_LIMIT));
        return new Processes(
                Words.of(status.state()),
                this.processes.statistics(),
                reader.read(this.root, bounded(depth, DEFAULT_DEPTH, MOST_DEPTH)));
    }

    private static int bounded(@Nullable Integer wanted, int byDefault, int most) {
        return (wanted == null) ? byDefault : Math.max(0, Math.min(most, wanted));
    }

    /**
     * What the endpoint answers.
     *
     * @param state what the tree does: stopped, starting, running, stopping or gave-up
     * @param statistics the figures of the whole process system, of processes outside of the tree as well
     * @param root the root supervisor, or null while there is none
     */
    public record Processes(
            String state, Statistics statistics, @Nullable Node root) implements OperationResponseBody {}

    /**
     * A child in the tree.
     *
     * @param id its id
     * @param path its path; under a dynamic supervisor several children may have the same
     * @param name its registered name, or null
     * @param pid the number of its pid, or null unless it is starting or running
     * @param type worker, supervisor or dynamic
     * @param restart permanent, transient or temporary; null for the root
     * @param status starting, running, restarting, stopping or stopped
     * @param restarts how often it has been restarted
     * @param server the class of its module, or null if it is dead
     * @param queueLength messages that wait for it, or null if it is dead
     * @param handled messages that it has handled since its start, or null if it is dead
     * @param startedAt when it was started, or null if it is dead
     * @param children its children in start order, or null for a worker
     * @param truncated how many of its children are not shown; null for a worker, and for a supervisor that did not answer
     */
    public record Node(
            String id,
            String path,
            @Nullable String name,
            @Nullable Long pid,
            String type,
            @Nullable String restart,
            String status,
            long restarts,
            @Nullable String server,
            @Nullable Integer queueLength,
            @Nullable Long handled,
            @Nullable Instant startedAt,
            @Nullable List<Node> children,
            @Nullable Integer truncated) {}
}
