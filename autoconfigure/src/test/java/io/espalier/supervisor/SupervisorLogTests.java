package io.espalier.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.espalier.process.ExitReason;
import io.espalier.process.GetState;
import io.espalier.process.Pid;
import io.espalier.process.ProcessEvent;
import io.espalier.supervisor.Worker.OnInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(QuietConsole.class)
class SupervisorLogTests {

    @RegisterExtension
    private final TestTree tree = new TestTree();

    // S28
    @Test
    void everyChildThatStartsIsPublished() {
        this.tree.start(SupervisorSpec.oneForOne().children(this.tree.children("a", "b")));
        this.tree.settle();
        assertThat(this.tree.events(ProcessEvent.Started.class))
                .extracting(ProcessEvent.Started::name)
                .containsExactlyInAnyOrder("sup/a", "sup/b", "sup");
        assertThat(this.tree.logged(Level.INFO)).isEmpty();
    }

    // S28
    @Test
    void aRestartIsOneLine() {
        this.tree.start(SupervisorSpec.oneForOne().child(this.tree.child("a")));
        this.tree.tell("a", new Worker.Finish(ExitReason.custom("loud")));
        Pid now = this.tree.pid("a");
        assertThat(this.tree.logged(Level.INFO))
                .containsExactly("Restarted sup/a as " + now + " after loud; 1 of 3 restarts within PT5S used");
    }

    // S28
    @Test
    void aRestartThatFailsIsAWarning() {
        this.tree.start(SupervisorSpec.oneForOne().child(this.tree.child("a")));
        this.tree.worker().inits("a", OnInit.FAIL);
        this.tree.crash("a");
        assertThat(this.tree.logged(Level.WARN))
                .singleElement()
                .asString()
                .startsWith("Restart of sup/a failed")
                .endsWith("init of a");
    }

    // S28: the runtime reports the crash itself
    @Test
    void theDeathOfAChildIsNotReportedTwice() {
        this.tree.start(SupervisorSpec.oneForOne()
                .child(this.tree.child("a").restart(Restart.TEMPORARY))
                .child(this.tree.child("b")));
        this.tree.crash("a");
        this.tree.crash("b");
        assertThat(this.tree.logged(Level.WARN)).isEmpty();
        assertThat(this.tree.logged(Level.ERROR)).isEmpty();
    }

    @Test
    void anInitThatTakesLongIsMentionedOnce() {
        this.tree.worker().inits("a", OnInit.PEND);
        this.tree.startUnderTop(
                ChildSpec.supervisor("sup", SupervisorSpec.oneForOne().child(this.tree.child("a"))));
        this.tree.advanceSeconds(9);
        assertThat(this.tree.logged(Level.WARN)).isEmpty();
        this.tree.advanceSeconds(60);
        assertThat(this.tree.logged(Level.WARN)).containsExactly("sup/a has been in init for PT10S; sup waits for it");
    }

    @Test
    void noStateOfASupervisorShowsAnArgument() {
        this.tree.start(SupervisorSpec.oneForOne().child(ChildSpec.of("vault", this.tree.worker(), "hunter2")));
        Supervision state = (Supervision) this.tree.system().ref("sup").call(new GetState());
        assertThat(state).asString().contains("sup/vault: RUNNING").doesNotContain("hunter2");
    }
}
