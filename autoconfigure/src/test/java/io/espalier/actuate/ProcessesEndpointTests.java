package io.espalier.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.actuate.ProcessesEndpoint.Node;
import io.espalier.actuate.ProcessesEndpoint.Processes;
import io.espalier.actuate.TreeStatus.State;
import io.espalier.process.GenServer;
import io.espalier.process.None;
import io.espalier.process.ProcessSystem;
import io.espalier.process.StartOptions;
import io.espalier.supervisor.ChildSpec;
import io.espalier.supervisor.DynamicSupervisor;
import io.espalier.supervisor.DynamicSupervisorSpec;
import io.espalier.supervisor.Restart;
import io.espalier.supervisor.Supervisor;
import io.espalier.supervisor.SupervisorSpec;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tree as the endpoint shows it. */
@Timeout(30)
class ProcessesEndpointTests {

    private final ProcessSystem processes = ProcessSystem.create();

    private final Supervisor root = Supervisor.at(this.processes.ref("root"));

    private final ProcessesEndpoint endpoint =
            new ProcessesEndpoint(this.processes, this.root, () -> new TreeStatus(State.RUNNING, null, Instant.EPOCH));

    @AfterEach
    void close() {
        this.processes.close();
    }

    @Test
    void theTreeIsShownWithTheFiguresOfEachProcess() {
        Instant before = Instant.now();
        start(SupervisorSpec.oneForOne()
                .child(worker("one").restart(Restart.TRANSIENT))
                .child(ChildSpec.supervisor("two", SupervisorSpec.oneForOne().child(worker("a")))));
        this.processes.ref("one").cast("work");
        this.processes.ref("one").cast("work");
        await().until(() ->
                Long.valueOf(2).equals(child(read(null, null), "one").handled()));

        Processes answer = this.endpoint.processes(null, null);
        assertThat(answer.state()).isEqualTo("running");
        assertThat(answer.statistics().alive()).isGreaterThanOrEqualTo(4);
        Node tree = Objects.requireNonNull(answer.root());
        assertThat(tree.id()).isEqualTo("root");
        assertThat(tree.type()).isEqualTo("supervisor");
        assertThat(tree.status()).isEqualTo("running");
        assertThat(tree.truncated()).isZero();
        Node one = child(tree, "one");
        assertThat(one.path()).isEqualTo("one");
        assertThat(one.name()).isEqualTo("one");
        assertThat(one.pid())
                .isEqualTo(this.processes.whereIs("one").orElseThrow().id());
        assertThat(one.type()).isEqualTo("worker");
        assertThat(one.restart()).isEqualTo("transient");
        assertThat(one.status()).isEqualTo("running");
        assertThat(one.restarts()).isZero();
        assertThat(one.queueLength()).isZero();
        assertThat(one.server()).isNotBlank();
        assertThat(one.startedAt()).isBetween(before.minusSeconds(1), Instant.now());
        assertThat(one.children()).isNull();
        assertThat(one.truncated()).isNull();
        assertThat(child(child(tree, "two"), "a").path()).isEqualTo("two/a");
    }

    @Test
    void childrenAreShownInStartOrder() {
        start(SupervisorSpec.oneForOne().child(worker("z")).child(worker("a")).child(worker("m")));
        assertThat(children(read(null, null))).extracting(Node::id).containsExactly("z", "a", "m");
    }

    @Test
    void aChildThatHasEndedIsShownWithoutFigures() {
        start(SupervisorSpec.oneForOne().child(worker("one")));
        this.root.terminateChild("one");
        Node one = child(read(null, null), "one");
        assertThat(one.status()).isEqualTo("stopped");
        assertThat(one.pid()).isNull();
        assertThat(one.server()).isNull();
        assertThat(one.queueLength()).isNull();
        assertThat(one.startedAt()).isNull();
    }

    @Test
    void aRestartIsCountedAndChangesThePid() {
        start(SupervisorSpec.oneForOne().child(worker("one")));
        Long before = child(read(null, null), "one").pid();
        this.processes.ref("one").send("crash");
        await().until(() -> child(read(null, null), "one").restarts() == 1);
        assertThat(child(read(null, null), "one").pid()).isNotEqualTo(before);
    }

    @Test
    void childrenOfADynamicSupervisorAreShownOldestFirstUpToTheLimit() {
        start(SupervisorSpec.oneForOne().child(ChildSpec.dynamic("many", DynamicSupervisorSpec.defaults())));
        DynamicSupervisor many = DynamicSupervisor.at(this.processes.ref("many"));
        for (int i = 0; i < 10; i++) {
            many.start(worker("x"));
        }
        Node node = child(read(null, 3), "many");
        assertThat(node.type()).isEqualTo("dynamic");
        assertThat(node.truncated()).isEqualTo(7);
        assertThat(children(node)).hasSize(3).extracting(Node::path).containsOnly("many/x");
        assertThat(children(node)).extracting(Node::pid).isSorted();
        assertThat(child(read(null, null), "many").truncated()).isZero();
    }

    @Test
    void theLimitHoldsForEachSupervisor() {
        start(SupervisorSpec.oneForOne()
                .child(ChildSpec.supervisor(
                        "s", SupervisorSpec.oneForOne().child(worker("a")).child(worker("b"))))
                .child(worker("c")));
        Node tree = read(null, 1);
        assertThat(children(tree)).extracting(Node::id).containsExactly("s");
        assertThat(tree.truncated()).isEqualTo(1);
        assertThat(child(tree, "s").truncated()).isEqualTo(1);
    }

    @Test
    void theDepthBoundsTheLevels() {
        start(SupervisorSpec.oneForOne()
                .child(ChildSpec.supervisor(
                        "s", SupervisorSpec.oneForOne().child(worker("a")).child(worker("b")))));
        assertThat(read(0, null).children()).isEmpty();
        assertThat(read(0, null).truncated()).isEqualTo(1);
        assertThat(child(read(1, null), "s").children()).isEmpty();
        assertThat(child(read(1, null), "s").truncated()).isEqualTo(2);
        assertThat(child(read(2, null), "s").truncated()).isZero();
    }

    @Test
    void whatIsAskedForIsBounded() {
        start(SupervisorSpec.oneForOne().child(ChildSpec.dynamic("many", DynamicSupervisorSpec.defaults())));
        DynamicSupervisor many = DynamicSupervisor.at(this.processes.ref("many"));
        for (int i = 0; i < 1_001; i++) {
            many.start(worker("x"));
        }
        assertThat(child(read(Integer.MAX_VALUE, Integer.MAX_VALUE), "many").truncated())
                .isEqualTo(1);
        assertThat(read(-1, -1).children()).isEmpty();
    }

    @Test
    void thereIsNoTreeBeforeItStarts() {
        assertThat(this.endpoint.processes(null, null).root()).isNull();
    }

    private void start(SupervisorSpec spec) {
        this.processes.start(Supervisor.server(), spec.childPrefix(""), StartOptions.named("root"));
    }

    private Node read(@Nullable Integer depth, @Nullable Integer limit) {
        return Objects.requireNonNull(this.endpoint.processes(depth, limit).root());
    }

    private static List<Node> children(Node node) {
        return Objects.requireNonNull(node.children());
    }

    private static Node child(Node node, String id) {
        return children(node).stream()
                .filter(child -> child.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static ChildSpec<None> worker(String id) {
        return ChildSpec.of(
                id,
                GenServer.with("")
                        .cast(String.class, (work, self, state) -> self.next(state))
                        .info(String.class, (crash, self, state) -> {
                            throw new IllegalStateException(crash);
                        })
                        .build());
    }
}
