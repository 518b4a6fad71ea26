package io.espalier.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.actuate.ProcessesEndpoint;
import io.espalier.actuate.TreeStatus.State;
import io.espalier.process.GenServer;
import io.espalier.process.None;
import io.espalier.process.ProcessRef;
import io.espalier.process.ProcessSystem;
import io.espalier.supervisor.Supervisor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A parent and a child context: each has a tree of its own. */
@Timeout(30)
class ContextHierarchyTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    EspalierAutoConfiguration.class,
                    EspalierHealthContributorAutoConfiguration.class,
                    ProcessesEndpointAutoConfiguration.class))
            .withPropertyValues("management.endpoints.web.exposure.include=*");

    private final ApplicationContextRunner parent = this.runner.withUserConfiguration(Servers.class);

    private final ApplicationContextRunner child = this.runner
            .withInitializer(Yaml.of("espalier.supervisor.children.lower.server: plain"))
            .withBean(Asking.class);

    @Test
    void eachContextHasATreeOfItsOwn() {
        this.parent.run(above -> this.child.withParent(above).run(below -> {
            hasTreeOfItsOwn(above, below);
            for (String bean : new String[] {"processesEndpoint", "espalierHealthContributor"}) {
                assertThat(below.containsLocalBean(bean)).as(bean).isTrue();
            }
            assertThat(below.getBean(ProcessesEndpoint.class)).isNotSameAs(above.getBean(ProcessesEndpoint.class));
        }));
    }

    @Test
    void aSystemOfTheChildsOwnIsPreferredToTheParents() {
        this.parent.run(above -> this.child
                .withUserConfiguration(OwnSystem.class)
                .withParent(above)
                .run(below -> hasTreeOfItsOwn(above, below)));
    }

    @Test
    void aSystemOfTheParentsOwnIsLeftToTheParent() {
        this.parent
                .withUserConfiguration(OwnSystem.class)
                .run(above -> this.child.withParent(above).run(below -> hasTreeOfItsOwn(above, below)));
    }

    @Test
    void theEndOfAChildLeavesTheParentsTreeAlone() {
        this.parent.run(above -> {
            this.child.withParent(above).run(below -> assertThat(below).hasNotFailed());
            assertThat(above.getBean(SupervisionTree.class).status().state()).isEqualTo(State.RUNNING);
            assertThat(above.getBean(Supervisor.class).whichChildren()).isEmpty();
        });
    }

    @Test
    void aChildWithoutEspalierSeesTheTreeOfItsParent() {
        this.parent.run(above -> this.child
                .withPropertyValues("espalier.enabled=false")
                .withParent(above)
                .run(below -> {
                    assertThat(below).hasNotFailed();
                    assertThat(below.getBean(Supervisor.class)).isSameAs(above.getBean(Supervisor.class));
                    assertThat(below.containsLocalBean("espalierHealthContributor"))
                            .isFalse();
                }));
    }

    private static void hasTreeOfItsOwn(ApplicationContext above, AssertableApplicationContext below) {
        assertThat(below).hasNotFailed();
        assertThat(below.getBean(SupervisionTree.class)).isNotSameAs(above.getBean(SupervisionTree.class));
        assertThat(below.getBean(Supervisor.class).whichChildren()).hasSize(1);
        assertThat(above.getBean(Supervisor.class).whichChildren()).isEmpty();
        assertThat(below.getBean(Asking.class).lower.pid()).isPresent();
        assertThat(above.getBean(ProcessSystem.class).whereIs("lower")).isEmpty();
    }

    static class Asking {

        private final ProcessRef lower;

        Asking(@ProcessName("lower") ProcessRef lower) {
            this.lower = lower;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnSystem {

        @Bean
        ProcessSystem mine() {
            return ProcessSystem.create();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Servers {

        @Bean
        GenServer<None, String> plain() {
            return GenServer.with("state").build();
        }
    }
}
