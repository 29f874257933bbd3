package io.vectra.sql.execute;

import io.vectra.storage.ColumnInfo.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a column is compared with into the value that a filter takes, where it is sure that the mirror would do
 * the same. Stateless.
 *
 * <p>Text is converted to the column's type by the mirror; here only where it is written in the type's plainest form,
 * of which there can be no two opinions.
 */
public final class FilterValue {
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern TIME = Pattern.compile("[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?");
    private static final int DATE_LENGTH = "2026-01-01".length();

    /** Before, dates of java.sql follow another calendar than the mirror's. */
    private static final int YEAR_MIN = 1600;

    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private FilterValue() {}

    /**
     * Returns the value to compare a column with; null is NULL.
     *
     * @param value of a literal or a parameter
     * @param type the column's
     */
    public static @Nullable Object of(@Nullable Object value, ScalarType type) throws UnfitValueException {
        if (value == null) {
            return null;
        }
        boolean fits = switch (type.name()) {
            case "BOOLEAN" -> value instanceof Boolean;
            case "TINYINT",
                    "SMALLINT",
                    "INTEGER",
                    "BIGINT",
                    "NUMERIC",
                    "DECIMAL",
                    "REAL",
                    "DOUBLE PRECISION",
                    "FLOAT" -> value instanceof Number || value instanceof String;
            case "CHARACTER VARYING", "CHARACTER", "ENUM" -> value instanceof String;
            case "UUID" -> value instanceof UUID || value instanceof String;
            case "DATE", "TIME", "TIMESTAMP" -> true;
            case "TIMESTAMP WITH TIME ZONE" -> !(value instanceof String);
            default -> false;
        };
        if (!fits) {
            throw new UnfitValueException();
        }
        if (value instanceof Number number) {
            return number(number);
        }
        return value instanceof String text ? text(text, type) : instant(value);
    }

    /**
     * Returns a value that the mirror has listed, to compare a column with; null is NULL.
     *
     * @param type the column's
     */
    public static @Nullable Object listed(@Nullable Object value, ScalarType type) throws UnfitValueException {
        boolean fits = value == null
                || switch (type.name()) {
                    case "TINYINT", "SMALLINT", "INTEGER", "BIGINT" ->
                        value instanceof Byte
                                || value instanceof Short
                                || value instanceof Integer
                                || value instanceof Long;
                    case "CHARACTER VARYING" -> value instanceof String;
                    default -> false;
                };
        if (!fits) {
            throw new UnfitValueException();
        }
        return value;
    }

    private static Object number(Number number) throws UnfitValueException {
        if (number instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        if (number instanceof Byte
                || number instanceof Short
                || number instanceof Integer
                || number instanceof Long
                || number instanceof Float
                || number instanceof Double
                || number instanceof BigDecimal) {
            return number;
        }
        throw new UnfitValueException();
    }

    private static Object text(String text, ScalarType type) throws UnfitValueException {
        try {
            return switch (type.name()) {
                case "CHARACTER VARYING", "CHARACTER" -> text;
                case "ENUM" -> checked(text, type.sql().contains("'" + text.replace("'", "''") + "'"));
                case "SMALLINT" -> integer(text, 4);
                case "INTEGER" -> integer(text, 9);
                case "BIGINT" -> integer(text, 18);
                case "UUID" ->
                    UUID.fromString(checked(text, UUID_TEXT.matcher(text).matches()));
                case "DATE" -> date(text);
                case "TIME" -> time(text);
                case "TIMESTAMP" -> timestamp(text);
                default -> throw new UnfitValueException();
            };
        } catch (DateTimeException e) {
            throw new UnfitValueException();
        }
    }

    private static String checked(String text, boolean fits) throws UnfitValueException {
        if (!fits) {
            throw new UnfitValueException();
        }
        return text;
    }

    private static Object integer(String text, int digitsMax) throws UnfitValueException {
        String digits = text.startsWith("-") ? text.substring(1) : text;
        boolean fits = INTEGER.matcher(text).matches() && digits.length() <= digitsMax;
        checked(text, fits);
        return digitsMax > 9 ? (Object) Long.valueOf(text) : (Object) Integer.valueOf(text);
    }

    private static LocalDate date(String text) throws UnfitValueException {
        return LocalDate.parse(checked(text, DATE.matcher(text).matches()));
    }

    private static LocalTime time(String text) throws UnfitValueException {
        return LocalTime.parse(checked(text, TIME.matcher(text).matches()));
    }

    private static LocalDateTime timestamp(String text) throws UnfitValueException {
        if (text.length() == DATE_LENGTH) {
            return date(text).atStartOfDay();
        }
        boolean isLong =
                text.length() > DATE_LENGTH && (text.charAt(DATE_LENGTH) == ' ' || text.charAt(DATE_LENGTH) == 'T');
        checked(text, isLong);
        return LocalDateTime.of(date(text.substring(0, DATE_LENGTH)), time(text.substring(DATE_LENGTH + 1)));
    }

    private static Object instant(Object value) throws UnfitValueException {
        if (value instanceof Boolean
                || value instanceof UUID
                || value instanceof LocalDate
                || value instanceof LocalTime
                || value instanceof LocalDateTime
                || value instanceof OffsetDateTime) {
            return value;
        }
        if (value instanceof Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        }
        if (value instanceof ZonedDateTime time) {
            return time.toOffsetDateTime();
        }
        if (value instanceof java.sql.Date date && date.toLocalDate().getYear() >= YEAR_MIN) {
            return date.toLocalDate();
        }
        if (value instanceof java.sql.Timestamp timestamp
                && timestamp.toLocalDateTime().getYear() >= YEAR_MIN) {
            return timestamp.toLocalDateTime();
        }
        throw new UnfitValueException();
    }

    /**
     * Returns what a CAST makes of a value, where that loses nothing.
     *
     * @param type the target's name, without precision
     */
    public static @Nullable Object cast(@Nullable Object value, String type) throws UnfitValueException {
        if (value == null) {
            return null;
        }
        if (value instanceof String text) {
            return text(text, target(type));
        }
        boolean isWhole = value instanceof Byte
                || value instanceof Short
                || value instanceof Integer
                || value instanceof Long
                || value instanceof BigInteger;
        if (isWhole) {
            return castWhole(new BigInteger(value.toString()), type);
        }
        boolean isSame = switch (type) {
            case "BOOLEAN" -> value instanceof Boolean;
            case "REAL" -> value instanceof Float;
            case "DOUBLE", "DOUBLE PRECISION" -> value instanceof Double;
            case "DATE" -> value instanceof LocalDate;
            case "UUID" -> value instanceof UUID;
            default -> false;
        };
        if (!isSame) {
            throw new UnfitValueException();
        }
        return value;
    }

    private static ScalarType target(String type) throws UnfitValueException {
        return switch (type) {
            case "VARCHAR" -> new ScalarType(0, "CHARACTER VARYING", 0, 0, type);
            case "INTEGER", "BIGINT", "UUID", "DATE" -> new ScalarType(0, type, 0, 0, type);
            default -> throw new UnfitValueException();
        };
    }

    private static Object castWhole(BigInteger number, String type) throws UnfitValueException {
        int bits = number.bitLength();
        if (type.equals("INTEGER") && bits < Integer.SIZE) {
            return number.intValue();
        }
        if (type.equals("BIGINT") && bits < Long.SIZE) {
            return number.longValue();
        }
        throw new UnfitValueException();
    }

    /** Returns a literal's number in the class that has the SQL type which the mirror gives the literal. */
    public static Number literal(BigDecimal number, boolean isApproximate) {
        if (isApproximate || number.scale() > 0) {
            return number;
        }
        BigInteger whole = number.toBigInteger();
        if (whole.bitLength() < Integer.SIZE) {
            return whole.intValue();
        }
        return whole.compareTo(LONG_MIN) >= 0 && whole.compareTo(LONG_MAX) <= 0
                ? (Number) whole.longValue()
                : new BigDecimal(whole);
    }
}
