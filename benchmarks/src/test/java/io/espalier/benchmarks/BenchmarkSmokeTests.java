package io.espalier.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark runs, with every peer. What the figures are is no matter of tests. */
class BenchmarkSmokeTests {

    private static final List<String> OWN_THREADS = List.of("espalier-", "benchmark-", "naive-", "pool-");

    /** The parameters that make a benchmark short. */
    private static final Map<Class<?>, Map<String, List<String>>> SHORT = Map.of(
            CallLatencyBenchmark.class, Map.of("load", List.of("idle")),
            CallThroughputBenchmark.class, Map.of("callers", List.of("2"), "servers", List.of("1")),
            CastBenchmark.class, Map.of("senders", List.of("8")),
            TimerBenchmark.class, Map.of("pending", List.of("0")),
            NeighbourBenchmark.class, Map.of("neighbours", List.of("sleeping")));

    @ParameterizedTest
    @MethodSource("benchmarks")
    void everyPeerGetsAPositiveScore(Class<?> benchmark) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + benchmark.getName().replace(".", "\\.") + "\\.")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(50))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        SHORT.getOrDefault(benchmark, Map.of())
                .forEach((name, values) -> options.param(name, values.toArray(String[]::new)));

        Collection<RunResult> runs = new Runner(options.build()).run();

        assertThat(runs)
                .isNotEmpty()
                .allSatisfy(run -> assertThat(run.getPrimaryResult().getScore()).isPositive());
        assertThat(Scores.table(runs).toString()).contains("| espalier-platform |");
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfProcessHasAWeight(Population kind) {
        for (String peer : Suites.peersWith(kind)) {
            Heap.Weight weight = Heap.weigh(peer, kind, 10_000);

            assertThat(weight.bytes()).as(peer).isPositive();
            assertThat(weight.nanos()).as(peer).isPositive();
        }
    }

    @Test
    void aSpreadShowsTheMedianAndItsBounds() {
        assertThat(new Spread(3, 1, 2, 10)).hasToString("**2.50** (1.00..10.0)");
    }

    @AfterAll
    static void noThreadIsLeft() {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> OWN_THREADS.stream().anyMatch(name::startsWith)));
    }

    static List<? extends Class<?>> benchmarks() {
        return Suites.all().stream().map(Suite::benchmark).distinct().toList();
    }
}
