package io.espalier.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.RestClient;

/** Runs what the README shows in a console, and compares what it shows as the answer. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ReadmeTests {

    private static final Pattern CONSOLE = Pattern.compile("```console\\n(.*?)```", Pattern.DOTALL);

    private static final Pattern CURL = Pattern.compile("\\$ curl (-X (\\w+) )?\"localhost:8080(.*)\"");

    @LocalServerPort
    private int port;

    @Test
    void everyCommandOfTheReadmeAnswersAsItSays() throws IOException {
        // The context may be shared with other tests: the counter starts afresh.
        run("POST", "/counter/crash");
        List<String> shown = commands();
        assertThat(shown).hasSizeGreaterThan(4);
        for (int line = 0; line < shown.size(); line++) {
            Matcher curl = CURL.matcher(shown.get(line));
            assertThat(curl.matches()).as("a command: %s", shown.get(line)).isTrue();
            String method = (curl.group(2) != null) ? curl.group(2) : "GET";
            String answer = run(method, curl.group(3));
            if (line + 1 < shown.size() && !shown.get(line + 1).startsWith("$")) {
                line++;
                assertThat(answer).isEqualTo(shown.get(line));
            }
        }
    }

    private String run(String method, String path) {
        String body = RestClient.create("http://localhost:" + this.port)
                .method(HttpMethod.valueOf(method))
                .uri(path)
                .retrieve()
                .body(String.class);
        return (body != null) ? body : "";
    }

    private static List<String> commands() throws IOException {
        List<String> lines = new ArrayList<>();
        Matcher blocks = CONSOLE.matcher(Files.readString(Path.of("..", "README.md")));
        while (blocks.find()) {
            blocks.group(1).lines().forEach(lines::add);
        }
        return lines;
    }
}
