package io.vectra.sql.setting;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations as PostgreSQL writes them: a number of milliseconds, or one with a unit. */
final class Durations {
    private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)\\s*([a-z]*)");

    /** Milliseconds of each unit. */
    private static final Map<String, BigDecimal> UNITS = Map.of(
            "us", new BigDecimal("0.001"),
            "ms", BigDecimal.ONE,
            "", BigDecimal.ONE,
            "s", new BigDecimal(1000),
            "min", new BigDecimal(60_000),
            "h", new BigDecimal(3_600_000),
            "d", new BigDecimal(86_400_000));

    /** The units that are shown, the largest first. */
    private static final List<String> SHOWN = List.of("d", "h", "min", "s");

    private Durations() {}

    /**
     * Returns a duration in milliseconds, rounded; what is above 0 is at least 1.
     *
     * @throws IllegalArgumentException for a text that is none, or more than 24 days
     */
    static int milliseconds(String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        BigDecimal unit = form.matches() ? UNITS.get(form.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("no duration");
        }
        BigDecimal exact = new BigDecimal(form.group(1)).multiply(unit);
        if (exact.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("too long");
        }
        int rounded = exact.setScale(0, RoundingMode.HALF_UP).intValueExact();
        return exact.signum() > 0 ? Math.max(rounded, 1) : rounded;
    }

    /** Returns a duration with the largest unit that divides it; {@code 0} for none. */
    static String text(int milliseconds) {
        if (milliseconds == 0) {
            return "0";
        }
        for (String unit : SHOWN) {
            int length = UNITS.getOrDefault(unit, BigDecimal.ONE).intValueExact();
            if (milliseconds % length == 0) {
                return milliseconds / length + unit;
            }
        }
        return milliseconds + "ms";
    }
}
