package io.espalier.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** How much longer than the kill grace each half of an end may take, in nanoseconds. */
    private static final long CLOSE_MARGIN = 100_000_000;

    private static final Duration FOREVER = Duration.ofNanos(Clock.FOREVER);

    private final ProcessSystemBuilder.Settings settings;

    private final Dispatchers dispatchers;

    private final Clock clock;

    final boolean virtualTime;

    private final @Nullable ContextCarrier carrier;

    private final Names names = new Names();

    private final Behaviours behaviours = new Behaviours();

    private final AtomicLong ids = new AtomicLong();

    private final LongAdder alive = new LongAdder();

    private final LongAdder timers = new LongAdder();

    private final LongAdder deadLetters = new LongAdder();

    private final LongAdder lateReplies = new LongAdder();

    /** Processes that no link would end when the system ends. */
    private final Set<ProcessCell> roots = ConcurrentHashMap.newKeySet();

    /** Killed processes whose callback runs; false for one whose callback has ended before it was reported. */
    private final Map<ProcessCell, Boolean> zombies = new ConcurrentHashMap<>();

    private final AtomicBoolean closed = new AtomicBoolean();

    /** Completed when the system is closed and nobody lives. */
    private final CompletableFuture<None> deserted = new CompletableFuture<>();

    private volatile @Nullable ExitReason downCause;

    LocalSystem(ProcessSystemBuilder.Settings settings, Dispatchers dispatchers, Clock clock) {
        this.settings = settings;
        this.dispatchers = dispatchers;
        this.clock = clock;
        this.carrier = settings.contextCarrier();
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
        refuseZombies();
        SyncSlot<StartResult> answer = new SyncSlot<>(this, null, Threads.current(), null, null);
        ProcessCell cell = create(server, argument, options, null);
        cell.birth = Birth.answering(cell, answer, options.timeout());
        launch(cell, options);
        try {
            return started(cell, answer.await(FOREVER, null, cell.behaviour.lifeSpin()));
        } catch (CallInterruptedException ex) {
            // Nobody knows of it.
            cell.kill();
            throw ex;
        }
    }

    @Override
    public <A> Pid startAsync(GenServer<A, ?> server, A argument, StartOptions options) {
        refuseZombies();
        ProcessCell cell = create(server, argument, options, null);
        cell.birth = Birth.telling(cell, null, options.timeout());
        launch(cell, options);
        return cell;
    }

    /** Makes a process that does not run yet. */
    ProcessCell create(
            GenServer<?, ?> server, @Nullable Object argument, StartOptions options, @Nullable ProcessCell parent) {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(options, "options");
        if (this.closed.get()) {
            throw new StartFailedException("The process system is closed", ExitReason.noProcess());
        }
        return new ProcessCell(this, this.ids.incrementAndGet(), behaviour(server), argument, options, parent);
    }

    private Behaviour behaviour(GenServer<?, ?> server) {
        try {
            return this.behaviours.of(server);
        } catch (RuntimeException | Error ex) {
            throw new StartFailedException(
                    "The handlers of " + server.getClass().getName() + " cannot be read: " + Reports.text(ex),
                    ExitReason.crash(ex));
        }
    }

    /** Gives a process its name and has it run, at once or when a doomed holder of the name is dead. */
    void launch(ProcessCell cell, StartOptions options) {
        Birth birth = Objects.requireNonNull(cell.birth);
        this.alive.increment();
        if (cell.parent == null) {
            this.roots.add(cell);
        }
        birth.startDeadline();
        try {
            if (options.name() != null) {
                this.names.claimForStart(options.name(), cell);
            } else {
                cell.open();
            }
        } catch (AlreadyStartedException ex) {
            birth.inTime();
            this.roots.remove(cell);
            this.alive.decrement();
            throw ex;
        }
        cell.open();
        if (this.closed.get()) {
            // It was made when the system was not closed, and may have missed its end.
            cell.kill(true);
        }
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
        return new LocalRef(this, Objects.requireNonNull(name, "name"), null, Duration.ZERO);
    }

    @Override
    public ProcessRef ref(Pid pid) {
        return new LocalRef(this, null, cell(pid), Duration.ZERO);
    }

    @Override
    public Optional<Pid> whereIs(String name) {
        return ref(name).pid();
    }

    @Override
    public void register(String name, Pid pid) {
        StartOptions.named(name);
        refuseZombies();
        ProcessCell cell = cell(pid);
        if (cell.fenced()) {
            throw noProcess(cell.describe());
        }
        this.names.claim(name, cell);
        if (cell.fenced()) {
            this.names.release(cell);
            throw noProcess(cell.describe());
        }
    }

    @Override
    public boolean unregister(String name) {
        refuseZombies();
        return this.names.unregister(name);
    }

    // ---- Stopping

    @Override
    public void stop(Pid pid) {
        stop(pid, ExitReason.normal(), FOREVER);
    }

    @Override
    public void stop(Pid pid, ExitReason reason, Duration timeout) {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(timeout, "timeout");
        Threads.checkMayBlock();
        refuseZombies();
        ProcessCell cell = cell(pid);
        ProcessCell caller = Threads.current();
        if (cell == caller) {
            throw new CallCycleException("Process " + cell.describe()
                    + " stops itself and would wait for its own death; return self.stop(..) instead");
        }
        SyncSlot<ExitReason> slot = new SyncSlot<>(this, cell, caller, new StopRequest(reason), null);
        if (!cell.enqueue(slot)) {
            throw noProcess(cell.describe());
        }
        ExitReason actual = slot.await(timeout, null, cell.behaviour.lifeSpin());
        if (!actual.equals(reason)) {
            throw new ProcessExitedException(
                    "Process " + cell.describe() + " was to stop (" + reason + ") but died of another reason: "
                            + actual,
                    actual);
        }
    }

    @Override
    public void exit(Pid pid, ExitReason reason) {
        Objects.requireNonNull(reason, "reason");
        ProcessCell to = cell(pid);
        ProcessCell from = Threads.current();
        if (from == null || !from.fenced()) {
            to.enqueueExit(new Signal.ExitSignal(from, reason, Signal.Origin.EXIT));
        }
    }

    @Override
    public void kill(Pid pid) {
        ProcessCell cell = cell(pid);
        ProcessCell from = Threads.current();
        if (from == null || !from.fenced()) {
            cell.kill();
        }
    }

    @Override
    public CompletionStage<ExitReason> onExit(Pid pid) {
        ExitStage watch = new ExitStage(this);
        if (!cell(pid).enqueueTie(new Signal.MonitorSignal(watch))) {
            watch.down(ExitReason.noProcess());
        }
        return watch.stage();
    }

    @Override
    public TimerRef sendAfter(Duration delay, ProcessRef to, Object message) {
        long nanos = Clock.nanos(delay);
        refuseZombies();
        SendTimer timer =
                new SendTimer(this, null, Objects.requireNonNull(to, "to"), Objects.requireNonNull(message, "message"));
        timer.start(nanos);
        return timer;
    }

    // ---- Looking on

    @Override
    public boolean isAlive(Pid pid) {
        return cell(pid).alive();
    }

    @Override
    public Optional<ProcessInfo> info(Pid pid) {
        ProcessCell cell = cell(pid);
        return cell.alive() ? Optional.of(cell.info()) : Optional.empty();
    }

    @Override
    public Statistics statistics() {
        return new Statistics(
                this.alive.sum(),
                this.ids.get(),
                this.names.size(),
                this.timers.sum(),
                (int) this.zombies.values().stream().filter(runs -> runs).count(),
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
        if (this.settings.listeners().isEmpty()) {
            return;
        }
        // A listener is not the process on whose thread it runs, which may be dead already.
        ProcessCell before = Threads.current();
        if (before == null) {
            tell(event);
            return;
        }
        Threads.enter(Thread.currentThread(), null);
        try {
            tell(event);
        } finally {
            Threads.enter(Thread.currentThread(), before);
        }
    }

    private void tell(ProcessEvent event) {
        for (ProcessListener listener : this.settings.listeners()) {
            try {
                listener.onEvent(event);
            } catch (RuntimeException | Error ex) {
                logger.error("A process listener failed on {}", event, ex);
            }
        }
    }

    /** A process is about to tell others of its death. */
    void dying(ProcessCell cell, @Nullable String name, ExitReason reason) {
        this.alive.decrement();
        publish(new ProcessEvent.Stopped(cell, name, reason));
    }

    /** It has told them. */
    void died(ProcessCell cell) {
        this.roots.remove(cell);
        if (this.closed.get()) {
            tellIfDeserted();
        }
    }

    void zombie(ProcessCell cell, Thread thread) {
        if (this.zombies.putIfAbsent(cell, true) != null) {
            // Its callback has returned in the meantime.
            this.zombies.remove(cell);
            return;
        }
        Reports.zombie(cell, thread);
        publish(new ProcessEvent.Zombie(cell, cell.name(), thread));
    }

    void zombieEnded(ProcessCell cell) {
        if (this.zombies.putIfAbsent(cell, false) != null) {
            this.zombies.remove(cell);
            publish(new ProcessEvent.ZombieEnded(cell));
        }
    }

    void dropped(String target, @Nullable Object message) {
        this.deadLetters.increment();
        if (message != null) {
            publish(new ProcessEvent.Dropped(target, message));
        }
    }

    void lateReply(@Nullable ProcessCell callee) {
        // Without a callee it was no call: a start that nobody waits for, or a name.
        if (callee != null) {
            this.lateReplies.increment();
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
    public void markUp() {
        if (!this.closed.get()) {
            this.downCause = null;
        }
    }

    @Override
    public @Nullable ExitReason downCause() {
        return this.downCause;
    }

    // ---- Context

    @Nullable
    Object capture() {
        return (this.carrier != null) ? this.carrier.capture() : null;
    }

    ContextCarrier.Scope restore(Object context) {
        return (this.carrier != null) ? this.carrier.restore(context) : () -> {};
    }

    /** Runs what must not run on the thread of a process or of the clock. */
    void execute(Runnable task) {
        try {
            this.dispatchers.blocking().execute(task);
        } catch (RejectedExecutionException ex) {
            task.run();
        }
    }

    /** Runs a burial, which must not wait for any thread that the buried may hold. */
    void bury(Runnable burial) {
        this.dispatchers.burial().execute(burial);
    }

    /** The process behind a pid. */
    ProcessCell cell(Pid pid) {
        ProcessCell cell = (ProcessCell) Objects.requireNonNull(pid, "pid");
        if (cell.system != this) {
            throw new IllegalArgumentException("Process " + cell.describe() + " belongs to another process system");
        }
        return cell;
    }

    /** A killed process is dead for everybody, whatever its callback still tries. */
    private static void refuseZombies() {
        ProcessCell current = Threads.current();
        if (current != null && current.fenced()) {
            throw new ProcessKilled(current.describe());
        }
    }

    // ---- Ending

    @Override
    public void close() {
        if (!this.closed.compareAndSet(false, true)) {
            return;
        }
        List.copyOf(this.roots)
                .forEach(cell ->
                        cell.enqueue(new AskSlot<>(this, cell, null, new StopRequest(ExitReason.shutdown()), null)));
        if (!awaitDeserted()) {
            List<ProcessCell> stubborn = List.copyOf(this.roots);
            stubborn.forEach(cell -> logger.warn("Killing process {}, which did not stop", cell.describe()));
            stubborn.forEach(cell -> cell.kill(true));
            awaitDeserted();
        }
        if (this.downCause == null) {
            markDown(ExitReason.shutdown("the process system was closed"));
        }
        this.clock.close();
        this.dispatchers.stop().run();
    }

    private boolean awaitDeserted() {
        tellIfDeserted();
        try {
            this.deserted.get(Clock.nanos(this.settings.killGrace()) + CLOSE_MARGIN, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException | ExecutionException ex) {
            return false;
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void tellIfDeserted() {
        if (this.alive.sum() == 0) {
            this.deserted.complete(None.NONE);
        }
    }
}
