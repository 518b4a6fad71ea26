package io.espalier.test;

import io.espalier.process.Clock;
import io.espalier.process.GenServer;
import io.espalier.process.GetState;
import io.espalier.process.None;
import io.espalier.process.Pid;
import io.espalier.process.ProcessRef;
import io.espalier.process.ProcessSystem;
import io.espalier.process.ProcessSystemBuilder;
import io.espalier.process.VirtualClock;
import io.espalier.supervisor.Child;
import io.espalier.supervisor.ChildSpec;
import io.espalier.supervisor.Supervisor;
import io.espalier.supervisor.SupervisorSpec;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Processes for one test: a system of its own, with a supervisor for what the test starts.
 *
 * <pre>
 *   try (TestProcesses processes = TestProcesses.create()) {
 *       ProcessRef session = processes.startSupervised(sessions, new Start("ann"));
 *       processes.advance(Duration.ofMinutes(30));
 *       processes.awaitState(session, Session.class, Session::expired);
 *   }
 * </pre>
 */
public final class TestProcesses implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int ANY_NUMBER = 1_000_000;

    private final ProcessSystem system;

    private final @Nullable VirtualClock clock;

    private final Pid supervisorPid;

    private final Supervisor supervisor;

    private final AtomicInteger ids = new AtomicInteger();

    private TestProcesses(ProcessSystem system, @Nullable VirtualClock clock) {
        this.system = system;
        this.clock = clock;
        this.supervisorPid = system.start(
                Supervisor.server(),
                SupervisorSpec.oneForOne().maxRestarts(ANY_NUMBER).childPrefix(""));
        this.supervisor = Supervisor.at(system.ref(this.supervisorPid));
    }

    /**
     * Processes on virtual time.
     *
     * @return to be closed
     */
    public static TestProcesses create() {
        return on(ProcessSystem.builder());
    }

    /**
     * Processes on virtual time, with settings of one's own.
     *
     * @param builder the settings; its clock is replaced
     * @return to be closed
     */
    public static TestProcesses on(ProcessSystemBuilder builder) {
        VirtualClock clock = Clock.virtual();
        return new TestProcesses(builder.clock(clock).build(), clock);
    }

    /**
     * Processes on real time, for what cannot be tested otherwise.
     *
     * @return to be closed
     */
    public static TestProcesses onRealTime() {
        return new TestProcesses(ProcessSystem.create(), null);
    }

    /**
     * The system that runs them.
     *
     * @return the system
     */
    public ProcessSystem system() {
        return this.system;
    }

    /**
     * The supervisor of what {@code startSupervised} starts: one for one, with any number of restarts.
     *
     * @return the supervisor
     */
    public Supervisor supervisor() {
        return this.supervisor;
    }

    /**
     * Starts a process that needs no argument, supervised.
     *
     * @param server its module
     * @return a reference that survives restarts
     */
    public ProcessRef startSupervised(GenServer<None, ?> server) {
        return startSupervised(server, None.NONE);
    }

    /**
     * Starts a process, supervised.
     *
     * @param server its module
     * @param argument its init argument
     * @param <A> the type of the argument
     * @return a reference that survives restarts
     */
    public <A> ProcessRef startSupervised(GenServer<A, ?> server, A argument) {
        return startSupervised(ChildSpec.of("test-" + this.ids.incrementAndGet(), server, argument));
    }

    /**
     * Starts a child of one's own choice of restart, shutdown and name, supervised.
     *
     * @param spec the child; its name is its id unless it has another
     * @return a reference that survives restarts
     */
    public ProcessRef startSupervised(ChildSpec<?> spec) {
        this.supervisor.startChild(spec);
        return this.system.ref((spec.name() != null) ? spec.name() : spec.id());
    }

    /**
     * Stops a process that was started here, in order, and waits until it is dead; it is not restarted.
     *
     * @param ref the process
     */
    public void stopSupervised(ProcessRef ref) {
        Pid pid = ref.pid().orElseThrow(() -> new AssertionError(ref + " does not run"));
        for (Child child : this.supervisor.whichChildren()) {
            if (pid.equals(child.pid())) {
                this.supervisor.terminateChild(child.id());
                this.supervisor.deleteChild(child.id());
                return;
            }
        }
        throw new AssertionError(ref + " was not started by startSupervised");
    }

    /**
     * A process for the test to hold.
     *
     * @return a new probe
     */
    public Probe probe() {
        return new Probe(this.system);
    }

    /**
     * Moves virtual time forward, see {@link VirtualClock#advance}.
     *
     * @param duration how far
     */
    public void advance(Duration duration) {
        virtual().advance(duration);
    }

    /** Waits until every process has come to rest, see {@link VirtualClock#settle}. */
    public void settle() {
        virtual().settle();
    }

    /**
     * The state of a process, after what is in its mailbox now.
     *
     * @param ref the process
     * @param type the type of the state
     * @param <S> the type of the state
     * @return the state
     */
    public <S> S state(ProcessRef ref, Class<S> type) {
        return type.cast(ref.call(new GetState()));
    }

    /**
     * Waits until the state of a process is as wished. On virtual time that is when every process has come to rest; on real
     * time it is within 5 s.
     *
     * @param ref the process
     * @param type the type of the state
     * @param wish what is wished
     * @param <S> the type of the state
     * @return the state
     * @throws AssertionError if it does not come to that
     */
    public <S> S awaitState(ProcessRef ref, Class<S> type, Predicate<? super S> wish) {
        if (this.clock != null) {
            this.clock.settle();
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            S state = state(ref, type);
            if (wish.test(state)) {
                return state;
            }
            if (this.clock != null || System.nanoTime() - end >= 0) {
                throw new AssertionError("The state of " + ref + " is not as wished, but: " + state);
            }
            Thread.onSpinWait();
        }
    }

    private VirtualClock virtual() {
        if (this.clock == null) {
            throw new IllegalStateException("These processes run on real time; make them by TestProcesses.create()");
        }
        return this.clock;
    }

    /** Stops what was started, last first, and ends the system. */
    @Override
    public void close() {
        this.system.close();
    }
}
