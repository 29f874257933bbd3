package io.vectra.storage.filter;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What a segment's file says of one column as a whole: its type, and its statistics. Immutable.
 *
 * <p>In the file, one after the other, little-endian:
 *
 * <pre>
 * 1  kind, as {@link ColumnType.Kind} orders them, from 0
 * 1  1 if some value could not be taken, so that only NULLs can be asked for; else 0
 * 1  scale
 * 4  count of labels, then of each: a text
 * 8  count of NULLs
 * 8  estimated count of different values
 * 4  count of common values, then of each: a value, f64 share of the rows that are not NULL
 * 4  count of bounds, then of each: a value
 * </pre>
 *
 * <p>A text is its count of units (4), then u16 each. A value is a text, the 16 bytes of a UUID, or a key (8).
 *
 * @param isRefused whether some value could not be taken
 */
record ColumnDescription(ColumnType type, boolean isRefused, ColumnStatistics statistics) {
    /** Returns the type by which the column can be filtered. */
    ColumnType usableType() {
        return isRefused ? ColumnType.NULLITY : type;
    }

    static ByteBuffer encode(List<ColumnDescription> descriptions) {
        var target = new Target();
        for (ColumnDescription description : descriptions) {
            description.encode(target);
        }
        return target.bytes.flip();
    }

    static List<ColumnDescription> decode(ByteBuffer bytes, int count) {
        List<ColumnDescription> descriptions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            descriptions.add(decode(bytes));
        }
        return descriptions;
    }

    private void encode(Target target) {
        target.atLeast(3)
                .put((byte) type.kind().ordinal())
                .put((byte) (isRefused ? 1 : 0))
                .put((byte) type.scale());
        target.putInt(type.labels().size());
        type.labels().forEach(target::putText);
        target.putLong(statistics.nullCount());
        target.putLong(statistics.distinctCount());
        target.putInt(statistics.common().size());
        for (ColumnStatistics.Common common : statistics.common()) {
            target.putValue(common.value());
            target.putLong(Double.doubleToRawLongBits(common.share()));
        }
        target.putInt(statistics.bounds().size());
        statistics.bounds().forEach(target::putValue);
    }

    private static ColumnDescription decode(ByteBuffer bytes) {
        ColumnType.Kind kind = ColumnType.Kind.ofOrdinal(bytes.get());
        boolean isRefused = bytes.get() != 0;
        int scale = bytes.get();
        List<String> labels = new ArrayList<>();
        for (int count = bytes.getInt(); count > 0; count--) {
            labels.add(text(bytes));
        }
        long nullCount = bytes.getLong();
        long distinctCount = bytes.getLong();
        List<ColumnStatistics.Common> common = new ArrayList<>();
        for (int count = bytes.getInt(); count > 0; count--) {
            Comparable<?> value = value(kind, bytes);
            common.add(new ColumnStatistics.Common(value, bytes.getDouble()));
        }
        List<Comparable<?>> bounds = new ArrayList<>();
        for (int count = bytes.getInt(); count > 0; count--) {
            bounds.add(value(kind, bytes));
        }
        return new ColumnDescription(
                new ColumnType(kind, scale, labels),
                isRefused,
                new ColumnStatistics(nullCount, distinctCount, common, bounds));
    }

    private static String text(ByteBuffer bytes) {
        char[] units = new char[bytes.getInt()];
        for (int i = 0; i < units.length; i++) {
            units[i] = bytes.getChar();
        }
        return new String(units);
    }

    private static Comparable<?> value(ColumnType.Kind kind, ByteBuffer bytes) {
        if (kind.isText()) {
            return text(bytes);
        }
        return kind == ColumnType.Kind.UUID ? new UUID(bytes.getLong(), bytes.getLong()) : (Long) bytes.getLong();
    }

    /** Bytes that grow. */
    private static final class Target {
        private ByteBuffer bytes = ColumnsFile.littleEndian(1 << 12);

        private ByteBuffer atLeast(int count) {
            if (bytes.remaining() < count) {
                bytes = ColumnsFile.littleEndian(2 * bytes.capacity() + count).put(bytes.flip());
            }
            return bytes;
        }

        private void putInt(int value) {
            atLeast(Integer.BYTES).putInt(value);
        }

        private void putLong(long value) {
            atLeast(Long.BYTES).putLong(value);
        }

        private void putText(String text) {
            atLeast(Integer.BYTES + text.length() * Character.BYTES).putInt(text.length());
            for (int i = 0; i < text.length(); i++) {
                bytes.putChar(text.charAt(i));
            }
        }

        private void putValue(Comparable<?> value) {
            if (value instanceof String text) {
                putText(text);
            } else if (value instanceof UUID uuid) {
                putLong(uuid.getMostSignificantBits());
                putLong(uuid.getLeastSignificantBits());
            } else {
                putLong((Long) value);
            }
        }
    }
}
