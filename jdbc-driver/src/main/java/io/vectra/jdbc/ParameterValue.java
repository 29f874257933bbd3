package io.vectra.jdbc;

import io.vectra.sql.Plan;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Turns whatever a setter was given into a value that a plan takes, copying what the caller may change later.
 *
 * <p>Only classes that SQL has a value for are let through: any other object would be serialised by the mirror, and
 * read back as code.
 */
final class ParameterValue {
    /** Above this many bytes or characters the mirror takes a value as a LOB alone. */
    private static final int INLINE_MAX = 1 << 20;

    /** Immutable classes that the mirror takes as they are. */
    private static final Set<Class<?>> VALUE_CLASSES = Set.of(
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigDecimal.class,
            BigInteger.class,
            Character.class,
            UUID.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class,
            Instant.class,
            Period.class,
            Duration.class);

    private ParameterValue() {}

    /**
     * Returns the value for a plan.
     *
     * @throws SQLException [07006] for a class that no SQL type fits
     */
    static @Nullable Object of(int index, @Nullable Object value, Plan.ParameterInfo target) throws SQLException {
        if (value == null || VALUE_CLASSES.contains(value.getClass())) {
            return value;
        }
        if (value instanceof String text) {
            return text.length() > INLINE_MAX && !target.isVector() ? new MemoryClob(text) : text;
        }
        if (value.getClass().isArray() || value instanceof Collection) {
            return sequence(index, value, target);
        }
        if (value instanceof java.util.Date date) {
            return date(date);
        }
        if (value instanceof Blob || value instanceof Clob) {
            return value;
        }
        if (value instanceof Array array) {
            return target.isVector() ? array : of(index, array.getArray(), target);
        }
        if (value instanceof Number number) {
            return new BigDecimal(number.toString());
        }
        if (value instanceof InputStream stream) {
            return of(index, Streams.bytes(stream, -1), target);
        }
        if (value instanceof Reader reader) {
            return of(index, Streams.text(reader, -1), target);
        }
        if (value instanceof Calendar calendar) {
            return calendar.toInstant()
                    .atZone(calendar.getTimeZone().toZoneId())
                    .toOffsetDateTime();
        }
        if (value instanceof CharSequence || value instanceof java.net.URL || value instanceof java.net.URI) {
            return value.toString();
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        throw refused(index, value);
    }

    /** Returns a copy of one of java.sql's classes; any other date is a point in time. */
    private static java.util.Date date(java.util.Date value) {
        if (value instanceof Timestamp timestamp) {
            return (Timestamp) timestamp.clone();
        }
        if (value instanceof java.sql.Date || value instanceof java.sql.Time) {
            return (java.util.Date) value.clone();
        }
        return new Timestamp(value.getTime());
    }

    private static Object sequence(int index, Object value, Plan.ParameterInfo target) throws SQLException {
        boolean isVector = target.isVector();
        if (value instanceof byte[] bytes) {
            return bytes.length > INLINE_MAX ? new MemoryBlob(bytes.clone()) : bytes.clone();
        }
        if (value instanceof float[] floats) {
            return isVector ? floats.clone() : boxed(floats.length, i -> floats[i]);
        }
        if (value instanceof double[] doubles) {
            return isVector ? doubles.clone() : boxed(doubles.length, i -> doubles[i]);
        }
        if (value instanceof int[] ints) {
            return isVector ? Arrays.stream(ints).asDoubleStream().toArray() : boxed(ints.length, i -> ints[i]);
        }
        if (value instanceof long[] longs) {
            return isVector ? Arrays.stream(longs).asDoubleStream().toArray() : boxed(longs.length, i -> longs[i]);
        }
        if (value instanceof Object[] objects) {
            return isVector ? new ArrayList<>(Arrays.asList(objects)) : elements(index, objects, target);
        }
        if (value instanceof Collection<?> collection) {
            return isVector ? new ArrayList<>(collection) : elements(index, collection.toArray(), target);
        }
        throw refused(index, value);
    }

    private static @Nullable Object[] elements(int index, @Nullable Object[] values, Plan.ParameterInfo target)
            throws SQLException {
        @Nullable Object[] elements = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            elements[i] = of(index, values[i], target);
        }
        return elements;
    }

    private static Object[] boxed(int length, java.util.function.IntFunction<Object> element) {
        Object[] boxed = new Object[length];
        Arrays.setAll(boxed, element);
        return boxed;
    }

    private static SQLException refused(int index, Object value) {
        return SqlErrors.of(
                SqlErrors.PARAMETER_TYPE,
                "Parameter " + index + " cannot be a " + value.getClass().getName()
                        + "; use a type of java.lang, java.math, java.time or java.sql, byte[], float[], double[] or a List of numbers");
    }
}
