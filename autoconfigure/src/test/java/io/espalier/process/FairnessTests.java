package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Processes that are never idle, more than there are cores, and the rest of the system beside them. */
class FairnessTests {

    private static final int CALLS = 200;

    record Again() {}

    record Ping() implements Request<Integer> {}

    static Stream<Arguments> pools() {
        Stream<Arguments> platform = Stream.of(
                Arguments.of(ThreadMode.PLATFORM, Dispatcher.COMPUTE),
                Arguments.of(ThreadMode.PLATFORM, Dispatcher.BLOCKING));
        return Threads.virtualAvailable()
                ? Stream.concat(platform, Stream.of(Arguments.of(ThreadMode.VIRTUAL, Dispatcher.BLOCKING)))
                : platform;
    }

    @ParameterizedTest
    @MethodSource("pools")
    void busyProcessesDoNotStarveTheOthers(ThreadMode mode, Dispatcher dispatcher) {
        List<LongAdder> handled = new ArrayList<>();
        StartOptions options = StartOptions.defaults().dispatcher(dispatcher);
        try (ProcessSystem system = ProcessSystem.builder().threads(mode).build()) {
            for (int busy = 0; busy <= Runtime.getRuntime().availableProcessors(); busy++) {
                LongAdder count = new LongAdder();
                handled.add(count);
                GenServer<None, None> server = GenServer.with(None.NONE)
                        .cast(Again.class, (again, self, none) -> {
                            count.increment();
                            self.system().ref(self.pid()).cast(again);
                            return self.next(none);
                        })
                        .build();
                system.ref(system.start(server, None.NONE, options)).cast(new Again());
            }
            ProcessRef bystander = system.ref(system.start(
                    GenServer.with(1)
                            .call(Ping.class, (ping, call, one) -> call.reply(one, one))
                            .build(),
                    None.NONE,
                    options));
            for (int call = 0; call < CALLS; call++) {
                assertThat(bystander.call(new Ping(), Duration.ofSeconds(5))).isEqualTo(1);
            }
            assertThat(handled).allMatch(count -> count.sum() > 0);
        }
    }
}
