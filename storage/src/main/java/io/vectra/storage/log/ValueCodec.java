package io.vectra.storage.log;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Turns column values into bytes: a tag byte, then what the tag says, little-endian.
 *
 * <table>
 * <caption>Tags</caption>
 * <tr><th>tag</th><th>Java type</th><th>bytes after the tag</th></tr>
 * <tr><td>0</td><td>null</td><td>none</td></tr>
 * <tr><td>1, 2</td><td>Boolean: false, true</td><td>none</td></tr>
 * <tr><td>3</td><td>Byte</td><td>i8</td></tr>
 * <tr><td>4</td><td>Short</td><td>i16</td></tr>
 * <tr><td>5</td><td>Integer</td><td>i32</td></tr>
 * <tr><td>6</td><td>Long</td><td>i64</td></tr>
 * <tr><td>7</td><td>BigDecimal</td><td>scale i32, count i32, unscaled value as big-endian two's complement</td></tr>
 * <tr><td>8</td><td>Float</td><td>f32, the bits as they are</td></tr>
 * <tr><td>9</td><td>Double</td><td>f64, the bits as they are</td></tr>
 * <tr><td>10</td><td>String</td><td>count i32, UTF-8</td></tr>
 * <tr><td>11</td><td>String with a lone surrogate</td><td>count i32, u16 each</td></tr>
 * <tr><td>12</td><td>byte[]</td><td>count i32, bytes</td></tr>
 * <tr><td>13</td><td>LocalDate</td><td>epoch day i64</td></tr>
 * <tr><td>14</td><td>LocalTime</td><td>nanosecond of the day i64</td></tr>
 * <tr><td>15</td><td>OffsetTime</td><td>nanosecond of the day i64, offset in seconds i32</td></tr>
 * <tr><td>16</td><td>LocalDateTime</td><td>epoch day i64, nanosecond of the day i64</td></tr>
 * <tr><td>17</td><td>OffsetDateTime</td><td>local epoch day i64, nanosecond of the day i64, offset in seconds i32</td></tr>
 * <tr><td>18</td><td>UUID</td><td>more significant i64, less significant i64</td></tr>
 * <tr><td>19</td><td>Object[]</td><td>count i32, values, at most 64 levels deep</td></tr>
 * <tr><td>20</td><td>{@link TextValue}</td><td>kind: count i32, UTF-8; text: a value of tag 10 or 11</td></tr>
 * </table>
 */
public final class ValueCodec {
    private static final int NULL = 0;
    private static final int FALSE = 1;
    private static final int TRUE = 2;
    private static final int BYTE = 3;
    private static final int SHORT = 4;
    private static final int INTEGER = 5;
    private static final int LONG = 6;
    private static final int DECIMAL = 7;
    private static final int FLOAT = 8;
    private static final int DOUBLE = 9;
    private static final int TEXT = 10;
    private static final int UTF_16 = 11;
    private static final int BYTES = 12;
    private static final int DATE = 13;
    private static final int TIME = 14;
    private static final int OFFSET_TIME = 15;
    private static final int TIMESTAMP = 16;
    private static final int OFFSET_TIMESTAMP = 17;
    private static final int ID = 18;
    private static final int ARRAY = 19;
    private static final int TEXT_VALUE = 20;

    private static final int DEPTH_MAX = 64;

    private ValueCodec() {}

    /**
     * Writes a value.
     *
     * @throws IllegalArgumentException if it is of a type that the table does not list
     */
    static void write(@Nullable Object value, GrowingBytes target) {
        write(value, target, 0);
    }

    private static void write(@Nullable Object value, GrowingBytes target, int depth) {
        if (value == null) {
            target.putByte(NULL);
        } else if (value instanceof String text) {
            writeText(text, target);
        } else if (value instanceof Number number) {
            writeNumber(number, target);
        } else if (value instanceof Boolean truth) {
            target.putByte(truth ? TRUE : FALSE);
        } else if (value instanceof byte[] bytes) {
            target.putByte(BYTES);
            target.putInt(bytes.length);
            target.putBytes(bytes);
        } else if (value instanceof UUID id) {
            target.putByte(ID);
            target.putLong(id.getMostSignificantBits());
            target.putLong(id.getLeastSignificantBits());
        } else if (value instanceof Object[] array) {
            writeArray(array, target, depth);
        } else if (value instanceof TextValue text) {
            target.putByte(TEXT_VALUE);
            byte[] kind = text.kind().getBytes(StandardCharsets.UTF_8);
            target.putInt(kind.length);
            target.putBytes(kind);
            writeText(text.text(), target);
        } else {
            writeTime(value, target);
        }
    }

    private static void writeText(String text, GrowingBytes target) {
        if (isWellFormed(text)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            target.putByte(TEXT);
            target.putInt(bytes.length);
            target.putBytes(bytes);
        } else {
            target.putByte(UTF_16);
            target.putInt(text.length());
            for (int i = 0; i < text.length(); i++) {
                target.putShort((short) text.charAt(i));
            }
        }
    }

    /** Returns whether every surrogate is one of a pair, so that UTF-8 can hold the text. */
    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean isPair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!isPair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static void writeNumber(Number number, GrowingBytes target) {
        if (number instanceof Long value) {
            target.putByte(LONG);
            target.putLong(value);
        } else if (number instanceof Integer value) {
            target.putByte(INTEGER);
            target.putInt(value);
        } else if (number instanceof Double value) {
            target.putByte(DOUBLE);
            target.putLong(Double.doubleToRawLongBits(value));
        } else if (number instanceof BigDecimal value) {
            byte[] unscaled = value.unscaledValue().toByteArray();
            target.putByte(DECIMAL);
            target.putInt(value.scale());
            target.putInt(unscaled.length);
            target.putBytes(unscaled);
        } else if (number instanceof Float value) {
            target.putByte(FLOAT);
            target.putInt(Float.floatToRawIntBits(value));
        } else if (number instanceof Short value) {
            target.putByte(SHORT);
            target.putShort(value);
        } else if (number instanceof Byte value) {
            target.putByte(BYTE);
            target.putByte(value);
        } else {
            throw unknownType(number);
        }
    }

    private static void writeArray(Object[] array, GrowingBytes target, int depth) {
        if (depth == DEPTH_MAX) {
            throw new IllegalArgumentException("arrays are nested more than " + DEPTH_MAX + " levels deep");
        }
        target.putByte(ARRAY);
        target.putInt(array.length);
        for (Object element : array) {
            write(element, target, depth + 1);
        }
    }

    private static void writeTime(Object value, GrowingBytes target) {
        if (value instanceof LocalDateTime time) {
            target.putByte(TIMESTAMP);
            target.putLong(time.toLocalDate().toEpochDay());
            target.putLong(time.toLocalTime().toNanoOfDay());
        } else if (value instanceof LocalDate date) {
            target.putByte(DATE);
            target.putLong(date.toEpochDay());
        } else if (value instanceof OffsetDateTime time) {
            target.putByte(OFFSET_TIMESTAMP);
            target.putLong(time.toLocalDate().toEpochDay());
            target.putLong(time.toLocalTime().toNanoOfDay());
            target.putInt(time.getOffset().getTotalSeconds());
        } else if (value instanceof LocalTime time) {
            target.putByte(TIME);
            target.putLong(time.toNanoOfDay());
        } else if (value instanceof OffsetTime time) {
            target.putByte(OFFSET_TIME);
            target.putLong(time.toLocalTime().toNanoOfDay());
            target.putInt(time.getOffset().getTotalSeconds());
        } else {
            throw unknownType(value);
        }
    }

    private static IllegalArgumentException unknownType(Object value) {
        return new IllegalArgumentException(
                "the log has no form for a value of " + value.getClass().getName()
                        + "; turn it into one of the types that ValueCodec lists, such as TextValue");
    }

    /** Reads a value. */
    static @Nullable Object read(FrameReader source) {
        int start = source.offset();
        try {
            return read(source, 0);
        } catch (DateTimeException | NumberFormatException e) {
            throw source.corruptAt(start, "a value is out of its type's range", e);
        }
    }

    private static @Nullable Object read(FrameReader source, int depth) {
        int start = source.offset();
        int tag = source.getByte() & 0xFF;
        return switch (tag) {
            case NULL -> null;
            case FALSE -> Boolean.FALSE;
            case TRUE -> Boolean.TRUE;
            case BYTE -> source.getByte();
            case SHORT -> source.getShort();
            case INTEGER -> source.getInt();
            case LONG -> source.getLong();
            case DECIMAL -> readDecimal(source);
            case FLOAT -> source.getFloat();
            case DOUBLE -> source.getDouble();
            case TEXT -> source.getText();
            case UTF_16 -> readUtf16(source);
            case BYTES -> source.getBytes();
            case DATE -> LocalDate.ofEpochDay(source.getLong());
            case TIME -> LocalTime.ofNanoOfDay(source.getLong());
            case OFFSET_TIME -> OffsetTime.of(LocalTime.ofNanoOfDay(source.getLong()), readOffset(source));
            case TIMESTAMP -> readTimestamp(source);
            case OFFSET_TIMESTAMP -> OffsetDateTime.of(readTimestamp(source), readOffset(source));
            case ID -> new UUID(source.getLong(), source.getLong());
            case ARRAY -> readArray(source, depth);
            case TEXT_VALUE -> readTextValue(source);
            default -> throw source.corruptAt(start, "no value has tag " + tag, null);
        };
    }

    private static BigDecimal readDecimal(FrameReader source) {
        int scale = source.getInt();
        return new BigDecimal(new BigInteger(source.getBytes()), scale);
    }

    private static String readUtf16(FrameReader source) {
        char[] chars = new char[source.getCount(Character.BYTES)];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) source.getShort();
        }
        return new String(chars);
    }

    private static LocalDateTime readTimestamp(FrameReader source) {
        LocalDate date = LocalDate.ofEpochDay(source.getLong());
        return LocalDateTime.of(date, LocalTime.ofNanoOfDay(source.getLong()));
    }

    private static ZoneOffset readOffset(FrameReader source) {
        return ZoneOffset.ofTotalSeconds(source.getInt());
    }

    private static @Nullable Object[] readArray(FrameReader source, int depth) {
        int start = source.offset();
        if (depth == DEPTH_MAX) {
            throw source.corruptAt(start, "arrays are nested more than " + DEPTH_MAX + " levels deep", null);
        }
        @Nullable Object[] array = new @Nullable Object[source.getCount(1)];
        for (int i = 0; i < array.length; i++) {
            array[i] = read(source, depth + 1);
        }
        return array;
    }

    private static TextValue readTextValue(FrameReader source) {
        String kind = source.getText();
        int start = source.offset();
        int tag = source.getByte();
        if (tag == TEXT) {
            return new TextValue(kind, source.getText());
        }
        if (tag == UTF_16) {
            return new TextValue(kind, readUtf16(source));
        }
        throw source.corruptAt(start, "a text is expected, but the value has tag " + tag, null);
    }
}
