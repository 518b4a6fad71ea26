package io.espalier.supervisor;

import io.espalier.process.Down;
import io.espalier.process.Exit;
import io.espalier.process.ExitReason;
import io.espalier.process.From;
import io.espalier.process.None;
import io.espalier.process.Pid;
import io.espalier.process.Self;
import io.espalier.process.StartFailedException;
import io.espalier.process.StartReply;
import io.espalier.process.StartResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a dynamic supervisor. Each child is in one of four maps, by what it does; nothing that happens to one of
 * them waits for another.
 *
 * <pre>
 *   starting -- StartReply --&gt; running -- Exit --&gt; waiting (a restart that is delayed, or has failed) --&gt; starting
 *       |                         |
 *       +--&gt; stopping &lt;-----------+                          stopping -- Down --&gt; forgotten
 * </pre>
 */
final class DynamicSupervision {

    private final int maxChildren;

    private final RestartBudget budget;

    private final Journal journal;

    /** By identity, as pids are equal: this map needs no node for each of what may be a million children. */
    private final IdentityHashMap<Pid, DynamicChild> running = new IdentityHashMap<>();

    private final Map<Pid, Starting> starting = new HashMap<>();

    private final Map<Pid, RestartableChild> waiting = new HashMap<>();

    private final StoppingChildren stopping = new StoppingChildren();

    private int supervisors;

    private DynamicChild.@Nullable Once lastOnce;

    private @Nullable ExitReason ending;

    DynamicSupervision(DynamicSupervisorSpec spec, Self<?> self) {
        this.maxChildren = spec.maxChildren();
        this.budget = new RestartBudget(spec.maxRestarts(), spec.within());
        this.journal = new Journal(self, this.budget);
    }

    /** Starts a child for a caller. */
    void start(Self<?> self, ChildSpec<?> spec, From<Pid> from) {
        if (this.ending != null) {
            from.fail(SupervisorException.stopping());
            return;
        }
        if (size() >= this.maxChildren) {
            from.fail(SupervisorException.maxChildren(this.maxChildren));
            return;
        }
        try {
            Pid pid = spec.start(self, spec.name());
            this.starting.put(pid, new Starting(child(spec), from));
            this.supervisors += (spec.type() == ChildType.SUPERVISOR) ? 1 : 0;
        } catch (StartFailedException failure) {
            from.fail(StartFailure.of(failure).toException(spec.id()));
        }
    }

    /** Stops a child for a caller. One that asks for its own end has its answer at once. */
    void terminate(Self<?> self, Pid pid, From<None> from) {
        if (this.ending != null) {
            from.fail(SupervisorException.stopping());
            return;
        }
        RestartableChild cancelled = this.waiting.remove(pid);
        if (cancelled != null) {
            cancelled.schedule().cancel();
            forget(cancelled);
            from.reply(None.NONE);
            return;
        }
        if (!this.stopping.contains(pid)) {
            DynamicChild child = takeUp(pid);
            if (child == null) {
                from.fail(SupervisorException.notFound(pid));
                return;
            }
            this.stopping.stop(self, pid, child);
        }
        this.stopping.answer(pid, from);
    }

    /** A start has ended. */
    void on(StartReply reply, Self<?> self) {
        Starting start = this.starting.remove(reply.pid());
        if (start == null) {
            return;
        }
        if (reply.result() instanceof StartResult.Started started) {
            started(self, start, started.pid());
        } else if (reply.result() instanceof StartResult.Failed failed) {
            if (start.from() != null) {
                start.from().fail(SupervisorException.startFailed(start.child().id(), failed.reason()));
                forget(start.child());
            } else {
                restartFailed(self, (RestartableChild) start.child(), failed.reason());
            }
        } else {
            if (start.from() != null) {
                start.from().fail(SupervisorException.ignored(start.child().id()));
            }
            forget(start.child());
        }
    }

    /** A linked process has died. */
    void on(Exit exit, Self<?> self) {
        DynamicChild child = this.stopping.on(exit) ? null : this.running.remove(exit.pid());
        if (child == null) {
            return;
        }
        this.journal.died(self, path(child), exit.reason());
        if (!(child instanceof RestartableChild again) || !again.restart().again(exit.reason())) {
            forget(child);
            return;
        }
        again.died(exit.pid(), exit.reason(), self.system().clock().nanoTime());
        restart(self, again);
    }

    /** A child that was being stopped is dead. */
    void on(Down down) {
        DynamicChild child =
                this.stopping.on(down, (bad, reason) -> this.journal.stoppedBadly(path(bad), bad.shutdown(), reason));
        if (child != null) {
            forget(child);
        }
    }

    /** A restart is due. */
    void on(RestartDue due, Self<?> self) {
        if (!due.child().schedule().take(due.ticket())) {
            return;
        }
        if (due.counted()) {
            startAgain(self, due.child());
        } else {
            restart(self, due.child());
        }
    }

    /** Stops all children at once and ends. The first reason counts. */
    void end(Self<?> self, ExitReason reason) {
        if (this.ending != null) {
            return;
        }
        this.ending = reason;
        this.waiting.values().forEach(child -> child.schedule().cancel());
        this.waiting.clear();
        this.starting.forEach((pid, start) -> {
            if (start.from() != null) {
                start.from().fail(SupervisorException.stopping());
            }
            this.stopping.stopWithOthers(self, pid, start.child());
        });
        this.starting.clear();
        this.running.forEach((pid, child) -> this.stopping.stopWithOthers(self, pid, child));
        this.running.clear();
        this.stopping.startTimers(self);
    }

    StoppingChildren stopping() {
        return this.stopping;
    }

    /** Why the supervisor ends now, or null if it goes on. */
    @Nullable
    ExitReason endsNow() {
        return (this.stopping.size() == 0) ? this.ending : null;
    }

    List<Child> children(int limit) {
        List<Child> children = new ArrayList<>(Math.min(limit, size()));
        this.starting.forEach((pid, start) -> add(children, limit, start.child(), pid, Child.Status.STARTING));
        this.waiting.forEach((pid, child) -> add(children, limit, child, null, Child.Status.RESTARTING));
        this.stopping.forEach((pid, child) -> add(children, limit, child, pid, Child.Status.STOPPING));
        for (Map.Entry<Pid, DynamicChild> child : this.running.entrySet()) {
            if (children.size() == limit) {
                break;
            }
            children.add(child.getValue().view(child.getKey(), Child.Status.RUNNING));
        }
        return List.copyOf(children);
    }

    ChildCounts counts() {
        return new ChildCounts(size(), this.running.size(), this.supervisors, size() - this.supervisors);
    }

    SupervisorStatus status(Self<?> self) {
        return this.journal.status(self, Strategy.ONE_FOR_ONE, counts());
    }

    /** Shows numbers only: the arguments of children may hold secrets. */
    @Override
    public String toString() {
        return "DynamicSupervisor[running=" + this.running.size() + ", starting=" + this.starting.size() + ", waiting="
                + this.waiting.size() + ", stopping=" + this.stopping.size() + "]";
    }

    private void started(Self<?> self, Starting start, Pid pid) {
        this.running.put(pid, start.child());
        if (start.child() instanceof RestartableChild child) {
            Pid before = child.before();
            child.running(self.system().clock().nanoTime());
            if (start.from() == null) {
                child.countRestart();
                this.journal.restarted(self, path(child), before, pid, child.reason());
            }
        }
        if (start.from() != null) {
            start.from().reply(pid);
        }
    }

    /** Counts a restart, and makes it at once or when its delay is over. */
    private void restart(Self<?> self, RestartableChild child) {
        this.waiting.put(child.known(), child);
        if (!this.budget.spend(self.system().clock().nanoTime())) {
            giveUp(self, child);
            return;
        }
        this.journal.counted();
        Duration delay = child.schedule().nextDelay(self.system().clock());
        if (delay.isZero()) {
            startAgain(self, child);
        } else {
            child.schedule().later(self, delay, ticket -> new RestartDue(child, ticket, true));
        }
    }

    private void startAgain(Self<?> self, RestartableChild child) {
        this.waiting.remove(child.known());
        try {
            Pid pid = child.spec().start(self, child.name());
            this.starting.put(pid, new Starting(child, null));
        } catch (StartFailedException failure) {
            restartFailed(self, child, StartFailure.of(failure).reason());
        }
    }

    private void restartFailed(Self<?> self, RestartableChild child, ExitReason reason) {
        child.failed(reason);
        this.journal.restartFailed(self, path(child), reason);
        this.waiting.put(child.known(), child);
        child.schedule().soon(self, ticket -> new RestartDue(child, ticket, false));
    }

    private void giveUp(Self<?> self, RestartableChild child) {
        this.journal.gaveUp(self, path(child), child.reason());
        end(
                self,
                ExitReason.shutdown(
                        new MaxRestartsReached(path(child), child.reason(), this.budget.max(), this.budget.within())));
    }

    /** Takes a child out of those that start or run; a caller who waits for its start is told. */
    private @Nullable DynamicChild takeUp(Pid pid) {
        Starting start = this.starting.remove(pid);
        if (start == null) {
            return this.running.remove(pid);
        }
        if (start.from() != null) {
            start.from().fail(SupervisorException.startFailed(start.child().id(), ExitReason.shutdown()));
        }
        return start.child();
    }

    private DynamicChild child(ChildSpec<?> spec) {
        if (spec.restart() != Restart.TEMPORARY) {
            return new RestartableChild(spec);
        }
        DynamicChild.Once once = DynamicChild.Once.of(spec);
        if (this.lastOnce != null && this.lastOnce.equals(once)) {
            return this.lastOnce;
        }
        this.lastOnce = once;
        return once;
    }

    private void forget(DynamicChild child) {
        this.supervisors -= (child.type() == ChildType.SUPERVISOR) ? 1 : 0;
    }

    private int size() {
        return this.running.size() + this.starting.size() + this.waiting.size() + this.stopping.size();
    }

    private String path(DynamicChild child) {
        return this.journal.path(child.name(), child.id());
    }

    private static void add(
            List<Child> children, int limit, DynamicChild child, @Nullable Pid pid, Child.Status status) {
        if (children.size() < limit) {
            children.add(child.view(pid, status));
        }
    }

    /**
     * A start that goes on.
     *
     * @param child the child
     * @param from who waits for it, or null if it is a restart
     */
    private record Starting(DynamicChild child, @Nullable From<Pid> from) {}

    /**
     * The message that a restart is due.
     *
     * @param child the child
     * @param ticket says whether it still is
     * @param counted whether the budget has been asked already
     */
    record RestartDue(RestartableChild child, int ticket, boolean counted) {

        /** Shows nothing of the child, whose argument may be a secret. */
        @Override
        public String toString() {
            return "RestartDue";
        }
    }
}
