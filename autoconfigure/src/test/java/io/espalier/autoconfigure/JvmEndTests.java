package io.espalier.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.process.GenServer;
import io.espalier.process.Init;
import io.espalier.process.None;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** What becomes of the tree when the JVM ends, and of the JVM when the tree does. Each test has a JVM of its own. */
@Timeout(60)
class JvmEndTests {

    @Test
    void onSigtermChildrenTerminateInReverseWithinTheirShutdownTimes() throws Exception {
        try (Jvm jvm = Jvm.start(
                "--espalier.supervisor.children.first.server=noting",
                "--espalier.supervisor.children.first.argument=first",
                "--espalier.supervisor.children.group.order=1",
                "--espalier.supervisor.children.group.children.a.server=noting",
                "--espalier.supervisor.children.group.children.a.argument=group/a",
                "--espalier.supervisor.children.group.children.b.server=noting",
                "--espalier.supervisor.children.group.children.b.argument=group/b",
                "--espalier.supervisor.children.stubborn.order=2",
                "--espalier.supervisor.children.stubborn.server=stubborn",
                "--espalier.supervisor.children.stubborn.shutdown=300ms")) {
            jvm.awaitLine("ready");
            long begin = System.nanoTime();
            jvm.process().toHandle().destroy(); // unlike its own destroy() this leaves the output open
            List<String> rest = jvm.rest();
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            assertThat(rest.stream().filter(line -> line.startsWith("terminated")))
                    .containsExactly("terminated group/b", "terminated group/a", "terminated first");
            assertThat(rest).anyMatch(line -> line.contains("stubborn did not stop within PT0.3S and was killed"));
            assertThat(took).isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
            assertThat(jvm.process().waitFor()).isEqualTo(128 + 15);
        }
    }

    @Test
    void onSigtermTheJvmEndsThoughAnInitHangs() throws Exception {
        try (Jvm jvm = Jvm.start(
                "--espalier.runtime.kill-grace=100ms", "--espalier.supervisor.children.hanging.server=hanging")) {
            jvm.awaitLine("hanging");
            jvm.process().toHandle().destroy();
            assertThat(jvm.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void onSigtermWhileTheTreeStartsItIsStoppedQuietlyAndInOrder() throws Exception {
        try (Jvm jvm = Jvm.start(
                "--espalier.supervisor.children.first.server=noting",
                "--espalier.supervisor.children.first.argument=first",
                "--espalier.supervisor.children.hanging.order=1",
                "--espalier.supervisor.children.hanging.shutdown=300ms",
                "--espalier.supervisor.children.hanging.server=hanging")) {
            jvm.awaitLine("hanging");
            jvm.process().toHandle().destroy();
            List<String> rest = jvm.rest();
            assertThat(rest)
                    .contains("terminated first")
                    .anyMatch(line -> line.contains("The application is to stop while its supervision tree starts"))
                    .noneMatch(line -> line.contains(" ERROR ") && !line.contains("Process hanging"))
                    .noneMatch(line -> line.contains("TreeKeeper"));
            assertThat(jvm.process().waitFor()).isEqualTo(128 + 15);
        }
    }

    @Test
    void aRootThatGivesUpEndsTheJvmIfItShall() throws Exception {
        try (Jvm jvm = Jvm.start(
                "--espalier.supervisor.on-give-up=exit",
                "--espalier.supervisor.max-restarts=0",
                "--espalier.supervisor.children.first.server=noting",
                "--espalier.supervisor.children.first.argument=first",
                "--espalier.supervisor.children.mortal.server=mortal")) {
            List<String> output = jvm.rest();
            assertThat(jvm.process().waitFor()).isEqualTo(70);
            assertThat(output)
                    .contains("terminated first")
                    .anyMatch(
                            line -> line.contains("The application's liveness is broken; the JVM exits with code 70"));
        }
    }

    /**
     * A JVM that runs the application below.
     *
     * @param process its process
     * @param output what it prints
     */
    record Jvm(Process process, BufferedReader output) implements AutoCloseable {

        static Jvm start(String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Application.class.getName(),
                    "--spring.main.web-application-type=none",
                    "--spring.main.keep-alive=true",
                    "--spring.main.banner-mode=off"));
            command.addAll(List.of(arguments));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new Jvm(process, process.inputReader());
        }

        void awaitLine(String wanted) throws IOException {
            List<String> before = new ArrayList<>();
            for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
                if (line.equals(wanted)) {
                    return;
                }
                before.add(line);
            }
            assertThat(before).as("printed by the JVM").contains(wanted);
        }

        List<String> rest() {
            return this.output.lines().toList();
        }

        @Override
        public void close() {
            this.process.destroyForcibly();
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        private static final PrintStream console = System.out;

        public static void main(String[] arguments) {
            SpringApplication.run(Application.class, arguments);
            console.println("ready");
        }

        @Bean
        GenServer<String, String> noting() {
            return GenServer.<String, String>starting((name, self) -> Init.ok(name))
                    .onTerminate((reason, name) -> console.println("terminated " + name))
                    .build();
        }

        @Bean
        GenServer<None, String> stubborn() {
            return GenServer.with("")
                    .onTerminate((reason, state) -> new CountDownLatch(1).await())
                    .build();
        }

        @Bean
        GenServer<None, String> hanging() {
            return GenServer.<None, String>starting((none, self) -> {
                        console.println("hanging");
                        new CountDownLatch(1).await();
                        return Init.ok("");
                    })
                    .build();
        }

        @Bean
        GenServer<None, String> mortal() {
            return GenServer.<None, String>starting((none, self) -> {
                        self.sendAfter(Duration.ofMillis(1), "die");
                        return Init.ok("");
                    })
                    .info(String.class, (die, self, state) -> {
                        throw new IllegalStateException(die);
                    })
                    .build();
        }
    }
}
