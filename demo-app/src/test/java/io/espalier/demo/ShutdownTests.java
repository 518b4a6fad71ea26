package io.espalier.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starts the demo in a JVM of its own and stops it as an operating system does. */
@Timeout(60)
class ShutdownTests {

    @Test
    void theTreeStopsInReverseOrderOnSigterm() throws IOException, InterruptedException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DemoApplication.class.getName(),
                        "--server.port=0")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
            String line = output.readLine();
            while (line != null && !line.contains("Started DemoApplication")) {
                line = output.readLine();
            }
            assertThat(line).isNotNull();

            long begin = System.nanoTime();
            // Not by Process.destroy(), which would close the output as well.
            jvm.toHandle().destroy();
            List<String> ends =
                    output.lines().filter(each -> each.contains(" ends ")).toList();

            assertThat(jvm.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin))
                    .isLessThan(15);
            assertThat(ends).hasSize(4);
            assertThat(ends.get(0)).contains("stage writer ends");
            assertThat(ends.get(1)).contains("stage parser ends");
            assertThat(ends.get(2)).contains("stage reader ends");
            assertThat(ends.get(3)).contains("counter ends at 10");
        } finally {
            jvm.destroyForcibly();
        }
    }
}
