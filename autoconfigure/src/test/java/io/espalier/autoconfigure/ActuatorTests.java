package io.espalier.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.process.GenServer;
import io.espalier.process.None;
import io.espalier.process.ProcessSystem;
import java.lang.management.ManagementFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Health and endpoint over HTTP and JMX, in a whole application. */
@Timeout(60)
class ActuatorTests {

    @Nested
    @AutoConfigureRestTestClient
    @SpringBootTest(
            classes = Application.class,
            webEnvironment = WebEnvironment.RANDOM_PORT,
            properties = {
                "management.endpoints.web.exposure.include=health,processes",
                "management.endpoint.health.show-details=always",
                "espalier.supervisor.children.one.server=server",
                "espalier.supervisor.children.workers.children.a.server=server",
            })
    class WhileTheTreeRuns {

        @Autowired
        private RestTestClient client;

        @Test
        void healthHasAPartForTheSupervisor() {
            get("/actuator/health")
                    .jsonPath("$.status")
                    .isEqualTo("UP")
                    .jsonPath("$.components.espalier.components.supervisor.status")
                    .isEqualTo("UP")
                    .jsonPath("$.components.espalier.components.supervisor.details.children.active")
                    .isEqualTo(3)
                    .jsonPath("$.components.espalier.components.supervisor.details.supervisors.workers.maxRestarts")
                    .isEqualTo(3);
        }

        @Test
        void theComponentHasAPathOfItsOwn() {
            get("/actuator/health/espalier/supervisor").jsonPath("$.status").isEqualTo("UP");
        }

        @Test
        void theEndpointShowsTheTree() {
            get("/actuator/processes")
                    .jsonPath("$.state")
                    .isEqualTo("running")
                    .jsonPath("$.root.path")
                    .isEqualTo("root")
                    .jsonPath("$.root.children[0].id")
                    .isEqualTo("one")
                    .jsonPath("$.root.children[0].type")
                    .isEqualTo("worker")
                    .jsonPath("$.root.children[0].restart")
                    .isEqualTo("permanent")
                    .jsonPath("$.root.children[0].queueLength")
                    .isEqualTo(0)
                    .jsonPath("$.root.children[0].startedAt")
                    .value(String.class, at -> assertThat(at).matches("\\d{4}-\\d\\d-\\d\\dT.*Z"))
                    .jsonPath("$.root.children[0].children")
                    .doesNotExist()
                    .jsonPath("$.root.children[1].children[0].path")
                    .isEqualTo("workers/a");
        }

        @Test
        void theEndpointIsBoundedByTheRequest() {
            get("/actuator/processes?depth=1&limit=1")
                    .jsonPath("$.root.children.length()")
                    .isEqualTo(1)
                    .jsonPath("$.root.truncated")
                    .isEqualTo(1);
        }

        @Test
        void aBoundThatIsNoNumberIsABadRequest() {
            this.client
                    .get()
                    .uri("/actuator/processes?depth=deep")
                    .exchange()
                    .expectStatus()
                    .isBadRequest();
        }

        @Test
        void theEndpointIsReadOnly() {
            this.client
                    .post()
                    .uri("/actuator/processes")
                    .exchange()
                    .expectStatus()
                    .isEqualTo(405);
            this.client
                    .delete()
                    .uri("/actuator/processes")
                    .exchange()
                    .expectStatus()
                    .isEqualTo(405);
        }

        private RestTestClient.BodyContentSpec get(String uri) {
            return this.client.get().uri(uri).exchange().expectStatus().isOk().expectBody();
        }
    }

    @Nested
    @AutoConfigureRestTestClient
    @SpringBootTest(
            classes = Application.class,
            webEnvironment = WebEnvironment.RANDOM_PORT,
            properties = {
                "management.endpoint.health.show-details=always",
                "espalier.supervisor.max-restarts=0",
                "espalier.supervisor.children.one.server=server",
            })
    class OnceTheRootHasGivenUp {

        @Test
        void livenessIsBrokenAndHealthDown(@Autowired RestTestClient client, @Autowired ProcessSystem processes) {
            client.get()
                    .uri("/actuator/health/liveness")
                    .exchange()
                    .expectStatus()
                    .isOk();
            processes.ref("one").send("crash");
            await().untilAsserted(() -> client.get()
                    .uri("/actuator/health/liveness")
                    .exchange()
                    .expectStatus()
                    .isEqualTo(503));
            client.get()
                    .uri("/actuator/health/espalier")
                    .exchange()
                    .expectStatus()
                    .isEqualTo(503)
                    .expectBody()
                    .jsonPath("$.components.supervisor.status")
                    .isEqualTo("DOWN")
                    .jsonPath("$.components.supervisor.details.reason")
                    .value(String.class, reason -> assertThat(reason)
                            .isEqualTo("more than 0 restarts within 5s, at last of one:"
                                    + " java.lang.IllegalStateException: crash"));
        }

        @Test
        void theEndpointIsNotExposedUnlessToldSo(@Autowired RestTestClient client) {
            client.get().uri("/actuator/processes").exchange().expectStatus().isNotFound();
        }
    }

    @Test
    void twoApplicationsInOneJvmHaveTheirOwnBeans() throws Exception {
        ObjectName pattern = new ObjectName("org.springframework.boot:type=Endpoint,name=Processes,*");
        try (ConfigurableApplicationContext first = withJmx();
                ConfigurableApplicationContext second = withJmx()) {
            assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(pattern, null))
                    .hasSize(2);
            assertThat(first.getBean(ProcessSystem.class)).isNotSameAs(second.getBean(ProcessSystem.class));
            for (ObjectName name : ManagementFactory.getPlatformMBeanServer().queryNames(pattern, null)) {
                Object answer = ManagementFactory.getPlatformMBeanServer()
                        .invoke(name, "processes", new Object[] {null, null}, new String[] {
                            Integer.class.getName(), Integer.class.getName()
                        });
                assertThat(answer).asString().contains("state=running");
            }
        }
        assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(pattern, null))
                .isEmpty();
    }

    @Test
    void healthCanBeSwitchedOffByItsName() {
        try (ConfigurableApplicationContext context = application("--management.health.espalier.enabled=false")) {
            assertThat(context.containsBean("espalierHealthContributor")).isFalse();
        }
    }

    private static ConfigurableApplicationContext withJmx() {
        return application(
                "--spring.jmx.enabled=true",
                "--management.endpoints.jmx.exposure.include=processes",
                "--espalier.supervisor.children.one.server=server");
    }

    private static ConfigurableApplicationContext application(String... arguments) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(arguments);
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        GenServer<None, String> server() {
            return GenServer.with("")
                    .info(String.class, (crash, self, state) -> {
                        throw new IllegalStateException(crash);
                    })
                    .build();
        }
    }
}
