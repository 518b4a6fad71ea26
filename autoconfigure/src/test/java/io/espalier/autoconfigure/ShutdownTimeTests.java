package io.espalier.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.process.GenServer;
import io.espalier.process.None;
import io.espalier.supervisor.ChildSpec;
import io.espalier.supervisor.DynamicSupervisorSpec;
import io.espalier.supervisor.Shutdown;
import io.espalier.supervisor.SupervisorSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a tree may take to stop. */
class ShutdownTimeTests {

    private static final GenServer<None, String> SERVER = GenServer.with("").build();

    @Test
    void childrenStopOneAfterTheOtherSoTheirTimesAddUp() {
        assertThat(ShutdownTime.of(tree(worker("a", 5), worker("b", 7)))).contains(Duration.ofSeconds(12));
    }

    @Test
    void aChildThatIsKilledTakesNoTime() {
        ChildSpec<None> killed = ChildSpec.of("a", SERVER).shutdown(Shutdown.brutalKill());
        assertThat(ShutdownTime.of(tree(killed))).contains(Duration.ZERO);
    }

    @Test
    void aSupervisorTakesTheTimeOfItsChildren() {
        ChildSpec<SupervisorSpec> below = ChildSpec.supervisor("s", tree(worker("a", 5), worker("b", 7)));
        assertThat(ShutdownTime.of(tree(below, worker("c", 1)))).contains(Duration.ofSeconds(13));
    }

    @Test
    void aSupervisorThatIsBoundedTakesNoLongerThanThat() {
        ChildSpec<SupervisorSpec> below = ChildSpec.supervisor("s", tree(worker("a", 5)));
        assertThat(ShutdownTime.of(tree(below.shutdown(Shutdown.after(Duration.ofSeconds(3))))))
                .contains(Duration.ofSeconds(3));
        assertThat(ShutdownTime.of(tree(below.shutdown(Shutdown.after(Duration.ofSeconds(9))))))
                .contains(Duration.ofSeconds(5));
    }

    @Test
    void aWorkerMayTakeForEver() {
        ChildSpec<None> endless = ChildSpec.of("a", SERVER).shutdown(Shutdown.infinity());
        assertThat(ShutdownTime.of(tree(endless))).isEmpty();
        assertThat(ShutdownTime.of(tree(ChildSpec.supervisor("s", tree(endless)))))
                .isEmpty();
    }

    @Test
    void aDynamicSupervisorCountsAsNothingSinceNobodyKnows() {
        assertThat(ShutdownTime.of(tree(ChildSpec.dynamic("d", DynamicSupervisorSpec.defaults()))))
                .contains(Duration.ZERO);
    }

    @Test
    void whatIsLeftIsKilledASecondBeforeTheEnd() {
        assertThat(ShutdownTime.killAfter(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(29));
        assertThat(ShutdownTime.killAfter(Duration.ofSeconds(1))).isEqualTo(Duration.ofMillis(500));
        assertThat(ShutdownTime.killAfter(Duration.ZERO)).isZero();
    }

    private static ChildSpec<None> worker(String id, int seconds) {
        return ChildSpec.of(id, SERVER).shutdown(Shutdown.after(Duration.ofSeconds(seconds)));
    }

    private static SupervisorSpec tree(ChildSpec<?>... children) {
        return SupervisorSpec.oneForOne().children(List.of(children));
    }
}
