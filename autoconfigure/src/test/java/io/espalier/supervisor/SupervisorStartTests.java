package io.espalier.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.espalier.process.ExitReason;
import io.espalier.process.ProcessEvent;
import io.espalier.process.StartFailedException;
import io.espalier.supervisor.Worker.OnInit;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(QuietConsole.class)
class SupervisorStartTests {

    @RegisterExtension
    private final TestTree tree = new TestTree();

    // S01
    @Test
    void childrenStartInOrderAndStopInReverse() {
        this.tree.start(SupervisorSpec.oneForOne().children(this.tree.children("a", "b", "c")));
        assertThat(this.tree.worker().diary()).containsExactly("start a", "start b", "start c");
        this.tree.system().stop(this.tree.supervisor());
        assertThat(this.tree.worker().diary()).containsExactly("ask c", "stop c", "ask b", "stop b", "ask a", "stop a");
    }

    // S01
    @Test
    void aChildStartsWhenTheOneBeforeItHasEndedItsInit() {
        this.tree.worker().inits("a", OnInit.PEND);
        Supervisor supervisor = this.tree.startAsync(
                SupervisorSpec.oneForOne().childPrefix("sup/").children(this.tree.children("a", "b")));
        assertThat(this.tree.worker().diary()).containsExactly("start a PEND");
        this.tree.tell("a", new Worker.Ready());
        assertThat(this.tree.worker().diary()).containsExactly("start b");
        assertThat(supervisor.countChildren().active()).isEqualTo(2);
    }

    // S01
    @Test
    void questionsAreAnsweredWhileAChildIsInInit() {
        this.tree.worker().inits("b", OnInit.PEND);
        Supervisor supervisor =
                this.tree.startAsync(SupervisorSpec.oneForOne().children(this.tree.children("a", "b", "c")));
        assertThat(supervisor.whichChildren())
                .extracting(Child::status)
                .containsExactly(Child.Status.RUNNING, Child.Status.STARTING, Child.Status.STOPPED);
        assertThat(supervisor.countChildren()).isEqualTo(new ChildCounts(3, 1, 0, 3));
        assertThat(supervisor.status().restartsUsed()).isZero();
    }

    @Test
    void aSupervisorIsStartedWhenAllItsChildrenRun() {
        this.tree.worker().inits("b", OnInit.PEND);
        this.tree.startAsync(SupervisorSpec.oneForOne().children(this.tree.children("a", "b")));
        assertThat(this.tree.events(ProcessEvent.Started.class))
                .extracting(ProcessEvent.Started::name)
                .containsExactly("sup/a");
        this.tree.tell("b", new Worker.Ready());
        assertThat(this.tree.events(ProcessEvent.Started.class))
                .extracting(ProcessEvent.Started::name)
                .containsExactlyInAnyOrder("sup/a", "sup/b", "sup");
    }

    @Test
    void aSupervisorWithoutChildrenStarts() {
        assertThat(this.tree.start(SupervisorSpec.oneForOne()).whichChildren()).isEmpty();
    }

    // S02
    @Test
    void aChildThatFailsInInitEndsThoseBeforeItInReverseAndFailsTheStart() {
        this.tree.worker().inits("c", OnInit.FAIL);
        StartFailedException failure = catchThrowableOfType(
                StartFailedException.class,
                () -> this.tree.start(SupervisorSpec.oneForOne().children(this.tree.children("a", "b", "c", "d"))));
        assertThat(this.tree.worker().diary())
                .containsExactly("start a", "start b", "start c FAIL", "ask b", "stop b", "ask a", "stop a");
        assertThat(failure.reason()).get().isInstanceOfSatisfying(ExitReason.Shutdown.class, shutdown -> {
            FailedToStartChild child = (FailedToStartChild) shutdown.detail();
            assertThat(child.id()).isEqualTo("c");
            assertThat(child.path()).isEqualTo("sup/c");
            assertThat(child.reason()).isInstanceOfSatisfying(ExitReason.Crash.class, crash -> assertThat(crash.cause())
                    .hasMessage("init of c"));
        });
        assertThat(this.tree.statistics().alive()).isZero();
        assertThat(this.tree.statistics().names()).isZero();
    }

    // S02
    @Test
    void theFailureOfANestedChildNamesThePathToIt() {
        this.tree.worker().inits("leaf", OnInit.FAIL);
        SupervisorSpec inner = SupervisorSpec.oneForOne().child(this.tree.child("leaf"));
        SupervisorSpec outer = SupervisorSpec.oneForOne().child(ChildSpec.supervisor("inner", inner));
        StartFailedException failure = catchThrowableOfType(StartFailedException.class, () -> this.tree.start(outer));
        assertThat(failure.reason().orElseThrow())
                .hasToString("shutdown: failed to start sup/inner: shutdown: failed to start sup/inner/leaf:"
                        + " crash: java.lang.IllegalStateException: init of leaf");
    }

    // S02
    @Test
    void aNameThatIsTakenFailsTheStart() {
        this.tree.start(SupervisorSpec.oneForOne().child(this.tree.child("a").name("shared")));
        assertThatThrownBy(() -> this.tree
                        .system()
                        .start(
                                Supervisor.server(),
                                SupervisorSpec.oneForOne()
                                        .child(this.tree.child("b").name("shared"))))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("shared");
    }

    // S03
    @Test
    void aChildThatIgnoresItsStartKeepsItsPlaceUnlessItIsTemporary() {
        this.tree.worker().inits("a", OnInit.IGNORE);
        this.tree.worker().inits("b", OnInit.IGNORE);
        Supervisor supervisor = this.tree.start(SupervisorSpec.oneForOne()
                .child(this.tree.child("a"))
                .child(this.tree.child("b").restart(Restart.TEMPORARY))
                .child(this.tree.child("c")));
        assertThat(supervisor.whichChildren())
                .extracting(Child::id, Child::status)
                .containsExactly(tuple("a", Child.Status.STOPPED), tuple("c", Child.Status.RUNNING));
        assertThat(supervisor.whichChildren().get(0).pid()).isNull();
    }

    @Test
    void aChildThatStartsTooSlowlyFailsTheStart() {
        this.tree.worker().inits("a", OnInit.PEND);
        this.tree.startUnderTop(ChildSpec.supervisor(
                "sup", SupervisorSpec.oneForOne().child(this.tree.child("a").startTimeout(Duration.ofSeconds(3)))));
        this.tree.advance(Duration.ofMillis(2999));
        assertThat(this.tree.system().whereIs("top")).isPresent();
        this.tree.advance(Duration.ofMillis(1));
        assertThat(this.tree.system().whereIs("top")).isEmpty();
        assertThat(this.tree.events(ProcessEvent.Stopped.class))
                .filteredOn(stopped -> "top".equals(stopped.name()))
                .singleElement()
                .satisfies(stopped -> assertThat(stopped.reason()).asString().contains("init took longer"));
    }

    @Test
    void childrenAreNamedByTheirPath() {
        SupervisorSpec inner = SupervisorSpec.oneForOne().child(this.tree.child("leaf"));
        Supervisor supervisor = this.tree.start(SupervisorSpec.oneForOne()
                .child(ChildSpec.supervisor("inner", inner))
                .child(this.tree.child("a").name("alias")));
        assertThat(supervisor.whichChildren()).extracting(Child::name).containsExactly("sup/inner", "alias");
        assertThat(this.tree.system().whereIs("sup/inner/leaf")).isPresent();
    }

    @Test
    void aPrefixTakesThePlaceOfTheSupervisorsName() {
        this.tree.start(SupervisorSpec.oneForOne().childPrefix("").child(this.tree.child("a")));
        assertThat(this.tree.system().whereIs("a")).isPresent();
    }

    @Test
    void childrenOfASupervisorWithoutNameHaveNone() {
        Supervisor supervisor = Supervisor.at(this.tree
                .system()
                .ref(this.tree
                        .system()
                        .start(Supervisor.server(), SupervisorSpec.oneForOne().child(this.tree.child("a")))));
        assertThat(supervisor.whichChildren()).extracting(Child::name).containsExactly((String) null);
        assertThat(this.tree.statistics().names()).isZero();
    }

    @Test
    void aStopDuringASlowInitEndsTheStart() {
        this.tree.worker().inits("b", OnInit.PEND);
        this.tree.startUnderTop(
                ChildSpec.supervisor("sup", SupervisorSpec.oneForOne().children(this.tree.children("a", "b", "c"))));
        this.tree.worker().diary();
        this.tree.system().stop(this.tree.system().whereIs("top").orElseThrow());
        assertThat(this.tree.worker().diary()).containsSubsequence("ask b", "ask a", "stop a");
        assertThat(this.tree.statistics().alive()).isZero();
    }
}
