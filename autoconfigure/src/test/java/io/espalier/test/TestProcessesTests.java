package io.espalier.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.process.Exit;
import io.espalier.process.ExitReason;
import io.espalier.process.GenServer;
import io.espalier.process.Init;
import io.espalier.process.None;
import io.espalier.process.Pid;
import io.espalier.process.ProcessRef;
import io.espalier.supervisor.ChildSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestProcessesTests {

    record Tick() {}

    record Crash() {}

    private static final GenServer<None, Integer> TICKER = GenServer.<None, Integer>starting((none, self) -> {
                self.sendAfter(Duration.ofMinutes(1), new Tick());
                return Init.ok(0);
            })
            .info(Tick.class, (tick, self, n) -> {
                self.sendAfter(Duration.ofMinutes(1), new Tick());
                return self.next(n + 1);
            })
            .cast(Crash.class, (crash, self, n) -> {
                throw new IllegalStateException("told to");
            })
            .build();

    @Test
    void advancingFiresEachTimerInBetween() {
        try (TestProcesses processes = TestProcesses.create()) {
            ProcessRef ticker = processes.startSupervised(TICKER);
            processes.advance(Duration.ofHours(1));
            assertThat(processes.state(ticker, Integer.class)).isEqualTo(60);
        }
    }

    @Test
    void aStartedProcessIsRestartedAfterACrash() {
        try (TestProcesses processes = TestProcesses.create()) {
            ProcessRef ticker = processes.startSupervised(TICKER);
            processes.advance(Duration.ofMinutes(2));
            Pid before = ticker.pid().orElseThrow();
            ticker.cast(new Crash());
            assertThat(processes.awaitState(ticker, Integer.class, n -> n == 0)).isZero();
            assertThat(ticker.pid()).isPresent().get().isNotEqualTo(before);
        }
    }

    @Test
    void closingStopsWhatWasStartedLastFirst() {
        List<String> ended = Collections.synchronizedList(new ArrayList<>());
        GenServer<String, String> server = GenServer.<String, String>starting((name, self) -> Init.ok(name))
                .onTerminate((reason, name) -> ended.add(name))
                .build();
        try (TestProcesses processes = TestProcesses.create()) {
            processes.startSupervised(server, "first");
            processes.startSupervised(server, "second");
        }
        assertThat(ended).containsExactly("second", "first");
    }

    @Test
    void aStoppedProcessIsNotRestarted() {
        try (TestProcesses processes = TestProcesses.create()) {
            ProcessRef ticker = processes.startSupervised(ChildSpec.of("ticker", TICKER));
            processes.stopSupervised(ticker);
            processes.settle();
            assertThat(ticker.pid()).isEmpty();
            assertThat(processes.supervisor().whichChildren()).isEmpty();
        }
    }

    @Test
    void aProbeKeepsWhatArrivesInOrder() {
        try (TestProcesses processes = TestProcesses.create()) {
            Probe probe = processes.probe();
            probe.ref().cast("a");
            probe.ref().send(1);
            probe.ref().send("b");
            assertThat(probe.awaitMessage(Integer.class)).isEqualTo(1);
            processes.settle();
            assertThat(probe.messages()).containsExactly("a", "b");
        }
    }

    @Test
    void aProbeSeesDeathsThroughMonitorsAndLinks() {
        try (TestProcesses processes = TestProcesses.create()) {
            Pid pid = processes.startSupervised(TICKER).pid().orElseThrow();
            Probe probe = processes.probe();
            probe.monitor(pid);
            probe.link(pid);
            processes.system().kill(pid);
            assertThat(probe.awaitDown(pid).reason()).isEqualTo(ExitReason.killed());
            assertThat(probe.awaitMessage(Exit.class)).isEqualTo(new Exit(pid, ExitReason.killed()));
        }
    }

    @Test
    void aWishThatIsNotMetFailsWithWhatWasThere() {
        try (TestProcesses processes = TestProcesses.create()) {
            ProcessRef ticker = processes.startSupervised(TICKER);
            assertThatThrownBy(() -> processes.awaitState(ticker, Integer.class, n -> n == 7))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("but: 0");
        }
    }
}
