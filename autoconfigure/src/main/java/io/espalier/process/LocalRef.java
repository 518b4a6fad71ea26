package io.espalier.process;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A reference to a process of this JVM.
 *
 * @param system the system
 * @param name the name, or null
 * @param cell the process, if there is no name
 * @param patience how long a call waits for the name
 */
record LocalRef(
        LocalSystem system, @Nullable String name, @Nullable ProcessCell cell, Duration patience)
        implements ProcessRef {

    @Nullable
    ProcessCell find() {
        return (this.name != null) ? this.system.names().find(this.name) : this.cell;
    }

    @Override
    public <R> R call(Request<R> request) {
        return call(request, DEFAULT_TIMEOUT);
    }

    @Override
    public <R> R call(Request<R> request, Duration timeout) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(timeout, "timeout");
        Threads.checkMayBlock();
        ProcessCell caller = Threads.current();
        if (this.name == null || this.patience.isZero()) {
            ProcessCell callee = find();
            SyncSlot<R> slot = (callee != null) ? send(callee, request, caller) : null;
            if (callee == null || slot == null) {
                throw this.system.noProcess(describe());
            }
            return await(callee, slot, request, caller, timeout);
        }
        return callPatiently(this.name, request, timeout, caller);
    }

    private <R> R callPatiently(String wanted, Request<R> request, Duration timeout, @Nullable ProcessCell caller) {
        long end = this.system.clock().nanoTime() + Clock.nanos(this.patience);
        ProcessCell callee = find();
        while (true) {
            SyncSlot<R> slot = (callee != null) ? send(callee, request, caller) : null;
            if (callee != null && slot != null) {
                return await(callee, slot, request, caller, timeout);
            }
            long left = end - this.system.clock().nanoTime();
            // Whoever has the name now is dying and about to lose it.
            callee = (left > 0) ? this.system.names().await(this.system, wanted, callee, Duration.ofNanos(left)) : null;
            if (callee == null) {
                throw this.system.noProcess(describe());
            }
        }
    }

    private <R> @Nullable SyncSlot<R> send(ProcessCell callee, Request<R> request, @Nullable ProcessCell caller) {
        if (callee == caller) {
            throw new CallCycleException("Process " + callee.describe() + " calls itself with " + Reports.kind(request)
                    + "; it would wait for its own reply");
        }
        if (caller != null && caller.fenced()) {
            throw new ProcessKilled(caller.describe());
        }
        SyncSlot<R> slot = new SyncSlot<>(this.system, callee, caller, request, this.system.capture());
        return callee.enqueue(slot) ? slot : null;
    }

    private static <R> R await(
            ProcessCell callee, SyncSlot<R> slot, Request<R> request, @Nullable ProcessCell caller, Duration timeout) {
        Spin spin = callee.behaviour.callSpin();
        if (caller == null) {
            return slot.await(timeout, request, spin);
        }
        caller.waitingOn = callee;
        try {
            return slot.await(timeout, request, spin);
        } finally {
            caller.waitingOn = null;
        }
    }

    @Override
    public <R> CompletionStage<R> ask(Request<R> request) {
        return ask(request, DEFAULT_TIMEOUT);
    }

    @Override
    public <R> CompletionStage<R> ask(Request<R> request, Duration timeout) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(timeout, "timeout");
        ProcessCell caller = Threads.current();
        ProcessCell callee = find();
        if (callee != null && (caller == null || !caller.fenced())) {
            AskSlot<R> slot = new AskSlot<>(this.system, callee, caller, request, this.system.capture());
            CompletionStage<R> stage = slot.stage();
            this.system.clock().schedule(slot, Clock.nanos(timeout));
            if (callee.enqueue(slot)) {
                return stage;
            }
            slot.abandon();
        }
        return CompletableFuture.failedStage(this.system.noProcess(describe()));
    }

    @Override
    public void cast(Object message) {
        deliver(true, message);
    }

    @Override
    public void send(Object message) {
        deliver(false, message);
    }

    private void deliver(boolean cast, Object message) {
        Objects.requireNonNull(message, "message");
        ProcessCell target = find();
        ProcessCell sender = Threads.current();
        boolean fenced = sender != null && sender.fenced();
        if (fenced || target == null || !target.enqueue(new Envelope(cast, message, this.system.capture()))) {
            this.system.dropped(describe(), message);
        }
    }

    @Override
    public Optional<Pid> pid() {
        ProcessCell found = find();
        return (found != null && found.alive()) ? Optional.of(found) : Optional.empty();
    }

    @Override
    public ProcessRef await(Duration atMost) {
        return new LocalRef(this.system, this.name, this.cell, Objects.requireNonNull(atMost, "atMost"));
    }

    private String describe() {
        if (this.name != null) {
            return this.name;
        }
        return (this.cell != null) ? this.cell.describe() : "?";
    }

    @Override
    public String toString() {
        return "ProcessRef[" + describe() + "]";
    }
}
