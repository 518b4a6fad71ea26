package io.espalier.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.actuate.TreeStatus.State;
import io.espalier.process.ExitReason;
import io.espalier.process.GenServer;
import io.espalier.process.None;
import io.espalier.process.Pid;
import io.espalier.process.ProcessSystem;
import io.espalier.process.StartOptions;
import io.espalier.supervisor.ChildSpec;
import io.espalier.supervisor.DynamicSupervisor;
import io.espalier.supervisor.DynamicSupervisorSpec;
import io.espalier.supervisor.Supervisor;
import io.espalier.supervisor.SupervisorSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** The health of a tree. */
@Timeout(30)
class SupervisorHealthIndicatorTests {

    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

    private final ProcessSystem processes = ProcessSystem.create();

    @AfterEach
    void close() {
        this.processes.close();
    }

    @Test
    void aTreeThatRunsIsUpAndCountsItsChildren() {
        start(SupervisorSpec.oneForOne()
                .child(worker("one"))
                .child(ChildSpec.supervisor(
                        "two", SupervisorSpec.restForOne().maxRestarts(7).child(worker("a"))))
                .child(ChildSpec.dynamic("many", DynamicSupervisorSpec.defaults())));
        DynamicSupervisor many = DynamicSupervisor.at(this.processes.ref("many"));
        many.start(worker("x"));
        many.start(worker("x"));
        Health health = health(State.RUNNING, null);
        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .containsEntry("children", Map.of("specs", 6, "active", 6, "supervisors", 2, "workers", 4))
                .doesNotContainKeys("lastCrash", "silent");
        assertThat(supervisors(health)).containsOnlyKeys("root", "two", "many");
        assertThat(supervisors(health).get("two"))
                .isEqualTo(Map.of(
                        "strategy",
                        "rest-for-one",
                        "restartsUsed",
                        0,
                        "maxRestarts",
                        7,
                        "within",
                        "PT5S",
                        "restarts",
                        0L));
    }

    @Test
    void anEmptyTreeIsUp() {
        start(SupervisorSpec.oneForOne());
        assertThat(health(State.RUNNING, null).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aCrashThatIsMendedStaysUpAndShows() {
        start(SupervisorSpec.oneForOne().child(worker("one")));
        Instant before = Instant.now();
        this.processes.ref("one").send(new Crash("first line\nsecret=1"));
        await().until(() -> restarts("root") == 1);
        Health health = health(State.RUNNING, null);
        assertThat(health.getStatus()).isEqualTo(Status.UP);
        Map<?, ?> crash = (Map<?, ?>) health.getDetails().get("lastCrash");
        assertThat(crash.get("child")).isEqualTo("one");
        assertThat(crash.get("reason")).isEqualTo("java.lang.IllegalStateException: first line");
        assertThat(Instant.parse((String) crash.get("at"))).isBetween(before.minusSeconds(1), Instant.now());
        assertThat(health.toString()).doesNotContain("secret");
    }

    @Test
    void aTreeThatGaveUpIsDownAndSaysWhy() {
        Health health = health(State.GAVE_UP, ExitReason.crash(new IllegalStateException("wires cut\nmore")));
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails())
                .containsOnly(
                        Map.entry("reason", "java.lang.IllegalStateException: wires cut"),
                        Map.entry("at", "2026-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @EnumSource(names = {"STOPPED", "STARTING", "STOPPING"})
    void aTreeThatDoesNotRunIsOutOfService(State state) {
        Health health = health(state, null);
        assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(health.getDetails()).containsOnly(Map.entry("state", Words.of(state)));
    }

    @Test
    void aSupervisorThatDoesNotAnswerIsNamedAndHoldsNobodyUp() {
        CountDownLatch open = new CountDownLatch(1);
        GenServer<None, String> deaf = GenServer.with("")
                .otherInfo((message, self, state) -> {
                    open.await();
                    return self.next(state);
                })
                .build();
        Pid pid = this.processes.start(deaf, None.NONE, StartOptions.named("root"));
        this.processes.ref(pid).send("stop listening");
        long begin = System.nanoTime();
        Health health = health(State.RUNNING, null);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
        assertThat(health.getDetails()).containsEntry("silent", List.of("root"));
        open.countDown();
    }

    @Test
    void askingLeavesNoProcessBehind() {
        start(SupervisorSpec.oneForOne().child(worker("one")));
        long alive = this.processes.statistics().alive();
        health(State.RUNNING, null);
        await().untilAsserted(
                        () -> assertThat(this.processes.statistics().alive()).isEqualTo(alive));
    }

    @Test
    void ofVeryManySupervisorsSomeAreShown() {
        SupervisorSpec root = SupervisorSpec.oneForOne();
        for (int i = 0; i < 120; i++) {
            root = root.child(ChildSpec.supervisor("s" + i, SupervisorSpec.oneForOne()));
        }
        start(root);
        Health health = health(State.RUNNING, null);
        assertThat(supervisors(health)).hasSize(100);
        assertThat(health.getDetails()).containsEntry("supervisorsNotShown", 21);
    }

    private void start(SupervisorSpec root) {
        this.processes.start(Supervisor.server(), root.childPrefix(""), StartOptions.named("root"));
    }

    private Health health(State state, @Nullable ExitReason cause) {
        TreeStatus status = new TreeStatus(state, cause, SINCE);
        return new SupervisorHealthIndicator(this.processes, Supervisor.at(this.processes.ref("root")), () -> status)
                .health();
    }

    private long restarts(String supervisor) {
        return Supervisor.at(this.processes.ref(supervisor)).status().restarts();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> supervisors(Health health) {
        return (Map<String, Object>) health.getDetails().get("supervisors");
    }

    private static ChildSpec<None> worker(String id) {
        return ChildSpec.of(
                id,
                GenServer.with("")
                        .info(Crash.class, (crash, self, state) -> {
                            throw new IllegalStateException(crash.why());
                        })
                        .build());
    }

    record Crash(String why) {}
}
