package io.espalier.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.espalier.process.Dispatcher;
import io.espalier.process.GenServer;
import io.espalier.process.None;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecTests {

    private static final GenServer<None, ?> SERVER = GenServer.with(0).build();

    private final ChildSpec<None> child = ChildSpec.of("parser", SERVER);

    @Test
    void aWorkerIsPermanentAndHasFiveSecondsToStop() {
        assertThat(this.child.restart()).isEqualTo(Restart.PERMANENT);
        assertThat(this.child.shutdown()).isEqualTo(Shutdown.after(Duration.ofSeconds(5)));
        assertThat(this.child.type()).isEqualTo(ChildType.WORKER);
        assertThat(this.child.significant()).isFalse();
        assertThat(this.child.startTimeout()).isNull();
        assertThat(this.child.backoff()).isNull();
        assertThat(this.child.dispatcher()).isNull();
        assertThat(this.child.hibernateAfter()).isNull();
        assertThat(this.child.name()).isNull();
    }

    @Test
    void aSupervisorHasAllTheTimeToStop() {
        ChildSpec<SupervisorSpec> supervisor = ChildSpec.supervisor("workers", SupervisorSpec.oneForOne());
        ChildSpec<DynamicSupervisorSpec> dynamic = ChildSpec.dynamic("sessions", DynamicSupervisorSpec.defaults());
        assertThat(List.of(supervisor, dynamic)).allSatisfy(spec -> {
            assertThat(spec.shutdown()).isEqualTo(Shutdown.infinity());
            assertThat(spec.type()).isEqualTo(ChildType.SUPERVISOR);
            assertThat(spec.dispatcher()).isEqualTo(Dispatcher.COMPUTE);
        });
        assertThat(ChildSpec.of("workers", Supervisor.server(), SupervisorSpec.oneForOne())
                        .type())
                .isEqualTo(ChildType.SUPERVISOR);
    }

    @Test
    void aSupervisorMakesThreeRestartsWithinFiveSeconds() {
        assertThat(SupervisorSpec.oneForAll().maxRestarts()).isEqualTo(3);
        assertThat(SupervisorSpec.oneForAll().within()).isEqualTo(Duration.ofSeconds(5));
        assertThat(SupervisorSpec.oneForAll().autoShutdown()).isEqualTo(AutoShutdown.NEVER);
        assertThat(SupervisorSpec.restForOne().strategy()).isEqualTo(Strategy.REST_FOR_ONE);
        assertThat(DynamicSupervisorSpec.defaults().maxRestarts()).isEqualTo(3);
        assertThat(DynamicSupervisorSpec.defaults().within()).isEqualTo(Duration.ofSeconds(5));
        assertThat(DynamicSupervisorSpec.defaults().maxChildren()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void eachChangeMakesACopyThatKeepsTheRest() {
        Backoff backoff = Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(2));
        ChildSpec<None> changed = this.child
                .restart(Restart.TRANSIENT)
                .shutdown(Shutdown.brutalKill())
                .significant(true)
                .backoff(backoff)
                .startTimeout(Duration.ofSeconds(3))
                .dispatcher(Dispatcher.COMPUTE)
                .hibernateAfter(Duration.ofSeconds(4))
                .name("the parser");
        assertThat(changed.id()).isEqualTo("parser");
        assertThat(changed.server()).isSameAs(SERVER);
        assertThat(changed.argument()).isEqualTo(None.NONE);
        assertThat(changed.restart()).isEqualTo(Restart.TRANSIENT);
        assertThat(changed.shutdown()).isEqualTo(Shutdown.brutalKill());
        assertThat(changed.significant()).isTrue();
        assertThat(changed.backoff()).isEqualTo(backoff);
        assertThat(changed.startTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(changed.dispatcher()).isEqualTo(Dispatcher.COMPUTE);
        assertThat(changed.hibernateAfter()).isEqualTo(Duration.ofSeconds(4));
        assertThat(changed.name()).isEqualTo("the parser");
        assertThat(this.child.restart()).isEqualTo(Restart.PERMANENT);
    }

    @Test
    void childrenAddUpInOrder() {
        SupervisorSpec spec = SupervisorSpec.oneForOne()
                .child(this.child)
                .children(List.of(ChildSpec.of("b", SERVER), ChildSpec.of("a", SERVER)))
                .maxRestarts(7)
                .within(Duration.ofSeconds(1))
                .childPrefix("");
        assertThat(spec.children()).extracting(ChildSpec::id).containsExactly("parser", "b", "a");
        assertThat(spec.maxRestarts()).isEqualTo(7);
        assertThat(spec.within()).isEqualTo(Duration.ofSeconds(1));
        assertThat(spec.childPrefix()).isEmpty();
    }

    // S25
    @Test
    void anIdThatIsThereTwiceIsRejected() {
        SupervisorSpec spec = SupervisorSpec.oneForOne().child(this.child);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec.child(ChildSpec.of("parser", SERVER)))
                .withMessageContaining("'parser'")
                .withMessageContaining("id of its own");
    }

    // S25
    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a/b", "/"})
    void anIdThatIsBlankOrHasASlashIsRejected(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChildSpec.of(id, SERVER))
                .withMessageContaining("id must not be blank");
    }

    // S25
    @Test
    void flagsWithoutSenseAreRejectedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SupervisorSpec.oneForOne().maxRestarts(-1))
                .withMessageContaining("maxRestarts")
                .withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SupervisorSpec.oneForOne().within(Duration.ZERO))
                .withMessageContaining("within");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DynamicSupervisorSpec.defaults().maxRestarts(-1))
                .withMessageContaining("maxRestarts");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DynamicSupervisorSpec.defaults().within(Duration.ofSeconds(-1)))
                .withMessageContaining("within");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DynamicSupervisorSpec.defaults().maxChildren(-1))
                .withMessageContaining("maxChildren");
    }

    // S25
    @Test
    void childValuesWithoutSenseAreRejectedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shutdown.after(Duration.ofMillis(-1)))
                .withMessageContaining("shutdown time");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> this.child.startTimeout(Duration.ZERO))
                .withMessageContaining("'parser': startTimeout");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> this.child.hibernateAfter(Duration.ZERO))
                .withMessageContaining("'parser': hibernateAfter");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> this.child.name(" "))
                .withMessageContaining("'parser': name");
        assertThatNullPointerException()
                .isThrownBy(() -> ChildSpec.of("parser", null))
                .withMessage("server");
        assertThatNullPointerException()
                .isThrownBy(() -> ChildSpec.of("parser", SERVER, null))
                .withMessage("argument");
    }

    // S27
    @Test
    void aSignificantChildMustNotBePermanent() {
        SupervisorSpec spec = SupervisorSpec.oneForOne().autoShutdown(AutoShutdown.ANY_SIGNIFICANT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec.child(this.child.significant(true)))
                .withMessageContaining("'parser'")
                .withMessageContaining("permanent");
        assertThat(spec.child(this.child.significant(true).restart(Restart.TRANSIENT))
                        .children())
                .hasSize(1);
    }

    // S27
    @Test
    void aSignificantChildNeedsAnAutoShutdown() {
        ChildSpec<None> significant = this.child.restart(Restart.TEMPORARY).significant(true);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SupervisorSpec.oneForOne().child(significant))
                .withMessageContaining("'parser'")
                .withMessageContaining("autoShutdown");
        SupervisorSpec spec = SupervisorSpec.oneForOne()
                .autoShutdown(AutoShutdown.ALL_SIGNIFICANT)
                .child(significant);
        assertThatIllegalArgumentException().isThrownBy(() -> spec.autoShutdown(AutoShutdown.NEVER));
    }

    @Test
    void noSpecShowsAnArgument() {
        ChildSpec<String> secret = ChildSpec.of("vault", new Worker(), "hunter2");
        assertThat(secret).asString().contains("vault").doesNotContain("hunter2");
        assertThat(SupervisorSpec.oneForOne().child(secret))
                .asString()
                .contains("vault")
                .doesNotContain("hunter2");
        assertThat(new SupervisorRequest.StartChild(secret)).asString().doesNotContain("hunter2");
    }
}
