package io.espalier.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs {@link Heap} in a JVM of its own for each kind of process of each peer. */
final class HeapRuns {

    /** The heap of these JVMs. */
    static final List<String> FLAGS = List.of("-Xmx8g", "-XX:+UseParallelGC");

    private HeapRuns() {}

    static Table table(int count) throws IOException, InterruptedException {
        Table table = new Table("per process, of " + count);
        for (Population kind : Population.values()) {
            for (String peer : Suites.peersWith(kind)) {
                String[] figures = run(peer, kind, count).split(" ", 2);
                String row = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
                table.put(row + ", B", peer, new Spread(Double.parseDouble(figures[0])));
                table.put(row + ", ns to start", peer, new Spread(Double.parseDouble(figures[1])));
            }
        }
        return table;
    }

    private static String run(String peer, Population kind, int count) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Heap.class.getName()));
        command.addAll(List.of(peer, kind.name(), String.valueOf(count)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("Weighing " + kind + " of " + peer + " has failed");
        }
        return output.strip();
    }
}
