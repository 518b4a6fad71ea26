package io.espalier.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A slot whose caller has a stage. The stage is completed on a thread of the system's, neither the callee's nor the
 * clock's, because its dependents are user code.
 */
final class AskSlot<R> extends CallSlot<R> {

    private final CompletableFuture<R> future = new CompletableFuture<>();

    AskSlot(
            LocalSystem system,
            ProcessCell callee,
            @Nullable ProcessCell caller,
            @Nullable Object request,
            @Nullable Object context) {
        super(system, callee, caller, request, context);
    }

    CompletionStage<R> stage() {
        return this.future;
    }

    @Override
    void completed() {
        this.system.execute(this::finish);
    }

    private void finish() {
        try {
            this.future.complete(take());
        } catch (RuntimeException ex) {
            this.future.completeExceptionally(ex);
        }
    }
}
