package io.espalier.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.process.ExitReason;
import io.espalier.process.Pid;
import io.espalier.supervisor.Child.Status;
import io.espalier.supervisor.SupervisorRequest.DeleteChild;
import io.espalier.supervisor.SupervisorRequest.RestartChild;
import io.espalier.supervisor.SupervisorRequest.StartChild;
import io.espalier.supervisor.SupervisorRequest.TerminateChild;
import io.espalier.supervisor.SupervisorRequest.TerminateProcess;
import io.espalier.supervisor.Worker.OnInit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Has seeded users do whatever they like to a supervisor, and checks what must always be so: every pid that it shows lives,
 * nobody else does, every request is answered, and when all is over nothing is left half done.
 */
@ExtendWith(QuietConsole.class)
@Timeout(60)
class SupervisorFuzzTests {

    private static final List<String> IDS = List.of("a", "b", "c", "d", "e");

    private static final List<Restart> RESTARTS = List.of(Restart.values());

    private static final List<OnInit> INITS = List.of(OnInit.values());

    private static final int SEEDS = (System.getProperty("espalier.long") != null) ? 2000 : 40;

    private static final int STEPS = 60;

    @RegisterExtension
    private final TestTree tree = new TestTree();

    private final List<CompletableFuture<?>> answers = new ArrayList<>();

    static List<Arguments> strategiesAndSeeds() {
        List<Arguments> arguments = new ArrayList<>();
        for (Strategy strategy : Strategy.values()) {
            for (int seed = 0; seed < SEEDS; seed++) {
                arguments.add(Arguments.of(strategy, seed));
            }
        }
        return arguments;
    }

    static IntStream seeds() {
        return IntStream.range(0, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("strategiesAndSeeds")
    void whateverUsersDoASupervisorKeepsItsChildrenInOrder(Strategy strategy, int seed) {
        Random random = new Random(seed);
        SupervisorSpec spec = SupervisorSpec.of(strategy).maxRestarts(1_000_000);
        for (String id : IDS) {
            spec = spec.child(randomSpec(random, id));
        }
        Supervisor supervisor = this.tree.startUnderTop(ChildSpec.supervisor("sup", spec));
        for (int step = 0; step < STEPS; step++) {
            act(random, IDS.get(random.nextInt(IDS.size())));
            List<Child> children = supervisor.whichChildren();
            assertThat(this.tree.statistics().alive())
                    .as("step %s: %s", step, children)
                    .isEqualTo(2
                            + children.stream()
                                    .filter(child -> child.pid() != null)
                                    .count());
        }
        comeToRest(() -> supervisor.whichChildren());
        assertThat(supervisor.whichChildren())
                .allSatisfy(child -> assertThat(child.status()).isIn(Status.RUNNING, Status.STOPPED));
        assertThat(this.answers).allMatch(CompletableFuture::isDone);
        assertThat(this.tree.statistics().timers()).isZero();
        end();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverUsersDoADynamicSupervisorForgetsNobody(int seed) {
        Random random = new Random(seed);
        DynamicSupervisorSpec spec = DynamicSupervisorSpec.defaults().maxRestarts(1_000_000);
        DynamicSupervisor supervisor = DynamicSupervisor.at(
                this.tree.startUnderTop(ChildSpec.dynamic("sup", spec)).ref());
        for (int step = 0; step < STEPS; step++) {
            actDynamically(random, supervisor, step);
            List<Child> children = supervisor.whichChildren(Integer.MAX_VALUE);
            assertThat(this.tree.statistics().alive())
                    .as("step %s: %s", step, children)
                    .isEqualTo(2
                            + children.stream()
                                    .filter(child -> child.pid() != null)
                                    .count());
            assertThat(supervisor.countChildren().specs()).isEqualTo(children.size());
        }
        comeToRest(() -> supervisor.whichChildren(Integer.MAX_VALUE));
        assertThat(supervisor.whichChildren(Integer.MAX_VALUE))
                .extracting(Child::status)
                .allMatch(Status.RUNNING::equals);
        assertThat(this.answers).allMatch(CompletableFuture::isDone);
        assertThat(this.tree.statistics().timers()).isZero();
        end();
    }

    private void act(Random random, String id) {
        switch (random.nextInt(9)) {
            case 0 -> this.tree.worker().inits(id, randomInit(random), randomInit(random));
            case 1 -> this.tree.crash(id);
            case 2 -> this.tree.tell(id, new Worker.Finish(ExitReason.normal()));
            case 3 -> this.tree.tell(id, new Worker.Ready());
            case 4 -> this.answers.add(this.tree.ask(new StartChild(randomSpec(random, id))));
            case 5 -> this.answers.add(this.tree.ask(new TerminateChild(id)));
            case 6 -> this.answers.add(this.tree.ask(new RestartChild(id)));
            case 7 -> this.answers.add(this.tree.ask(new DeleteChild(id)));
            default -> this.tree.advance(Duration.ofMillis(random.nextInt(4000)));
        }
    }

    private void actDynamically(Random random, DynamicSupervisor supervisor, int step) {
        List<Child> children = supervisor.whichChildren(100).stream()
                .filter(child -> child.pid() != null)
                .sorted(Comparator.comparing(child -> child.pid().id()))
                .toList();
        String id = IDS.get(random.nextInt(IDS.size()));
        Pid pid = children.isEmpty()
                ? null
                : children.get(random.nextInt(children.size())).pid();
        int action = random.nextInt(8);
        if (action < 2 || pid == null) {
            this.tree.worker().inits(id, randomInit(random));
            ChildSpec<String> spec = randomSpec(random, id);
            this.answers.add(this.tree.ask(new StartChild(random.nextInt(4) == 0 ? spec.name(id + step) : spec)));
        } else if (action == 2) {
            this.answers.add(this.tree.ask(new TerminateProcess(pid)));
        } else if (action == 3) {
            this.tree.advance(Duration.ofMillis(random.nextInt(4000)));
        } else if (action == 4) {
            this.tree.tell(pid, new Worker.Ready());
        } else {
            this.tree.tell(pid, (action == 5) ? new Worker.Finish(ExitReason.normal()) : new Worker.Crash());
        }
    }

    /** Ends all inits that are pending and all delays, until nothing is left to end. */
    private void comeToRest(Supplier<List<Child>> children) {
        for (String id : IDS) {
            this.tree.worker().inits(id);
        }
        for (int round = 0; round < 100; round++) {
            for (Child child : children.get()) {
                if (child.status() == Status.STARTING && child.pid() != null) {
                    this.tree.tell(child.pid(), new Worker.Ready());
                }
            }
            this.tree.advanceSeconds(10);
        }
    }

    private void end() {
        CompletableFuture<?> stopped = this.tree.beginStop();
        this.tree.advanceSeconds(60);
        assertThat(stopped).isCompleted();
        assertThat(this.tree.statistics().alive()).isEqualTo(1);
        assertThat(this.tree.statistics().timers()).isZero();
    }

    private ChildSpec<String> randomSpec(Random random, String id) {
        ChildSpec<String> spec = this.tree.child(id).restart(RESTARTS.get(random.nextInt(RESTARTS.size())));
        if (random.nextInt(3) == 0) {
            spec = spec.backoff(Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(3)));
        }
        if (random.nextInt(4) == 0) {
            this.tree.worker().stubborn(id);
            spec = spec.shutdown(Shutdown.after(Duration.ofSeconds(2)));
        }
        return spec;
    }

    private static OnInit randomInit(Random random) {
        return INITS.get(random.nextInt(INITS.size()));
    }
}
