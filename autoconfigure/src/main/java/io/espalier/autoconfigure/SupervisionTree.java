package io.espalier.autoconfigure;

import io.espalier.actuate.TimeText;
import io.espalier.actuate.TreeStatus;
import io.espalier.actuate.TreeStatus.State;
import io.espalier.process.ExitReason;
import io.espalier.process.Pid;
import io.espalier.process.ProcessSystem;
import io.espalier.process.StartOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * The one lifecycle of the tree. It starts before the web server and stops after it has drained, and can be started again
 * after a stop. The tree is planned, and so checked, as soon as all singletons are there, whether it starts by itself or not.
 *
 * <p>A start waits until the last child has returned from init, without a bound; supervisors log the init that they have
 * been waiting for too long. The wait is untimed, so that Spring can see the thread as stuck, and interrupt it, when the JVM
 * is to end.
 */
final class SupervisionTree implements SmartLifecycle, SmartInitializingSingleton {

    /** The name of the root supervisor, and its path. */
    static final String ROOT = "root";

    /** Below the web server's phases, above those of task executors. */
    static final int PHASE = Integer.MAX_VALUE - 4096;

    /** What a call by name is told before there is a tree. */
    private static final ExitReason NOT_STARTED =
            ExitReason.shutdown("the supervision tree has not started; it starts when"
                    + " all beans are made, so call from an ApplicationRunner, a web request or later");

    /** What a call by name is told when the tree has gone. */
    private static final ExitReason STOPPED = ExitReason.shutdown("the supervision tree is stopped");

    /** Spring Boot's default. */
    private static final Duration DEFAULT_TIMEOUT_PER_PHASE = Duration.ofSeconds(30);

    private static final Logger logger = LoggerFactory.getLogger(SupervisionTree.class);

    private final ConfigurableApplicationContext context;

    private final ProcessSystem processes;

    private final SupervisorProperties properties;

    private final InjectedNames names;

    private final GiveUp giveUp;

    private final TreeKeeper keeper = new TreeKeeper();

    private volatile @Nullable TreePlan plan;

    private volatile TreeStatus status;

    private volatile @Nullable Pid keeperPid;

    SupervisionTree(
            ConfigurableApplicationContext context,
            ProcessSystem processes,
            SupervisorProperties properties,
            InjectedNames names,
            GiveUp giveUp) {
        this.context = context;
        this.processes = processes;
        this.properties = properties;
        this.names = names;
        this.giveUp = giveUp;
        this.status = status(State.STOPPED, null);
        processes.markDown(NOT_STARTED);
    }

    /** How the tree fares. */
    TreeStatus status() {
        return this.status;
    }

    @Override
    public void afterSingletonsInstantiated() {
        TreePlan made = TreePlan.make(this.properties, this.context.getEnvironment(), this.context.getBeanFactory());
        this.plan = made;
        this.names.check(made.root());
    }

    @Override
    public boolean isAutoStartup() {
        return this.properties.autoStartup();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public boolean isRunning() {
        State state = this.status.state();
        return state == State.STARTING || state == State.RUNNING || state == State.STOPPING;
    }

    @Override
    public void start() {
        if (isRunning()) {
            return;
        }
        TreePlan planned = Objects.requireNonNull(this.plan, "The tree is not planned yet");
        boolean hadGivenUp = this.status.state() == State.GAVE_UP;
        warnOfShutdown(planned);
        this.status = status(State.STARTING, null);
        this.processes.markUp();
        Startup startup = new Startup();
        TreeKeeper.Task task = new TreeKeeper.Task(planned.root(), startup);
        Pid pid = this.processes.startAsync(this.keeper, task, StartOptions.defaults());
        this.keeperPid = pid;
        this.processes.onExit(pid).thenAccept(startup::failed);
        startup.await(planned);
        if (hadGivenUp) {
            this.giveUp.over();
        }
    }

    @Override
    public void stop() {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        stop(() -> stopped.complete(null));
        stopped.join();
    }

    @Override
    public void stop(Runnable callback) {
        Pid pid = this.keeperPid;
        if (!isRunning() || pid == null) {
            callback.run();
            return;
        }
        this.status = status(State.STOPPING, null);
        this.processes.onExit(pid).thenRun(() -> {
            this.status = status(State.STOPPED, null);
            this.processes.markDown(STOPPED);
            callback.run();
        });
        this.processes.ref(pid).cast(new TreeKeeper.Stop(ShutdownTime.killAfter(timeoutPerShutdownPhase())));
    }

    private void warnOfShutdown(TreePlan planned) {
        Duration most = ShutdownTime.killAfter(timeoutPerShutdownPhase());
        Duration time = ShutdownTime.of(planned.root()).orElse(null);
        if (time == null || time.compareTo(most) > 0) {
            logger.warn(
                    "The shutdown times of the children add up to {}, but the tree is killed after {}: raise"
                            + " 'spring.lifecycle.timeout-per-shutdown-phase' or lower 'shutdown' of the children",
                    (time != null) ? TimeText.of(time) : "infinity",
                    TimeText.of(most));
        }
    }

    private Duration timeoutPerShutdownPhase() {
        BindResult<Duration> timeout = Binder.get(this.context.getEnvironment())
                .bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class);
        return timeout.isBound() ? timeout.get() : DEFAULT_TIMEOUT_PER_PHASE;
    }

    private TreeStatus status(State state, @Nullable ExitReason cause) {
        return new TreeStatus(state, cause, this.processes.clock().instant());
    }

    /**
     * Stops a tree whose start was interrupted. The wait is timed, since Spring would take an untimed one for a thread that
     * is stuck, and let the JVM end at once.
     */
    private void stopStart() {
        logger.info("The application is to stop while its supervision tree starts; stopping what has started");
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        stop(() -> stopped.complete(null));
        try {
            stopped.get(timeoutPerShutdownPhase().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException ex) {
            logger.debug("Did not wait for the end of the supervision tree", ex);
        }
    }

    /** One start of the tree, from the keeper's point of view. */
    private final class Startup implements TreeKeeper.Observer {

        private final CompletableFuture<@Nullable ExitReason> failure = new CompletableFuture<>();

        @Override
        public void started() {
            SupervisionTree.this.status = SupervisionTree.this.status(State.RUNNING, null);
            this.failure.complete(null);
        }

        @Override
        public void failed(ExitReason reason) {
            this.failure.complete(reason);
        }

        @Override
        public void gaveUp(ExitReason reason) {
            SupervisionTree.this.status = SupervisionTree.this.status(State.GAVE_UP, reason);
            this.failure.complete(reason);
            SupervisionTree.this.giveUp.because(reason);
        }

        private void await(TreePlan planned) {
            ExitReason reason;
            try {
                reason = this.failure.get();
            } catch (InterruptedException ex) {
                stopStart();
                Thread.currentThread().interrupt();
                throw new StoppedWhileStartingException(ex);
            } catch (ExecutionException ex) {
                throw new IllegalStateException(ex);
            }
            if (reason != null) {
                SupervisionTree.this.status = SupervisionTree.this.status(State.STOPPED, null);
                throw ChildFailedException.because(reason, planned);
            }
        }
    }
}
