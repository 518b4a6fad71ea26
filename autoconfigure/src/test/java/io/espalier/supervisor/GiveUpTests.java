package io.espalier.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ch.qos.logback.classic.Level;
import io.espalier.process.ExitReason;
import io.espalier.process.Pid;
import io.espalier.process.ProcessEvent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(QuietConsole.class)
class GiveUpTests {

    @RegisterExtension
    private final TestTree tree = new TestTree();

    // S14, S15
    @Test
    void withoutAnyRestartsTheFirstDeathEndsTheSupervisorAndItsChildrenInReverse() {
        this.tree.start(SupervisorSpec.oneForOne()
                .children(this.tree.children("a", "b", "c"))
                .maxRestarts(0));
        this.tree.worker().diary();
        this.tree.crash("b");
        assertThat(this.tree.worker().diary()).containsExactly("stop b", "ask c", "stop c", "ask a", "stop a");
        assertThat(this.tree.statistics().alive()).isZero();
    }

    // S14
    @Test
    void aSupervisorThatGivesUpEndsQuietlyAndSaysWhy() {
        this.tree.start(SupervisorSpec.oneForOne().child(this.tree.child("a")).maxRestarts(0));
        this.tree.crash("a");
        ExitReason reason = reasonOf("sup");
        assertThat(reason.quiet()).isTrue();
        assertThat(reason).isInstanceOfSatisfying(ExitReason.Shutdown.class, shutdown -> {
            MaxRestartsReached reached = (MaxRestartsReached) shutdown.detail();
            assertThat(reached.path()).isEqualTo("sup/a");
            assertThat(reached.reason()).isInstanceOf(ExitReason.Crash.class);
            assertThat(reached.maxRestarts()).isZero();
            assertThat(reached.within()).isEqualTo(Duration.ofSeconds(5));
        });
    }

    // S14
    @Test
    void aPermanentSupervisorThatGaveUpIsRestartedByItsOwn() {
        Supervisor inner = this.tree.startUnderTop(ChildSpec.supervisor(
                "sup",
                SupervisorSpec.oneForOne()
                        .children(this.tree.children("a", "b"))
                        .maxRestarts(1)));
        this.tree.worker().diary();
        this.tree.crash("a");
        this.tree.crash("a");
        assertThat(this.tree.worker().diary())
                .containsExactly("stop a", "start a", "stop a", "ask b", "stop b", "start a", "start b");
        assertThat(inner.status().restartsUsed()).isZero();
        assertThat(Supervisor.at(this.tree.system().ref("top")).status().restartsUsed())
                .isEqualTo(1);
    }

    // S14
    @Test
    void aTreeThatGoesOnFailingFallsLevelByLevel() {
        this.tree.startUnderTop(
                ChildSpec.supervisor("sup", SupervisorSpec.oneForOne().child(this.tree.child("a"))));
        for (int i = 0; i < 15; i++) {
            assertThat(this.tree.system().whereIs("top")).isPresent();
            this.tree.crash("a");
        }
        assertThat(this.tree.system().whereIs("top")).isPresent();
        this.tree.crash("a");
        assertThat(this.tree.system().whereIs("top")).isEmpty();
        assertThat(this.tree.statistics().alive()).isZero();
        assertThat(reasonOf("top"))
                .asString()
                .startsWith("shutdown: reached max restarts (3 within PT5S) with sup: shutdown: reached max restarts")
                .endsWith("crash of a");
    }

    // S14, S28
    @Test
    void givingUpIsLoggedOnceAndPublished() {
        this.tree.start(SupervisorSpec.oneForOne().child(this.tree.child("a")).maxRestarts(0));
        Pid supervisor = this.tree.supervisor();
        this.tree.crash("a");
        assertThat(this.tree.logged(Level.ERROR))
                .singleElement()
                .asString()
                .startsWith("sup gives up")
                .contains("sup/a", "crash of a");
        assertThat(this.tree.events(ProcessEvent.GaveUp.class)).singleElement().satisfies(event -> {
            assertThat(event.supervisor()).isEqualTo(supervisor);
            assertThat(event.path()).isEqualTo("sup");
            assertThat(event.child()).isEqualTo("sup/a");
            assertThat(event.reason()).isInstanceOf(ExitReason.Crash.class);
        });
    }

    // S14
    @Test
    void requestsThatWaitFailWhenTheSupervisorGivesUp() {
        this.tree.start(SupervisorSpec.oneForOne()
                .child(this.tree.child("a"))
                .child(this.tree.child("b"))
                .maxRestarts(0));
        this.tree.worker().stubborn("b");
        this.tree.crash("a");
        CompletableFuture<Pid> late = this.tree.ask(new SupervisorRequest.StartChild(this.tree.child("c")));
        assertThat(late)
                .isCompletedExceptionally()
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableThat()
                .havingCause()
                .asInstanceOf(type(SupervisorException.class))
                .extracting(SupervisorException::problem)
                .isEqualTo(SupervisorException.Problem.STOPPING);
        assertThat(Supervisor.at(this.tree.system().ref("sup")).whichChildren())
                .extracting(Child::status)
                .containsExactly(Child.Status.STOPPED, Child.Status.STOPPING);
    }

    private ExitReason reasonOf(String name) {
        return this.tree.events(ProcessEvent.Stopped.class).stream()
                .filter(stopped -> name.equals(stopped.name()))
                .reduce((first, second) -> second)
                .orElseThrow()
                .reason();
    }
}
