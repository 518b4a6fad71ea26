package io.espalier.supervisor;

import io.espalier.process.ExitReason;
import io.espalier.process.Pid;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One child in the list of a supervisor, and where it is in its life.
 *
 * <pre>
 *   STOPPED --&gt; STARTING --&gt; RUNNING --&gt; DIED --&gt; RESTARTING --&gt; STARTING
 *      ^            |           |          |          |
 *      +------------+-----------+----------+----------+      also by way of STOPPING
 * </pre>
 */
final class ChildEntry {

    private final RestartSchedule schedule;

    private final @Nullable String name;

    private final String path;

    private ChildSpec<?> spec;

    private Phase phase = Phase.STOPPED;

    private @Nullable Pid pid;

    private @Nullable Pid before;

    private @Nullable ExitReason reason;

    private @Nullable Stop stop;

    private long startedAt;

    private long restarts;

    /**
     * A child that has not been started.
     *
     * @param spec its spec
     * @param name what it is registered as, or null
     * @param path what people know it by
     */
    ChildEntry(ChildSpec<?> spec, @Nullable String name, String path) {
        this.spec = spec;
        this.name = name;
        this.path = path;
        this.schedule = new RestartSchedule(spec.backoff());
    }

    /** Where a child is in its life. */
    enum Phase {
        /** Its init runs. */
        STARTING,
        /** It runs. */
        RUNNING,
        /** Its death is known, and what follows from it is not yet decided. */
        DIED,
        /** It will be started again. */
        RESTARTING,
        /** It is being stopped. */
        STOPPING,
        /** It has ended, was stopped, or ignored its start. */
        STOPPED
    }

    void starting(Pid newPid) {
        this.schedule.cancel();
        this.phase = Phase.STARTING;
        this.pid = newPid;
    }

    void running(long now) {
        this.phase = Phase.RUNNING;
        this.startedAt = now;
        if (this.spec.restart() == Restart.TEMPORARY) {
            this.spec = this.spec.withoutArgument();
        }
    }

    void countRestart() {
        this.restarts++;
    }

    void died(ExitReason why, long now) {
        this.schedule.lived(now - this.startedAt);
        gone(Phase.DIED, this.pid, why);
    }

    void failed(ExitReason why) {
        gone(Phase.STOPPED, null, why);
    }

    void stopping(Stop newStop) {
        this.phase = Phase.STOPPING;
        this.stop = newStop;
    }

    void stopped(ExitReason why) {
        gone(Phase.STOPPED, this.pid, why);
    }

    /** It will be started again, by a restart that is planned, if it is, from now on. */
    void waiting() {
        this.schedule.cancel();
        this.phase = Phase.RESTARTING;
    }

    /** It will not be started again by itself. */
    void settled() {
        this.schedule.cancel();
        this.phase = Phase.STOPPED;
    }

    boolean is(Phase other) {
        return this.phase == other;
    }

    /** Whether it has, or had until a moment ago, a process that its siblings could use. */
    boolean up() {
        return this.phase == Phase.RUNNING || this.phase == Phase.DIED;
    }

    /** Whether it has ended for good, as far as is known. */
    boolean over() {
        return this.phase == Phase.STOPPED || (this.phase == Phase.DIED && !restartable());
    }

    /** Whether its restart type starts it again after the death that it died. */
    boolean restartable() {
        return this.reason != null && this.spec.restart().again(this.reason);
    }

    String id() {
        return this.spec.id();
    }

    String path() {
        return this.path;
    }

    @Nullable
    String name() {
        return this.name;
    }

    ChildSpec<?> spec() {
        return this.spec;
    }

    RestartSchedule schedule() {
        return this.schedule;
    }

    @Nullable
    Pid pid() {
        return this.pid;
    }

    /** The incarnation before this one, or null if there was none, or the last start failed. */
    @Nullable
    Pid before() {
        return this.before;
    }

    /** Why the last incarnation died or did not start, or null if there was none. */
    @Nullable
    ExitReason reason() {
        return this.reason;
    }

    /** How it is being stopped. */
    Stop stop() {
        return Objects.requireNonNull(this.stop);
    }

    Child view() {
        return new Child(
                id(),
                this.name,
                this.pid,
                status(),
                this.spec.type(),
                this.spec.restart(),
                this.restarts,
                this.spec.dynamic());
    }

    /** Shows no argument, which may hold secrets. */
    @Override
    public String toString() {
        return this.path + ": " + this.phase;
    }

    private void gone(Phase next, @Nullable Pid last, ExitReason why) {
        this.phase = next;
        this.before = last;
        this.reason = why;
        this.pid = null;
        this.stop = null;
    }

    private Child.Status status() {
        return switch (this.phase) {
            case STARTING -> Child.Status.STARTING;
            case RUNNING -> Child.Status.RUNNING;
            case DIED -> restartable() ? Child.Status.RESTARTING : Child.Status.STOPPED;
            case RESTARTING -> Child.Status.RESTARTING;
            case STOPPING -> Child.Status.STOPPING;
            case STOPPED -> Child.Status.STOPPED;
        };
    }
}
