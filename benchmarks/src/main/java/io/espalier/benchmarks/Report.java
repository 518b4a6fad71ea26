package io.espalier.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Runs the benchmarks on this JDK and writes their figures as tables. The first argument is the directory to write to, the
 * others are the names of benchmarks ({@code Call,Cast,Heap}; all if there is none) and {@code --quick}.
 */
final class Report {

    private static final int MILLION = 1_000_000;

    private static final String HEAP = "Heap";

    private final boolean quick;

    private final List<String> chosen;

    private final Map<String, List<RunResult>> results = new LinkedHashMap<>();

    private Report(boolean quick, List<String> chosen) {
        this.quick = quick;
        this.chosen = chosen;
    }

    /**
     * Runs it.
     *
     * @param arguments directory, names, {@code --quick}
     * @throws IOException if the report cannot be written
     * @throws InterruptedException if this thread is interrupted
     * @throws RunnerException if a benchmark fails
     */
    public static void main(String[] arguments) throws IOException, InterruptedException, RunnerException {
        List<String> words = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            words.addAll(List.of(arguments[i].strip().split("[,\\s]+")));
        }
        boolean quick = words.removeAll(List.of("quick", "--quick"));
        words.removeIf(word -> word.isEmpty() || word.equals("all"));
        new Report(quick, words).write(Path.of(arguments[0]));
    }

    private void write(Path directory) throws IOException, InterruptedException, RunnerException {
        checkNames();
        Files.createDirectories(directory);
        String name = "performance-" + Runtime.version().feature();
        for (Suite suite : Suites.all()) {
            if (isChosen(suite.name())) {
                this.results
                        .computeIfAbsent(suite.name(), key -> new ArrayList<>())
                        .addAll(new Runner(suite.options(this.quick)).run());
                writeTables(directory.resolve(name + ".md"), "");
            }
        }
        ResultFormatFactory.getInstance(
                        ResultFormatType.JSON, directory.resolve(name + ".json").toString())
                .writeOut(this.results.values().stream().flatMap(List::stream).toList());
        if (isChosen(HEAP)) {
            Table heap = HeapRuns.table(this.quick ? MILLION / 10 : MILLION);
            writeTables(directory.resolve(name + ".md"), section(HEAP, heap));
        }
    }

    private void checkNames() {
        List<String> known = new ArrayList<>(
                Suites.all().stream().map(Suite::name).distinct().toList());
        known.add(HEAP);
        this.chosen.forEach(name -> {
            if (known.stream().noneMatch(name::equalsIgnoreCase)) {
                throw new IllegalArgumentException("No benchmark is called " + name + "; there are " + known);
            }
        });
    }

    private boolean isChosen(String name) {
        return this.chosen.isEmpty() || this.chosen.stream().anyMatch(name::equalsIgnoreCase);
    }

    private void writeTables(Path file, String last) throws IOException {
        StringBuilder text = new StringBuilder("# Performance on JDK ")
                .append(Runtime.version().feature())
                .append("\n\n");
        Machine.description().forEach(line -> text.append("- ").append(line).append('\n'));
        text.append("\nA cell is the median of all iterations of all forks, then the least and the greatest.\n");
        this.results.forEach((name, runs) -> text.append(section(name, Scores.table(runs))));
        Files.writeString(file, text.append(last));
    }

    private static String section(String name, Table table) {
        return String.format(Locale.ROOT, "%n## %s%n%n%s", name, table);
    }
}
