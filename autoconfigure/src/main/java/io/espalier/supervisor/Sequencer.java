package io.espalier.supervisor;

import io.espalier.process.Down;
import io.espalier.process.Exit;
import io.espalier.process.ExitReason;
import io.espalier.process.Pid;
import io.espalier.process.Self;
import io.espalier.process.StartFailedException;
import io.espalier.process.StartReply;
import io.espalier.process.StartResult;
import io.espalier.process.TimerRef;
import io.espalier.supervisor.ChildEntry.Phase;
import io.espalier.supervisor.Operation.Plan;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a supervisor's operations, one after the other and without ever waiting on a thread: a step that starts or
 * stops a child ends with a message, and the next one follows when it has come.
 *
 * <pre>
 *   queue --&gt; current: plan --&gt; stop a child  -- Exit, TimeOver, Down --+
 *                ^        \---&gt; start a child -- StartReply ------------+--&gt; next step, next operation
 *                +------------------------------------------------------+
 * </pre>
 *
 * <p>A child that dies outside of a step is marked, and its death becomes an operation behind those that wait. If one of
 * them stops the child first, nothing is left to do for its death.
 */
final class Sequencer {

    private static final Duration SLOW_START = Duration.ofSeconds(10);

    private final Supervision supervision;

    private final ChildTable table;

    private final Journal journal;

    private final Deque<Operation> queue = new ArrayDeque<>();

    private @Nullable Operation current;

    private Deque<ChildEntry> stops = new ArrayDeque<>();

    private Deque<ChildEntry> starts = new ArrayDeque<>();

    private @Nullable ChildEntry awaited;

    private @Nullable TimerRef slowStart;

    private boolean last;

    Sequencer(Supervision supervision, ChildTable table, Journal journal) {
        this.supervision = supervision;
        this.table = table;
        this.journal = journal;
    }

    /** Adds an operation behind the others. */
    void submit(Operation operation) {
        if (this.last) {
            operation.abandoned();
        } else {
            this.queue.addLast(operation);
        }
    }

    /** Adds an operation before the others: it follows on the current one. */
    void next(Operation operation) {
        if (this.last) {
            operation.abandoned();
        } else {
            this.queue.addFirst(operation);
        }
    }

    /** Whether the last operation has begun. */
    boolean ending() {
        return this.last;
    }

    /** Abandons all operations for a last one. */
    void endWith(Self<?> self, Operation operation) {
        this.last = true;
        if (this.current != null) {
            this.current.abandoned();
        }
        this.queue.forEach(Operation::abandoned);
        this.queue.clear();
        this.awaited = null;
        begin(self, operation);
    }

    /** Takes steps, until one has to be waited for or nothing is left. */
    void proceed(Self<?> self) {
        while (this.awaited == null) {
            if (!this.stops.isEmpty()) {
                stop(self, this.stops.removeFirst());
            } else if (!this.starts.isEmpty()) {
                start(self, this.starts.removeFirst());
            } else if (this.current != null) {
                Operation finished = this.current;
                this.current = null;
                finished.done(this.supervision, self);
            } else if (!this.queue.isEmpty()) {
                begin(self, this.queue.removeFirst());
            } else {
                return;
            }
        }
    }

    /** A start has ended. */
    void on(StartReply reply, Self<?> self) {
        ChildEntry child = this.table.byPid(reply.pid());
        if (child == null || !child.is(Phase.STARTING)) {
            return;
        }
        Operation waiting = arrived(child);
        if (reply.result() instanceof StartResult.Started started) {
            child.running(self.system().clock().nanoTime());
            if (waiting != null) {
                waiting.started(this.supervision, self, child, started.pid());
            }
        } else if (reply.result() instanceof StartResult.Failed failed) {
            this.table.gone(reply.pid());
            failed(self, waiting, child, StartFailure.of(failed.reason()));
        } else {
            this.table.gone(reply.pid());
            child.failed(ExitReason.normal());
            if (waiting != null) {
                waiting.ignored(this.supervision, child);
            }
        }
    }

    /** A linked process has died. */
    void on(Exit exit, Self<?> self) {
        ChildEntry child = this.table.byPid(exit.pid());
        if (child == null) {
            return;
        }
        if (child.is(Phase.STOPPING)) {
            child.stop().exited(exit.reason());
        } else if (child.is(Phase.RUNNING)) {
            this.table.gone(exit.pid());
            child.died(exit.reason(), self.system().clock().nanoTime());
            this.journal.died(self, child.path(), exit.reason());
            if (this.last) {
                child.settled();
            } else {
                submit(new ChildDeath(child));
            }
        }
    }

    /** A child that was being stopped is dead. */
    void on(Down down) {
        Pid pid = down.pid();
        ChildEntry child = (pid != null) ? this.table.byPid(pid) : null;
        if (pid == null || child == null || !child.is(Phase.STOPPING)) {
            return;
        }
        ExitReason reason = child.stop().ended(down.reason());
        if (!child.stop().orderly(reason, child.spec().restart())) {
            this.journal.stoppedBadly(child.path(), child.spec().shutdown(), reason);
        }
        this.table.gone(pid);
        child.stopped(reason);
        Operation waiting = arrived(child);
        if (waiting != null) {
            waiting.stopped(this.supervision, child);
        }
    }

    /** A child did not stop in time. */
    void on(Stop.TimeOver over, Self<?> self) {
        ChildEntry child = this.table.byPid(over.pid());
        if (child != null && child.is(Phase.STOPPING)) {
            self.system().kill(over.pid());
        }
    }

    /** A child may have been in init for long. */
    void on(SlowStart slow) {
        ChildEntry child = this.table.byPid(slow.pid());
        if (child != null && child.is(Phase.STARTING)) {
            this.journal.slowStart(child.path(), SLOW_START);
        }
    }

    private void begin(Self<?> self, Operation operation) {
        this.current = operation;
        take(operation, operation.begin(this.supervision, self));
    }

    /** Follows a plan, unless to make it has led to the last operation. */
    private void take(Operation operation, Plan plan) {
        if (this.current == operation) {
            this.stops = new ArrayDeque<>(plan.stop());
            this.starts = new ArrayDeque<>(plan.start());
        }
    }

    private void stop(Self<?> self, ChildEntry child) {
        Pid pid = child.pid();
        if (pid == null) {
            if (this.current != null) {
                this.current.stopped(this.supervision, child);
            }
            return;
        }
        if (!child.is(Phase.STOPPING)) {
            child.stopping(Stop.begin(self, pid, child.spec().shutdown()));
        }
        this.awaited = child;
    }

    private void start(Self<?> self, ChildEntry child) {
        try {
            Pid pid = child.spec().start(self, child.name());
            this.table.starting(child, pid);
            this.awaited = child;
            if (child.spec().type() == ChildType.WORKER) {
                this.slowStart = self.sendAfter(SLOW_START, new SlowStart(pid));
            }
        } catch (StartFailedException failure) {
            failed(self, this.current, child, StartFailure.of(failure));
        }
    }

    private void failed(Self<?> self, @Nullable Operation waiting, ChildEntry child, StartFailure failure) {
        child.failed(failure.reason());
        if (waiting != null) {
            take(waiting, waiting.failed(this.supervision, self, child, failure));
        }
    }

    /** What was waited for is there; returns the operation that waited, or null if none does any more. */
    private @Nullable Operation arrived(ChildEntry child) {
        if (this.awaited != child) {
            return null;
        }
        this.awaited = null;
        if (this.slowStart != null) {
            this.slowStart.cancel();
            this.slowStart = null;
        }
        return this.current;
    }

    /**
     * The message that a start takes long.
     *
     * @param pid the child
     */
    record SlowStart(Pid pid) {}
}
