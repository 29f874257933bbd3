package io.vectra.storage.filter;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Turns values into 64-bit keys that order as the values do.
 *
 * <table>
 * <caption>Keys</caption>
 * <tr><th>kind</th><th>key</th></tr>
 * <tr><td>BOOLEAN</td><td>0, 1</td></tr>
 * <tr><td>INTEGER, BIGINT</td><td>the number</td></tr>
 * <tr><td>DECIMAL</td><td>the number without its point, at the column's scale</td></tr>
 * <tr><td>REAL, DOUBLE</td><td>the bits of the double; if negative, all but the sign inverted. NaN is above all</td></tr>
 * <tr><td>DATE</td><td>epoch day</td></tr>
 * <tr><td>TIME</td><td>nanosecond of the day</td></tr>
 * <tr><td>TIMESTAMP</td><td>units of 10^-scale seconds since 1970-01-01 00:00</td></tr>
 * <tr><td>TIMESTAMP_WITH_ZONE</td><td>the same, of the instant</td></tr>
 * <tr><td>ENUM</td><td>index of the label</td></tr>
 * </table>
 *
 * <p>How numbers of different types compare is the relational mirror's rule: an INTEGER and a REAL or DOUBLE in binary;
 * a BIGINT or NUMERIC and a REAL or DOUBLE in decimal, as the shortest decimal that reads back as the same number.
 * Stateless.
 */
final class ColumnKeys {
    private static final int NANO_DIGITS = 9;
    private static final long[] POWERS_OF_TEN = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };

    private ColumnKeys() {}

    /** Returns the key of a value of a row image; empty if it has none, and the column cannot be filtered by. */
    static OptionalLong key(ColumnType type, Object value) {
        return switch (type.kind()) {
            case BOOLEAN -> value instanceof Boolean truth ? OptionalLong.of(truth ? 1 : 0) : OptionalLong.empty();
            case INTEGER -> value instanceof Integer number ? OptionalLong.of(number) : OptionalLong.empty();
            case BIGINT -> value instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
            case DECIMAL ->
                value instanceof BigDecimal number ? decimalKey(number, type.scale()) : OptionalLong.empty();
            case REAL -> value instanceof Float number ? OptionalLong.of(doubleKey(number)) : OptionalLong.empty();
            case DOUBLE -> value instanceof Double number ? OptionalLong.of(doubleKey(number)) : OptionalLong.empty();
            case ENUM -> enumKey(type, value);
            case DATE, TIME, TIMESTAMP, TIMESTAMP_WITH_ZONE -> keyOf(cut(type, value));
            case NULLITY, TEXT, CHAR, UUID -> OptionalLong.empty();
        };
    }

    private static OptionalLong keyOf(@Nullable Cut cut) {
        return cut != null && cut.isKey() ? OptionalLong.of(cut.floor()) : OptionalLong.empty();
    }

    private static OptionalLong decimalKey(BigDecimal number, int scale) {
        if (number.scale() == scale && number.precision() <= 18) {
            return OptionalLong.of(number.unscaledValue().longValue());
        }
        return keyOf(Cut.ofDecimal(number, scale));
    }

    private static OptionalLong enumKey(ColumnType type, Object value) {
        int label = value instanceof String text ? type.labels().indexOf(text) : -1;
        return label < 0 ? OptionalLong.empty() : OptionalLong.of(label);
    }

    /** Returns where a filter's value lies among a column's keys; null if the two are not comparable here. */
    static @Nullable Cut cut(ColumnType type, Object value) {
        return switch (type.kind()) {
            case BOOLEAN -> value instanceof Boolean ? keyCut(type, value) : null;
            case INTEGER -> value instanceof Number number ? integerCut(number) : null;
            case BIGINT, DECIMAL -> value instanceof Number number ? decimalCut(number, type.scale()) : null;
            case REAL -> value instanceof Number number ? realCut(number) : null;
            case DOUBLE -> value instanceof Number number ? doubleCut(number) : null;
            case ENUM -> value instanceof String ? keyCut(type, value) : null;
            case DATE -> dateCut(value);
            case TIME -> value instanceof LocalTime time ? Cut.at(time.toNanoOfDay()) : null;
            case TIMESTAMP -> timestampCut(value, type.scale());
            case TIMESTAMP_WITH_ZONE ->
                value instanceof OffsetDateTime time
                        ? timestampCut(
                                time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime(), type.scale())
                        : null;
            case NULLITY, TEXT, CHAR, UUID -> null;
        };
    }

    private static @Nullable Cut keyCut(ColumnType type, Object value) {
        OptionalLong key = key(type, value);
        return key.isPresent() ? Cut.at(key.getAsLong()) : null;
    }

    private static Cut integerCut(Number value) {
        if (value instanceof Float || value instanceof Double) {
            double binary = value.doubleValue();
            return Double.isFinite(binary) ? Cut.ofDecimal(new BigDecimal(binary), 0) : infiniteCut(binary);
        }
        return value instanceof BigDecimal decimal ? Cut.ofDecimal(decimal, 0) : Cut.at(value.longValue());
    }

    private static Cut decimalCut(Number value, int scale) {
        if (value instanceof Float || value instanceof Double) {
            double binary = value.doubleValue();
            if (!Double.isFinite(binary)) {
                return infiniteCut(binary);
            }
        } else if (scale == 0 && !(value instanceof BigDecimal)) {
            return Cut.at(value.longValue());
        }
        return Cut.ofDecimal(decimal(value), scale);
    }

    private static Cut infiniteCut(double value) {
        return value == Double.NEGATIVE_INFINITY ? Cut.BELOW_ALL : Cut.ABOVE_ALL;
    }

    /** Returns the decimal that the mirror compares a number by. */
    private static BigDecimal decimal(Number value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        return value instanceof Float || value instanceof Double
                ? new BigDecimal(value.toString())
                : BigDecimal.valueOf(value.longValue());
    }

    private static Cut realCut(Number value) {
        return isBinary(value)
                ? Cut.at(doubleKey(value.doubleValue()))
                : searchCut(decimal(value), real -> new BigDecimal(Float.toString((float) real)), true);
    }

    private static Cut doubleCut(Number value) {
        return isBinary(value)
                ? Cut.at(doubleKey(value.doubleValue()))
                : searchCut(decimal(value), number -> new BigDecimal(Double.toString(number)), false);
    }

    /** Returns whether a number is compared with a REAL or DOUBLE column in binary. */
    private static boolean isBinary(Number value) {
        return !(value instanceof Long || value instanceof BigDecimal);
    }

    /** Returns the cut of a decimal among the decimals of floating-point numbers, which order as the numbers do. */
    private static Cut searchCut(BigDecimal value, DoubleFunction<BigDecimal> decimalOf, boolean isReal) {
        double candidate = isReal ? value.floatValue() : value.doubleValue();
        if (Double.isInfinite(candidate)) {
            // No finite number is that far out, infinity is farther out still.
            double last = isReal ? Float.MAX_VALUE : Double.MAX_VALUE;
            return Cut.after(doubleKey(candidate > 0 ? last : Double.NEGATIVE_INFINITY));
        }
        while (compare(decimalOf, candidate, value) > 0) {
            candidate = isReal ? Math.nextDown((float) candidate) : Math.nextDown(candidate);
        }
        while (true) {
            double next = isReal ? Math.nextUp((float) candidate) : Math.nextUp(candidate);
            if (Double.isInfinite(next) || compare(decimalOf, next, value) > 0) {
                break;
            }
            candidate = next;
        }
        return compare(decimalOf, candidate, value) == 0
                ? Cut.at(doubleKey(candidate))
                : Cut.after(doubleKey(candidate));
    }

    private static int compare(DoubleFunction<BigDecimal> decimalOf, double candidate, BigDecimal value) {
        return Double.isInfinite(candidate)
                ? (candidate > 0 ? 1 : -1)
                : decimalOf.apply(candidate).compareTo(value);
    }

    /** The mirror's -0.0 is 0.0, its NaN equals itself and is above all. */
    static long doubleKey(double value) {
        long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
        return bits ^ (bits >> 63) & Long.MAX_VALUE;
    }

    private static @Nullable Cut dateCut(Object value) {
        if (value instanceof LocalDate date) {
            return Cut.at(date.toEpochDay());
        }
        if (value instanceof LocalDateTime time) {
            long day = time.toLocalDate().toEpochDay();
            return time.toLocalTime().equals(LocalTime.MIDNIGHT) ? Cut.at(day) : Cut.after(day);
        }
        return null;
    }

    private static @Nullable Cut timestampCut(Object value, int scale) {
        if (value instanceof LocalDate date) {
            return timestampCut(date.atStartOfDay(), scale);
        }
        if (!(value instanceof LocalDateTime time)) {
            return null;
        }
        long unitsPerSecond = POWERS_OF_TEN[scale];
        long nanosPerUnit = POWERS_OF_TEN[NANO_DIGITS - scale];
        long second = time.toEpochSecond(ZoneOffset.UTC);
        long units = time.getNano() / nanosPerUnit;
        boolean isKey = units * nanosPerUnit == time.getNano();
        long end = Long.MAX_VALUE / unitsPerSecond;
        if (second >= end) {
            return Cut.ABOVE_ALL;
        }
        return second < -end ? Cut.BELOW_ALL : new Cut(second * unitsPerSecond + units, isKey, false);
    }
}
