package io.espalier.supervisor;

import io.espalier.process.Pid;
import io.espalier.supervisor.ChildEntry.Phase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The children of a supervisor in start order, and what a strategy makes of a death among them. */
final class ChildTable {

    private final Map<String, ChildEntry> children = new LinkedHashMap<>();

    private final Map<Pid, ChildEntry> pids = new HashMap<>();

    void add(ChildEntry child) {
        this.children.put(child.id(), child);
    }

    void remove(ChildEntry child) {
        this.children.remove(child.id());
    }

    /** A child will not be started again by itself: its spec stays, unless it is temporary. */
    void settle(ChildEntry child) {
        child.settled();
        if (child.spec().restart() == Restart.TEMPORARY) {
            remove(child);
        }
    }

    /** A child that has been stopped together with others, to be started with them: a temporary one is not. */
    void awaitRestart(ChildEntry child) {
        if (child.spec().restart() == Restart.TEMPORARY) {
            settle(child);
        } else {
            child.waiting();
        }
    }

    void starting(ChildEntry child, Pid pid) {
        child.starting(pid);
        this.pids.put(pid, child);
    }

    void gone(Pid pid) {
        this.pids.remove(pid);
    }

    @Nullable
    ChildEntry byId(String id) {
        return this.children.get(id);
    }

    /**
     * A child that has to be stopped for what is asked.
     *
     * @param id its id
     * @return the child
     * @throws SupervisorException if it is not there, runs, or will be started again
     */
    ChildEntry stopped(String id) {
        ChildEntry child = this.children.get(id);
        if (child == null) {
            throw SupervisorException.notFound(id);
        }
        if (child.is(Phase.RESTARTING) || (child.is(Phase.DIED) && child.restartable())) {
            throw SupervisorException.restarting(id);
        }
        if (!child.is(Phase.STOPPED)) {
            throw SupervisorException.running(id);
        }
        return child;
    }

    @Nullable
    ChildEntry byPid(Pid pid) {
        return this.pids.get(pid);
    }

    List<ChildEntry> inOrder() {
        return List.copyOf(this.children.values());
    }

    /**
     * Which children a death concerns.
     *
     * @param strategy the strategy
     * @param dead the child that died
     * @return it and others, in start order
     */
    List<ChildEntry> affected(Strategy strategy, ChildEntry dead) {
        return switch (strategy) {
            case ONE_FOR_ONE -> List.of(dead);
            case ONE_FOR_ALL -> inOrder();
            case REST_FOR_ONE -> {
                List<ChildEntry> all = inOrder();
                yield all.subList(all.indexOf(dead), all.size());
            }
        };
    }

    /**
     * Whether a supervisor ends now that a child has ended by itself for good.
     *
     * @param autoShutdown what the supervisor's spec says
     * @param ended the child
     * @return whether it ends
     */
    boolean ends(AutoShutdown autoShutdown, ChildEntry ended) {
        if (!ended.spec().significant()) {
            return false;
        }
        return switch (autoShutdown) {
            case NEVER -> false;
            case ANY_SIGNIFICANT -> true;
            case ALL_SIGNIFICANT ->
                this.children.values().stream()
                        .filter(child -> child.spec().significant())
                        .allMatch(ChildEntry::over);
        };
    }

    ChildCounts counts() {
        int active = 0;
        int supervisors = 0;
        for (ChildEntry child : this.children.values()) {
            active += child.is(Phase.RUNNING) ? 1 : 0;
            supervisors += (child.spec().type() == ChildType.SUPERVISOR) ? 1 : 0;
        }
        return new ChildCounts(this.children.size(), active, supervisors, this.children.size() - supervisors);
    }

    /** Shows the children without their arguments. */
    @Override
    public String toString() {
        return this.children.values().toString();
    }

    static List<ChildEntry> reversed(List<ChildEntry> children) {
        List<ChildEntry> reversed = new ArrayList<>(children);
        Collections.reverse(reversed);
        return reversed;
    }
}
