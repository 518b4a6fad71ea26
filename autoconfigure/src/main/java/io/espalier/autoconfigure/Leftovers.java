package io.espalier.autoconfigure;

import io.espalier.process.Pid;
import io.espalier.process.ProcessException;
import io.espalier.process.ProcessSystem;
import io.espalier.supervisor.Child;
import io.espalier.supervisor.ChildType;
import io.espalier.supervisor.DynamicSupervisor;
import io.espalier.supervisor.Supervisor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kills what is left of a tree that did not stop in time. */
final class Leftovers {

    private static final Logger logger = LoggerFactory.getLogger(Leftovers.class);

    /** As many as a log line should name. */
    private static final int NAMED = 20;

    private Leftovers() {}

    /**
     * Kills a tree: first the supervisors, from the root down, so that none of them starts anything again.
     *
     * @param processes where it runs
     * @param root its root
     */
    static void kill(ProcessSystem processes, Pid root) {
        Map<Pid, String> left = new LinkedHashMap<>();
        left.put(root, SupervisionTree.ROOT);
        collect(processes, root, false, left);
        List<String> names = left.values().stream().skip(1).limit(NAMED).toList();
        logger.warn(
                "The supervision tree did not stop in time; killing {} of its processes, among them {}",
                left.size(),
                names);
        left.keySet().forEach(processes::kill);
    }

    private static void collect(ProcessSystem processes, Pid supervisor, boolean dynamic, Map<Pid, String> left) {
        try {
            List<Child> children = dynamic
                    ? DynamicSupervisor.at(processes.ref(supervisor)).whichChildren(Integer.MAX_VALUE)
                    : Supervisor.at(processes.ref(supervisor)).whichChildren();
            for (Child child : children) {
                Pid pid = child.pid();
                if (pid != null) {
                    left.put(pid, Objects.requireNonNullElse(child.name(), child.id()));
                    if (child.type() == ChildType.SUPERVISOR) {
                        collect(processes, pid, child.dynamic(), left);
                    }
                }
            }
        } catch (ProcessException ex) {
            logger.debug("A supervisor did not say which children it has left", ex);
        }
    }
}
