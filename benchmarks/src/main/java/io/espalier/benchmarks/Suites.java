package io.espalier.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All that is measured on the running JDK: with virtual threads where it has them. */
final class Suites {

    private static final List<String> ESPALIER = existing("espalier-platform", "espalier-virtual");

    private static final List<String> SUPERVISING =
            existing("espalier-platform", "espalier-virtual", "pekko", "pekko-virtual");

    /** The naive one only on the threads that suit it best. */
    private static final List<String> ALL = Stream.concat(
                    SUPERVISING.stream(), Stream.of(VirtualThreads.available() ? "naive-virtual" : "naive-platform"))
            .toList();

    private static final List<String> THREADS = existing("platform", "virtual");

    private static final List<String> BEST_THREAD = THREADS.subList(THREADS.size() - 1, THREADS.size());

    private Suites() {}

    /**
     * All of them, in the order of the report.
     *
     * @return the suites
     */
    static List<Suite> all() {
        List<Suite> all = new ArrayList<>();
        all.add(allocating(CallBenchmark.class, Map.of("peer", ALL, "caller", THREADS)));
        // Not the naive one: a process of it that waits on JDK 17's pool may wait for ever, without a thread for the
        // other.
        all.add(allocating(CallBenchmark.class, Map.of("peer", SUPERVISING, "caller", List.of("process"))));
        for (String thread : THREADS) {
            all.add(new Suite(
                    CallLatencyBenchmark.class,
                    Map.of("peer", ALL, "caller", List.of(thread)),
                    false,
                    thread.equals("virtual") ? List.of("-Djmh.executor=VIRTUAL") : List.of()));
        }
        all.add(timing(CallThroughputBenchmark.class, Map.of("peer", ALL, "caller", BEST_THREAD)));
        all.add(allocating(CastBenchmark.class, Map.of("peer", ALL)));
        all.add(timing(RingBenchmark.class, Map.of("peer", ALL)));
        all.add(timing(StartStopBenchmark.class, Map.of("peer", ALL, "caller", BEST_THREAD)));
        all.add(timing(SupervisedStartStopBenchmark.class, Map.of("peer", SUPERVISING, "caller", BEST_THREAD)));
        all.add(timing(RestartBenchmark.class, Map.of("peer", SUPERVISING)));
        all.add(timing(TimerBenchmark.class, Map.of("peer", ALL)));
        all.add(timing(MonitorBenchmark.class, Map.of("peer", SUPERVISING)));
        all.add(timing(LinkBenchmark.class, Map.of("peer", ESPALIER)));
        all.add(timing(NeighbourBenchmark.class, Map.of("peer", SUPERVISING)));
        return all;
    }

    /**
     * The names of the peers whose idle processes are weighed.
     *
     * @param kind the kind of process
     * @return the names
     */
    static List<String> peersWith(Population kind) {
        return (kind == Population.PLAIN) ? ALL : ESPALIER;
    }

    private static Suite timing(Class<?> benchmark, Map<String, List<String>> parameters) {
        return new Suite(benchmark, parameters, false, List.of());
    }

    private static Suite allocating(Class<?> benchmark, Map<String, List<String>> parameters) {
        return new Suite(benchmark, parameters, true, List.of());
    }

    private static List<String> existing(String... names) {
        return Stream.of(names)
                .filter(name -> VirtualThreads.available() || !name.contains("virtual"))
                .toList();
    }
}
