package io.espalier.supervisor;

import io.espalier.process.ExitReason;
import io.espalier.process.Pid;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A permanent or transient child of a dynamic supervisor: what it takes to start it again. */
final class RestartableChild implements DynamicChild {

    private final ChildSpec<?> spec;

    private final RestartSchedule schedule;

    private @Nullable Pid known;

    private @Nullable ExitReason reason;

    private boolean failed;

    private long startedAt;

    private int restarts;

    RestartableChild(ChildSpec<?> spec) {
        this.spec = spec;
        this.schedule = new RestartSchedule(spec.backoff());
    }

    void running(long now) {
        this.startedAt = now;
        this.failed = false;
    }

    void countRestart() {
        this.restarts++;
    }

    void died(Pid pid, ExitReason why, long now) {
        this.schedule.lived(now - this.startedAt);
        this.known = pid;
        this.reason = why;
    }

    void failed(ExitReason why) {
        this.failed = true;
        this.reason = why;
    }

    /** The last incarnation that ran: what the child is known by while it waits for its restart. */
    Pid known() {
        return Objects.requireNonNull(this.known);
    }

    /** The last incarnation, or null if the last start failed. */
    @Nullable
    Pid before() {
        return this.failed ? null : this.known;
    }

    /** Why the last incarnation died or did not start. */
    ExitReason reason() {
        return Objects.requireNonNull(this.reason);
    }

    ChildSpec<?> spec() {
        return this.spec;
    }

    RestartSchedule schedule() {
        return this.schedule;
    }

    @Override
    public String id() {
        return this.spec.id();
    }

    @Override
    public @Nullable String name() {
        return this.spec.name();
    }

    @Override
    public Restart restart() {
        return this.spec.restart();
    }

    @Override
    public Shutdown shutdown() {
        return this.spec.shutdown();
    }

    @Override
    public ChildType type() {
        return this.spec.type();
    }

    @Override
    public boolean dynamic() {
        return this.spec.dynamic();
    }

    @Override
    public long restarts() {
        return this.restarts;
    }
}
