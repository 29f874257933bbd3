package io.vectra.storage.relational;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.UUID;
import org.h2.api.IntervalQualifier;
import org.h2.engine.CastDataProvider;
import org.h2.message.DbException;
import org.h2.util.DateTimeUtils;
import org.h2.util.IntervalUtils;
import org.h2.util.JSR310Utils;
import org.h2.value.DataType;
import org.h2.value.ExtTypeInfoEnum;
import org.h2.value.ExtTypeInfoRow;
import org.h2.value.TypeInfo;
import org.h2.value.Value;
import org.h2.value.ValueArray;
import org.h2.value.ValueBigint;
import org.h2.value.ValueBinary;
import org.h2.value.ValueBlob;
import org.h2.value.ValueBoolean;
import org.h2.value.ValueChar;
import org.h2.value.ValueClob;
import org.h2.value.ValueCollectionBase;
import org.h2.value.ValueDate;
import org.h2.value.ValueDecfloat;
import org.h2.value.ValueDouble;
import org.h2.value.ValueGeometry;
import org.h2.value.ValueInteger;
import org.h2.value.ValueInterval;
import org.h2.value.ValueJson;
import org.h2.value.ValueNull;
import org.h2.value.ValueNumeric;
import org.h2.value.ValueReal;
import org.h2.value.ValueRow;
import org.h2.value.ValueSmallint;
import org.h2.value.ValueTime;
import org.h2.value.ValueTimeTimeZone;
import org.h2.value.ValueTimestamp;
import org.h2.value.ValueTimestampTimeZone;
import org.h2.value.ValueTinyint;
import org.h2.value.ValueUuid;
import org.h2.value.ValueVarbinary;
import org.h2.value.ValueVarchar;
import org.h2.value.ValueVarcharIgnoreCase;
import org.jspecify.annotations.Nullable;

/**
 * Turns H2's values into the Java values of row images, bit by bit, with no regard to any time zone or setting.
 *
 * <p>The Java types are those of {@link ChangeSink}. {@code value(image(v), type)} equals {@code v} for every value of
 * a column of that type. Stateless.
 */
final class MirrorValues {
    /** The years of {@link LocalDate}; H2's go a little further, and such dates are imaged as text. */
    private static final int YEAR_MAX = 999_999_999;

    private MirrorValues() {}

    /** Returns a value's image. */
    static @Nullable Object image(Value value) {
        int type = value.getValueType();
        return switch (type) {
            case Value.NULL -> null;
            case Value.CHAR, Value.VARCHAR, Value.VARCHAR_IGNORECASE, Value.CLOB, Value.ENUM -> value.getString();
            case Value.BINARY, Value.VARBINARY, Value.JSON, Value.GEOMETRY -> value.getBytesNoCopy();
            case Value.BLOB -> value.getBytes();
            case Value.BOOLEAN -> value.getBoolean();
            case Value.TINYINT, Value.SMALLINT, Value.INTEGER -> value.getInt();
            case Value.BIGINT -> value.getLong();
            case Value.NUMERIC -> value.getBigDecimal();
            case Value.DECFLOAT -> ((ValueDecfloat) value).isFinite() ? value.getBigDecimal() : value.getString();
            case Value.REAL -> value.getFloat();
            case Value.DOUBLE -> value.getDouble();
            case Value.UUID -> ((ValueUuid) value).getUuid();
            case Value.DATE, Value.TIME, Value.TIME_TZ, Value.TIMESTAMP, Value.TIMESTAMP_TZ -> temporalImage(value);
            case Value.ARRAY, Value.ROW -> images(((ValueCollectionBase) value).getList());
            default -> {
                if (DataType.isIntervalType(type)) {
                    yield value.getString();
                }
                throw DbException.getUnsupportedException(
                        "Type " + Value.getTypeName(type) + " in a table of this database");
            }
        };
    }

    /** Returns the images of a row's values. */
    static @Nullable Object[] images(Value[] values) {
        var images = new @Nullable Object[values.length];
        for (int i = 0; i < values.length; i++) {
            images[i] = image(values[i]);
        }
        return images;
    }

    private static Object temporalImage(Value value) {
        return switch (value.getValueType()) {
            case Value.TIME -> JSR310Utils.valueToLocalTime(value, null);
            case Value.TIME_TZ -> JSR310Utils.valueToOffsetTime(value, null);
            case Value.DATE ->
                hasJavaYear(((ValueDate) value).getDateValue())
                        ? JSR310Utils.valueToLocalDate(value, null)
                        : value.getString();
            case Value.TIMESTAMP ->
                hasJavaYear(((ValueTimestamp) value).getDateValue())
                        ? JSR310Utils.valueToLocalDateTime(value, null)
                        : value.getString();
            default ->
                hasJavaYear(((ValueTimestampTimeZone) value).getDateValue())
                        ? JSR310Utils.valueToOffsetDateTime(value, null)
                        : value.getString();
        };
    }

    private static boolean hasJavaYear(long dateValue) {
        int year = DateTimeUtils.yearFromDateValue(dateValue);
        return year >= -YEAR_MAX && year <= YEAR_MAX;
    }

    /**
     * Returns the value behind an image.
     *
     * @param type the column's type
     * @throws ClassCastException if the image is none of this type
     */
    static Value value(@Nullable Object image, TypeInfo type, CastDataProvider provider) {
        if (image == null) {
            return ValueNull.INSTANCE;
        }
        return switch (type.getValueType()) {
            case Value.CHAR -> ValueChar.get((String) image);
            case Value.VARCHAR -> ValueVarchar.get((String) image, provider);
            case Value.VARCHAR_IGNORECASE -> ValueVarcharIgnoreCase.get((String) image);
            case Value.CLOB -> ValueClob.createSmall((String) image);
            case Value.BINARY -> ValueBinary.getNoCopy((byte[]) image);
            case Value.VARBINARY -> ValueVarbinary.getNoCopy((byte[]) image);
            case Value.BLOB -> ValueBlob.createSmall((byte[]) image);
            case Value.JSON -> ValueJson.getInternal((byte[]) image);
            case Value.GEOMETRY -> ValueGeometry.getFromEWKB((byte[]) image);
            case Value.BOOLEAN -> ValueBoolean.get((Boolean) image);
            case Value.TINYINT -> ValueTinyint.get(((Integer) image).byteValue());
            case Value.SMALLINT -> ValueSmallint.get(((Integer) image).shortValue());
            case Value.INTEGER -> ValueInteger.get((Integer) image);
            case Value.BIGINT -> ValueBigint.get((Long) image);
            case Value.NUMERIC -> ValueNumeric.getAnyScale((BigDecimal) image);
            case Value.DECFLOAT -> decfloat(image);
            case Value.REAL -> ValueReal.get((Float) image);
            case Value.DOUBLE -> ValueDouble.get((Double) image);
            case Value.UUID -> ValueUuid.get((UUID) image);
            default -> composedValue(image, type, provider);
        };
    }

    private static Value composedValue(Object image, TypeInfo type, CastDataProvider provider) {
        int kind = type.getValueType();
        return switch (kind) {
            case Value.ENUM -> ((ExtTypeInfoEnum) type.getExtTypeInfo()).getValue((String) image, provider);
            case Value.ARRAY -> array((@Nullable Object[]) image, (TypeInfo) type.getExtTypeInfo(), provider);
            case Value.ROW -> row((@Nullable Object[]) image, type, provider);
            case Value.DATE, Value.TIME, Value.TIME_TZ, Value.TIMESTAMP, Value.TIMESTAMP_TZ ->
                temporalValue(image, kind, provider);
            default -> interval((String) image, kind);
        };
    }

    private static Value decfloat(Object image) {
        if (image instanceof BigDecimal finite) {
            return ValueDecfloat.get(finite);
        }
        return switch ((String) image) {
            case "Infinity" -> ValueDecfloat.POSITIVE_INFINITY;
            case "-Infinity" -> ValueDecfloat.NEGATIVE_INFINITY;
            default -> ValueDecfloat.NAN;
        };
    }

    private static Value temporalValue(Object image, int kind, CastDataProvider provider) {
        if (image instanceof String text) {
            return switch (kind) {
                case Value.DATE -> ValueDate.parse(text);
                case Value.TIME -> ValueTime.parse(text, provider);
                case Value.TIME_TZ -> ValueTimeTimeZone.parse(text, provider);
                case Value.TIMESTAMP -> ValueTimestamp.parse(text, provider);
                default -> ValueTimestampTimeZone.parse(text, provider);
            };
        }
        return switch (kind) {
            case Value.DATE -> JSR310Utils.localDateToValue((LocalDate) image);
            case Value.TIME -> JSR310Utils.localTimeToValue((LocalTime) image);
            case Value.TIME_TZ -> JSR310Utils.offsetTimeToValue((OffsetTime) image);
            case Value.TIMESTAMP -> JSR310Utils.localDateTimeToValue((LocalDateTime) image);
            default -> JSR310Utils.offsetDateTimeToValue((OffsetDateTime) image);
        };
    }

    /** H2 prints an interval as {@code INTERVAL '1-2' YEAR TO MONTH}, which its own parser reads back. */
    private static ValueInterval interval(String image, int kind) {
        return IntervalUtils.parseFormattedInterval(IntervalQualifier.valueOf(kind - Value.INTERVAL_YEAR), image);
    }

    private static ValueArray array(@Nullable Object[] images, TypeInfo elementType, CastDataProvider provider) {
        var values = new Value[images.length];
        for (int i = 0; i < images.length; i++) {
            values[i] = value(images[i], elementType, provider);
        }
        return ValueArray.get(elementType, values, provider);
    }

    private static ValueRow row(@Nullable Object[] images, TypeInfo type, CastDataProvider provider) {
        var values = new Value[images.length];
        int i = 0;
        for (var field : ((ExtTypeInfoRow) type.getExtTypeInfo()).getFields()) {
            values[i] = value(images[i], field.getValue(), provider);
            i++;
        }
        return ValueRow.get(type, values);
    }
}
