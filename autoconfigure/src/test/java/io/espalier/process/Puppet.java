package io.espalier.process;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process that does what a test tells it, and keeps what it gets. Its state counts its messages. */
final class Puppet implements GenServer<Puppet.Job<?>, Integer> {

    /** Does nothing, as an init. */
    static final Job<Object> NOTHING = self -> None.NONE;

    private final ProcessSystem system;

    private final List<Object> got = Collections.synchronizedList(new ArrayList<>());

    private final List<From<String>> held = Collections.synchronizedList(new ArrayList<>());

    private @Nullable Pid pid;

    private CompletableFuture<ExitReason> death = new CompletableFuture<>();

    /** What terminate was told. */
    volatile @Nullable ExitReason terminated;

    volatile Runnable onTerminate = () -> {};

    Puppet(ProcessSystem system) {
        this.system = system;
    }

    /** Something done inside the process. */
    interface Job<R> {
        R run(Self<Integer> self) throws Exception;
    }

    /** The same, without a result. */
    interface Task {
        void run(Self<Integer> self) throws Exception;
    }

    record Run<R>(Job<R> job) implements Request<R> {}

    /** A call that is answered later, or never: its address is kept. */
    record Hold(String tag) implements Request<String> {}

    // ---- For the test

    Puppet is(Pid pid) {
        this.pid = pid;
        this.death = this.system.onExit(pid).toCompletableFuture();
        return this;
    }

    Pid pid() {
        return this.pid;
    }

    ProcessRef ref() {
        return this.system.ref(this.pid);
    }

    /** Has it do something, and waits. */
    void does(Task task) {
        gets(self -> {
            task.run(self);
            return None.NONE;
        });
    }

    /** Has it compute something, and waits. */
    <R> R gets(Job<R> job) {
        return ref().call(new Run<>(job));
    }

    /** Has it do something, and does not wait. */
    void starts(Task task) {
        ref().cast(task);
    }

    /** The same, for assertions. */
    Object shows(Job<?> job) {
        return ref().call(new Run<>(job));
    }

    static String threadName(Self<Integer> self) {
        return Thread.currentThread().getName();
    }

    List<Pid> ancestors() {
        return gets(Self::ancestors);
    }

    Optional<String> name() {
        return gets(Self::name);
    }

    /** The casts, infos and continues that it has handled. */
    List<Object> got() {
        synchronized (this.got) {
            return List.copyOf(this.got);
        }
    }

    /** Who waits for a reply to a {@link Hold}. */
    List<From<String>> held() {
        synchronized (this.held) {
            return List.copyOf(this.held);
        }
    }

    /** Why it died; waits for that. */
    ExitReason death() {
        try {
            return this.death.get(10, TimeUnit.SECONDS);
        } catch (Exception ex) {
            throw new AssertionError(ex);
        }
    }

    // ---- The process

    @Override
    public Init<Integer> init(Job<?> argument, Self<Integer> self) throws Exception {
        argument.run(self);
        return Init.ok(0);
    }

    @Override
    public CallResult<Integer> handleCall(Request<?> request, Call<Object, Integer> call, Integer count)
            throws Exception {
        if (request instanceof Run<?> run) {
            return call.reply(run.job().run(call), count + 1);
        }
        if (request instanceof Hold) {
            @SuppressWarnings("unchecked")
            From<String> from = (From<String>) (From<?>) call.from();
            this.held.add(from);
            return call.next(count + 1);
        }
        return GenServer.super.handleCall(request, call, count);
    }

    @Override
    public Result<Integer> handleCast(Object message, Self<Integer> self, Integer count) throws Exception {
        if (message instanceof Task task) {
            task.run(self);
        } else {
            this.got.add(message);
        }
        return self.next(count + 1);
    }

    @Override
    public Result<Integer> handleInfo(Object message, Self<Integer> self, Integer count) {
        this.got.add(message);
        return self.next(count + 1);
    }

    @Override
    public void terminate(ExitReason reason, Integer count) {
        this.terminated = reason;
        this.onTerminate.run();
    }
}
