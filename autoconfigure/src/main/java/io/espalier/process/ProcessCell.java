package io.espalier.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One process: a mailbox, a status word and a state. Passive: work that arrives while it is idle hands it to its executor,
 * where an {@link Activation} runs it for a while.
 *
 * <pre>
 *   IDLE --(work)--&gt; SCHEDULED --(thread)--&gt; RUNNING &lt;--&gt; HANDLER --(kill)--&gt; INTERRUPTING --&gt; INTERRUPTED
 *    ^                   |                      |            |                                  |
 *    +------------(mailbox empty)---------------+            |                                  |
 *                        +---------(kill grace over)---------+--(kill grace over)--&gt; FENCED &lt;---+
 *                                               |                                       |
 *                                               +--(death)--&gt; CLOSING &lt;-----------------+
 *                                                                +--&gt; DEAD &lt;--&gt; SWEEPING
 * </pre>
 *
 * <p>Who may touch the plain fields: the thread that runs the process, in every status but FENCED and later; there it is
 * the death. The thread gets the right by the executor's hand-over and gives it back by the volatile store of IDLE. User
 * code runs in HANDLER only, and leaves it by compare-and-set: so a kill that has lost patience can take the process away
 * from a callback that does not return, by a compare-and-set from HANDLER to FENCED, and the callback's thread finds out.
 * An operation of {@link Self} that touches plain fields goes back to RUNNING for its short time.
 *
 * <p>No wake-up is lost: a sender adds to the mailbox and then reads the status; the process stores IDLE and then looks at
 * the mailbox. Both are sequentially consistent, so one of them sees the other. The same holds for DEAD: what arrives too
 * late for the death's own sweep is swept by its sender.
 */
final class ProcessCell implements Pid, Runnable {

    static final int IDLE = 0;

    static final int SCHEDULED = 1;

    static final int RUNNING = 2;

    static final int HANDLER = 3;

    static final int INTERRUPTING = 4;

    static final int INTERRUPTED = 5;

    static final int FENCED = 6;

    static final int CLOSING = 7;

    static final int DEAD = 8;

    static final int SWEEPING = 9;

    private static final int COUNTED = 10_000;

    /** How often a process steps aside on a virtual thread: before a stay, and after one that was full. */
    private static final int SELDOM = 2048;

    private static final int OFTEN = 32;

    private static final int LINGER_MOST = 8;

    private static final int LINGER_TRIAL = 32;

    private static final VarHandle STATUS;

    private static final VarHandle NAME;

    private static final VarHandle GATE;

    private static final VarHandle DOOMS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATUS = lookup.findVarHandle(ProcessCell.class, "status", int.class);
            GATE = lookup.findVarHandle(ProcessCell.class, "gate", int.class);
            DOOMS = lookup.findVarHandle(ProcessCell.class, "dooms", int.class);
            NAME = lookup.findVarHandle(ProcessCell.class, "name", String.class);
        } catch (ReflectiveOperationException ex) {
            throw new ExceptionInInitializerError(ex);
        }
    }

    final LocalSystem system;

    final Behaviour behaviour;

    final Mailbox mailbox = new Mailbox();

    private final long id;

    private final long startedAt;

    private final Dispatcher dispatcher;

    private volatile int status = SCHEDULED;

    /** An exit signal is in the mailbox, which overtakes messages. */
    volatile boolean urgent;

    private volatile boolean killed;

    /** How many signals are on their way of which it will die, unless it turns out to survive them; see {@link Names}. */
    private volatile int dooms;

    /** Whoever has killed it says so itself where it matters: its own supervisor, or the end of the system. */
    private volatile boolean expected;

    /** Its parent has told it to stop; it will, in its own time. */
    boolean stopping;

    /** Opened twice, by its launch and by its name: then it runs. */
    private volatile int gate;

    private volatile @Nullable String name;

    /** Whom the running callback waits for in a call. */
    volatile @Nullable ProcessCell waitingOn;

    /** The thread that runs it; published by HANDLER. */
    @Nullable
    Thread runner;

    /** Who started it with a link; null for others, and when dead. */
    volatile @Nullable ProcessCell parent;

    /** The init argument until init has run, then the state. */
    @Nullable
    Object state;

    boolean initialised;

    /** How sure it is that lingering pays. */
    private byte lingering;

    boolean trapExits;

    long handled;

    /** What is being handled. */
    @Nullable
    Node current;

    /** What goes before any message, if the last activation could not do it. */
    @Nullable
    Object continuation;

    /** Until the start is answered. */
    volatile @Nullable Birth birth;

    @Nullable
    Ties ties;

    @Nullable
    PendingCalls pending;

    @Nullable
    IdleTimer idle;

    /** Idle time before it hibernates by itself, in nanoseconds, or 0. */
    final long hibernateAfter;

    ProcessCell(
            LocalSystem system,
            long id,
            Behaviour behaviour,
            @Nullable Object argument,
            StartOptions options,
            @Nullable ProcessCell parent) {
        this.system = system;
        this.id = id;
        this.behaviour = behaviour;
        this.state = argument;
        this.dispatcher = options.dispatcher();
        this.hibernateAfter = (options.hibernateAfter() != null) ? Clock.nanos(options.hibernateAfter()) : 0;
        this.parent = parent;
        this.startedAt = system.clock().instant().toEpochMilli();
    }

    @Override
    public long id() {
        return this.id;
    }

    @Nullable
    String name() {
        return this.name;
    }

    /** Takes a name. False if it has one. */
    boolean takeName(String name) {
        return NAME.compareAndSet(this, null, name);
    }

    void dropName() {
        this.name = null;
    }

    long handled() {
        return this.handled;
    }

    /** Name and number, for people. */
    String describe() {
        String known = this.name;
        return (known != null) ? known + " (" + this + ")" : this + " (" + this.behaviour.serverName() + ")";
    }

    @Override
    public String toString() {
        return "#" + this.id;
    }

    Ties ties() {
        Ties known = this.ties;
        if (known == null) {
            known = new Ties();
            this.ties = known;
        }
        return known;
    }

    PendingCalls pending() {
        PendingCalls known = this.pending;
        if (known == null) {
            known = new PendingCalls();
            this.pending = known;
        }
        return known;
    }

    boolean alive() {
        return this.status < DEAD;
    }

    /** Whether it is dead for everybody, though a callback of it may still run. */
    boolean fenced() {
        return this.killed || this.status >= FENCED;
    }

    boolean killed() {
        return this.killed;
    }

    boolean killExpected() {
        return this.expected;
    }

    /** Whether it is about to die, so that a successor may wait for its name. */
    boolean doomed() {
        return this.dooms > 0 || this.killed || this.status >= FENCED;
    }

    /** It has survived a signal that was to be its doom. */
    void reprieve() {
        if ((int) DOOMS.getAndAdd(this, -1) == 1) {
            this.system.names().reprieved(this);
        }
    }

    /** Its launch, or its name: with the second of them it runs. */
    void open() {
        if ((int) GATE.getAndAdd(this, 1) == 1) {
            execute();
        }
    }

    /** Its name will not come free: it does not start. */
    void refuse(StartFailedException why) {
        Birth refused = this.birth;
        if (STATUS.compareAndSet(this, SCHEDULED, CLOSING)) {
            if (refused != null) {
                refused.result(new StartResult.Failed(why.reason().orElse(ExitReason.noProcess())));
            }
            Death.of(this, ExitReason.normal());
        }
    }

    /** Ends a process that waits for its name, and so has never run. False if it does not wait. */
    private boolean endUnborn(ExitReason reason) {
        if (this.gate == 2 || !this.system.names().leave(this) || !STATUS.compareAndSet(this, SCHEDULED, CLOSING)) {
            return false;
        }
        Death.of(this, reason);
        return true;
    }

    // ---- Sending. Any thread.

    /** Adds to the mailbox. False if the process is dead: then the node is the sender's to deal with. */
    boolean enqueue(Node node) {
        if (fenced()) {
            return false;
        }
        this.mailbox.offer(node);
        wake();
        return true;
    }

    /** Adds a link, a monitor or the end of one. Unlike a message it is obeyed by a killed process, until that is dead. */
    boolean enqueueTie(Node signal) {
        if (this.status >= DEAD) {
            return false;
        }
        this.mailbox.offer(signal);
        wake();
        return true;
    }

    /** Adds an exit signal, which overtakes messages. */
    boolean enqueueExit(Signal.ExitSignal signal) {
        if (fenced()) {
            return false;
        }
        // Before it can be seen in the mailbox: from now on a successor waits instead of being refused.
        if (deadly(signal)) {
            signal.doom = true;
            DOOMS.getAndAdd(this, 1);
            if (!this.trapExits && endUnborn(signal.reason)) {
                return true;
            }
        }
        this.mailbox.offer(signal);
        this.urgent = true;
        wake();
        return true;
    }

    /** Whether, as far as a sender can tell, the process dies of a signal. */
    private boolean deadly(Signal.ExitSignal signal) {
        boolean parentDied = signal.from != null && signal.from == this.parent && signal.origin == Signal.Origin.LINK;
        return this.trapExits ? parentDied : !(signal.reason instanceof ExitReason.Normal);
    }

    private void wake() {
        int seen = this.status;
        if (seen == IDLE) {
            if (STATUS.compareAndSet(this, IDLE, SCHEDULED)) {
                execute();
            }
        } else if (seen == DEAD) {
            sweep();
        }
    }

    /** Hands this process, which is SCHEDULED, to its executor. */
    void execute() {
        try {
            this.system.dispatchers().executor(this.dispatcher).execute(this);
        } catch (RejectedExecutionException ex) {
            // The system was closed: nobody will ever run it.
            if (STATUS.compareAndSet(this, SCHEDULED, CLOSING)) {
                Death.of(this, ExitReason.killed());
            }
        } catch (RuntimeException | Error ex) {
            // No thread could be had, or no stack is left: the next sender tries again.
            STATUS.compareAndSet(this, SCHEDULED, IDLE);
            throw ex;
        }
    }

    /** Deals with what arrived after the death's own sweep. */
    void sweep() {
        while (!this.mailbox.isEmpty() && STATUS.compareAndSet(this, DEAD, SWEEPING)) {
            Death.sweep(this);
            this.status = DEAD;
        }
    }

    // ---- Running. The process's thread.

    @Override
    public void run() {
        Thread thread = Thread.currentThread();
        Threads.stepAside(thread, SELDOM);
        if (!STATUS.compareAndSet(this, SCHEDULED, RUNNING)) {
            // It was killed while it waited for this thread, and buried without it.
            return;
        }
        this.runner = thread;
        Threads.enter(thread, this);
        try {
            new Activation(this, thread).run();
        } finally {
            Threads.leave(thread);
        }
    }

    /**
     * Whether to keep a virtual thread for another turn when there is nothing to do. It pays where callers that wait on the same
     * carrier come back at once, and costs a turn where nobody does: so it is tried now and then, and kept up while it pays.
     */
    boolean lingeringPays() {
        return this.lingering > 0 || this.handled % LINGER_TRIAL == LINGER_TRIAL - 1;
    }

    /**
     * Lets others have the thread for a turn, as if it waited for one itself. False if it was buried meanwhile: then nothing of
     * it may be touched.
     */
    boolean linger() {
        Thread thread = this.runner;
        this.runner = null;
        this.status = SCHEDULED;
        Threads.yieldOnce();
        if (!STATUS.compareAndSet(this, SCHEDULED, RUNNING)) {
            return false;
        }
        this.runner = thread;
        return true;
    }

    /** It has kept its thread for another turn. */
    void lingered(boolean paid) {
        this.lingering = (byte) (paid ? Math.min(LINGER_MOST, this.lingering + 1) : Math.max(0, this.lingering - 2));
    }

    /** Nothing to do: idle. False if something has come meanwhile, so that the process goes on running. */
    boolean rest() {
        this.runner = null;
        this.status = IDLE;
        if (this.mailbox.isEmpty() && !this.killed) {
            return true;
        }
        if (!STATUS.compareAndSet(this, IDLE, RUNNING)) {
            return true;
        }
        this.runner = Thread.currentThread();
        return false;
    }

    /** Lets other processes have the thread. */
    void giveWay() {
        this.runner = null;
        this.status = SCHEDULED;
        Threads.stepAside(Thread.currentThread(), OFTEN);
        execute();
    }

    /** User code begins. */
    void enterHandler() {
        STATUS.setRelease(this, HANDLER);
    }

    /** User code has ended. False if the process was taken away from it meanwhile. */
    boolean leaveHandler() {
        while (!STATUS.compareAndSet(this, HANDLER, RUNNING)) {
            int seen = this.status;
            if (seen >= FENCED) {
                return false;
            }
            if (seen == RUNNING || (seen == INTERRUPTED && STATUS.compareAndSet(this, INTERRUPTED, RUNNING))) {
                return true;
            }
            // INTERRUPTING: the interrupt must have hit this thread before the thread may leave.
            Thread.onSpinWait();
        }
        return true;
    }

    /** User code begins something that touches the process's own fields. */
    void beginOperation() {
        if (!tryOperation()) {
            throw new ProcessKilled(describe());
        }
    }

    /** As {@link #beginOperation}; false if the process has been killed. */
    boolean tryOperation() {
        return !this.killed && STATUS.compareAndSet(this, HANDLER, RUNNING);
    }

    void endOperation() {
        STATUS.setRelease(this, HANDLER);
    }

    /** The start has succeeded. */
    void born() {
        Birth waiting = this.birth;
        if (waiting != null && waiting.inTime()) {
            this.birth = null;
            this.system.publish(new ProcessEvent.Started(this, this.name));
            waiting.succeeded();
        }
    }

    void closing() {
        this.status = CLOSING;
    }

    void dead() {
        this.status = DEAD;
    }

    /** Lets go of spare memory. */
    void hibernate() {
        if (this.ties != null && this.ties.trim()) {
            this.ties = null;
        }
        if (this.pending != null && this.pending.trim()) {
            this.pending = null;
        }
    }

    // ---- Killing. Any thread.

    void kill() {
        ProcessCell killer = Threads.current();
        kill(killer != null && killer == this.parent);
    }

    /** Kills it; an expected kill is not worth a warning. */
    void kill(boolean expected) {
        if (fenced()) {
            return;
        }
        this.expected = expected;
        this.killed = true;
        if (endUnborn(ExitReason.killed())) {
            return;
        }
        Reaper reaper = new Reaper(this);
        if (STATUS.compareAndSet(this, IDLE, SCHEDULED)) {
            reaper.startAtTheEnd();
            execute();
        } else {
            interruptHandler();
            reaper.start();
        }
    }

    /** Interrupts the running callback, and nothing else: the thread does not leave it before the interrupt has come. */
    void interruptHandler() {
        if (STATUS.compareAndSet(this, HANDLER, INTERRUPTING)) {
            Thread thread = this.runner;
            if (thread != null) {
                this.system.clock().interrupting(this);
                thread.interrupt();
            }
            this.status = INTERRUPTED;
        }
    }

    /** Takes the process away from a callback that does not return. The thread that holds it, or null if there is none. */
    @Nullable
    Thread fence() {
        if (STATUS.compareAndSet(this, INTERRUPTED, FENCED) || STATUS.compareAndSet(this, HANDLER, FENCED)) {
            return this.runner;
        }
        return null;
    }

    /** Takes the process away from the queue in which it waits for a thread. */
    boolean fenceQueued() {
        return STATUS.compareAndSet(this, SCHEDULED, FENCED);
    }

    // ---- Looking on. Any thread.

    ProcessInfo info() {
        return new ProcessInfo(
                this,
                this.name,
                this.behaviour.serverName(),
                publicStatus(),
                this.mailbox.length(COUNTED),
                this.handled,
                Instant.ofEpochMilli(this.startedAt));
    }

    private ProcessInfo.Status publicStatus() {
        int seen = this.status;
        if (this.killed || seen >= FENCED) {
            return ProcessInfo.Status.EXITING;
        }
        if (this.birth != null) {
            return ProcessInfo.Status.STARTING;
        }
        return switch (seen) {
            case IDLE -> ProcessInfo.Status.WAITING;
            case SCHEDULED -> ProcessInfo.Status.RUNNABLE;
            default -> ProcessInfo.Status.RUNNING;
        };
    }
}
