package io.espalier.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.process.GenServer;
import io.espalier.process.None;
import io.espalier.process.Pid;
import io.espalier.process.ProcessSystem;
import io.espalier.process.StartOptions;
import io.espalier.process.Statistics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On real time and real threads: what is left when much has happened at once. */
@ExtendWith(QuietConsole.class)
@Timeout(60)
class SupervisorStressTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final List<Restart> RESTARTS = List.of(Restart.values());

    private static final GenServer<None, Integer> FRAGILE = GenServer.with(0)
            .cast(Worker.Crash.class, (crash, self, state) -> {
                throw new StacklessException();
            })
            .build();

    @ParameterizedTest
    @EnumSource
    void aThousandCrashesInARowLeaveNothingBehind(Strategy strategy) {
        try (ProcessSystem system = ProcessSystem.create()) {
            SupervisorSpec spec = SupervisorSpec.of(strategy)
                    .maxRestarts(1_000_000)
                    .child(ChildSpec.of("a", FRAGILE))
                    .child(ChildSpec.of("b", FRAGILE))
                    .child(ChildSpec.of("c", FRAGILE));
            system.start(Supervisor.server(), spec, StartOptions.named("sup"));
            Supervisor supervisor = Supervisor.at(system.ref("sup"));
            Statistics before = system.statistics();
            for (int i = 0; i < 1000; i++) {
                Pid pid = awaitPid(system, "sup/b");
                system.ref(pid).cast(new Worker.Crash());
                system.onExit(pid)
                        .toCompletableFuture()
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join();
            }
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> supervisor.countChildren().active() == 3);
            assertThat(supervisor.status().restarts()).isEqualTo(1000);
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                Statistics after = system.statistics();
                assertThat(after.alive()).isEqualTo(before.alive());
                assertThat(after.names()).isEqualTo(before.names());
                assertThat(after.timers()).isEqualTo(before.timers());
                assertThat(after.zombies()).isZero();
            });
        }
    }

    @Test
    void manyStartsCrashesAndStopsAtOnceLeaveNothingBehind() {
        try (ProcessSystem system = ProcessSystem.create()) {
            system.start(
                    DynamicSupervisor.server(),
                    DynamicSupervisorSpec.defaults().maxRestarts(1_000_000),
                    StartOptions.named("sup"));
            DynamicSupervisor supervisor = DynamicSupervisor.at(system.ref("sup"));
            Statistics before = system.statistics();
            List<CompletableFuture<Void>> users = new Random(11)
                    .longs(4)
                    .mapToObj(seed -> CompletableFuture.runAsync(() -> use(system, supervisor, new Random(seed))))
                    .toList();
            CompletableFuture.allOf(users.toArray(CompletableFuture[]::new)).join();
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                for (Child child : supervisor.whichChildren(Integer.MAX_VALUE)) {
                    if (child.status() == Child.Status.RUNNING && child.pid() != null) {
                        terminate(supervisor, child.pid());
                    }
                }
                assertThat(supervisor.countChildren().specs()).isZero();
            });
            Awaitility.await().atMost(PATIENCE).until(() -> system.statistics().alive() == before.alive());
            assertThat(system.statistics().timers()).isEqualTo(before.timers());
        }
    }

    @Test
    void aSupervisorOfManyChildrenEndsAtOnce() {
        try (ProcessSystem system = ProcessSystem.create()) {
            Pid pid = system.start(DynamicSupervisor.server(), DynamicSupervisorSpec.defaults());
            DynamicSupervisor supervisor = DynamicSupervisor.at(system.ref(pid));
            for (int i = 0; i < 20_000; i++) {
                supervisor.start(FRAGILE, None.NONE);
            }
            assertThat(supervisor.countChildren().active()).isEqualTo(20_000);
            system.stop(pid);
            Awaitility.await().atMost(PATIENCE).until(() -> system.statistics().alive() == 0);
            assertThat(system.statistics().timers()).isZero();
        }
    }

    private static void use(ProcessSystem system, DynamicSupervisor supervisor, Random random) {
        for (int i = 0; i < 500; i++) {
            Restart restart = RESTARTS.get(random.nextInt(RESTARTS.size()));
            Pid pid = supervisor.start(ChildSpec.of("a", FRAGILE).restart(restart));
            if (random.nextBoolean()) {
                system.ref(pid).cast(new Worker.Crash());
            }
            if (random.nextBoolean()) {
                terminate(supervisor, pid);
            }
        }
    }

    private static void terminate(DynamicSupervisor supervisor, Pid pid) {
        try {
            supervisor.terminate(pid);
        } catch (SupervisorException gone) {
            assertThat(gone.problem()).isEqualTo(SupervisorException.Problem.NOT_FOUND);
        }
    }

    private static Pid awaitPid(ProcessSystem system, String name) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofNanos(100_000))
                .until(() -> system.whereIs(name), Optional::isPresent)
                .orElseThrow();
    }

    private static final class StacklessException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        StacklessException() {
            super("crash", null, false, false);
        }
    }
}
