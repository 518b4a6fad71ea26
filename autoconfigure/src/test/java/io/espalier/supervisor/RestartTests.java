package io.espalier.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.espalier.process.ExitReason;
import io.espalier.process.Pid;
import io.espalier.process.ProcessEvent;
import io.espalier.supervisor.Worker.OnInit;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(QuietConsole.class)
class RestartTests {

    private static final ExitReason QUIET = ExitReason.normal();

    private static final ExitReason LOUD = ExitReason.custom("loud");

    @RegisterExtension
    private final TestTree tree = new TestTree();

    // S07
    @Test
    void aPermanentChildIsRestartedForAnyReason() {
        Supervisor supervisor = startOne(this.tree.child("a"));
        for (ExitReason reason : List.of(QUIET, LOUD, ExitReason.shutdown())) {
            Pid before = this.tree.pid("a");
            this.tree.tell("a", new Worker.Finish(reason));
            assertThat(this.tree.pid("a")).isNotEqualTo(before);
        }
        assertThat(supervisor.whichChildren()).extracting(Child::restarts).containsExactly(3L);
    }

    // S07
    @Test
    void aTransientChildIsRestartedForALoudReasonOnly() {
        Supervisor supervisor = startOne(this.tree.child("a").restart(Restart.TRANSIENT));
        this.tree.tell("a", new Worker.Finish(LOUD));
        assertThat(supervisor.whichChildren()).extracting(Child::status).containsExactly(Child.Status.RUNNING);
        this.tree.tell("a", new Worker.Finish(QUIET));
        assertThat(supervisor.whichChildren())
                .extracting(Child::id, Child::status, Child::pid)
                .containsExactly(tuple("a", Child.Status.STOPPED, null));
    }

    // S07
    @Test
    void aTemporaryChildIsNeverRestartedAndForgotten() {
        Supervisor supervisor = startOne(this.tree.child("a").restart(Restart.TEMPORARY));
        this.tree.tell("a", new Worker.Finish(LOUD));
        assertThat(supervisor.whichChildren()).isEmpty();
    }

    // S07
    @Test
    void aKilledChildIsRestartedUnlessItIsTemporary() {
        Supervisor supervisor = startOne(this.tree.child("a").restart(Restart.TRANSIENT));
        this.tree.system().kill(this.tree.pid("a"));
        this.tree.settle();
        assertThat(supervisor.whichChildren()).extracting(Child::restarts).containsExactly(1L);
    }

    // S08
    @Test
    void theFourthDeathWithinTheWindowEndsTheSupervisor() {
        startOne(this.tree.child("a"));
        for (int i = 0; i < 3; i++) {
            this.tree.crash("a");
            this.tree.advance(Duration.ofMillis(1666));
        }
        assertThat(this.tree.system().whereIs("sup")).isPresent();
        this.tree.crash("a");
        assertThat(this.tree.system().whereIs("sup")).isEmpty();
    }

    // S08, S09: the window is exact
    @Test
    void aDeathJustOutsideTheWindowIsForgotten() {
        Supervisor supervisor = this.tree.start(SupervisorSpec.oneForOne()
                .child(this.tree.child("a"))
                .maxRestarts(1)
                .within(Duration.ofSeconds(5)));
        this.tree.crash("a");
        this.tree.advance(Duration.ofSeconds(5).plusNanos(1));
        assertThat(supervisor.status().restartsUsed()).isZero();
        this.tree.crash("a");
        assertThat(supervisor.status().restartsUsed()).isEqualTo(1);
        this.tree.advanceSeconds(5);
        this.tree.crash("a");
        assertThat(this.tree.system().whereIs("sup")).isEmpty();
    }

    // S10
    @Test
    void allChildrenShareOneBudget() {
        this.tree.start(SupervisorSpec.oneForOne()
                .children(this.tree.children("a", "b", "c"))
                .maxRestarts(2));
        this.tree.crash("a");
        this.tree.crash("b");
        this.tree.crash("c");
        assertThat(this.tree.system().whereIs("sup")).isEmpty();
    }

    // S10
    @Test
    void onlyRestartsCountAgainstTheBudget() {
        Supervisor supervisor = this.tree.start(SupervisorSpec.oneForOne()
                .child(this.tree.child("temporary").restart(Restart.TEMPORARY))
                .child(this.tree.child("transient").restart(Restart.TRANSIENT))
                .child(this.tree.child("permanent")));
        this.tree.tell("temporary", new Worker.Finish(LOUD));
        this.tree.tell("transient", new Worker.Finish(QUIET));
        supervisor.terminateChild("permanent");
        supervisor.restartChild("permanent");
        supervisor.restartChild("transient");
        assertThat(supervisor.status().restartsUsed()).isZero();
        this.tree.tell("permanent", new Worker.Finish(QUIET));
        assertThat(supervisor.status().restartsUsed()).isEqualTo(1);
        assertThat(supervisor.status().restarts()).isEqualTo(1);
    }

    // S11
    @Test
    void aRestartThatFailsInInitCountsAgainAndIsTriedAgain() {
        Supervisor supervisor = startOne(this.tree.child("a"));
        this.tree.worker().inits("a", OnInit.FAIL, OnInit.FAIL);
        this.tree.worker().diary();
        this.tree.crash("a");
        assertThat(this.tree.worker().diary()).containsExactly("stop a", "start a FAIL", "start a FAIL", "start a");
        assertThat(supervisor.status().restartsUsed()).isEqualTo(3);
    }

    // S11
    @Test
    void restartsThatGoOnFailingEndTheSupervisor() {
        startOne(this.tree.child("a"));
        this.tree.worker().inits("a", OnInit.FAIL, OnInit.FAIL, OnInit.FAIL, OnInit.FAIL);
        this.tree.crash("a");
        assertThat(this.tree.system().whereIs("sup")).isEmpty();
        assertThat(this.tree.worker().diary())
                .containsExactly("start a", "stop a", "start a FAIL", "start a FAIL", "start a FAIL");
    }

    // S11
    @Test
    void theSupervisorAnswersBetweenTwoAttempts() {
        Supervisor supervisor = startOne(delayed("a", 1));
        this.tree.worker().inits("a", OnInit.FAIL);
        this.tree.crash("a");
        this.tree.advanceSeconds(1);
        assertThat(supervisor.whichChildren())
                .extracting(Child::status, Child::pid)
                .containsExactly(tuple(Child.Status.RESTARTING, null));
        this.tree.advanceSeconds(1);
        assertThat(supervisor.whichChildren()).extracting(Child::status).containsExactly(Child.Status.RUNNING);
    }

    // S11
    @Test
    void terminateChildCancelsARestart() {
        Supervisor supervisor = startOne(delayed("a", 1));
        this.tree.crash("a");
        assertThat(supervisor.whichChildren()).extracting(Child::status).containsExactly(Child.Status.RESTARTING);
        supervisor.terminateChild("a");
        this.tree.advanceSeconds(10);
        assertThat(supervisor.whichChildren()).extracting(Child::status).containsExactly(Child.Status.STOPPED);
        supervisor.restartChild("a");
        assertThat(supervisor.whichChildren()).extracting(Child::status).containsExactly(Child.Status.RUNNING);
    }

    // S11
    @Test
    void terminateChildIsHeardWhileRestartsFailInARow() {
        Supervisor supervisor = this.tree.start(
                SupervisorSpec.oneForOne().child(this.tree.child("a")).maxRestarts(1_000_000));
        OnInit[] failing = new OnInit[1000];
        Arrays.fill(failing, OnInit.FAIL);
        this.tree.worker().inits("a", failing);
        this.tree.ref("a").cast(new Worker.Crash());
        CompletableFuture<?> reply = this.tree.ask(new SupervisorRequest.TerminateChild("a"));
        assertThat(reply).isCompleted();
        assertThat(supervisor.whichChildren()).extracting(Child::status).containsExactly(Child.Status.STOPPED);
    }

    // S13
    @Test
    void aRestartThatIsIgnoredLeavesTheChildStopped() {
        Supervisor supervisor = startOne(this.tree.child("a"));
        this.tree.worker().inits("a", OnInit.IGNORE);
        this.tree.crash("a");
        assertThat(supervisor.whichChildren())
                .extracting(Child::status, Child::pid)
                .containsExactly(tuple(Child.Status.STOPPED, null));
        assertThat(supervisor.status().restartsUsed()).isEqualTo(1);
        assertThat(supervisor.restartChild("a")).isEqualTo(this.tree.pid("a"));
    }

    // S30
    @Test
    void aRestartedChildHasANewPidAnEmptyMailboxAndAFreshState() {
        startOne(this.tree.child("a"));
        Pid before = this.tree.pid("a");
        assertThat(this.tree.ref("a").call(new Worker.Count())).isZero();
        assertThat(this.tree.ref("a").call(new Worker.Count())).isEqualTo(1);
        this.tree.ref("a").cast(new Worker.Crash());
        CompletableFuture<Integer> lost =
                this.tree.system().ref(before).ask(new Worker.Count()).toCompletableFuture();
        this.tree.settle();
        assertThat(lost).isCompletedExceptionally();
        assertThat(this.tree.pid("a")).isNotEqualTo(before);
        assertThat(this.tree.system().isAlive(before)).isFalse();
        assertThat(this.tree.ref("a").call(new Worker.Count())).isZero();
    }

    @Test
    void aBackoffDelaysARestart() {
        Supervisor supervisor = startOne(delayed("a", 2));
        this.tree.crash("a");
        this.tree.advance(Duration.ofMillis(1999));
        assertThat(supervisor.whichChildren()).extracting(Child::status).containsExactly(Child.Status.RESTARTING);
        assertThat(supervisor.status().restartsUsed()).isEqualTo(1);
        this.tree.advance(Duration.ofMillis(1));
        assertThat(supervisor.whichChildren()).extracting(Child::status).containsExactly(Child.Status.RUNNING);
    }

    @Test
    void delaysGrowWithEachDeathAndStartOverAfterALongLife() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), 3, Duration.ofSeconds(60), 0, Duration.ofSeconds(30));
        Supervisor supervisor = this.tree.start(SupervisorSpec.oneForOne()
                .maxRestarts(100)
                .child(this.tree.child("a").backoff(backoff)));
        for (int delay : new int[] {1, 3, 9}) {
            this.tree.crash("a");
            this.tree.advance(Duration.ofSeconds(delay).minusNanos(1));
            assertThat(supervisor.countChildren().active()).isZero();
            this.tree.advance(Duration.ofNanos(1));
            assertThat(supervisor.countChildren().active()).isEqualTo(1);
        }
        this.tree.advanceSeconds(30);
        this.tree.crash("a");
        this.tree.advanceSeconds(1);
        assertThat(supervisor.countChildren().active()).isEqualTo(1);
    }

    @Test
    void underOneForAllTheSiblingsOfADelayedChildWaitWithIt() {
        Supervisor supervisor = this.tree.start(SupervisorSpec.oneForAll()
                .child(this.tree.child("a"))
                .child(delayed("b", 1))
                .child(this.tree.child("c")));
        this.tree.worker().diary();
        this.tree.crash("b");
        assertThat(this.tree.worker().diary()).containsExactly("stop b", "ask c", "stop c", "ask a", "stop a");
        assertThat(supervisor.whichChildren()).extracting(Child::status).containsOnly(Child.Status.RESTARTING);
        this.tree.advanceSeconds(1);
        assertThat(this.tree.worker().diary()).containsExactly("start a", "start b", "start c");
    }

    @Test
    void siblingsThatWaitForAChildGoOnWithoutItWhenItsRestartIsCancelled() {
        Supervisor supervisor = this.tree.start(SupervisorSpec.oneForAll()
                .child(this.tree.child("a"))
                .child(delayed("b", 10))
                .child(this.tree.child("c")));
        this.tree.crash("b");
        this.tree.worker().diary();
        supervisor.terminateChild("c");
        assertThat(this.tree.worker().diary()).isEmpty();
        supervisor.terminateChild("b");
        this.tree.settle();
        assertThat(this.tree.worker().diary()).containsExactly("start a");
        assertThat(supervisor.whichChildren())
                .extracting(Child::status)
                .containsExactly(Child.Status.RUNNING, Child.Status.STOPPED, Child.Status.STOPPED);
        this.tree.advanceSeconds(10);
        assertThat(this.tree.worker().diary()).isEmpty();
    }

    @Test
    void siblingsThatWaitForACancelledChildDoNotWaitForAnotherThatDoesNotConcernThem() {
        Supervisor supervisor = this.tree.start(
                SupervisorSpec.restForOne().child(delayed("a", 10)).child(this.tree.child("b")));
        this.tree.crash("a");
        supervisor.startChild(delayed("c", 20));
        this.tree.crash("c");
        this.tree.worker().diary();
        supervisor.terminateChild("a");
        this.tree.settle();
        assertThat(this.tree.worker().diary()).containsExactly("start b", "start c");
        assertThat(this.tree.statistics().timers()).isZero();
    }

    @Test
    void aRoundTakesOverTheDelayOfASiblingThatWaits() {
        Supervisor supervisor = this.tree.start(SupervisorSpec.restForOne()
                .child(this.tree.child("a"))
                .child(delayed("b", 10))
                .child(this.tree.child("c")));
        this.tree.crash("b");
        this.tree.crash("a");
        assertThat(supervisor.whichChildren()).extracting(Child::status).containsOnly(Child.Status.RUNNING);
        this.tree.worker().diary();
        this.tree.advanceSeconds(20);
        assertThat(this.tree.worker().diary()).isEmpty();
    }

    @Test
    void aRestartIsPublishedWithBothIncarnations() {
        Supervisor supervisor = startOne(this.tree.child("a"));
        Pid first = this.tree.pid("a");
        this.tree.crash("a");
        Pid second = this.tree.pid("a");
        this.tree.worker().inits("a", OnInit.FAIL);
        this.tree.tell("a", new Worker.Finish(LOUD));
        Pid third = this.tree.pid("a");
        List<ProcessEvent.Restarted> restarts = this.tree.events(ProcessEvent.Restarted.class);
        assertThat(restarts)
                .extracting(
                        ProcessEvent.Restarted::supervisor,
                        ProcessEvent.Restarted::path,
                        ProcessEvent.Restarted::before,
                        ProcessEvent.Restarted::now)
                .containsExactly(
                        tuple(this.tree.supervisor(), "sup/a", first, second),
                        tuple(this.tree.supervisor(), "sup/a", null, third));
        assertThat(restarts.get(0).reason()).asString().contains("crash of a");
        assertThat(restarts.get(1).reason()).asString().contains("init of a");
        assertThat(supervisor.whichChildren()).extracting(Child::restarts).containsExactly(2L);
    }

    @Test
    void theStatusShowsTheLastLoudDeath() {
        Supervisor supervisor = startOne(this.tree.child("a"));
        assertThat(supervisor.status().lastCrash()).isNull();
        this.tree.tell("a", new Worker.Finish(QUIET));
        assertThat(supervisor.status().lastCrash()).isNull();
        this.tree.advanceSeconds(1);
        this.tree.tell("a", new Worker.Finish(LOUD));
        assertThat(supervisor.status().lastCrash())
                .isEqualTo(new SupervisorStatus.LastCrash(
                        "sup/a", LOUD, this.tree.system().clock().instant()));
    }

    private Supervisor startOne(ChildSpec<?> child) {
        return this.tree.start(SupervisorSpec.oneForOne().child(child));
    }

    private ChildSpec<String> delayed(String id, int seconds) {
        Duration delay = Duration.ofSeconds(seconds);
        return this.tree.child(id).backoff(new Backoff(delay, 1, delay, 0, Duration.ofHours(1)));
    }
}
