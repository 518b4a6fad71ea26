package io.espalier.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The processes of this JVM that one application runs. */
final class LocalSystem implements ProcessSystem {

    private static final Logger logger = LoggerFactory.getLogger(ProcessSystem.class);

    private static final Duration FOREVER = Duration.ofNanos(Clock.FOREVER);

    private final ProcessSystemBuilder.Settings settings;

    private final Dispatchers dispatchers;

    private final Clock clock;

    final boolean virtualTime;

    private final Names names = new Names();

    private final Behaviours behaviours = new Behaviours();

    private final AtomicLong ids = new AtomicLong();

    private final LongAdder alive = new LongAdder();

    private final LongAdder timers = new LongAdder();

    private final LongAdder deadLetters = new LongAdder();

    private final LongAdder lateReplies = new LongAdder();

    /** Processes that no link would end when the system ends. */
    private final Set<ProcessCell> roots = ConcurrentHashMap.newKeySet();

    private final Set<ProcessCell> zombies = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean closed = new AtomicBoolean();

    private volatile @Nullable ExitReason downCause;

    LocalSystem(ProcessSystemBuilder.Settings settings, Dispatchers dispatchers, Clock clock) {
        this.settings = settings;
        this.dispatchers = dispatchers;
        this.clock = clock;
        this.virtualTime = clock.virtualTime();
    }

    ProcessSystemBuilder.Settings settings() {
        return this.settings;
    }

    Dispatchers dispatchers() {
        return this.dispatchers;
    }

    Names names() {
        return this.names;
    }

    // ---- Starting

    @Override
    public <A> Pid start(GenServer<A, ?> server, A argument, StartOptions options) {
        Threads.checkMayBlock();
        SyncSlot<StartResult> answer = new SyncSlot<>(this, null, Threads.current(), null, null);
        ProcessCell cell = create(server, argument, options, null);
        launch(cell, Birth.answering(cell, answer, options.timeout()));
        return started(cell, answer.await(FOREVER));
    }

    @Override
    public <A> Pid startAsync(GenServer<A, ?> server, A argument, StartOptions options) {
        ProcessCell cell = create(server, argument, options, null);
        launch(cell, Birth.telling(cell, null, options.timeout()));
        return cell;
    }

    /** Makes a process that does not run yet, and gives it its name. */
    ProcessCell create(
            GenServer<?, ?> server, @Nullable Object argument, StartOptions options, @Nullable ProcessCell parent) {
        if (this.closed.get()) {
            throw new StartFailedException("The process system is closed", ExitReason.noProcess());
        }
        ProcessCell cell =
                new ProcessCell(this, this.ids.incrementAndGet(), behaviour(server), argument, options, parent);
        if (options.name() != null) {
            this.names.claim(options.name(), cell);
        }
        this.alive.increment();
        return cell;
    }

    private Behaviour behaviour(GenServer<?, ?> server) {
        try {
            return this.behaviours.of(server);
        } catch (RuntimeException ex) {
            throw new StartFailedException(
                    "The handlers of " + server.getClass().getName() + " cannot be read: " + ex.getMessage(),
                    ExitReason.crash(ex));
        }
    }

    void launch(ProcessCell cell, Birth birth) {
        cell.birth = birth;
        if (cell.parent == null) {
            this.roots.add(cell);
        }
        birth.startDeadline();
        cell.execute();
    }

    /** A process that was made and shall not run. */
    void discard(ProcessCell cell) {
        this.names.release(cell);
        this.alive.decrement();
    }

    /** A process that no longer dies with its parent. */
    void orphaned(ProcessCell cell) {
        this.roots.add(cell);
        if (!cell.alive()) {
            this.roots.remove(cell);
        }
    }

    Pid started(ProcessCell cell, StartResult result) {
        if (result instanceof StartResult.Started) {
            return cell;
        }
        if (result instanceof StartResult.Failed failed) {
            throw new StartFailedException(
                    "Process " + cell.describe() + " did not start: " + failed.reason(), failed.reason());
        }
        throw new StartFailedException("Process " + cell.describe() + " did not start: its init returned ignore", null);
    }

    // ---- Reaching

    @Override
    public ProcessRef ref(String name) {
        return new LocalRef(this, name, null, Duration.ZERO);
    }

    @Override
    public ProcessRef ref(Pid pid) {
        return new LocalRef(this, null, (ProcessCell) pid, Duration.ZERO);
    }

    @Override
    public Optional<Pid> whereIs(String name) {
        return ref(name).pid();
    }

    @Override
    public void register(String name, Pid pid) {
        StartOptions.named(name);
        ProcessCell cell = (ProcessCell) pid;
        if (cell.name() != null) {
            throw new IllegalStateException("Process " + cell.describe() + " has a name; unregister it first");
        }
        this.names.claim(name, cell);
        if (!cell.alive() || cell.fenced()) {
            this.names.release(cell);
            throw noProcess(cell.describe());
        }
    }

    @Override
    public boolean unregister(String name) {
        return this.names.unregister(name);
    }

    // ---- Stopping

    @Override
    public void stop(Pid pid) {
        stop(pid, ExitReason.normal(), FOREVER);
    }

    @Override
    public void stop(Pid pid, ExitReason reason, Duration timeout) {
        Threads.checkMayBlock();
        ProcessCell cell = (ProcessCell) pid;
        ProcessCell caller = Threads.current();
        if (cell == caller) {
            throw new CallCycleException("Process " + cell.describe()
                    + " stops itself and would wait for its own death; return self.stop(..) instead");
        }
        SyncSlot<ExitReason> slot = new SyncSlot<>(this, cell, caller, new StopRequest(reason), null);
        if (!cell.enqueue(slot)) {
            throw noProcess(cell.describe());
        }
        ExitReason actual = slot.await(timeout);
        if (!actual.equals(reason)) {
            throw new ProcessExitedException(
                    "Process " + cell.describe() + " was to stop (" + reason + ") but died of another reason: "
                            + actual,
                    actual);
        }
    }

    @Override
    public void exit(Pid pid, ExitReason reason) {
        ProcessCell from = Threads.current();
        ((ProcessCell) pid).enqueueExit(new Signal.ExitSignal(from, reason, Signal.Origin.EXIT));
    }

    @Override
    public void kill(Pid pid) {
        ((ProcessCell) pid).kill();
    }

    @Override
    public CompletionStage<ExitReason> onExit(Pid pid) {
        ExitStage watch = new ExitStage(this);
        if (!((ProcessCell) pid).enqueue(new Signal.MonitorSignal(watch))) {
            watch.down(ExitReason.noProcess());
        }
        return watch.stage();
    }

    @Override
    public TimerRef sendAfter(Duration delay, ProcessRef to, Object message) {
        SendTimer timer = new SendTimer(this, null, to, message);
        timerStarted();
        this.clock.schedule(timer, Clock.nanos(delay));
        return timer;
    }

    // ---- Looking on

    @Override
    public boolean isAlive(Pid pid) {
        return ((ProcessCell) pid).alive();
    }

    @Override
    public Optional<ProcessInfo> info(Pid pid) {
        ProcessCell cell = (ProcessCell) pid;
        return cell.alive() ? Optional.of(cell.info()) : Optional.empty();
    }

    @Override
    public Statistics statistics() {
        return new Statistics(
                this.alive.sum(),
                this.ids.get(),
                this.names.size(),
                this.timers.sum(),
                this.zombies.size(),
                this.deadLetters.sum(),
                this.lateReplies.sum());
    }

    @Override
    public Clock clock() {
        return this.clock;
    }

    // ---- What happened

    @Override
    public void publish(ProcessEvent event) {
        for (ProcessListener listener : this.settings.listeners()) {
            try {
                listener.onEvent(event);
            } catch (RuntimeException | Error ex) {
                logger.error("A process listener failed on {}", event, ex);
            }
        }
    }

    void died(ProcessCell cell, @Nullable String name, ExitReason reason) {
        this.alive.decrement();
        this.roots.remove(cell);
        publish(new ProcessEvent.Stopped(cell, name, reason));
    }

    void zombie(ProcessCell cell, Thread thread) {
        this.zombies.add(cell);
        Reports.zombie(cell, thread);
        publish(new ProcessEvent.Zombie(cell, cell.name(), thread));
    }

    void zombieEnded(ProcessCell cell) {
        this.zombies.remove(cell);
        publish(new ProcessEvent.ZombieEnded(cell));
    }

    void dropped(String target, @Nullable Object message) {
        this.deadLetters.increment();
        if (message != null) {
            publish(new ProcessEvent.Dropped(target, message));
        }
    }

    void lateReply(@Nullable ProcessCell callee) {
        this.lateReplies.increment();
        if (callee != null) {
            publish(new ProcessEvent.LateReply(callee));
        }
    }

    void timerStarted() {
        this.timers.increment();
    }

    void timerDone() {
        this.timers.decrement();
    }

    NoProcessException noProcess(String target) {
        ExitReason cause = this.downCause;
        if (cause != null) {
            return new TreeDownException(target, cause);
        }
        return new NoProcessException("No process " + target);
    }

    @Override
    public void markDown(ExitReason cause) {
        this.downCause = cause;
    }

    @Override
    public @Nullable ExitReason downCause() {
        return this.downCause;
    }

    // ---- Context

    @Nullable
    Object capture() {
        ContextCarrier carrier = this.settings.contextCarrier();
        return (carrier != null) ? carrier.capture() : null;
    }

    ContextCarrier.@Nullable Scope restore(@Nullable Object context) {
        ContextCarrier carrier = this.settings.contextCarrier();
        return (carrier != null && context != null) ? carrier.restore(context) : null;
    }

    /** Runs what must not run on the thread of a process or of the clock. */
    void execute(Runnable task) {
        try {
            this.dispatchers.blocking().execute(task);
        } catch (RejectedExecutionException ex) {
            task.run();
        }
    }

    // ---- Ending

    @Override
    public void close() {
        if (!this.closed.compareAndSet(false, true)) {
            return;
        }
        List<ProcessCell> left = List.copyOf(this.roots);
        left.forEach(
                cell -> cell.enqueue(new AskSlot<>(this, cell, null, new StopRequest(ExitReason.shutdown()), null)));
        if (!awaitDeath(left)) {
            List<ProcessCell> stubborn = List.copyOf(this.roots);
            stubborn.forEach(cell -> logger.warn("Killing process {}, which did not stop", cell.describe()));
            stubborn.forEach(ProcessCell::kill);
            awaitDeath(stubborn);
        }
        if (this.downCause == null) {
            markDown(ExitReason.shutdown("the process system was closed"));
        }
        this.clock.close();
        this.dispatchers.stop().run();
    }

    private boolean awaitDeath(List<ProcessCell> cells) {
        List<CompletableFuture<ExitReason>> deaths = new ArrayList<>();
        cells.forEach(cell -> deaths.add(onExit(cell).toCompletableFuture()));
        try {
            CompletableFuture.allOf(deaths.toArray(CompletableFuture[]::new))
                    .get(this.settings.killGrace().toMillis() + 100, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException ex) {
            return false;
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
