package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a process whose executor fails. */
class HandOverTests {

    private boolean failing;

    private final ProcessSystem system = system(this::execute);

    @AfterEach
    void close() {
        this.failing = false;
        this.system.close();
    }

    private static ProcessSystem system(Executor executor) {
        return new LocalSystem(
                new ProcessSystemBuilder.Settings(64, Duration.ofSeconds(5), null, List.of()),
                new Dispatchers(executor, executor, Runnable::run, () -> {}),
                Clock.system());
    }

    private void execute(Runnable process) {
        if (this.failing) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        process.run();
    }

    @Test
    void aProcessThatGotNoThreadRunsWithTheNextMessage() {
        ProcessRef counter = this.system.ref(this.system.start(GenServer.with(0)
                .cast(String.class, (message, self, n) -> self.next(n + 1))
                .build()));
        this.failing = true;
        assertThatThrownBy(() -> counter.cast("first")).isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(() -> counter.cast("second")).isInstanceOf(OutOfMemoryError.class);
        this.failing = false;
        counter.cast("third");
        assertThat(counter.call(new GetState())).isEqualTo(3);
    }
}
