package io.espalier.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.process.GenServer;
import io.espalier.process.None;
import io.espalier.process.Pid;
import io.espalier.process.ProcessRef;
import io.espalier.process.ProcessSystem;
import io.espalier.process.StartOptions;
import io.espalier.supervisor.Backoff;
import io.espalier.supervisor.ChildSpec;
import io.espalier.supervisor.DynamicSupervisor;
import io.espalier.supervisor.DynamicSupervisorSpec;
import io.espalier.supervisor.Restart;
import io.espalier.supervisor.Shutdown;
import io.espalier.test.TestProcesses;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

/** What the pages of docs/ show, at work. */
class SnippetTests {

    private static final GenServer<String, String> SESSION = GenServer.<String, String>starting(
                    (user, self) -> io.espalier.process.Init.ok(user))
            .build();

    @Bean
    ChildSpec<Counter.Start> visits(Counter counter) {
        return ChildSpec.of("visits", counter, new Counter.Start(0))
                .restart(Restart.TRANSIENT)
                .shutdown(Shutdown.after(Duration.ofSeconds(2)))
                .backoff(Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(30)));
    }

    @Test
    void aProcessIsReachedByName() {
        try (ProcessSystem processes = ProcessSystem.create()) {
            processes.start(new Account(), new Account.Open(100), StartOptions.named("accounts/ann"));

            ProcessRef account = processes.ref("accounts/ann");
            long left = account.call(new Account.Withdraw(30));
            account.cast(new Account.Statement());
            CompletionStage<Long> later = account.ask(new Account.Withdraw(5));

            assertThat(left).isEqualTo(70);
            assertThat(later.toCompletableFuture().join()).isEqualTo(65);
            assertThatThrownBy(() -> account.call(new Account.Withdraw(66)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Only 65 left");
        }
    }

    @Test
    void aReplyComesLater() {
        try (TestProcesses processes = TestProcesses.create()) {
            ProcessRef lookups = processes.startSupervised(new Lookups(Runnable::run), None.NONE);
            assertThat(lookups.call(new Lookups.Lookup("key"))).isEqualTo("KEY");
        }
    }

    @Test
    void anAuctionClosesWhenNobodyBids() {
        try (TestProcesses processes = TestProcesses.create()) {
            ProcessRef auction = processes.startSupervised(
                    ChildSpec.of("auction", new Auctions(), None.NONE).restart(Restart.TEMPORARY));
            processes.advance(Duration.ofMinutes(9));
            auction.call(new Auctions.Bid(5));
            processes.advance(Duration.ofMinutes(9));
            assertThat(auction.call(new Auctions.Look())).isEqualTo(5);
            processes.advance(Duration.ofMinutes(1));
            assertThat(auction.pid()).isEmpty();
        }
    }

    @Test
    void aDynamicSupervisorStartsSessions() {
        try (TestProcesses kit = TestProcesses.create()) {
            ProcessSystem processes = kit.system();
            GenServer<String, String> session = SESSION;
            kit.startSupervised(ChildSpec.dynamic("sessions", DynamicSupervisorSpec.defaults()));

            DynamicSupervisor sessions = DynamicSupervisor.at(processes.ref("sessions"));
            Pid ann = sessions.start(ChildSpec.of("session", session, "ann")
                    .restart(Restart.TRANSIENT)
                    .name("sessions/ann"));

            assertThat(processes.whereIs("sessions/ann")).contains(ann);
        }
    }

    @Test
    void aChildSpecOfABeanIsWhatTheDocumentationSays() {
        ChildSpec<Counter.Start> spec = visits(new Counter());
        assertThat(spec.restart()).isEqualTo(Restart.TRANSIENT);
        assertThat(spec.argument()).isEqualTo(new Counter.Start(0));
    }

    /** A counter with a start value. */
    static class Counter implements GenServer<Counter.Start, Long> {

        record Start(long from) {}

        @Override
        public io.espalier.process.Init<Long> init(Start start, io.espalier.process.Self<Long> self) {
            return io.espalier.process.Init.ok(start.from());
        }
    }
}
