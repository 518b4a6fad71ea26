package io.espalier.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** The table of one benchmark, from the scores of every iteration of every fork. */
final class Scores {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};

    private Scores() {}

    static Table table(Collection<RunResult> runs) {
        Table table = new Table(runs.stream()
                .map(run -> run.getPrimaryResult().getScoreUnit())
                .distinct()
                .collect(Collectors.joining()));
        runs.forEach(run -> fill(table, run));
        return table;
    }

    private static void fill(Table table, RunResult run) {
        String peer = run.getParams().getParam("peer");
        String row = row(run.getParams());
        List<IterationResult> iterations = run.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .toList();
        if (run.getParams().getMode() == Mode.SampleTime) {
            for (double percentile : PERCENTILES) {
                String name = (percentile == 100)
                        ? "max"
                        : "p" + String.valueOf(percentile).replace(".0", "");
                table.put(row + " " + name, peer, spread(iterations, one -> one.getPrimaryResult()
                        .getStatistics()
                        .getPercentile(percentile)));
            }
            return;
        }
        table.put(row, peer, spread(iterations, one -> one.getPrimaryResult().getScore()));
        if (iterations.stream().allMatch(one -> one.getSecondaryResults().containsKey(ALLOCATED))) {
            table.put(row + " allocated, B/op", peer, spread(iterations, Scores::allocated));
        }
    }

    private static double allocated(IterationResult iteration) {
        Result<?> result = iteration.getSecondaryResults().get(ALLOCATED);
        return (result != null) ? result.getScore() : Double.NaN;
    }

    private static Spread spread(List<IterationResult> iterations, ToDoubleFunction<IterationResult> score) {
        return new Spread(iterations.stream().mapToDouble(score).toArray());
    }

    private static String row(BenchmarkParams parameters) {
        return parameters.getParamsKeys().stream()
                .filter(key -> !key.equals("peer"))
                .map(key -> key + " " + parameters.getParam(key))
                .collect(Collectors.joining(", "));
    }
}
