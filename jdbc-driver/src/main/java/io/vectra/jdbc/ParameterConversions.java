package io.vectra.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.JDBCType;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Converts a parameter's value to the type that {@code setObject(index, value, type)} names.
 *
 * <p>What it does not convert itself, the mirror converts to the type of the column that the value meets.
 */
final class ParameterConversions {
    private ParameterConversions() {}

    /** As {@link #convert(Object, int, int)}; decimals keep their scale. */
    static @Nullable Object convert(@Nullable Object value, int targetType) throws SQLException {
        return convert(value, targetType, -1);
    }

    /**
     * Converts a value.
     *
     * @param targetType a constant of {@link Types}
     * @param scaleOrLength digits after the point of a decimal, length of a stream; -1 if not said
     * @throws SQLException [22018] for a text that is no such value, [22003] for a number out of range, [0A000] for a
     *     type that Vectra does not have
     */
    static @Nullable Object convert(@Nullable Object value, int targetType, int scaleOrLength) throws SQLException {
        if (value == null) {
            return null;
        }
        try {
            return switch (targetType) {
                case Types.BIT, Types.BOOLEAN -> toBoolean(value);
                case Types.TINYINT ->
                    decimal(value).setScale(0, RoundingMode.DOWN).byteValueExact();
                case Types.SMALLINT ->
                    decimal(value).setScale(0, RoundingMode.DOWN).shortValueExact();
                case Types.INTEGER ->
                    decimal(value).setScale(0, RoundingMode.DOWN).intValueExact();
                case Types.BIGINT ->
                    decimal(value).setScale(0, RoundingMode.DOWN).longValueExact();
                case Types.DECIMAL, Types.NUMERIC ->
                    scaleOrLength < 0 ? decimal(value) : decimal(value).setScale(scaleOrLength, RoundingMode.HALF_UP);
                case Types.REAL -> value instanceof Number number ? number.floatValue() : Float.valueOf(number(value));
                case Types.FLOAT, Types.DOUBLE ->
                    value instanceof Number number ? number.doubleValue() : Double.valueOf(number(value));
                case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR, Types.LONGNVARCHAR ->
                    text(value);
                case Types.DATE -> toDate(value);
                case Types.TIME -> toTime(value);
                case Types.TIMESTAMP -> toTimestamp(value);
                case Types.REF, Types.ROWID, Types.SQLXML, Types.STRUCT, Types.DATALINK, Types.REF_CURSOR ->
                    throw SqlErrors.notSupported("The type " + JDBCType.valueOf(targetType));
                default -> value;
            };
        } catch (ArithmeticException e) {
            throw SqlErrors.of(
                    SqlErrors.NUMBER_RANGE, "The value " + value + " does not fit " + JDBCType.valueOf(targetType));
        } catch (NumberFormatException | DateTimeParseException e) {
            throw SqlErrors.of(
                    SqlErrors.CONVERSION, "\"" + value + "\" is not a value of " + JDBCType.valueOf(targetType));
        }
    }

    private static Object toBoolean(Object value) {
        if (value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number) {
            return decimal(value).signum() != 0;
        }
        return switch (value.toString().trim().toLowerCase(Locale.ROOT)) {
            case "true", "t", "yes", "y", "on", "1" -> true;
            case "false", "f", "no", "n", "off", "0" -> false;
            default -> throw new NumberFormatException();
        };
    }

    private static BigDecimal decimal(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return BigDecimal.valueOf(((Number) value).longValue());
        }
        return new BigDecimal(number(value));
    }

    private static String number(Object value) {
        return value instanceof Boolean flag
                ? (flag ? "1" : "0")
                : value.toString().trim();
    }

    /** Returns the text of a value that has one; others the mirror converts. */
    private static Object text(Object value) {
        return value instanceof byte[]
                        || value instanceof Blob
                        || value instanceof Clob
                        || value instanceof Array
                        || value instanceof List
                        || value.getClass().isArray()
                        || value instanceof java.io.InputStream
                        || value instanceof java.io.Reader
                ? value
                : value.toString();
    }

    private static Object toDate(Object value) {
        if (value instanceof java.sql.Timestamp timestamp) {
            return timestamp.toLocalDateTime().toLocalDate();
        }
        if (value instanceof LocalDateTime dateTime) {
            return dateTime.toLocalDate();
        }
        if (value instanceof OffsetDateTime dateTime) {
            return dateTime.toLocalDate();
        }
        if (value instanceof java.util.Date date && !(value instanceof java.sql.Date)) {
            return new java.sql.Date(date.getTime());
        }
        return value instanceof CharSequence text
                ? LocalDate.parse(text.toString().trim())
                : value;
    }

    private static Object toTime(Object value) {
        if (value instanceof java.sql.Timestamp timestamp) {
            return timestamp.toLocalDateTime().toLocalTime();
        }
        if (value instanceof LocalDateTime dateTime) {
            return dateTime.toLocalTime();
        }
        if (value instanceof OffsetTime time) {
            return time.toLocalTime();
        }
        return value instanceof CharSequence text
                ? LocalTime.parse(text.toString().trim())
                : value;
    }

    private static Object toTimestamp(Object value) {
        if (value instanceof java.sql.Date date) {
            return date.toLocalDate().atStartOfDay();
        }
        if (value instanceof LocalDate date) {
            return date.atStartOfDay();
        }
        if (value instanceof CharSequence text) {
            String trimmed = text.toString().trim();
            return trimmed.length() == "2026-01-01".length()
                    ? LocalDate.parse(trimmed).atStartOfDay()
                    : LocalDateTime.parse(trimmed.replace(' ', 'T'));
        }
        return Objects.requireNonNull(value);
    }
}
