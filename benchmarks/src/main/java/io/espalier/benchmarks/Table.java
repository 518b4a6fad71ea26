package io.espalier.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A table in Markdown: a row for each set of parameters, a column for each peer. */
final class Table {

    private final String corner;

    private final Set<String> columns = new LinkedHashSet<>();

    private final Map<String, Map<String, Spread>> rows = new LinkedHashMap<>();

    Table(String corner) {
        this.corner = corner;
    }

    void put(String row, String column, Spread cell) {
        this.columns.add(column);
        this.rows.computeIfAbsent(row, key -> new LinkedHashMap<>()).put(column, cell);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        List<String> head = new ArrayList<>(List.of(this.corner));
        head.addAll(this.columns);
        line(text, head);
        line(text, head.stream().map(column -> "---").toList());
        this.rows.forEach((row, cells) -> {
            List<String> line = new ArrayList<>(List.of(row));
            this.columns.forEach(column -> line.add(cells.containsKey(column) ? "" + cells.get(column) : "-"));
            line(text, line);
        });
        return text.toString();
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
