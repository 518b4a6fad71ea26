package io.espalier.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells a thread that is no process of a death. */
final class ExitStage implements Watch {

    private final LocalSystem system;

    private final CompletableFuture<ExitReason> future = new CompletableFuture<>();

    ExitStage(LocalSystem system) {
        this.system = system;
    }

    CompletionStage<ExitReason> stage() {
        return this.future;
    }

    @Override
    public void down(ExitReason reason) {
        // The dependents are user code: not on the thread of a dying process.
        this.system.execute(() -> this.future.complete(reason));
    }
}
