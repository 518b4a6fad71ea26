package io.espalier.autoconfigure;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses what was meant by a name that does not exist. */
final class NearNames {

    private NearNames() {}

    /**
     * The known name that is nearest to a mistyped one.
     *
     * @param typed what was typed
     * @param known what exists
     * @return the nearest name, or empty if none is near
     */
    static Optional<String> nearest(String typed, Collection<String> known) {
        int near = Math.max(2, typed.length() / 3);
        return known.stream()
                .filter(name -> distance(plain(typed), plain(name)) <= near)
                .min(Comparator.comparingInt((String name) -> distance(plain(typed), plain(name)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /**
     * A sentence that offers the nearest name, or nothing.
     *
     * @param typed what was typed
     * @param known what exists
     * @return a question and a blank, or the empty text
     */
    static String question(String typed, Collection<String> known) {
        return nearest(typed, known)
                .map(name -> "Did you mean '" + name + "'? ")
                .orElse("");
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Levenshtein's distance. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + ((from.charAt(i - 1) == to.charAt(j - 1)) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
