package io.espalier.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.process.ExitReason;
import io.espalier.process.GenServer;
import io.espalier.process.None;
import io.espalier.supervisor.ChildEntry.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildTableTests {

    private static final GenServer<None, ?> SERVER = GenServer.with(0).build();

    private final ChildTable table = new ChildTable();

    private final ChildEntry a = add("a", Restart.PERMANENT, false);

    private final ChildEntry b = add("b", Restart.TRANSIENT, true);

    private final ChildEntry c = add("c", Restart.TEMPORARY, true);

    // S04
    @Test
    void oneForOneConcernsTheDeadChildAlone() {
        assertThat(this.table.affected(Strategy.ONE_FOR_ONE, this.b)).containsExactly(this.b);
    }

    // S04
    @Test
    void oneForAllConcernsAllInStartOrder() {
        assertThat(this.table.affected(Strategy.ONE_FOR_ALL, this.b)).containsExactly(this.a, this.b, this.c);
    }

    // S04
    @Test
    void restForOneConcernsTheDeadChildAndThoseAfterIt() {
        assertThat(this.table.affected(Strategy.REST_FOR_ONE, this.b)).containsExactly(this.b, this.c);
        assertThat(this.table.affected(Strategy.REST_FOR_ONE, this.a)).containsExactly(this.a, this.b, this.c);
        assertThat(this.table.affected(Strategy.REST_FOR_ONE, this.c)).containsExactly(this.c);
    }

    // S06
    @Test
    void aTemporaryChildThatIsStoppedWithOthersIsForgotten() {
        this.table.awaitRestart(this.b);
        this.table.awaitRestart(this.c);
        assertThat(this.b.is(Phase.RESTARTING)).isTrue();
        assertThat(this.table.inOrder()).containsExactly(this.a, this.b);
    }

    // S07
    @Test
    void theRestartTypeDecidesByTheReason() {
        List<ExitReason> quiet = List.of(ExitReason.normal(), ExitReason.shutdown(), ExitReason.shutdown("done"));
        List<ExitReason> loud = List.of(
                ExitReason.killed(),
                ExitReason.noProcess(),
                ExitReason.custom("enough"),
                ExitReason.crash(new IllegalStateException()));
        assertThat(quiet).allMatch(Restart.PERMANENT::again).noneMatch(Restart.TRANSIENT::again);
        assertThat(loud).allMatch(Restart.PERMANENT::again).allMatch(Restart.TRANSIENT::again);
        assertThat(quiet).noneMatch(Restart.TEMPORARY::again);
        assertThat(loud).noneMatch(Restart.TEMPORARY::again);
    }

    // S26
    @Test
    void aSignificantChildEndsItsSupervisorAsAutoShutdownSays() {
        this.b.running(0);
        this.c.running(0);
        this.table.settle(this.c);
        assertThat(this.table.ends(AutoShutdown.NEVER, this.c)).isFalse();
        assertThat(this.table.ends(AutoShutdown.ANY_SIGNIFICANT, this.c)).isTrue();
        assertThat(this.table.ends(AutoShutdown.ALL_SIGNIFICANT, this.c)).isFalse();
        this.table.settle(this.b);
        assertThat(this.table.ends(AutoShutdown.ALL_SIGNIFICANT, this.b)).isTrue();
        assertThat(this.table.ends(AutoShutdown.ANY_SIGNIFICANT, this.a)).isFalse();
    }

    // S24
    @Test
    void countsTellSpecsFromRunningChildren() {
        this.table.add(new ChildEntry(ChildSpec.supervisor("d", SupervisorSpec.oneForOne()), null, "d"));
        this.a.running(0);
        assertThat(this.table.counts()).isEqualTo(new ChildCounts(4, 1, 1, 3));
    }

    private ChildEntry add(String id, Restart restart, boolean significant) {
        ChildSpec<None> spec = ChildSpec.of(id, SERVER).restart(restart).significant(significant);
        ChildEntry child = new ChildEntry(spec, null, id);
        this.table.add(child);
        return child;
    }
}
