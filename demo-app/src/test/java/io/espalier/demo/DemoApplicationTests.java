package io.espalier.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.process.ProcessSystem;
import io.espalier.process.Statistics;
import io.espalier.supervisor.Supervisor;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.web.client.RestClient;

/** Uses the demo as its user would: over HTTP. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class DemoApplicationTests {

    private static final int MANY = 1000;

    /** Threads of pools grow and shrink a little on their own; a leak of one for each crash is far beyond this. */
    private static final int SOME_THREADS = 60;

    @LocalServerPort
    private int port;

    @Autowired
    private ProcessSystem processes;

    private RestClient http;

    @BeforeEach
    void connect() {
        this.http = RestClient.create("http://localhost:" + this.port);
    }

    @Test
    void theCounterCrashesAndIsRestartedWithFreshState() {
        post("/counter/crash");
        assertThat(get("/counter")).isEqualTo("{\"value\":10}");
        assertThat(post("/counter/increment?by=2")).isEqualTo("{\"value\":12}");
        assertThat(post("/counter/crash?why=enough"))
                .isEqualTo("{\"died\":\"crash: java.lang.IllegalStateException: enough\"}");
        assertThat(get("/counter")).isEqualTo("{\"value\":10}");
    }

    @Test
    void healthTellsTheStory() {
        post("/counter/crash?why=told+by+health");
        get("/counter");
        assertThat(get("/actuator/health"))
                .contains("\"espalier\"", "\"supervisor\"", "\"status\":\"UP\"", "counter", "told by health");
    }

    @Test
    void theTreeIsShown() {
        assertThat(get("/actuator/processes"))
                .contains("\"counter\"", "\"pipeline/parser\"", "\"sessions\"", "\"truncated\":0");
    }

    @Test
    void aStageThatCrashesTakesThoseAfterItAlong() {
        Map<String, String> before = stages();
        post("/pipeline/parser/crash");
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            Map<String, String> after = stages();
            assertThat(after.get("reader")).isEqualTo(before.get("reader"));
            assertThat(after.get("parser")).startsWith("#").isNotEqualTo(before.get("parser"));
            assertThat(after.get("writer")).startsWith("#").isNotEqualTo(before.get("writer"));
        });
    }

    @Test
    void eachUserHasASession() {
        assertThat(say("ann", "hello")).isEqualTo("[\"hello\"]");
        assertThat(say("bob", "hi")).isEqualTo("[\"hi\"]");
        assertThat(say("ann", "again")).isEqualTo("[\"hello\",\"again\"]");
        assertThat(get("/sessions")).isEqualTo("{\"live\":2}");
    }

    @Test
    void aThousandCrashesLeakNothing() {
        post("/counter/crash");
        get("/counter");
        Statistics before = this.processes.statistics();
        int threads = Thread.getAllStackTraces().size();

        for (int crash = 0; crash < MANY; crash++) {
            post("/counter/crash");
            assertThat(get("/counter")).isEqualTo("{\"value\":10}");
        }

        Statistics after = this.processes.statistics();
        assertThat(after.started()).isGreaterThanOrEqualTo(before.started() + MANY);
        assertThat(after.alive()).isEqualTo(before.alive());
        assertThat(after.names()).isEqualTo(before.names());
        assertThat(after.timers()).isLessThanOrEqualTo(before.timers() + 1);
        assertThat(after.zombies()).isZero();
        assertThat(Thread.getAllStackTraces()).hasSizeLessThan(threads + SOME_THREADS);
        assertThat(Supervisor.at(this.processes.ref("pipeline")).countChildren().active())
                .isEqualTo(3);
    }

    private String get(String path) {
        return text(this.http.get().uri(path).retrieve().body(String.class));
    }

    private String post(String path) {
        return text(this.http.post().uri(path).retrieve().body(String.class));
    }

    private String say(String user, String line) {
        return text(
                this.http.post().uri("/sessions/" + user).body(line).retrieve().body(String.class));
    }

    private Map<String, String> stages() {
        Map<String, String> stages = this.http
                .get()
                .uri("/pipeline")
                .retrieve()
                .body(new ParameterizedTypeReference<Map<String, String>>() {});
        return (stages != null) ? stages : Map.of();
    }

    private static String text(String body) {
        return (body != null) ? body : "";
    }
}
