package io.espalier.test;

import io.espalier.process.Down;
import io.espalier.process.Exit;
import io.espalier.process.GenServer;
import io.espalier.process.Init;
import io.espalier.process.MonitorRef;
import io.espalier.process.Pid;
import io.espalier.process.ProcessRef;
import io.espalier.process.ProcessSystem;
import io.espalier.process.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * A process that a test holds in its hand: whatever it is sent, cast, told by monitors and links is kept in order until the
 * test awaits it. It traps exits. To be used by one test thread.
 */
public final class Probe {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition arrived = this.lock.newCondition();

    private final List<Object> messages = new ArrayList<>();

    private final ProcessSystem system;

    private final Pid pid;

    Probe(ProcessSystem system) {
        this.system = system;
        this.pid = system.start(
                GenServer.<Probe, Probe>starting((probe, self) -> {
                            self.trapExits(true);
                            return Init.ok(probe);
                        })
                        .call(Watch.class, (watch, call, probe) -> call.reply(call.monitor(watch.pid()), probe))
                        .call(Bind.class, (bind, call, probe) -> {
                            call.link(bind.pid());
                            return call.reply(true, probe);
                        })
                        .cast(Object.class, (message, self, probe) -> {
                            probe.keep(message);
                            return self.next(probe);
                        })
                        .info(Object.class, (message, self, probe) -> {
                            probe.keep(message);
                            return self.next(probe);
                        })
                        .build(),
                this);
    }

    /**
     * The pid, to be given to others.
     *
     * @return the pid of this probe
     */
    public Pid pid() {
        return this.pid;
    }

    /**
     * A reference, to be given to others.
     *
     * @return a reference to this probe
     */
    public ProcessRef ref() {
        return this.system.ref(this.pid);
    }

    /**
     * Watches a process; await its death by {@link #awaitDown(Pid)}.
     *
     * @param pid whom
     * @return the monitor
     */
    public MonitorRef monitor(Pid pid) {
        return ref().call(new Watch(pid));
    }

    /**
     * Links this probe to a process; await its exit by {@link #awaitMessage} of {@link Exit}.
     *
     * @param pid whom
     */
    public void link(Pid pid) {
        ref().call(new Bind(pid));
    }

    /**
     * Waits for a message of a type, up to 5 s; leaves others where they are.
     *
     * @param type the type
     * @param <M> the type
     * @return the first such message, which is taken out
     * @throws AssertionError if none comes
     */
    public <M> M awaitMessage(Class<M> type) {
        return type.cast(await(type::isInstance, "a " + type.getSimpleName()));
    }

    /**
     * Waits for the death of a process that this probe monitors, up to 5 s.
     *
     * @param pid whose
     * @return the message
     * @throws AssertionError if it does not come
     */
    public Down awaitDown(Pid pid) {
        return (Down) await(message -> message instanceof Down down && pid.equals(down.pid()), "a Down of " + pid);
    }

    /**
     * What has arrived and was not awaited.
     *
     * @return the messages, oldest first
     */
    public List<Object> messages() {
        this.lock.lock();
        try {
            return List.copyOf(this.messages);
        } finally {
            this.lock.unlock();
        }
    }

    private void keep(Object message) {
        this.lock.lock();
        try {
            this.messages.add(message);
            this.arrived.signalAll();
        } finally {
            this.lock.unlock();
        }
    }

    private Object await(Predicate<Object> wish, String what) {
        long left = PATIENCE.toNanos();
        this.lock.lock();
        try {
            while (true) {
                for (Iterator<Object> each = this.messages.iterator(); each.hasNext(); ) {
                    Object message = each.next();
                    if (wish.test(message)) {
                        each.remove();
                        return message;
                    }
                }
                if (left <= 0) {
                    throw new AssertionError("No such message came: " + what + "; there were " + this.messages);
                }
                left = this.arrived.awaitNanos(left);
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for " + what, ex);
        } finally {
            this.lock.unlock();
        }
    }

    private record Watch(Pid pid) implements Request<MonitorRef> {}

    private record Bind(Pid pid) implements Request<Boolean> {}
}
