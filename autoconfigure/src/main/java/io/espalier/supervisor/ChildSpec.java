package io.espalier.supervisor;

import io.espalier.process.Dispatcher;
import io.espalier.process.GenServer;
import io.espalier.process.None;
import io.espalier.process.Pid;
import io.espalier.process.Self;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a supervisor starts, restarts and stops a child. Immutable: each method returns a changed copy.
 *
 * <table>
 *   <caption>Defaults</caption>
 *   <tr><td>restart</td><td>{@link Restart#PERMANENT}</td></tr>
 *   <tr><td>shutdown</td><td>after 5 s; for supervisors {@link Shutdown#infinity()}</td></tr>
 *   <tr><td>significant</td><td>false</td></tr>
 *   <tr><td>start timeout</td><td>none: init may take as long as it likes</td></tr>
 *   <tr><td>backoff</td><td>none: restarts are not delayed</td></tr>
 *   <tr><td>dispatcher</td><td>the runtime's default; for supervisors {@link Dispatcher#COMPUTE}</td></tr>
 *   <tr><td>hibernate after</td><td>never</td></tr>
 *   <tr><td>name</td><td>the child's path in a {@link Supervisor}, none in a {@link DynamicSupervisor}</td></tr>
 * </table>
 *
 * @param <A> the type of the child's init argument
 */
public final class ChildSpec<A> {

    private static final Duration WORKER_SHUTDOWN = Duration.ofSeconds(5);

    private static final Care WORKER =
            new Care(ChildType.WORKER, Restart.PERMANENT, Shutdown.after(WORKER_SHUTDOWN), false, null);

    private static final Care SUPERVISOR =
            new Care(ChildType.SUPERVISOR, Restart.PERMANENT, Shutdown.infinity(), false, null);

    private static final LaunchOptions WORKER_LAUNCH = new LaunchOptions(null, null, null, null);

    private static final LaunchOptions SUPERVISOR_LAUNCH = new LaunchOptions(null, null, Dispatcher.COMPUTE, null);

    private final String id;

    private final GenServer<A, ?> server;

    private final A argument;

    private final Care care;

    private final LaunchOptions launch;

    private ChildSpec(String id, GenServer<A, ?> server, A argument, Care care, LaunchOptions launch) {
        this.id = id;
        this.server = server;
        this.argument = argument;
        this.care = care;
        this.launch = launch;
    }

    /**
     * A child.
     *
     * @param id its id: unique among its siblings, not blank, without a slash
     * @param server its module
     * @param argument its init argument, at the first start and at each restart
     * @param <A> the type of the argument
     * @return a spec with the defaults of a worker, or of a supervisor if the module is one
     */
    public static <A> ChildSpec<A> of(String id, GenServer<A, ?> server, A argument) {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(argument, "argument");
        boolean supervisor = server instanceof SupervisorServer || server instanceof DynamicSupervisorServer;
        return new ChildSpec<>(
                checkId(id),
                server,
                argument,
                supervisor ? SUPERVISOR : WORKER,
                supervisor ? SUPERVISOR_LAUNCH : WORKER_LAUNCH);
    }

    /**
     * A child that needs no argument.
     *
     * @param id its id: unique among its siblings, not blank, without a slash
     * @param server its module
     * @return a spec with the defaults of a worker
     */
    public static ChildSpec<None> of(String id, GenServer<None, ?> server) {
        return of(id, server, None.NONE);
    }

    /**
     * A child that is a supervisor.
     *
     * @param id its id: unique among its siblings, not blank, without a slash
     * @param spec its flags and children
     * @return a spec with the defaults of a supervisor
     */
    public static ChildSpec<SupervisorSpec> supervisor(String id, SupervisorSpec spec) {
        return of(id, Supervisor.server(), spec);
    }

    /**
     * A child that is a dynamic supervisor.
     *
     * @param id its id: unique among its siblings, not blank, without a slash
     * @param spec its flags
     * @return a spec with the defaults of a supervisor
     */
    public static ChildSpec<DynamicSupervisorSpec> dynamic(String id, DynamicSupervisorSpec spec) {
        return of(id, DynamicSupervisor.server(), spec);
    }

    /**
     * Sets when the child is restarted.
     *
     * @param restart the restart type
     * @return a changed copy
     */
    public ChildSpec<A> restart(Restart restart) {
        return with(new Care(
                this.care.type(), restart, this.care.shutdown(), this.care.significant(), this.care.backoff()));
    }

    /**
     * Sets how the child is stopped.
     *
     * @param shutdown how
     * @return a changed copy
     */
    public ChildSpec<A> shutdown(Shutdown shutdown) {
        return with(new Care(
                this.care.type(), this.care.restart(), shutdown, this.care.significant(), this.care.backoff()));
    }

    /**
     * Sets whether the child's own end may end its supervisor, see {@link AutoShutdown}. A significant child must not be
     * permanent, since a permanent one never ends for good, and its supervisor's auto shutdown must not be
     * {@link AutoShutdown#NEVER}; both are checked where the child is added.
     *
     * @param significant whether it is significant
     * @return a changed copy
     */
    public ChildSpec<A> significant(boolean significant) {
        return with(new Care(
                this.care.type(), this.care.restart(), this.care.shutdown(), significant, this.care.backoff()));
    }

    /**
     * Delays restarts. The first start is not delayed. Each restart still counts against the supervisor's budget, when it
     * is decided on and not when the delay is over.
     *
     * @param backoff the delays
     * @return a changed copy
     */
    public ChildSpec<A> backoff(Backoff backoff) {
        return with(new Care(
                this.care.type(), this.care.restart(), this.care.shutdown(), this.care.significant(), backoff));
    }

    /**
     * Bounds init: a slower one is killed, and its start has failed.
     *
     * @param timeout how long init may take, positive
     * @return a changed copy
     */
    public ChildSpec<A> startTimeout(Duration timeout) {
        checkPositive("startTimeout", timeout);
        return with(
                new LaunchOptions(this.launch.name(), timeout, this.launch.dispatcher(), this.launch.hibernateAfter()));
    }

    /**
     * Chooses where the child runs when the system uses platform threads.
     *
     * @param dispatcher the pool
     * @return a changed copy
     */
    public ChildSpec<A> dispatcher(Dispatcher dispatcher) {
        return with(new LaunchOptions(
                this.launch.name(), this.launch.startTimeout(), dispatcher, this.launch.hibernateAfter()));
    }

    /**
     * Hibernates the child whenever it was idle for so long.
     *
     * @param idle how long, positive
     * @return a changed copy
     */
    public ChildSpec<A> hibernateAfter(Duration idle) {
        checkPositive("hibernateAfter", idle);
        return with(new LaunchOptions(this.launch.name(), this.launch.startTimeout(), this.launch.dispatcher(), idle));
    }

    /**
     * Registers the child under this name instead of its path.
     *
     * @param name the name, not blank
     * @return a changed copy
     */
    public ChildSpec<A> name(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "Child '" + this.id + "': name must not be blank; leave it out to use the path");
        }
        return with(new LaunchOptions(
                name, this.launch.startTimeout(), this.launch.dispatcher(), this.launch.hibernateAfter()));
    }

    /**
     * The id.
     *
     * @return the id
     */
    public String id() {
        return this.id;
    }

    /**
     * The module.
     *
     * @return the module
     */
    public GenServer<A, ?> server() {
        return this.server;
    }

    /**
     * The init argument.
     *
     * @return the argument
     */
    public A argument() {
        return this.argument;
    }

    /**
     * When the child is restarted.
     *
     * @return the restart type
     */
    public Restart restart() {
        return this.care.restart();
    }

    /**
     * How the child is stopped.
     *
     * @return how
     */
    public Shutdown shutdown() {
        return this.care.shutdown();
    }

    /**
     * Whether the child is a supervisor of this package.
     *
     * @return the type
     */
    public ChildType type() {
        return this.care.type();
    }

    /**
     * Whether the child's own end may end its supervisor.
     *
     * @return whether it is significant
     */
    public boolean significant() {
        return this.care.significant();
    }

    /**
     * How long init may take.
     *
     * @return the time, or null if it is not bounded
     */
    public @Nullable Duration startTimeout() {
        return this.launch.startTimeout();
    }

    /**
     * How restarts are delayed.
     *
     * @return the delays, or null if they are not
     */
    public @Nullable Backoff backoff() {
        return this.care.backoff();
    }

    /**
     * Where the child runs.
     *
     * @return the pool, or null for the runtime's default
     */
    public @Nullable Dispatcher dispatcher() {
        return this.launch.dispatcher();
    }

    /**
     * How long the child must be idle to hibernate.
     *
     * @return the time, or null if it never does
     */
    public @Nullable Duration hibernateAfter() {
        return this.launch.hibernateAfter();
    }

    /**
     * The registered name in place of the path.
     *
     * @return the name, or null if it was not set
     */
    public @Nullable String name() {
        return this.launch.name();
    }

    /** Shows no argument, which may hold secrets. */
    @Override
    public String toString() {
        return "ChildSpec[" + this.id + ", " + this.server.getClass().getName() + ", " + this.care + "]";
    }

    boolean dynamic() {
        return this.server instanceof DynamicSupervisorServer;
    }

    /** The same for a child that is never started again: its argument can be collected. */
    @SuppressWarnings("unchecked")
    ChildSpec<?> withoutArgument() {
        return new ChildSpec<>(this.id, (GenServer<Object, ?>) this.server, None.NONE, this.care, this.launch);
    }

    /**
     * Starts the child without waiting; a {@link io.espalier.process.StartReply} follows.
     *
     * @param self its supervisor
     * @param path what to register it as, or null
     * @return its pid
     * @throws io.espalier.process.StartFailedException if it can't even begin; no reply follows
     */
    Pid start(Self<?> self, @Nullable String path) {
        return self.startLinkedAsync(this.server, this.argument, this.launch.options(path));
    }

    void checkSignificance(AutoShutdown autoShutdown) {
        if (!significant()) {
            return;
        }
        if (restart() == Restart.PERMANENT) {
            throw new IllegalArgumentException("Child '" + this.id
                    + "': significant must not be set on a permanent child, which never ends for good;"
                    + " make it transient or temporary");
        }
        if (autoShutdown == AutoShutdown.NEVER) {
            throw new IllegalArgumentException("Child '" + this.id
                    + "': significant needs a supervisor whose autoShutdown is not NEVER;"
                    + " set autoShutdown before the child is added");
        }
    }

    private ChildSpec<A> with(Care changed) {
        return new ChildSpec<>(this.id, this.server, this.argument, changed, this.launch);
    }

    private ChildSpec<A> with(LaunchOptions changed) {
        return new ChildSpec<>(this.id, this.server, this.argument, this.care, changed);
    }

    private static String checkId(String id) {
        if (id.isBlank() || id.indexOf('/') >= 0) {
            throw new IllegalArgumentException("Child '" + id
                    + "': id must not be blank and must hold no slash, which separates the ids of a path");
        }
        return id;
    }

    private void checkPositive(String field, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("Child '" + this.id + "': " + field + " must be positive, not "
                    + duration + "; leave it out for none");
        }
    }

    private record Care(
            ChildType type,
            Restart restart,
            Shutdown shutdown,
            boolean significant,
            @Nullable Backoff backoff) {}
}
