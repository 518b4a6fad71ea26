package io.espalier.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.espalier.process.ExitReason;
import io.espalier.process.GenServer;
import io.espalier.process.Init;
import io.espalier.process.Pid;
import io.espalier.supervisor.SupervisorException.Problem;
import io.espalier.supervisor.Worker.OnInit;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(QuietConsole.class)
class ChildrenTests {

    @RegisterExtension
    private final TestTree tree = new TestTree();

    // S21
    @Test
    void startChildAddsAChildAfterTheOthers() {
        Supervisor supervisor = start("a");
        Pid pid = supervisor.startChild(this.tree.child("b"));
        assertThat(pid).isEqualTo(this.tree.pid("b"));
        assertThat(supervisor.whichChildren()).extracting(Child::id).containsExactly("a", "b");
        this.tree.crash("b");
        assertThat(this.tree.pid("b")).isNotEqualTo(pid);
    }

    // S21
    @Test
    void anIdThatRunsIsAlreadyStarted() {
        Supervisor supervisor = start("a");
        SupervisorException problem = problem(() -> supervisor.startChild(this.tree.child("a")));
        assertThat(problem.problem()).isEqualTo(Problem.ALREADY_STARTED);
        assertThat(problem.pid()).isEqualTo(this.tree.pid("a"));
    }

    // S21
    @Test
    void anIdThatIsStoppedIsAlreadyPresent() {
        Supervisor supervisor = start("a");
        supervisor.terminateChild("a");
        assertThat(problem(() -> supervisor.startChild(this.tree.child("a"))).problem())
                .isEqualTo(Problem.ALREADY_PRESENT);
    }

    // S21
    @Test
    void anIdThatWaitsForItsRestartIsAlreadyPresent() {
        Supervisor supervisor = startDelayed();
        assertThat(problem(() -> supervisor.startChild(this.tree.child("a"))).problem())
                .isEqualTo(Problem.ALREADY_PRESENT);
    }

    // S21
    @Test
    void aChildThatFailsInInitIsNotKept() {
        Supervisor supervisor = start("a");
        this.tree.worker().inits("b", OnInit.FAIL);
        SupervisorException problem = problem(() -> supervisor.startChild(this.tree.child("b")));
        assertThat(problem.problem()).isEqualTo(Problem.START_FAILED);
        assertThat(problem.reason()).isInstanceOf(ExitReason.Crash.class);
        assertThat(problem).hasRootCauseMessage("init of b").hasMessageContaining("'b'");
        assertThat(supervisor.whichChildren()).extracting(Child::id).containsExactly("a");
        assertThat(supervisor.startChild(this.tree.child("b"))).isEqualTo(this.tree.pid("b"));
    }

    // S03, S21
    @Test
    void aChildThatIgnoresItsStartIsKeptUnlessItIsTemporary() {
        Supervisor supervisor = start();
        this.tree.worker().inits("a", OnInit.IGNORE);
        this.tree.worker().inits("b", OnInit.IGNORE);
        assertThat(problem(() -> supervisor.startChild(this.tree.child("a"))).problem())
                .isEqualTo(Problem.IGNORED);
        assertThat(problem(() -> supervisor.startChild(this.tree.child("b").restart(Restart.TEMPORARY)))
                        .problem())
                .isEqualTo(Problem.IGNORED);
        assertThat(supervisor.whichChildren())
                .extracting(Child::id, Child::status)
                .containsExactly(tuple("a", Child.Status.STOPPED));
    }

    // S21
    @Test
    void aNameThatAnotherProcessHasIsAlreadyStarted() {
        Supervisor supervisor = start("a");
        SupervisorException problem =
                problem(() -> supervisor.startChild(this.tree.child("b").name("sup/a")));
        assertThat(problem.problem()).isEqualTo(Problem.ALREADY_STARTED);
        assertThat(problem.pid()).isEqualTo(this.tree.pid("a"));
        assertThat(supervisor.whichChildren()).extracting(Child::id).containsExactly("a");
    }

    // S22
    @Test
    void terminateChildKeepsTheSpecAndMayBeRepeated() {
        Supervisor supervisor = start("a", "b");
        this.tree.worker().diary();
        supervisor.terminateChild("a");
        supervisor.terminateChild("a");
        assertThat(this.tree.worker().diary()).containsExactly("ask a", "stop a");
        assertThat(supervisor.whichChildren())
                .extracting(Child::id, Child::status)
                .containsExactly(tuple("a", Child.Status.STOPPED), tuple("b", Child.Status.RUNNING));
    }

    // S22
    @Test
    void terminateChildForgetsATemporaryChild() {
        Supervisor supervisor = start();
        supervisor.startChild(this.tree.child("a").restart(Restart.TEMPORARY));
        supervisor.terminateChild("a");
        assertThat(supervisor.whichChildren()).isEmpty();
        assertThat(problem(() -> supervisor.terminateChild("a")).problem()).isEqualTo(Problem.NOT_FOUND);
    }

    // S22
    @Test
    void terminateChildTouchesNoSiblingsWhateverTheStrategy() {
        Supervisor supervisor = this.tree.start(SupervisorSpec.oneForAll().children(this.tree.children("a", "b")));
        Pid b = this.tree.pid("b");
        supervisor.terminateChild("a");
        assertThat(this.tree.pid("b")).isEqualTo(b);
    }

    // S23
    @Test
    void restartChildStartsAStoppedChildInItsPlace() {
        Supervisor supervisor = start("a", "b");
        supervisor.terminateChild("a");
        Pid pid = supervisor.restartChild("a");
        assertThat(this.tree.pid("a")).isEqualTo(pid);
        assertThat(supervisor.whichChildren())
                .extracting(Child::id, Child::restarts)
                .containsExactly(tuple("a", 0L), tuple("b", 0L));
    }

    // S23
    @Test
    void restartChildAndDeleteChildNeedAStoppedChild() {
        Supervisor supervisor = startDelayed();
        supervisor.startChild(this.tree.child("b"));
        assertThat(problem(() -> supervisor.restartChild("b")).problem()).isEqualTo(Problem.RUNNING);
        assertThat(problem(() -> supervisor.deleteChild("b")).problem()).isEqualTo(Problem.RUNNING);
        assertThat(problem(() -> supervisor.restartChild("a")).problem()).isEqualTo(Problem.RESTARTING);
        assertThat(problem(() -> supervisor.deleteChild("a")).problem()).isEqualTo(Problem.RESTARTING);
        assertThat(problem(() -> supervisor.restartChild("c")).problem()).isEqualTo(Problem.NOT_FOUND);
        assertThat(problem(() -> supervisor.deleteChild("c")).problem()).isEqualTo(Problem.NOT_FOUND);
    }

    // S23
    @Test
    void restartChildThatFailsLeavesTheChildStopped() {
        Supervisor supervisor = start("a");
        supervisor.terminateChild("a");
        this.tree.worker().inits("a", OnInit.FAIL, OnInit.IGNORE);
        assertThat(problem(() -> supervisor.restartChild("a")).problem()).isEqualTo(Problem.START_FAILED);
        assertThat(problem(() -> supervisor.restartChild("a")).problem()).isEqualTo(Problem.IGNORED);
        assertThat(supervisor.whichChildren()).extracting(Child::status).containsExactly(Child.Status.STOPPED);
        assertThat(supervisor.status().restartsUsed()).isZero();
    }

    // S23
    @Test
    void deleteChildForgetsAStoppedChild() {
        Supervisor supervisor = start("a", "b");
        supervisor.terminateChild("a");
        supervisor.deleteChild("a");
        assertThat(supervisor.whichChildren()).extracting(Child::id).containsExactly("b");
        supervisor.startChild(this.tree.child("a"));
        assertThat(supervisor.whichChildren()).extracting(Child::id).containsExactly("b", "a");
    }

    // S24, in start order instead of OTP's reverse
    @Test
    void whichChildrenTellsAllOfEachChildInStartOrder() {
        Supervisor supervisor = this.tree.start(SupervisorSpec.oneForOne()
                .child(this.tree.child("a").restart(Restart.TRANSIENT))
                .child(ChildSpec.supervisor("b", SupervisorSpec.oneForOne()))
                .child(ChildSpec.dynamic("c", DynamicSupervisorSpec.defaults())));
        supervisor.terminateChild("a");
        Pid b = this.tree.pid("b");
        Pid c = this.tree.pid("c");
        Child.Status running = Child.Status.RUNNING;
        assertThat(supervisor.whichChildren())
                .containsExactly(
                        new Child(
                                "a",
                                "sup/a",
                                null,
                                Child.Status.STOPPED,
                                ChildType.WORKER,
                                Restart.TRANSIENT,
                                0,
                                false),
                        new Child("b", "sup/b", b, running, ChildType.SUPERVISOR, Restart.PERMANENT, 0, false),
                        new Child("c", "sup/c", c, running, ChildType.SUPERVISOR, Restart.PERMANENT, 0, true));
        assertThat(supervisor.countChildren()).isEqualTo(new ChildCounts(3, 2, 2, 1));
    }

    // S27
    @Test
    void startChildRejectsASignificantChildThatCanNotBe() {
        Supervisor supervisor = start();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> supervisor.startChild(
                        this.tree.child("a").restart(Restart.TEMPORARY).significant(true)))
                .withMessageContaining("autoShutdown");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> supervisor.startChild(this.tree.child("a").significant(true)))
                .withMessageContaining("permanent");
        assertThat(supervisor.whichChildren()).isEmpty();
    }

    // S29
    @Test
    void theArgumentOfATemporaryChildIsNotKept() {
        Supervisor supervisor = start();
        GenServer<Object, Integer> server =
                GenServer.<Object, Integer>starting((any, self) -> Init.ok(0)).build();
        Object argument = new Object();
        WeakReference<Object> weak = new WeakReference<>(argument);
        supervisor.startChild(ChildSpec.of("a", server, argument).restart(Restart.TEMPORARY));
        argument = null;
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            System.gc();
            return weak.get() == null;
        });
        assertThat(supervisor.countChildren().active()).isEqualTo(1);
    }

    @Test
    void requestsWaitForEachOtherInOrder() {
        Supervisor supervisor = start("a");
        this.tree.worker().inits("b", OnInit.PEND);
        CompletableFuture<Pid> b = this.tree.ask(new SupervisorRequest.StartChild(this.tree.child("b")));
        CompletableFuture<Pid> c = this.tree.ask(new SupervisorRequest.StartChild(this.tree.child("c")));
        CompletableFuture<?> stop = this.tree.ask(new SupervisorRequest.TerminateChild("b"));
        assertThat(b).isNotDone();
        assertThat(supervisor.whichChildren())
                .extracting(Child::status)
                .containsExactly(Child.Status.RUNNING, Child.Status.STARTING);
        this.tree.tell("b", new Worker.Ready());
        assertThat(b).isCompleted();
        assertThat(c).isCompleted();
        assertThat(stop).isCompleted();
        assertThat(supervisor.whichChildren())
                .extracting(Child::status)
                .containsExactly(Child.Status.RUNNING, Child.Status.STOPPED, Child.Status.RUNNING);
    }

    @Test
    void aChildMayTerminateItself() {
        Supervisor supervisor = start("a");
        this.tree.worker().diary();
        this.tree.tell("a", new Worker.Perform(() -> supervisor.terminateChild("a")));
        assertThat(this.tree.worker().diary()).containsExactly("ask a", "stop a");
        assertThat(supervisor.whichChildren()).extracting(Child::status).containsExactly(Child.Status.STOPPED);
        assertThat(this.tree.statistics().lateReplies()).isZero();
    }

    @Test
    void aDeathThatATerminationHasTakenAlongIsNotRestarted() {
        Supervisor supervisor = start("a", "b");
        this.tree.worker().stubborn("b");
        CompletableFuture<?> b = this.tree.ask(new SupervisorRequest.TerminateChild("b"));
        CompletableFuture<?> a = this.tree.ask(new SupervisorRequest.TerminateChild("a"));
        this.tree.crash("a");
        this.tree.advanceSeconds(5);
        assertThat(b).isCompleted();
        assertThat(a).isCompleted();
        assertThat(supervisor.whichChildren()).extracting(Child::status).containsOnly(Child.Status.STOPPED);
        assertThat(supervisor.status().restarts()).isZero();
    }

    private Supervisor start(String... ids) {
        return this.tree.start(SupervisorSpec.oneForOne().children(this.tree.children(ids)));
    }

    /** A supervisor whose child "a" waits for its restart. */
    private Supervisor startDelayed() {
        Duration minute = Duration.ofMinutes(1);
        Supervisor supervisor = this.tree.start(SupervisorSpec.oneForOne()
                .child(this.tree.child("a").backoff(new Backoff(minute, 1, minute, 0, minute))));
        this.tree.crash("a");
        return supervisor;
    }

    private static SupervisorException problem(ThrowingCallable call) {
        return catchThrowableOfType(SupervisorException.class, call);
    }
}
