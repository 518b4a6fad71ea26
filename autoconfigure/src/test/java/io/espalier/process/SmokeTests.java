package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SmokeTests {

    record Add(long by) implements Request<Long> {}

    record Boom() implements Request<Long> {}

    record Tell() {}

    static final GenServer<None, Long> COUNTER = GenServer.with(0L)
            .call(Add.class, (add, call, n) -> call.reply(n + add.by(), n + add.by()))
            .call(Boom.class, (boom, call, n) -> {
                throw new IllegalStateException("boom");
            })
            .build();

    @Test
    void callsAndCrashes() {
        for (ThreadMode mode : Threads.virtualAvailable()
                ? new ThreadMode[] {ThreadMode.PLATFORM, ThreadMode.VIRTUAL}
                : new ThreadMode[] {ThreadMode.PLATFORM}) {
            try (ProcessSystem system = ProcessSystem.builder().threads(mode).build()) {
                Pid pid = system.start(COUNTER, None.NONE, StartOptions.named("counter"));
                ProcessRef ref = system.ref("counter");
                assertThat(ref.call(new Add(2))).isEqualTo(2L);
                long t0 = System.nanoTime();
                for (int i = 0; i < 100_000; i++) {
                    ref.call(new Add(1));
                }
                System.out.println(mode + " ns/call " + (System.nanoTime() - t0) / 100_000);
                assertThatThrownBy(() -> ref.call(new Boom())).isInstanceOf(ProcessExitedException.class);
                assertThatThrownBy(() -> ref.call(new Add(1))).isInstanceOf(NoProcessException.class);
                assertThat(system.onExit(pid).toCompletableFuture().join()).isEqualTo(ExitReason.noProcess());
                Pid two = system.start(COUNTER);
                system.stop(two, ExitReason.normal(), Duration.ofSeconds(1));
                assertThat(system.statistics().alive()).isZero();
            }
        }
    }
}
