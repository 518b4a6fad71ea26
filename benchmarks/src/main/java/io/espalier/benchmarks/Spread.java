package io.espalier.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** Some measurements of the same, as a cell of a table: the median, and the least and the greatest. */
final class Spread {

    private final double[] sorted;

    Spread(double... values) {
        this.sorted = values.clone();
        Arrays.sort(this.sorted);
    }

    /**
     * The one in the middle.
     *
     * @return the median; of an even number the mean of the two in the middle
     */
    double median() {
        int half = this.sorted.length / 2;
        return (this.sorted.length % 2 == 1) ? this.sorted[half] : (this.sorted[half - 1] + this.sorted[half]) / 2;
    }

    @Override
    public String toString() {
        if (this.sorted.length == 1) {
            return text(this.sorted[0]);
        }
        return "**" + text(median()) + "** (" + text(this.sorted[0]) + ".." + text(this.sorted[this.sorted.length - 1])
                + ")";
    }

    private static String text(double value) {
        double size = Math.abs(value);
        String format = (size >= 100) ? "%,.0f" : (size >= 10) ? "%.1f" : (size >= 0.1) ? "%.2f" : "%.4f";
        return String.format(Locale.ROOT, format, value);
    }
}
