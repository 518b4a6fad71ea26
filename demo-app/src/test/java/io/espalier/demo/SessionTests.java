package io.espalier.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.process.ExitReason;
import io.espalier.process.Pid;
import io.espalier.process.ProcessRef;
import io.espalier.supervisor.ChildSpec;
import io.espalier.supervisor.Restart;
import io.espalier.test.Probe;
import io.espalier.test.TestProcesses;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionTests {

    @Test
    void aSessionEndsWhenNobodySpeaks() {
        try (TestProcesses processes = TestProcesses.create()) {
            ProcessRef session = processes.startSupervised(
                    ChildSpec.of("ann", new Session(), "ann").restart(Restart.TEMPORARY));
            Probe probe = processes.probe();
            Pid pid = session.pid().orElseThrow();
            probe.monitor(pid);

            session.call(new Session.Say("hello"));
            processes.advance(Duration.ofSeconds(29));
            assertThat(session.pid()).isPresent();

            processes.advance(Duration.ofSeconds(1));
            assertThat(probe.awaitDown(pid).reason()).isEqualTo(ExitReason.normal());
        }
    }
}
