package io.espalier.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.espalier.process.ExitReason;
import io.espalier.process.Pid;
import io.espalier.supervisor.Worker.OnInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(QuietConsole.class)
class StrategyTests {

    @RegisterExtension
    private final TestTree tree = new TestTree();

    // S04
    @Test
    void oneForOneRestartsTheDeadChildAlone() {
        startThree(Strategy.ONE_FOR_ONE);
        Pid a = this.tree.pid("a");
        Pid b = this.tree.pid("b");
        Pid c = this.tree.pid("c");
        this.tree.crash("b");
        assertThat(this.tree.worker().diary()).containsExactly("stop b", "start b");
        assertThat(this.tree.pid("a")).isEqualTo(a);
        assertThat(this.tree.pid("b")).isNotEqualTo(b);
        assertThat(this.tree.pid("c")).isEqualTo(c);
    }

    // S04
    @Test
    void oneForAllStopsTheOthersInReverseAndStartsAllInOrder() {
        startThree(Strategy.ONE_FOR_ALL);
        this.tree.crash("b");
        assertThat(this.tree.worker().diary())
                .containsExactly("stop b", "ask c", "stop c", "ask a", "stop a", "start a", "start b", "start c");
    }

    // S04
    @Test
    void restForOneStopsThoseAfterTheDeadChildInReverseAndStartsItAndThem() {
        Supervisor supervisor =
                this.tree.start(SupervisorSpec.restForOne().children(this.tree.children("a", "b", "c", "d")));
        Pid a = this.tree.pid("a");
        this.tree.worker().diary();
        this.tree.crash("b");
        assertThat(this.tree.worker().diary())
                .containsExactly("stop b", "ask d", "stop d", "ask c", "stop c", "start b", "start c", "start d");
        assertThat(this.tree.pid("a")).isEqualTo(a);
        assertThat(supervisor.whichChildren()).extracting(Child::id).containsExactly("a", "b", "c", "d");
    }

    // S04
    @Test
    void restForOneOfTheLastChildIsOneForOne() {
        startThree(Strategy.REST_FOR_ONE);
        this.tree.crash("c");
        assertThat(this.tree.worker().diary()).containsExactly("stop c", "start c");
    }

    // S05
    @ParameterizedTest
    @EnumSource(names = {"ONE_FOR_ALL", "REST_FOR_ONE"})
    void siblingsThatHadEndedOrWereTerminatedAreStartedAgain(Strategy strategy) {
        Supervisor supervisor = this.tree.start(SupervisorSpec.of(strategy)
                .child(this.tree.child("a"))
                .child(this.tree.child("b").restart(Restart.TRANSIENT))
                .child(this.tree.child("c")));
        this.tree.tell("b", new Worker.Finish(ExitReason.normal()));
        supervisor.terminateChild("c");
        assertThat(supervisor.whichChildren())
                .extracting(Child::status)
                .containsExactly(Child.Status.RUNNING, Child.Status.STOPPED, Child.Status.STOPPED);
        this.tree.crash("a");
        assertThat(supervisor.whichChildren()).extracting(Child::status).containsOnly(Child.Status.RUNNING);
    }

    // S06
    @ParameterizedTest
    @EnumSource(names = {"ONE_FOR_ALL", "REST_FOR_ONE"})
    void temporarySiblingsAreForgotten(Strategy strategy) {
        Supervisor supervisor = this.tree.start(SupervisorSpec.of(strategy)
                .child(this.tree.child("a"))
                .child(this.tree.child("b").restart(Restart.TEMPORARY))
                .child(this.tree.child("c")));
        this.tree.crash("a");
        assertThat(supervisor.whichChildren()).extracting(Child::id).containsExactly("a", "c");
    }

    // S12
    @Test
    void oneForAllStopsThoseStartedInARoundThatFailsAndTriesTheWholeRoundAgain() {
        startThree(Strategy.ONE_FOR_ALL);
        this.tree.worker().inits("c", OnInit.FAIL);
        this.tree.crash("a");
        assertThat(this.tree.worker().diary())
                .containsExactly(
                        "stop a",
                        "ask c",
                        "stop c",
                        "ask b",
                        "stop b",
                        "start a",
                        "start b",
                        "start c FAIL",
                        "ask b",
                        "stop b",
                        "ask a",
                        "stop a",
                        "start a",
                        "start b",
                        "start c");
    }

    // S12
    @Test
    void restForOneGoesOnFromTheChildThatFailed() {
        startThree(Strategy.REST_FOR_ONE);
        this.tree.worker().inits("b", OnInit.FAIL);
        this.tree.crash("a");
        assertThat(this.tree.worker().diary())
                .containsExactly(
                        "stop a",
                        "ask c",
                        "stop c",
                        "ask b",
                        "stop b",
                        "start a",
                        "start b FAIL",
                        "start b",
                        "start c");
    }

    // S10
    @Test
    void aRoundCountsOnceHoweverManyChildrenItRestarts() {
        Supervisor supervisor = startThree(Strategy.ONE_FOR_ALL);
        this.tree.crash("b");
        assertThat(supervisor.status().restartsUsed()).isEqualTo(1);
        assertThat(supervisor.whichChildren())
                .extracting(Child::id, Child::restarts)
                .containsExactly(tuple("a", 1L), tuple("b", 1L), tuple("c", 1L));
    }

    @ParameterizedTest
    @EnumSource
    void aChildThatDiesWhileOthersAreRestartedIsRestartedAfterwards(Strategy strategy) {
        Supervisor supervisor = startThree(strategy);
        this.tree.worker().inits("a", OnInit.PEND);
        this.tree.crash("a");
        this.tree.tell("a", new Worker.Ready());
        this.tree.crash("c");
        assertThat(supervisor.whichChildren()).extracting(Child::status).containsOnly(Child.Status.RUNNING);
        assertThat(supervisor.status().restartsUsed()).isEqualTo(2);
    }

    @Test
    void aDeathDuringARestartWaitsForItsEnd() {
        Supervisor supervisor = startThree(Strategy.ONE_FOR_ONE);
        this.tree.worker().inits("a", OnInit.PEND);
        this.tree.crash("a");
        this.tree.crash("c");
        assertThat(supervisor.whichChildren())
                .extracting(Child::status)
                .containsExactly(Child.Status.STARTING, Child.Status.RUNNING, Child.Status.RESTARTING);
        this.tree.tell("a", new Worker.Ready());
        assertThat(supervisor.whichChildren()).extracting(Child::status).containsOnly(Child.Status.RUNNING);
        assertThat(supervisor.status().restartsUsed()).isEqualTo(2);
    }

    @Test
    void aDeathThatARoundHasTakenAlongDoesNotCount() {
        Supervisor supervisor = startThree(Strategy.ONE_FOR_ALL);
        this.tree.worker().stubborn("c");
        this.tree.crash("a");
        this.tree.crash("b");
        this.tree.advanceSeconds(5);
        assertThat(supervisor.whichChildren()).extracting(Child::status).containsOnly(Child.Status.RUNNING);
        assertThat(supervisor.status().restarts()).isEqualTo(1);
    }

    private Supervisor startThree(Strategy strategy) {
        Supervisor supervisor =
                this.tree.start(SupervisorSpec.of(strategy).children(this.tree.children("a", "b", "c")));
        this.tree.worker().diary();
        return supervisor;
    }
}
