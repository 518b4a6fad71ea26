package io.espalier.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** After each message the process changes threads: nothing that it has decided may get lost on the way. */
class ThroughputTests extends ProcessFixture {

    @Override
    ProcessSystemBuilder configure(ProcessSystemBuilder builder) {
        return builder.throughput(1);
    }

    @Test
    void aTimeoutOfZeroSurvivesTheChangeOfThreads() { // G04
        List<Object> got = Collections.synchronizedList(new ArrayList<>());
        Pid pid = this.system.start(GenServer.with(0)
                .cast(String.class, (message, self, n) -> self.next(n + 1).timeout(Duration.ZERO))
                .otherInfo((message, self, n) -> {
                    got.add(message);
                    return self.next(n);
                })
                .build());
        this.system.ref(pid).cast("one");
        settle();
        assertThat(got).containsExactly(new Timeout());
    }

    @Test
    void aContinuationSurvivesTheChangeOfThreads() { // G05
        Pid pid = this.system.start(GenServer.with(0)
                .cast(Integer.class, (left, self, n) -> self.next(n + 1).thenContinue(left))
                .continues(
                        Integer.class,
                        (left, self, n) -> (left > 0) ? self.next(n + 1).thenContinue(left - 1) : self.next(n + 1))
                .build());
        this.system.ref(pid).cast(9);
        assertThat(this.system.ref(pid).call(new GetState())).isEqualTo(11);
    }

    @Test
    void anExitSignalThatIsMetInMailboxOrderSurvivesTheChangeOfThreads() { // P10
        Puppet puppet = puppet();
        settle();
        // As if the sender had lost its core between adding the signal and raising the flag.
        ProcessCell cell = (ProcessCell) puppet.pid();
        cell.enqueueTie(new Signal.ExitSignal(null, CUSTOM, Signal.Origin.EXIT));
        puppet.ref().send("after");
        assertThat(puppet.death()).isEqualTo(CUSTOM);
        assertThat(puppet.got()).isEmpty();
    }
}
