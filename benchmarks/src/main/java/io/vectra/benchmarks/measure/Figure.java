package io.vectra.benchmarks.measure;

import java.util.Locale;

/**
 * A measured figure beside its bar.
 *
 * @param bar what it has to reach
 * @param isAtLeast whether more is better
 */
public record Figure(String name, double value, double bar, boolean isAtLeast, String unit, String detail) {
    /** The head of a table of figures. */
    public static final String HEAD = "| measured | figure | bar | | detail |\n|---|---|---|---|---|";

    /** A figure that has to reach its bar. */
    static Figure atLeast(String name, double value, double bar, String unit, String detail) {
        return new Figure(name, value, bar, true, unit, detail);
    }

    /** A figure that must not exceed its bar. */
    static Figure atMost(String name, double value, double bar, String unit, String detail) {
        return new Figure(name, value, bar, false, unit, detail);
    }

    /** Whether the bar is met; a figure that is not a number does not meet it. */
    public boolean isMet() {
        return isAtLeast ? value >= bar : value <= bar;
    }

    /** Returns the table's row. */
    public String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s %s | %s | %s |",
                name,
                text(value),
                isAtLeast ? "≥" : "≤",
                text(bar),
                isMet() ? "met" : "**MISSED**",
                detail);
    }

    private String text(double number) {
        if (Double.isNaN(number)) {
            return "none";
        }
        boolean isCount = unit.isEmpty() && value == Math.rint(value) && bar == Math.rint(bar);
        String format = isCount ? "%.0f" : unit.isEmpty() ? "%.4f" : "%.2f";
        return String.format(Locale.ROOT, format, number) + unit;
    }
}
