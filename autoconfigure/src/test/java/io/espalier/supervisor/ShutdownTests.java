package io.espalier.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import io.espalier.process.ExitReason;
import io.espalier.process.GenServer;
import io.espalier.process.Init;
import io.espalier.process.None;
import io.espalier.process.Pid;
import io.espalier.process.ProcessEvent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(QuietConsole.class)
class ShutdownTests {

    private static final Duration MILLISECOND = Duration.ofMillis(1);

    @RegisterExtension
    private final TestTree tree = new TestTree();

    // S16
    @Test
    void aBrutalKillAsksNobody() {
        start(this.tree.child("a").shutdown(Shutdown.brutalKill()));
        this.tree.worker().diary();
        assertThat(this.tree.beginStop()).isCompleted();
        assertThat(this.tree.worker().diary()).isEmpty();
        assertThat(reasonOf("sup/a")).isEqualTo(ExitReason.killed());
        assertThat(this.tree.logged(Level.WARN)).isEmpty();
    }

    // S16
    @Test
    void aChildThatDoesNotStopInTimeIsKilled() {
        start(this.tree.child("a").shutdown(Shutdown.after(Duration.ofSeconds(2))));
        this.tree.worker().stubborn("a");
        CompletableFuture<?> stopped = this.tree.beginStop();
        this.tree.advance(Duration.ofSeconds(2).minus(MILLISECOND));
        assertThat(stopped).isNotDone();
        this.tree.advance(MILLISECOND);
        assertThat(stopped).isCompleted();
        assertThat(reasonOf("sup/a")).isEqualTo(ExitReason.killed());
    }

    // S16
    @Test
    void aChildWithoutTimeIsAskedAndKilled() {
        start(this.tree.child("a").shutdown(Shutdown.after(Duration.ZERO)));
        this.tree.worker().stubborn("a");
        this.tree.worker().diary();
        CompletableFuture<?> stopped = this.tree.beginStop();
        this.tree.advance(Duration.ZERO);
        assertThat(stopped).isCompleted();
        assertThat(this.tree.worker().diary()).containsExactly("ask a");
    }

    // S16
    @Test
    void infinityWaitsForEver() {
        start(this.tree.child("a").shutdown(Shutdown.infinity()));
        this.tree.worker().stubborn("a");
        CompletableFuture<?> stopped = this.tree.beginStop();
        this.tree.advance(Duration.ofMinutes(59));
        assertThat(stopped).isNotDone();
        this.tree.tell("a", new Worker.Finish(ExitReason.shutdown()));
        assertThat(stopped).isCompleted();
    }

    // S17
    @Test
    void aChildThatHasUnlinkedItselfCanNotHoldUpItsSupervisor() {
        start(this.tree.child("a"));
        this.tree.tell("a", new Worker.Unlink());
        assertThat(this.tree.beginStop()).isCompleted();
        assertThat(this.tree.statistics().alive()).isEqualTo(1);
    }

    // S17
    @Test
    void aChildThatUnlinkedItselfAndDiedIsFoundDeadWhenItIsStopped() {
        Supervisor supervisor = start(this.tree.child("a"));
        this.tree.tell("a", new Worker.Unlink());
        this.tree.tell("a", new Worker.Finish(ExitReason.normal()));
        assertThat(supervisor.whichChildren()).extracting(Child::status).containsExactly(Child.Status.RUNNING);
        supervisor.terminateChild("a");
        assertThat(supervisor.whichChildren()).extracting(Child::status).containsExactly(Child.Status.STOPPED);
    }

    // S18
    @Test
    void aChildThatDiesOfSomethingElseWhileItIsStoppedIsMentioned() {
        Supervisor supervisor = start(this.tree.child("a"));
        this.tree.worker().stopsWith("a", ExitReason.custom("out of paper"));
        supervisor.terminateChild("a");
        assertThat(this.tree.logged(Level.WARN)).containsExactly("sup/a died while it was stopped: out of paper");
    }

    // S18
    @Test
    void aChildThatHadToBeKilledIsMentioned() {
        start(this.tree.child("a").shutdown(Shutdown.after(Duration.ofSeconds(2))));
        this.tree.worker().stubborn("a");
        assertThat(this.tree.beginStop()).isNotDone();
        this.tree.advanceSeconds(2);
        assertThat(this.tree.logged(Level.WARN)).containsExactly("sup/a did not stop within PT2S and was killed");
    }

    // S18
    @Test
    void aNormalEndWhileItIsStoppedIsInOrderUnlessTheChildIsPermanent() {
        Supervisor supervisor = this.tree.start(SupervisorSpec.oneForOne()
                .child(this.tree.child("a").restart(Restart.TRANSIENT))
                .child(this.tree.child("b")));
        this.tree.worker().stopsWith("a", ExitReason.normal());
        this.tree.worker().stopsWith("b", ExitReason.normal());
        supervisor.terminateChild("a");
        assertThat(this.tree.logged(Level.WARN)).isEmpty();
        supervisor.terminateChild("b");
        assertThat(this.tree.logged(Level.WARN)).containsExactly("sup/b died while it was stopped: normal");
    }

    // S18
    @Test
    void aChildThatDiesOfSomethingElseDoesNotKeepTheOthersFromStopping() {
        this.tree.start(SupervisorSpec.oneForOne().children(this.tree.children("a", "b")));
        this.tree.worker().stopsWith("b", ExitReason.custom("out of paper"));
        this.tree.system().stop(this.tree.supervisor());
        assertThat(this.tree.statistics().alive()).isZero();
    }

    // S19
    @Test
    void theExitOfAStrangerOrOfALinkedProcessIsIgnored() {
        Supervisor supervisor = start(this.tree.child("a"));
        Pid stranger = this.tree.system().start(this.tree.worker(), "stranger");
        Pid target = this.tree.supervisor();
        this.tree.tell(stranger, new Worker.Perform(() -> this.tree.system().exit(target, ExitReason.custom("boo"))));
        this.tree.system().exit(target, ExitReason.shutdown());
        Pid linked = this.tree.system().start(linker(target), None.NONE);
        this.tree.system().kill(linked);
        this.tree.settle();
        assertThat(supervisor.whichChildren()).extracting(Child::status).containsExactly(Child.Status.RUNNING);
    }

    // S19
    @Test
    void theExitOfTheParentEndsTheSupervisorInOrder() {
        for (ExitReason reason : new ExitReason[] {ExitReason.normal(), ExitReason.custom("parent")}) {
            AtomicReference<Pid> supervisor = new AtomicReference<>();
            SupervisorSpec spec = SupervisorSpec.oneForOne().children(this.tree.children("a", "b"));
            GenServer<None, Integer> parent = GenServer.<None, Integer>starting((none, self) -> {
                        supervisor.set(self.startLinked(Supervisor.server(), spec));
                        return Init.ok(0);
                    })
                    .cast(ExitReason.class, (why, self, state) -> self.stop(why, state))
                    .build();
            Pid pid = this.tree.system().start(parent, None.NONE);
            this.tree.worker().diary();
            this.tree.tell(pid, reason);
            assertThat(this.tree.worker().diary()).containsExactly("ask b", "stop b", "ask a", "stop a");
            assertThat(this.tree.system().isAlive(supervisor.get())).isFalse();
        }
    }

    // S19
    @Test
    void messagesThatASupervisorDoesNotKnowDoItNoHarm() {
        Supervisor supervisor = start(this.tree.child("a"));
        supervisor.ref().send("hello");
        supervisor.ref().cast("hello");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> supervisor.ref().call(new Worker.Count()))
                .withMessageContaining("Count");
        assertThat(supervisor.countChildren().active()).isEqualTo(1);
    }

    // S20
    @Test
    void theChildrenOfAKilledSupervisorAreKilledThroughTheirLinksWithoutOrder() {
        this.tree.start(SupervisorSpec.oneForOne().children(this.tree.children("a", "b")));
        this.tree.worker().diary();
        this.tree.system().kill(this.tree.supervisor());
        this.tree.settle();
        assertThat(this.tree.worker().diary()).isEmpty();
        assertThat(reasonOf("sup/a")).isEqualTo(ExitReason.killed());
        assertThat(reasonOf("sup/b")).isEqualTo(ExitReason.killed());
        assertThat(this.tree.statistics().alive()).isZero();
    }

    @Test
    void aSecondWishToStopChangesNothing() {
        start(this.tree.child("a"));
        this.tree.worker().stubborn("a");
        CompletableFuture<?> stopped = this.tree.beginStop();
        CompletableFuture<Void> again = CompletableFuture.runAsync(
                () -> this.tree.system().stop(this.tree.supervisor(), ExitReason.shutdown(), Duration.ofHours(1)));
        this.tree.advanceSeconds(5);
        assertThat(stopped).isCompleted();
        again.handle((done, failure) -> null).join();
        assertThat(reasonOf("sup")).isEqualTo(ExitReason.shutdown());
    }

    @Test
    void aStopDuringARestartStopsTheChildInInitToo() {
        this.tree.startUnderTop(
                ChildSpec.supervisor("sup", SupervisorSpec.oneForOne().children(this.tree.children("a", "b"))));
        this.tree.worker().inits("a", Worker.OnInit.PEND);
        this.tree.crash("a");
        this.tree.worker().diary();
        assertThat(this.tree.beginStop()).isCompleted();
        assertThat(this.tree.worker().diary()).containsSubsequence("ask b", "stop b", "ask a");
        assertThat(this.tree.statistics().alive()).isEqualTo(1);
        assertThat(this.tree.statistics().timers()).isZero();
    }

    @Test
    void aStopDuringATerminationWaitsForItsEndOnly() {
        this.tree.startUnderTop(
                ChildSpec.supervisor("sup", SupervisorSpec.oneForOne().children(this.tree.children("a", "b", "c"))));
        this.tree.worker().stubborn("b");
        CompletableFuture<?> terminated = this.tree.ask(new SupervisorRequest.TerminateChild("b"));
        this.tree.advanceSeconds(3);
        this.tree.worker().diary();
        CompletableFuture<?> stopped = this.tree.beginStop();
        assertThat(terminated).isCompletedExceptionally();
        assertThat(this.tree.worker().diary()).containsExactly("ask c", "stop c");
        this.tree.advanceSeconds(2);
        assertThat(stopped).isCompleted();
        assertThat(this.tree.worker().diary()).containsExactly("ask a", "stop a");
    }

    @Test
    void aDelayedRestartDoesNotHoldUpAStop() {
        this.tree.startUnderTop(ChildSpec.supervisor(
                "sup",
                SupervisorSpec.oneForOne()
                        .child(this.tree
                                .child("a")
                                .backoff(Backoff.exponential(Duration.ofMinutes(1), Duration.ofMinutes(1))))));
        this.tree.crash("a");
        assertThat(this.tree.beginStop()).isCompleted();
        assertThat(this.tree.statistics().timers()).isZero();
    }

    private Supervisor start(ChildSpec<?> child) {
        return this.tree.startUnderTop(
                ChildSpec.supervisor("sup", SupervisorSpec.oneForOne().child(child)));
    }

    private static GenServer<None, Integer> linker(Pid target) {
        return GenServer.<None, Integer>starting((none, self) -> {
                    self.link(target);
                    return Init.ok(0);
                })
                .build();
    }

    private ExitReason reasonOf(String name) {
        return this.tree.events(ProcessEvent.Stopped.class).stream()
                .filter(stopped -> name.equals(stopped.name()))
                .reduce((first, second) -> second)
                .orElseThrow()
                .reason();
    }
}
