package io.espalier.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import ch.qos.logback.classic.Level;
import io.espalier.process.ExitReason;
import io.espalier.process.GenServer;
import io.espalier.process.Init;
import io.espalier.process.None;
import io.espalier.process.Pid;
import io.espalier.process.ProcessEvent;
import io.espalier.supervisor.SupervisorException.Problem;
import io.espalier.supervisor.SupervisorRequest.StartChild;
import io.espalier.supervisor.SupervisorRequest.TerminateProcess;
import io.espalier.supervisor.Worker.OnInit;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(QuietConsole.class)
class DynamicSupervisorTests {

    private static final ExitReason QUIET = ExitReason.normal();

    private static final ExitReason LOUD = ExitReason.custom("loud");

    @RegisterExtension
    private final TestTree tree = new TestTree();

    // D01
    @Test
    void itBeginsWithoutChildren() {
        DynamicSupervisor supervisor = start();
        assertThat(supervisor.whichChildren(10)).isEmpty();
        assertThat(supervisor.countChildren()).isEqualTo(new ChildCounts(0, 0, 0, 0));
    }

    // D01
    @Test
    void manyChildrenMayHaveTheSameId() {
        DynamicSupervisor supervisor = start();
        Pid first = supervisor.start(this.tree.child("a"));
        Pid second = supervisor.start(this.tree.child("a"));
        assertThat(first).isNotEqualTo(second);
        assertThat(supervisor.countChildren()).isEqualTo(new ChildCounts(2, 2, 0, 2));
        assertThat(this.tree.statistics().names()).isEqualTo(1);
    }

    // D01
    @Test
    void aSignificantChildIsRejected() {
        DynamicSupervisor supervisor = start();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> supervisor.start(
                        this.tree.child("a").restart(Restart.TEMPORARY).significant(true)))
                .withMessageContaining("significant");
    }

    // D01
    @Test
    void aDeathConcernsNoSibling() {
        DynamicSupervisor supervisor = start();
        Pid first = supervisor.start(this.tree.child("a"));
        Pid second = supervisor.start(this.tree.child("b"));
        this.tree.tell(first, new Worker.Crash());
        assertThat(this.tree.system().isAlive(second)).isTrue();
        assertThat(supervisor.countChildren().active()).isEqualTo(2);
    }

    // D02
    @Test
    void aStartThatFailsOrIsIgnoredLeavesNothingBehind() {
        DynamicSupervisor supervisor = start();
        this.tree.worker().inits("a", OnInit.FAIL, OnInit.IGNORE);
        SupervisorException failed = problem(() -> supervisor.start(this.tree.child("a")));
        assertThat(failed.problem()).isEqualTo(Problem.START_FAILED);
        assertThat(failed).hasRootCauseMessage("init of a");
        assertThat(problem(() -> supervisor.start(this.tree.child("a"))).problem())
                .isEqualTo(Problem.IGNORED);
        assertThat(supervisor.countChildren()).isEqualTo(new ChildCounts(0, 0, 0, 0));
        assertThat(this.tree.statistics().alive()).isEqualTo(1);
    }

    // D02
    @Test
    void aNameThatIsTakenIsAlreadyStarted() {
        DynamicSupervisor supervisor = start();
        Pid first = supervisor.start(this.tree.child("a").name("alice"));
        SupervisorException problem =
                problem(() -> supervisor.start(this.tree.child("a").name("alice")));
        assertThat(problem.problem()).isEqualTo(Problem.ALREADY_STARTED);
        assertThat(problem.pid()).isEqualTo(first);
        assertThat(supervisor.countChildren().specs()).isEqualTo(1);
    }

    // D03
    @Test
    void itHasNoMoreChildrenThanItMay() {
        DynamicSupervisor supervisor =
                this.tree.start(DynamicSupervisorSpec.defaults().maxChildren(2));
        Pid first = supervisor.start(this.tree.worker(), "a");
        supervisor.start(this.tree.worker(), "b");
        assertThat(problem(() -> supervisor.start(this.tree.worker(), "c")).problem())
                .isEqualTo(Problem.MAX_CHILDREN);
        supervisor.terminate(first);
        assertThat(supervisor.start(this.tree.worker(), "c")).isNotNull();
    }

    // D03
    @Test
    void childrenThatStartOrWaitForARestartCountAgainstTheMaximum() {
        DynamicSupervisor supervisor =
                this.tree.start(DynamicSupervisorSpec.defaults().maxChildren(2));
        this.tree.worker().inits("a", OnInit.PEND);
        assertThat(this.tree.ask(new StartChild(this.tree.child("a")))).isNotDone();
        Pid b = supervisor.start(delayed("b", 5));
        this.tree.tell(b, new Worker.Crash());
        assertThat(supervisor.whichChildren(10))
                .extracting(Child::status)
                .containsExactly(Child.Status.STARTING, Child.Status.RESTARTING);
        assertThat(problem(() -> supervisor.start(this.tree.worker(), "c")).problem())
                .isEqualTo(Problem.MAX_CHILDREN);
    }

    // D05
    @Test
    void terminateStopsAndForgetsAChild() {
        DynamicSupervisor supervisor = start();
        Pid pid = supervisor.start(this.tree.child("a"));
        this.tree.worker().diary();
        supervisor.terminate(pid);
        assertThat(this.tree.worker().diary()).containsExactly("ask a", "stop a");
        assertThat(supervisor.countChildren().specs()).isZero();
        assertThat(problem(() -> supervisor.terminate(pid)).problem()).isEqualTo(Problem.NOT_FOUND);
        Pid stranger = this.tree.system().start(this.tree.worker(), "stranger");
        assertThat(problem(() -> supervisor.terminate(stranger)).problem()).isEqualTo(Problem.NOT_FOUND);
    }

    // D05
    @Test
    void manyMayWaitForTheSameEnd() {
        DynamicSupervisor supervisor = start();
        Pid pid = supervisor.start(this.tree.child("a"));
        this.tree.worker().stubborn("a");
        CompletableFuture<None> first = this.tree.ask(new TerminateProcess(pid));
        CompletableFuture<None> second = this.tree.ask(new TerminateProcess(pid));
        assertThat(supervisor.whichChildren(10)).extracting(Child::status).containsExactly(Child.Status.STOPPING);
        this.tree.advanceSeconds(5);
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(this.tree.logged(Level.WARN)).containsExactly("sup/a did not stop within PT5S and was killed");
    }

    // D05
    @Test
    void terminateEndsAChildInInit() {
        DynamicSupervisor supervisor = start();
        this.tree.worker().inits("a", OnInit.PEND);
        CompletableFuture<Pid> started = this.tree.ask(new StartChild(this.tree.child("a")));
        Pid pid = supervisor.whichChildren(1).get(0).pid();
        supervisor.terminate(pid);
        this.tree.settle();
        assertThat(started).isCompletedExceptionally();
        assertThat(supervisor.countChildren().specs()).isZero();
    }

    // D05, S11
    @Test
    void terminateCancelsARestartByTheLastPid() {
        DynamicSupervisor supervisor = start();
        Pid pid = supervisor.start(delayed("a", 1));
        this.tree.tell(pid, new Worker.Crash());
        supervisor.terminate(pid);
        this.tree.advanceSeconds(2);
        assertThat(supervisor.countChildren().specs()).isZero();
        assertThat(this.tree.statistics().timers()).isZero();
    }

    @Test
    void aChildMayTerminateItself() {
        DynamicSupervisor supervisor = start();
        Pid pid = supervisor.start(this.tree.worker(), "a");
        this.tree.worker().diary();
        this.tree.tell(pid, new Worker.Perform(() -> supervisor.terminate(pid)));
        assertThat(this.tree.worker().diary()).containsExactly("ask a", "stop a");
        assertThat(supervisor.countChildren().specs()).isZero();
    }

    // D06
    @Test
    void allChildrenStopAtTheSameTimeEachWithItsOwnShutdown() {
        DynamicSupervisor supervisor = startUnderTop(DynamicSupervisorSpec.defaults());
        for (String name : List.of("a", "b", "c", "d", "e")) {
            this.tree.worker().stubborn(name);
        }
        Duration two = Duration.ofSeconds(2);
        supervisor.start(this.tree.child("a").shutdown(Shutdown.after(two)));
        supervisor.start(this.tree.child("b").shutdown(Shutdown.after(two)));
        supervisor.start(this.tree.child("c").shutdown(Shutdown.after(Duration.ofSeconds(3))));
        supervisor.start(this.tree.child("d").shutdown(Shutdown.brutalKill()));
        Pid e = supervisor.start(this.tree.child("e").shutdown(Shutdown.infinity()));
        this.tree.worker().diary();
        long timers = this.tree.statistics().timers();
        CompletableFuture<None> stopped = this.tree.beginStop();
        assertThat(this.tree.worker().diary()).containsExactlyInAnyOrder("ask a", "ask b", "ask c", "ask e");
        assertThat(this.tree.statistics().timers() - timers).isLessThanOrEqualTo(3);
        assertThat(supervisor.whichChildren(10)).hasSize(4);
        this.tree.advanceSeconds(2);
        assertThat(supervisor.whichChildren(10)).extracting(Child::id).containsExactlyInAnyOrder("c", "e");
        this.tree.advanceSeconds(1);
        assertThat(supervisor.whichChildren(10)).extracting(Child::id).containsExactly("e");
        this.tree.tell(e, new Worker.Finish(ExitReason.shutdown()));
        assertThat(stopped).isCompleted();
    }

    // D06
    @Test
    void anEndFailsWhatIsAskedAndStopsChildrenInInit() {
        DynamicSupervisor supervisor = startUnderTop(DynamicSupervisorSpec.defaults());
        this.tree.worker().stubborn("a");
        supervisor.start(this.tree.child("a"));
        this.tree.worker().inits("b", OnInit.PEND);
        CompletableFuture<Pid> b = this.tree.ask(new StartChild(this.tree.child("b")));
        Pid delayed = supervisor.start(delayed("c", 1));
        this.tree.tell(delayed, new Worker.Crash());
        CompletableFuture<None> stopped = this.tree.beginStop();
        assertThat(b).isCompletedExceptionally();
        assertThat(problem(() -> supervisor.start(this.tree.child("d"))).problem())
                .isEqualTo(Problem.STOPPING);
        assertThat(problem(() -> supervisor.terminate(delayed)).problem()).isEqualTo(Problem.STOPPING);
        this.tree.advanceSeconds(5);
        assertThat(stopped).isCompleted();
        assertThat(this.tree.statistics().alive()).isEqualTo(1);
        assertThat(this.tree.statistics().timers()).isZero();
    }

    // D07
    @Test
    void theRestartTypeDecides() {
        DynamicSupervisor supervisor = start();
        Pid permanent = supervisor.start(this.tree.child("permanent"));
        Pid quiet = supervisor.start(this.tree.child("quiet").restart(Restart.TRANSIENT));
        Pid loud = supervisor.start(this.tree.child("loud").restart(Restart.TRANSIENT));
        Pid temporary = supervisor.start(this.tree.child("temporary").restart(Restart.TEMPORARY));
        this.tree.tell(permanent, new Worker.Finish(QUIET));
        this.tree.tell(quiet, new Worker.Finish(QUIET));
        this.tree.tell(loud, new Worker.Finish(LOUD));
        this.tree.tell(temporary, new Worker.Finish(LOUD));
        assertThat(supervisor.whichChildren(10))
                .extracting(Child::id, Child::status, Child::restarts)
                .containsExactlyInAnyOrder(
                        tuple("permanent", Child.Status.RUNNING, 1L), tuple("loud", Child.Status.RUNNING, 1L));
        assertThat(supervisor.status().restartsUsed()).isEqualTo(2);
    }

    // D07
    @Test
    void tooManyRestartsEndTheSupervisorAndAllItsChildren() {
        DynamicSupervisor supervisor =
                this.tree.start(DynamicSupervisorSpec.defaults().maxRestarts(1));
        supervisor.start(this.tree.worker(), "other");
        Pid pid = supervisor.start(this.tree.child("a").name("alice"));
        this.tree.tell(pid, new Worker.Crash());
        this.tree.tell(this.tree.system().whereIs("alice").orElseThrow(), new Worker.Crash());
        assertThat(this.tree.statistics().alive()).isZero();
        assertThat(this.tree.events(ProcessEvent.GaveUp.class))
                .extracting(ProcessEvent.GaveUp::path, ProcessEvent.GaveUp::child)
                .containsExactly(tuple("sup", "alice"));
        assertThat(this.tree.logged(Level.ERROR)).hasSize(1);
        assertThat(this.tree.events(ProcessEvent.Stopped.class))
                .filteredOn(stopped -> "sup".equals(stopped.name()))
                .extracting(stopped -> stopped.reason().toString())
                .singleElement()
                .asString()
                .contains("reached max restarts (1 within PT5S) with alice");
    }

    // D07
    @Test
    void aRestartThatFailsIsTriedAgain() {
        DynamicSupervisor supervisor = start();
        Pid pid = supervisor.start(this.tree.child("a"));
        this.tree.worker().inits("a", OnInit.FAIL, OnInit.FAIL);
        this.tree.tell(pid, new Worker.Crash());
        assertThat(supervisor.whichChildren(10))
                .extracting(Child::status, Child::restarts)
                .containsExactly(tuple(Child.Status.RUNNING, 1L));
        assertThat(supervisor.status().restartsUsed()).isEqualTo(3);
        assertThat(this.tree.logged(Level.WARN)).hasSize(2);
        assertThat(this.tree.events(ProcessEvent.Restarted.class))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.path()).isEqualTo("sup/a");
                    assertThat(event.before()).isNull();
                });
    }

    // D07
    @Test
    void aRestartThatFailsIsVisibleWhileItWaits() {
        DynamicSupervisor supervisor = start();
        Pid pid = supervisor.start(delayed("a", 1));
        this.tree.worker().inits("a", OnInit.FAIL);
        this.tree.tell(pid, new Worker.Crash());
        this.tree.advanceSeconds(1);
        assertThat(supervisor.whichChildren(10))
                .extracting(Child::status, Child::pid)
                .containsExactly(tuple(Child.Status.RESTARTING, null));
        this.tree.advanceSeconds(1);
        assertThat(supervisor.whichChildren(10)).extracting(Child::status).containsExactly(Child.Status.RUNNING);
    }

    // D07
    @Test
    void aRestartThatIsIgnoredRemovesTheChild() {
        DynamicSupervisor supervisor = start();
        Pid pid = supervisor.start(this.tree.child("a"));
        this.tree.worker().inits("a", OnInit.IGNORE);
        this.tree.tell(pid, new Worker.Crash());
        assertThat(supervisor.countChildren().specs()).isZero();
    }

    // D07
    @Test
    void aRestartGetsTheSameArgumentAndName() {
        DynamicSupervisor supervisor = start();
        Pid before = supervisor.start(
                ChildSpec.of("a", this.tree.worker(), "argument").name("alice"));
        this.tree.worker().diary();
        this.tree.tell(before, new Worker.Crash());
        assertThat(this.tree.worker().diary()).containsExactly("stop argument", "start argument");
        Pid now = this.tree.system().whereIs("alice").orElseThrow();
        assertThat(this.tree.events(ProcessEvent.Restarted.class))
                .extracting(ProcessEvent.Restarted::before, ProcessEvent.Restarted::now)
                .containsExactly(tuple(before, now));
    }

    // D08, mended
    @Test
    void aSlowInitHoldsUpNobodyElse() {
        DynamicSupervisor supervisor = start();
        this.tree.worker().inits("a", OnInit.PEND);
        CompletableFuture<Pid> slow = this.tree.ask(new StartChild(this.tree.child("a")));
        Pid fast = supervisor.start(this.tree.child("b"));
        supervisor.terminate(fast);
        assertThat(slow).isNotDone();
        assertThat(supervisor.whichChildren(10)).extracting(Child::status).containsExactly(Child.Status.STARTING);
        this.tree.tell(supervisor.whichChildren(1).get(0).pid(), new Worker.Ready());
        assertThat(slow).isCompleted();
    }

    @Test
    void aChildThatIsStartedPlainlyLivesOnceAndCostsNothingOfTheBudget() {
        DynamicSupervisor supervisor = start();
        for (int i = 0; i < 100; i++) {
            this.tree.tell(supervisor.start(this.tree.worker(), "a"), new Worker.Crash());
        }
        assertThat(supervisor.countChildren().specs()).isZero();
        assertThat(supervisor.status().restarts()).isZero();
        assertThat(supervisor.status().lastCrash()).isNotNull();
    }

    @Test
    void temporaryChildrenThatDifferAreKeptApart() {
        DynamicSupervisor supervisor = start();
        ChildSpec<String> asked = this.tree.child("a").restart(Restart.TEMPORARY);
        ChildSpec<String> killed =
                this.tree.child("b").restart(Restart.TEMPORARY).shutdown(Shutdown.brutalKill());
        List<Pid> pids = List.of(
                supervisor.start(asked), supervisor.start(killed), supervisor.start(asked), supervisor.start(killed));
        assertThat(supervisor.whichChildren(10))
                .extracting(Child::pid, Child::id)
                .containsExactlyInAnyOrder(
                        tuple(pids.get(0), "a"),
                        tuple(pids.get(1), "b"),
                        tuple(pids.get(2), "a"),
                        tuple(pids.get(3), "b"));
        this.tree.worker().diary();
        pids.forEach(supervisor::terminate);
        assertThat(this.tree.worker().diary()).containsExactly("ask a", "stop a", "ask a", "stop a");
    }

    // S29
    @Test
    void theArgumentOfATemporaryChildIsNotKept() {
        DynamicSupervisor supervisor = start();
        GenServer<Object, Integer> server =
                GenServer.<Object, Integer>starting((any, self) -> Init.ok(0)).build();
        Object argument = new Object();
        WeakReference<Object> weak = new WeakReference<>(argument);
        supervisor.start(server, argument);
        argument = null;
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            System.gc();
            return weak.get() == null;
        });
        assertThat(supervisor.countChildren().active()).isEqualTo(1);
    }

    @Test
    void whichChildrenIsBounded() {
        DynamicSupervisor supervisor = start();
        for (int i = 0; i < 20; i++) {
            supervisor.start(this.tree.worker(), "a");
        }
        assertThat(supervisor.whichChildren(7)).hasSize(7);
        assertThat(supervisor.whichChildren(0)).isEmpty();
        assertThat(supervisor.whichChildren(Integer.MAX_VALUE)).hasSize(20);
        assertThatIllegalArgumentException().isThrownBy(() -> supervisor.whichChildren(-1));
    }

    @Test
    void supervisorsAreCountedApart() {
        DynamicSupervisor supervisor = start();
        Pid pid = supervisor.start(ChildSpec.supervisor("a", SupervisorSpec.oneForOne()));
        supervisor.start(ChildSpec.dynamic("b", DynamicSupervisorSpec.defaults()));
        supervisor.start(this.tree.child("c"));
        assertThat(supervisor.countChildren()).isEqualTo(new ChildCounts(3, 3, 2, 1));
        supervisor.terminate(pid);
        assertThat(supervisor.countChildren()).isEqualTo(new ChildCounts(2, 2, 1, 1));
    }

    @Test
    void messagesThatItDoesNotKnowDoItNoHarm() {
        DynamicSupervisor supervisor = start();
        supervisor.ref().cast("hello");
        supervisor.ref().send("hello");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Supervisor.at(supervisor.ref()).terminateChild("a"))
                .withMessageContaining("TerminateChild");
        assertThat(supervisor.countChildren().specs()).isZero();
    }

    @Test
    void itsStatusIsThatOfOneForOne() {
        SupervisorStatus status = start().status();
        assertThat(status.strategy()).isEqualTo(Strategy.ONE_FOR_ONE);
        assertThat(status.maxRestarts()).isEqualTo(3);
        assertThat(status.within()).isEqualTo(Duration.ofSeconds(5));
    }

    private DynamicSupervisor start() {
        return this.tree.start(DynamicSupervisorSpec.defaults());
    }

    private DynamicSupervisor startUnderTop(DynamicSupervisorSpec spec) {
        return DynamicSupervisor.at(
                this.tree.startUnderTop(ChildSpec.dynamic("sup", spec)).ref());
    }

    private ChildSpec<String> delayed(String id, int seconds) {
        Duration delay = Duration.ofSeconds(seconds);
        return this.tree.child(id).backoff(new Backoff(delay, 1, delay, 0, Duration.ofHours(1)));
    }

    private static SupervisorException problem(ThrowingCallable call) {
        return catchThrowableOfType(SupervisorException.class, call);
    }
}
