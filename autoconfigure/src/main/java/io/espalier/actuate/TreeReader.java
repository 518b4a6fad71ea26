package io.espalier.actuate;

import io.espalier.actuate.ProcessesEndpoint.Node;
import io.espalier.process.Pid;
import io.espalier.process.ProcessInfo;
import io.espalier.process.ProcessSystem;
import io.espalier.supervisor.Child;
import io.espalier.supervisor.ChildCounts;
import io.espalier.supervisor.ChildType;
import io.espalier.supervisor.DynamicSupervisor;
import io.espalier.supervisor.Supervisor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads a tree from its root down, so much of it as is asked for. */
final class TreeReader {

    /** Dynamic supervisors tell of their children in no order. */
    private static final Comparator<Child> OLDEST_FIRST =
            Comparator.comparing(child -> (child.pid() != null) ? child.pid().id() : 0L);

    private final ProcessSystem processes;

    private final Questions questions;

    private final int limit;

    /** Nodes that may still be made. */
    private int room = ProcessesEndpoint.MOST_PROCESSES;

    TreeReader(ProcessSystem processes, Questions questions, int limit) {
        this.processes = processes;
        this.questions = questions;
        this.limit = limit;
    }

    /**
     * Reads a tree.
     *
     * @param root its root
     * @param depth how many levels below it
     * @return the root's node, or null if it does not run
     */
    @Nullable
    Node read(Supervisor root, int depth) {
        Pid pid = root.ref().pid().orElse(null);
        ProcessInfo info = (pid != null) ? this.processes.info(pid).orElse(null) : null;
        if (pid == null || info == null) {
            return null;
        }
        String name = Objects.requireNonNullElse(info.name(), "root");
        Branch branch = branch(Supervisor.at(this.processes.ref(pid)), name, depth);
        return new Node(
                name,
                name,
                info.name(),
                pid.id(),
                "supervisor",
                null,
                (info.status() == ProcessInfo.Status.STARTING) ? "starting" : "running",
                0,
                info.server(),
                info.queueLength(),
                info.handled(),
                info.startedAt(),
                branch.children(),
                branch.truncated());
    }

    private Node node(Child child, String parent, int depth) {
        String path = Objects.requireNonNullElse(child.name(), parent + "/" + child.id());
        Pid pid = child.pid();
        ProcessInfo info = (pid != null) ? this.processes.info(pid).orElse(null) : null;
        Branch branch = branch(child, path, depth);
        return new Node(
                child.id(),
                path,
                child.name(),
                (pid != null) ? pid.id() : null,
                child.dynamic() ? "dynamic" : Words.of(child.type()),
                Words.of(child.restart()),
                Words.of(child.status()),
                child.restarts(),
                (info != null) ? info.server() : null,
                (info != null) ? info.queueLength() : null,
                (info != null) ? info.handled() : null,
                (info != null) ? info.startedAt() : null,
                (branch != null) ? branch.children() : null,
                (branch != null) ? branch.truncated() : null);
    }

    private @Nullable Branch branch(Child child, String path, int depth) {
        Pid pid = child.pid();
        if (child.type() != ChildType.SUPERVISOR) {
            return null;
        }
        if (pid == null) {
            return Branch.EMPTY;
        }
        return child.dynamic()
                ? branch(DynamicSupervisor.at(this.processes.ref(pid)), path, depth)
                : branch(Supervisor.at(this.processes.ref(pid)), path, depth);
    }

    private Branch branch(Supervisor supervisor, String path, int depth) {
        try {
            List<Child> children = this.questions.ask(supervisor::whichChildren).orElse(List.of());
            return branch(children, children.size(), path, depth);
        } catch (TimeoutException ex) {
            return Branch.SILENT;
        }
    }

    private Branch branch(DynamicSupervisor supervisor, String path, int depth) {
        try {
            int most = (depth > 0) ? Math.min(this.limit, this.room) : 0;
            List<Child> children =
                    this.questions.ask(() -> supervisor.whichChildren(most)).orElse(List.of());
            int all = this.questions
                    .ask(supervisor::countChildren)
                    .map(ChildCounts::specs)
                    .orElse(children.size());
            return branch(children.stream().sorted(OLDEST_FIRST).toList(), all, path, depth);
        } catch (TimeoutException ex) {
            return Branch.SILENT;
        }
    }

    private Branch branch(List<Child> children, int all, String path, int depth) {
        List<Node> nodes = new ArrayList<>();
        if (depth > 0) {
            for (Child child : children) {
                if (nodes.size() >= this.limit || this.room <= 0) {
                    break;
                }
                this.room--;
                nodes.add(node(child, path, depth - 1));
            }
        }
        return new Branch(List.copyOf(nodes), Math.max(0, all - nodes.size()));
    }

    /**
     * What is below a supervisor.
     *
     * @param children what is shown
     * @param truncated how much is not, or null if that is not known
     */
    private record Branch(List<Node> children, @Nullable Integer truncated) {

        static final Branch EMPTY = new Branch(List.of(), 0);

        static final Branch SILENT = new Branch(List.of(), null);
    }
}
