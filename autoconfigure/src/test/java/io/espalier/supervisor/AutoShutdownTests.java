package io.espalier.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.process.ExitReason;
import io.espalier.process.ProcessEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(QuietConsole.class)
class AutoShutdownTests {

    private static final ExitReason QUIET = ExitReason.normal();

    private static final ExitReason LOUD = ExitReason.custom("loud");

    @RegisterExtension
    private final TestTree tree = new TestTree();

    // S26
    @Test
    void anySignificantEndsTheSupervisorWithTheFirst() {
        start(AutoShutdown.ANY_SIGNIFICANT, Restart.TRANSIENT);
        this.tree.worker().diary();
        this.tree.tell("a", new Worker.Finish(QUIET));
        assertThat(this.tree.worker().diary()).containsExactly("stop a", "ask c", "stop c", "ask b", "stop b");
        assertThat(this.tree.events(ProcessEvent.Stopped.class))
                .filteredOn(stopped -> "sup".equals(stopped.name()))
                .extracting(ProcessEvent.Stopped::reason)
                .containsExactly(ExitReason.shutdown());
    }

    // S26
    @Test
    void allSignificantEndsTheSupervisorWithTheLast() {
        start(AutoShutdown.ALL_SIGNIFICANT, Restart.TRANSIENT);
        this.tree.tell("a", new Worker.Finish(QUIET));
        assertThat(this.tree.system().whereIs("sup")).isPresent();
        this.tree.tell("b", new Worker.Finish(QUIET));
        assertThat(this.tree.system().whereIs("sup")).isEmpty();
        assertThat(this.tree.statistics().alive()).isZero();
    }

    // S26
    @Test
    void aChildThatIsNotSignificantEndsAlone() {
        Supervisor supervisor = this.tree.start(SupervisorSpec.oneForOne()
                .autoShutdown(AutoShutdown.ANY_SIGNIFICANT)
                .child(this.tree.child("a").restart(Restart.TEMPORARY))
                .child(this.tree.child("b").restart(Restart.TEMPORARY).significant(true)));
        this.tree.tell("a", new Worker.Finish(QUIET));
        assertThat(supervisor.countChildren().active()).isEqualTo(1);
    }

    // S26
    @Test
    void aTransientSignificantChildThatCrashesIsRestarted() {
        Supervisor supervisor = start(AutoShutdown.ANY_SIGNIFICANT, Restart.TRANSIENT);
        this.tree.tell("a", new Worker.Finish(LOUD));
        assertThat(supervisor.countChildren().active()).isEqualTo(3);
    }

    // S26
    @Test
    void aTemporarySignificantChildThatCrashesEndsTheSupervisor() {
        start(AutoShutdown.ANY_SIGNIFICANT, Restart.TEMPORARY);
        this.tree.tell("a", new Worker.Finish(LOUD));
        assertThat(this.tree.system().whereIs("sup")).isEmpty();
    }

    // S27
    @Test
    void terminateChildOfASignificantChildEndsNobodyElse() {
        Supervisor supervisor = start(AutoShutdown.ANY_SIGNIFICANT, Restart.TRANSIENT);
        supervisor.terminateChild("a");
        supervisor.terminateChild("b");
        assertThat(supervisor.countChildren().active()).isEqualTo(1);
    }

    /** Two significant children and one that is not. */
    private Supervisor start(AutoShutdown autoShutdown, Restart restart) {
        return this.tree.start(SupervisorSpec.oneForOne()
                .autoShutdown(autoShutdown)
                .child(this.tree.child("a").restart(restart).significant(true))
                .child(this.tree.child("b").restart(restart).significant(true))
                .child(this.tree.child("c")));
    }
}
