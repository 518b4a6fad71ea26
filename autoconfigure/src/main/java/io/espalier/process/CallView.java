package io.espalier.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The process as its callbacks see it, for one activation. Refuses other threads, and callbacks that are over. What touches
 * the process's own fields does so between {@code beginOperation} and {@code endOperation}, where no kill can take the
 * process away; an operation that fails on the way, for want of stack or memory, still ends.
 */
final class CallView implements Call<Object, Object> {

    private final ProcessCell cell;

    private final Thread thread;

    private final Outcome outcome;

    private boolean open = true;

    private @Nullable CallSlot<?> slot;

    CallView(ProcessCell cell, Thread thread, Outcome outcome) {
        this.cell = cell;
        this.thread = thread;
        this.outcome = outcome;
    }

    void close() {
        this.open = false;
        this.slot = null;
    }

    void open() {
        this.open = true;
    }

    void caller(@Nullable CallSlot<?> slot) {
        this.slot = slot;
    }

    private void check() {
        if (!this.open || Thread.currentThread() != this.thread) {
            throw new IllegalStateException("The Self of process " + this.cell.describe()
                    + " was used outside of its callbacks; keep its pid, a ProcessRef or a From instead");
        }
    }

    private CallSlot<?> slot() {
        check();
        if (this.slot == null) {
            throw new IllegalStateException("Process " + this.cell.describe() + " has no caller in this callback");
        }
        return this.slot;
    }

    private void begin() {
        check();
        this.cell.beginOperation();
    }

    private void end() {
        this.cell.endOperation();
    }

    private ProcessCell cell(Pid pid) {
        return this.cell.system.cell(pid);
    }

    @Override
    public Pid pid() {
        return this.cell;
    }

    @Override
    public Optional<String> name() {
        return Optional.ofNullable(this.cell.name());
    }

    @Override
    public ProcessSystem system() {
        return this.cell.system;
    }

    @Override
    public List<Pid> ancestors() {
        List<Pid> ancestors = new ArrayList<>();
        for (ProcessCell up = this.cell.parent; up != null && up.alive(); up = up.parent) {
            ancestors.add(up);
        }
        return List.copyOf(ancestors);
    }

    // ---- Results

    @Override
    public Result<Object> next(Object state) {
        check();
        return this.outcome.decide(Outcome.Kind.NEXT, state, null, null);
    }

    @Override
    public Result<Object> stop(ExitReason reason, Object state) {
        check();
        Objects.requireNonNull(reason, "reason");
        return this.outcome.decide(Outcome.Kind.STOP, state, null, reason);
    }

    @Override
    public CallResult<Object> reply(Object value, Object state) {
        check();
        return this.outcome.decide(Outcome.Kind.REPLY, state, value, null);
    }

    @Override
    public CallResult<Object> fail(RuntimeException error, Object state) {
        check();
        Objects.requireNonNull(error, "error");
        return this.outcome.decide(Outcome.Kind.FAIL, state, error, null);
    }

    @Override
    public CallResult<Object> stop(ExitReason reason, Object value, Object state) {
        check();
        Objects.requireNonNull(reason, "reason");
        return this.outcome.decide(Outcome.Kind.STOP_REPLY, state, value, reason);
    }

    @Override
    public Error exit(ExitReason reason) {
        return new ProcessExit(Objects.requireNonNull(reason, "reason"));
    }

    @Override
    @SuppressWarnings("unchecked")
    public From<Object> from() {
        return (From<Object>) slot();
    }

    // ---- Starting

    @Override
    public void ready() {
        begin();
        try {
            this.cell.born();
        } finally {
            end();
        }
    }

    @Override
    public <B> Pid startLinked(GenServer<B, ?> server, B argument, StartOptions options) {
        check();
        SyncSlot<StartResult> answer = new SyncSlot<>(this.cell.system, null, this.cell, null, null);
        ProcessCell child = this.cell.system.create(server, argument, options, this.cell);
        child.birth = Birth.answering(child, answer, options.timeout());
        launch(child, options);
        return this.cell.system.started(child, answer.await(Duration.ofNanos(Clock.FOREVER)));
    }

    @Override
    public <B> Pid startLinkedAsync(GenServer<B, ?> server, B argument, StartOptions options) {
        check();
        ProcessCell child = this.cell.system.create(server, argument, options, this.cell);
        child.birth = Birth.telling(child, this.cell, options.timeout());
        launch(child, options);
        return child;
    }

    /** Links both before the child runs. */
    private void launch(ProcessCell child, StartOptions options) {
        begin();
        try {
            this.cell.ties().links().add(child);
            child.ties().links().add(this.cell);
        } finally {
            end();
        }
        try {
            this.cell.system.launch(child, options);
        } catch (AlreadyStartedException ex) {
            begin();
            try {
                this.cell.ties().links().remove(child);
            } finally {
                end();
            }
            throw ex;
        }
    }

    // ---- Links, monitors, timers

    @Override
    public void link(Pid pid) {
        ProcessCell other = cell(pid);
        check();
        if (other == this.cell) {
            return;
        }
        begin();
        try {
            this.cell.ties().links().add(other);
            this.cell.ties().unlinking().remove(other);
            // Sent even if this side knows the link: the other may have unlinked at the same time.
            if (!other.enqueueTie(new Signal.LinkSignal(this.cell))) {
                this.cell.enqueueExit(new Signal.ExitSignal(other, ExitReason.noProcess(), Signal.Origin.LINK));
            }
        } finally {
            end();
        }
    }

    @Override
    public void unlink(Pid pid) {
        ProcessCell other = cell(pid);
        begin();
        try {
            if (this.cell.ties().links().remove(other)) {
                Signal.UnlinkSignal unlink = new Signal.UnlinkSignal(this.cell);
                this.cell.ties().unlinking().put(other, unlink);
                if (!other.enqueueTie(unlink)) {
                    this.cell.ties().unlinking().remove(other);
                }
                if (other.parent == this.cell) {
                    this.cell.system.orphaned(other);
                }
                if (this.cell.parent == other) {
                    this.cell.system.orphaned(this.cell);
                }
            }
        } finally {
            end();
        }
    }

    @Override
    public MonitorRef monitor(Pid pid) {
        return monitor(cell(pid), null);
    }

    @Override
    public MonitorRef monitor(ProcessRef ref) {
        Objects.requireNonNull(ref, "ref");
        if (!(ref instanceof LocalRef local) || local.system() != this.cell.system) {
            throw new IllegalArgumentException(ref + " is no reference of this process system");
        }
        return monitor(local.find(), local.name());
    }

    private MonitorRef monitor(@Nullable ProcessCell target, @Nullable String name) {
        begin();
        try {
            Monitor monitor = new Monitor(this.cell, target, name);
            if (target != this.cell) {
                this.cell.ties().monitors().add(monitor);
                if (target == null || !target.enqueueTie(new Signal.MonitorSignal(monitor))) {
                    monitor.down(ExitReason.noProcess());
                }
            }
            return monitor;
        } finally {
            end();
        }
    }

    @Override
    public boolean demonitor(MonitorRef monitor) {
        Monitor known = (Monitor) Objects.requireNonNull(monitor, "monitor");
        begin();
        try {
            boolean active = this.cell.ties().monitors().remove(known);
            if (active && known.target() != null) {
                known.target().enqueueTie(new Signal.DemonitorSignal(known));
            }
            return active;
        } finally {
            end();
        }
    }

    @Override
    public boolean demonitorFlush(MonitorRef monitor) {
        check();
        ((Monitor) Objects.requireNonNull(monitor, "monitor")).flush();
        return demonitor(monitor);
    }

    @Override
    public TimerRef sendAfter(Duration delay, Object message) {
        long nanos = Clock.nanos(delay);
        SendTimer timer = new SendTimer(this.cell.system, this.cell, null, Objects.requireNonNull(message, "message"));
        begin();
        try {
            this.cell.ties().timers().add(timer);
            timer.start(nanos);
            return timer;
        } finally {
            end();
        }
    }

    @Override
    public boolean trapExits(boolean on) {
        begin();
        try {
            boolean before = this.cell.trapExits;
            this.cell.trapExits = on;
            return before;
        } finally {
            end();
        }
    }
}
