package io.espalier.process;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One stay of a process on a thread: loop, decode, handle. Takes nodes in the mailbox's order, except that exit signals
 * overtake messages: when one is there, the mailbox is looked through, signals are obeyed in their order, and messages are put
 * back.
 */
final class Activation {

    private final ProcessCell cell;

    private final Thread thread;

    private final Outcome outcome = new Outcome();

    private final CallView view;

    /** Made with the first signal: most stays meet none. */
    private @Nullable Signals signals;

    /** Its last turn of lingering, if there was one, has brought work. */
    private boolean linger = true;

    private boolean terminating;

    /** The process has died, was taken away or has moved on: nothing of it may be touched any more. */
    private boolean over;

    Activation(ProcessCell cell, Thread thread) {
        this.cell = cell;
        this.thread = thread;
        this.view = new CallView(cell, thread, this.outcome);
    }

    void run() {
        try {
            loop();
        } catch (Throwable ex) {
            // No callback gets here: the runtime itself has failed, or there is no memory left.
            Reports.broken(this.cell, ex);
            if (!this.over && leave()) {
                this.over = true;
                Death.of(this.cell, ExitReason.crash(ex));
            }
        }
    }

    private void loop() {
        if (!this.cell.initialised && !this.cell.killed()) {
            init();
        }
        int left = this.cell.system.settings().throughput();
        while (!this.over) {
            if (left-- == 0) {
                this.view.close();
                this.over = true;
                this.cell.giveWay();
                return;
            }
            if (!step() && (left == 0 || !lingers())) {
                this.view.close();
                if (this.cell.rest()) {
                    return;
                }
                this.view.open();
            }
        }
        this.view.close();
    }

    /** Lets others have the thread for a turn, if what they do then is likely to be work for this process. */
    private boolean lingers() {
        if (!this.linger || !Threads.isVirtual(this.thread) || !this.cell.lingeringPays()) {
            return false;
        }
        if (this.cell.linger()) {
            this.linger = !this.cell.mailbox.isEmpty();
            this.cell.lingered(this.linger);
        } else {
            this.over = true;
        }
        return true;
    }

    /** Does one thing. False if there is nothing to do. */
    private boolean step() {
        if (this.cell.urgent) {
            this.cell.urgent = false;
            takeSignals();
        }
        if (this.cell.killed()) {
            end(ExitReason.killed(), false, null);
        } else if (!decided()) {
            Object message = this.cell.continuation;
            if (message == null) {
                return next();
            }
            this.cell.continuation = null;
            callback(Callback.CONTINUE, message, null, null);
        }
        return true;
    }

    /**
     * Does what signals have decided: a death or a stop. False if they have not. To be asked in the very step in which they
     * were obeyed, since the next one may be another activation's.
     */
    private boolean decided() {
        Signals obeyed = this.signals;
        if (obeyed == null || !obeyed.decided()) {
            return false;
        }
        if (obeyed.death() != null) {
            end(obeyed.death(), false, null);
        } else {
            callback(Callback.STOP, obeyed.takeStop(), null, null);
        }
        return true;
    }

    private Signals signals() {
        Signals known = (this.signals != null) ? this.signals : new Signals(this.cell);
        this.signals = known;
        return known;
    }

    private boolean next() {
        Node node = this.cell.mailbox.poll();
        if (node != null) {
            receive(node);
            return true;
        }
        Object due = (this.cell.idle != null) ? this.cell.idle.takeIfDueAtOnce() : null;
        if (due != null) {
            idle(due);
            return true;
        }
        return false;
    }

    // ---- Decode

    private void receive(Node node) {
        this.cell.current = node;
        if (node instanceof CallSlot<?> slot) {
            call(slot);
        } else if (node instanceof Envelope envelope) {
            Object message = envelope.message();
            if (!flushed(message)) {
                callback(envelope.cast() ? Callback.CAST : Callback.INFO, message, null, envelope.context());
            }
        } else if (node instanceof SendTimer timer) {
            this.cell.ties().timers().remove(timer);
            Object message = timer.message();
            if (message != null) {
                callback(Callback.INFO, message, null, null);
            }
            if (!this.over) {
                timer.clear();
            }
        } else if (node instanceof Wish.Stop stop) {
            callback(Callback.STOP, stop.reason(), null, null);
        } else if (node instanceof Wish.Idle idle) {
            idle(idle.message());
        } else {
            Node message = signals().obey(node);
            if (message != null) {
                receive(message);
            } else {
                decided();
            }
        }
        if (!this.over) {
            this.cell.current = null;
        }
    }

    private void call(CallSlot<?> slot) {
        Object request = slot.request();
        if (request instanceof StopRequest stop) {
            this.cell.pending().addStop(slot);
            callback(Callback.STOP, stop.reason(), null, null);
        } else if (request instanceof GetState) {
            if (this.cell.idle != null) {
                this.cell.idle.restart();
            }
            slot.answer(this.cell.state);
        } else if (request != null) {
            // Also when the caller has stopped waiting: the request is a message like any other.
            callback(Callback.CALL, request, slot, slot.context);
        }
        if (!this.over) {
            slot.clear();
        }
    }

    private static boolean flushed(Object message) {
        return message instanceof Down down && down.monitor() instanceof Monitor monitor && monitor.flushed();
    }

    private void takeSignals() {
        Mailbox mailbox = this.cell.mailbox;
        for (Node node = mailbox.pollNew(); node != null; node = mailbox.pollNew()) {
            // An idle tick is no urgent matter: a message before it has to be handled before it.
            if (node instanceof Signal && !(node instanceof Signal.IdleTick)) {
                Node message = signals().obey(node);
                if (signals().death() != null) {
                    return;
                }
                if (message != null) {
                    mailbox.overtake(message);
                }
            } else {
                mailbox.overtake(node);
            }
        }
    }

    // ---- Handle

    private void idle(Object message) {
        if (message == Then.HIBERNATE) {
            this.cell.hibernate();
        } else {
            callback(Callback.INFO, message, null, null);
        }
    }

    private void callback(Callback which, Object message, @Nullable CallSlot<?> slot, @Nullable Object context) {
        if (this.cell.idle != null) {
            this.cell.idle.clear();
        }
        this.view.caller(slot);
        Object returned = null;
        Throwable thrown = null;
        this.cell.enterHandler();
        try {
            returned = (context != null)
                    ? invokeWith(context, which, message)
                    : which.invoke(this.cell, message, this.view);
        } catch (Throwable ex) {
            thrown = ex;
        }
        if (!leave()) {
            return;
        }
        this.cell.handled++;
        this.view.caller(null);
        if (this.cell.killed()) {
            // Dead for everybody: what the callback returns is refused like what it has sent since.
            end(ExitReason.killed(), false, null);
            return;
        }
        if (thrown != null) {
            end(reasonOf(thrown), this.cell.initialised, null);
            return;
        }
        Outcome.Kind decided = this.outcome.settle();
        boolean made = returned == this.outcome && decided != Outcome.Kind.NONE;
        boolean replyToNobody = slot == null
                && (decided == Outcome.Kind.REPLY
                        || decided == Outcome.Kind.FAIL
                        || decided == Outcome.Kind.STOP_REPLY);
        if (!made || replyToNobody) {
            Class<?> server = this.cell.behaviour.server().getClass();
            end(ExitReason.crash(new BadReturnException(which.text(), server, returned)), true, null);
        } else {
            apply(decided, slot);
        }
    }

    private Object invokeWith(Object context, Callback which, Object message) throws Exception {
        ContextCarrier.Scope scope = this.cell.system.restore(context);
        try (scope) {
            return which.invoke(this.cell, message, this.view);
        }
    }

    private void apply(Outcome.Kind decided, @Nullable CallSlot<?> slot) {
        this.cell.state = this.outcome.state();
        Object value = this.outcome.value();
        switch (decided) {
            case REPLY -> {
                if (slot != null) {
                    slot.answer(value);
                }
            }
            case FAIL -> {
                if (slot != null) {
                    slot.answerFailure(Objects.requireNonNull((RuntimeException) value));
                }
            }
            case NEXT -> {
                if (slot != null && slot.live()) {
                    this.cell.pending().add(slot);
                }
            }
            case STOP, STOP_REPLY -> {
                Object[] reply = (decided == Outcome.Kind.STOP_REPLY) ? new Object[] {value} : null;
                end(this.outcome.reason(), true, reply);
            }
            case NONE -> {}
        }
        if (!this.over) {
            then(this.outcome.then());
        }
    }

    private void then(@Nullable Then then) {
        if (then instanceof Then.Continue next) {
            this.cell.continuation = next.message();
        } else if (then instanceof Then.Idle wait) {
            waitIdle(Clock.nanos(wait.duration()), wait.message());
        } else if (then instanceof Then.Hibernate) {
            this.cell.hibernate();
        } else if (this.cell.hibernateAfter > 0) {
            waitIdle(this.cell.hibernateAfter, Then.HIBERNATE);
        }
    }

    private void waitIdle(long nanos, Object message) {
        IdleTimer idle = this.cell.idle;
        if (idle == null) {
            idle = new IdleTimer(this.cell);
            this.cell.idle = idle;
        }
        idle.set(nanos, message);
    }

    // ---- Begin and end

    private void init() {
        Init<?> result = null;
        Throwable thrown = null;
        this.cell.enterHandler();
        try {
            result = this.cell.behaviour.init(this.cell.state, this.view);
        } catch (Throwable ex) {
            thrown = ex;
        }
        if (!leave()) {
            return;
        }
        this.cell.state = null;
        this.outcome.clear();
        Birth birth = this.cell.birth;
        if (thrown != null) {
            end(reasonOf(thrown), false, null);
        } else if (result instanceof Init.Ok<?> ok) {
            this.cell.state = ok.state();
            this.cell.initialised = true;
            if (ok.acknowledged() && !this.cell.killed()) {
                this.cell.born();
            }
            then(ok.then());
        } else if (result instanceof Init.Stop<?> stop) {
            end(stop.reason(), false, null);
        } else if (result instanceof Init.Fail<?> error && birth != null) {
            birth.result(new StartResult.Failed(error.reason()));
            end(ExitReason.normal(), false, null);
        } else if (result instanceof Init.Ignore<?> && birth != null) {
            birth.result(StartResult.Ignored.INSTANCE);
            end(ExitReason.normal(), false, null);
        } else {
            Class<?> server = this.cell.behaviour.server().getClass();
            end(ExitReason.crash(new BadReturnException("init", server, result)), false, null);
        }
    }

    /** Leaves user code. False if the process was taken away, and this thread was a zombie's. */
    private boolean leave() {
        if (!this.cell.leaveHandler()) {
            this.over = true;
            Thread.interrupted();
            Threads.found();
            this.cell.system.zombieEnded(this.cell);
            return false;
        }
        // An interrupt was meant for this callback, not for the next one.
        Thread.interrupted();
        return true;
    }

    private static ExitReason reasonOf(Throwable thrown) {
        if (thrown instanceof ProcessExit exit) {
            return exit.reason();
        }
        return ExitReason.crash(thrown);
    }

    /**
     * Ends the process: terminate where it is due, the late reply of a stop, the report, and the order of death.
     *
     * @param reply the value of a reply that goes out after terminate, in an array because it may be null; or null
     */
    private void end(ExitReason reason, boolean terminate, Object @Nullable [] reply) {
        boolean starting = this.cell.birth != null;
        ExitReason last = this.cell.killed() ? ExitReason.killed() : reason;
        if (terminate && !starting && !this.cell.killed()) {
            last = terminate(reason);
        }
        if (this.over) {
            return;
        }
        if (this.cell.killed()) {
            last = ExitReason.killed();
        }
        if (!last.quiet()) {
            this.cell.enterHandler();
            report(last);
            if (!leave()) {
                return;
            }
        }
        this.over = true;
        if (this.cell.killed()) {
            Death.of(this.cell, ExitReason.killed());
        } else {
            Death.of(this.cell, last, reply);
        }
    }

    /** A fault is reported where it arose; deaths that it brings about by signals are only mentioned. */
    private void report(ExitReason reason) {
        if (this.cell.killed()) {
            Reports.killed(this.cell, this.terminating);
        } else if (this.signals != null && this.signals.death() != null) {
            Reports.ended(this.cell, reason, this.signals.from());
        } else {
            Reports.death(this.cell, reason);
        }
    }

    private ExitReason terminate(ExitReason reason) {
        Throwable thrown = null;
        this.terminating = true;
        this.cell.enterHandler();
        try {
            this.cell.behaviour.terminate(reason, this.cell.state);
        } catch (Throwable ex) {
            thrown = ex;
        }
        if (!leave() || thrown == null) {
            return reason;
        }
        ExitReason changed = reasonOf(thrown);
        if (reason instanceof ExitReason.Crash first
                && first.cause() != thrown
                && changed instanceof ExitReason.Crash) {
            thrown.addSuppressed(first.cause());
        }
        return changed;
    }
}
