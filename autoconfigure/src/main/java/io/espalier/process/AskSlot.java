package io.espalier.process;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A slot whose caller has a stage. The stage is completed on a thread of the system's, neither the callee's nor the
 * clock's, because its dependents are user code.
 */
final class AskSlot<R> extends CallSlot<R> {

    /** Let go of when completed: this slot may stay in the clock for a while. */
    private @Nullable CompletableFuture<R> future = new CompletableFuture<>();

    AskSlot(
            LocalSystem system,
            ProcessCell callee,
            @Nullable ProcessCell caller,
            @Nullable Object request,
            @Nullable Object context) {
        super(system, callee, caller, request, context);
    }

    /** Where the outcome will be; to be taken before the slot is sent. */
    CompletionStage<R> stage() {
        return Objects.requireNonNull(this.future);
    }

    @Override
    void completed() {
        this.system.execute(this::finish);
    }

    private void finish() {
        CompletableFuture<R> waiting = Objects.requireNonNull(this.future);
        this.future = null;
        try {
            waiting.complete(take());
        } catch (RuntimeException | Error ex) {
            waiting.completeExceptionally(ex);
        }
    }
}
