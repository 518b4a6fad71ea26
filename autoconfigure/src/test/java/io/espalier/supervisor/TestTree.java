package io.espalier.supervisor;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.espalier.process.Clock;
import io.espalier.process.None;
import io.espalier.process.Pid;
import io.espalier.process.ProcessEvent;
import io.espalier.process.ProcessRef;
import io.espalier.process.ProcessSystem;
import io.espalier.process.StartOptions;
import io.espalier.process.Statistics;
import io.espalier.process.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** A process system on virtual time, with supervisors of workers in it, and all that they tell the world. */
final class TestTree implements BeforeEachCallback, AfterEachCallback {

    private final VirtualClock clock = Clock.virtual();

    private final List<ProcessEvent> events = new CopyOnWriteArrayList<>();

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    private final ProcessSystem system =
            ProcessSystem.builder().clock(this.clock).listener(this.events::add).build();

    private final Worker worker = new Worker();

    @Override
    public void beforeEach(ExtensionContext context) {
        this.log.start();
        logger().addAppender(this.log);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        logger().detachAppender(this.log);
        this.system.close();
    }

    ProcessSystem system() {
        return this.system;
    }

    Worker worker() {
        return this.worker;
    }

    /** A permanent worker. */
    ChildSpec<String> child(String id) {
        return ChildSpec.of(id, this.worker, id);
    }

    /** Permanent workers. */
    List<ChildSpec<String>> children(String... ids) {
        return Stream.of(ids).map(this::child).toList();
    }

    /** Starts a supervisor named "sup". */
    Supervisor start(SupervisorSpec spec) {
        this.system.start(Supervisor.server(), spec, StartOptions.named("sup"));
        return Supervisor.at(this.system.ref("sup"));
    }

    /** Begins to start a supervisor named "sup". */
    Supervisor startAsync(SupervisorSpec spec) {
        this.system.startAsync(Supervisor.server(), spec, StartOptions.named("sup"));
        settle();
        return Supervisor.at(this.system.ref("sup"));
    }

    /** Starts a supervisor named "top" with one child, the supervisor "sup". */
    Supervisor startUnderTop(ChildSpec<?> sup) {
        SupervisorSpec top = SupervisorSpec.oneForOne().childPrefix("").child(sup);
        this.system.startAsync(Supervisor.server(), top, StartOptions.named("top"));
        settle();
        return Supervisor.at(this.system.ref("sup"));
    }

    /** Starts a dynamic supervisor named "sup". */
    DynamicSupervisor start(DynamicSupervisorSpec spec) {
        this.system.start(DynamicSupervisor.server(), spec, StartOptions.named("sup"));
        return DynamicSupervisor.at(this.system.ref("sup"));
    }

    /** A child of "sup". */
    ProcessRef ref(String id) {
        return this.system.ref("sup/" + id);
    }

    /** The pid of a child of "sup" that runs. */
    Pid pid(String id) {
        return ref(id).pid().orElseThrow();
    }

    /** The pid of "sup". */
    Pid supervisor() {
        return this.system.whereIs("sup").orElseThrow();
    }

    /** Crashes a child of "sup" and waits until all is quiet. */
    void crash(String id) {
        tell(id, new Worker.Crash());
    }

    /** Casts to a child of "sup" and waits until all is quiet. */
    void tell(String id, Object message) {
        ref(id).cast(message);
        settle();
    }

    /** Casts to a process and waits until all is quiet. */
    void tell(Pid pid, Object message) {
        this.system.ref(pid).cast(message);
        settle();
    }

    /** Asks "sup" and waits until all is quiet; the answer may be missing still. */
    <R> CompletableFuture<R> ask(SupervisorRequest<R> request) {
        CompletionStage<R> reply = this.system.ref("sup").ask(request, SupervisorRequest.OPERATION_TIMEOUT);
        settle();
        return reply.toCompletableFuture();
    }

    /** Asks "top" to stop "sup" and waits until all is quiet; "sup" may still be on its way. */
    CompletableFuture<None> beginStop() {
        CompletionStage<None> reply = this.system
                .ref("top")
                .ask(new SupervisorRequest.TerminateChild("sup"), SupervisorRequest.OPERATION_TIMEOUT);
        settle();
        return reply.toCompletableFuture();
    }

    /** The figures of the system, when all is quiet. */
    Statistics statistics() {
        settle();
        return this.system.statistics();
    }

    void settle() {
        this.clock.settle();
    }

    void advance(Duration duration) {
        this.clock.advance(duration);
    }

    void advanceSeconds(long seconds) {
        this.clock.advance(Duration.ofSeconds(seconds));
    }

    /** What was published, of one kind. */
    <E extends ProcessEvent> List<E> events(Class<E> type) {
        return this.events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** What supervisors have logged at a level. */
    List<String> logged(Level level) {
        return List.copyOf(this.log.list).stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(Supervisor.class);
    }
}
