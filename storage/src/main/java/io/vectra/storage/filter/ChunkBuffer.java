package io.vectra.storage.filter;

import io.vectra.storage.filter.ColumnsFile.Section;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column in a chunk that is being written.
 *
 * <p>Thread rule: one thread.
 */
final class ChunkBuffer {
    /** A column with more units of text in a chunk cannot be filtered by: it holds documents, not attributes. */
    static final long TEXT_UNITS_MAX = 16L << 20;

    private final ColumnType type;
    private final StatisticsBuilder statistics;
    private final long[] nulls = new long[ColumnChunk.ROWS_MAX / Long.SIZE];

    /** Keys, or the upper halves of UUIDs; empty if there are none of these. */
    private final long[] keys;

    private final long[] lowerHalves;
    private final @Nullable String[] texts;

    private int count;
    private int nullCount;
    private long textUnits;
    private boolean isRefused;

    ChunkBuffer(ColumnType type) {
        this.type = type;
        this.statistics = new StatisticsBuilder();
        boolean isUuid = type.kind() == ColumnType.Kind.UUID;
        this.keys = new long[isUuid || type.kind().hasKeys() ? ColumnChunk.ROWS_MAX : 0];
        this.lowerHalves = new long[isUuid ? ColumnChunk.ROWS_MAX : 0];
        this.texts = new @Nullable String[type.kind().isText() ? ColumnChunk.ROWS_MAX : 0];
    }

    StatisticsBuilder statistics() {
        return statistics;
    }

    /** Returns whether some value could not be taken, so that nothing but NULLs is known of the column. */
    boolean isRefused() {
        return isRefused;
    }

    void add(@Nullable Object value) {
        if (value == null) {
            nulls[count / Long.SIZE] |= 1L << count;
            nullCount++;
            statistics.addNull();
        } else if (!isRefused && type.kind() != ColumnType.Kind.NULLITY) {
            put(value);
        }
        count++;
    }

    private void put(Object value) {
        if (type.kind().isText()) {
            putText(value);
        } else if (type.kind() == ColumnType.Kind.UUID) {
            if (value instanceof UUID uuid) {
                keys[count] = uuid.getMostSignificantBits();
                lowerHalves[count] = uuid.getLeastSignificantBits();
                statistics.add(uuid);
            } else {
                isRefused = true;
            }
        } else {
            OptionalLong key = ColumnKeys.key(type, value);
            if (key.isPresent()) {
                keys[count] = key.getAsLong();
                statistics.add(key.getAsLong());
            } else {
                isRefused = true;
            }
        }
    }

    private void putText(Object value) {
        if (value instanceof String) {
            String text = ConditionBuilder.text(type, value);
            textUnits += text.length();
            if (textUnits <= TEXT_UNITS_MAX) {
                texts[count] = text;
                statistics.add(text);
                return;
            }
        }
        isRefused = true;
        Arrays.fill(texts, null);
    }

    /** Returns the section of what was added, and begins a new chunk. The section's position is missing. */
    Encoded encode() {
        Encoded encoded;
        if (nullCount == count || isRefused || type.kind() == ColumnType.Kind.NULLITY) {
            encoded = encodeNulls();
        } else if (type.kind().isText()) {
            encoded = encodeTexts();
        } else {
            encoded = lowerHalves.length > 0 ? encodeUuids() : encodeKeys();
        }
        Arrays.fill(nulls, 0);
        Arrays.fill(texts, null);
        count = 0;
        nullCount = 0;
        textUnits = 0;
        return encoded;
    }

    /** A section and its bytes. */
    record Encoded(Section section, ByteBuffer bytes) {}

    private Encoded encodeNulls() {
        ByteBuffer bytes = ColumnsFile.littleEndian(nullBytes());
        putNulls(bytes);
        return encoded(new Section(0, 0, 0, ColumnsFile.NULLS_ONLY, 0, 0, nullCount, 0, 0, 0), bytes);
    }

    private Encoded encodeKeys() {
        long lowest = Long.MAX_VALUE;
        long highest = Long.MIN_VALUE;
        for (int row = 0; row < count; row++) {
            if (!isNull(row)) {
                lowest = Math.min(lowest, keys[row]);
                highest = Math.max(highest, keys[row]);
            }
        }
        int width = width(highest - lowest);
        ByteBuffer bytes = ColumnsFile.littleEndian(nullBytes() + ColumnsFile.padded(count * width));
        putNulls(bytes);
        for (int row = 0; row < count; row++) {
            put(isNull(row) ? 0 : keys[row] - lowest, width, bytes);
        }
        return encoded(new Section(0, 0, 0, ColumnsFile.KEYS, width, 0, nullCount, 0, lowest, highest), bytes);
    }

    private Encoded encodeUuids() {
        ByteBuffer bytes = ColumnsFile.littleEndian(nullBytes() + count * 2 * Long.BYTES);
        putNulls(bytes);
        for (int row = 0; row < count; row++) {
            bytes.putLong(keys[row]);
        }
        for (int row = 0; row < count; row++) {
            bytes.putLong(lowerHalves[row]);
        }
        return encoded(new Section(0, 0, 0, ColumnsFile.UUIDS, 0, 0, nullCount, 0, 0, 0), bytes);
    }

    private Encoded encodeTexts() {
        String[] sorted = Arrays.stream(texts, 0, count)
                .filter(Objects::nonNull)
                .sorted()
                .distinct()
                .toArray(String[]::new);
        var numbers = new HashMap<String, Integer>(2 * sorted.length);
        int units = 0;
        boolean isNarrow = true;
        for (int i = 0; i < sorted.length; i++) {
            numbers.put(sorted[i], i);
            units += sorted[i].length();
            isNarrow &= isNarrow(sorted[i]);
        }
        int unitBytes = isNarrow ? 1 : 2;
        int width = width(sorted.length - 1);
        ByteBuffer bytes = ColumnsFile.littleEndian(nullBytes()
                + ColumnsFile.padded((sorted.length + 1) * Integer.BYTES)
                + ColumnsFile.padded(units * unitBytes)
                + ColumnsFile.padded(count * width));
        putNulls(bytes);
        putTexts(sorted, unitBytes, bytes);
        for (int row = 0; row < count; row++) {
            String text = texts[row];
            put(text == null ? 0 : Objects.requireNonNull(numbers.get(text)), width, bytes);
        }
        return encoded(
                new Section(0, 0, 0, ColumnsFile.TEXTS, width, unitBytes, nullCount, sorted.length, 0, 0), bytes);
    }

    private static void putTexts(String[] sorted, int unitBytes, ByteBuffer bytes) {
        int units = 0;
        for (String text : sorted) {
            bytes.putInt(units);
            units += text.length();
        }
        bytes.putInt(units);
        bytes.position(ColumnsFile.padded(bytes.position()));
        for (String text : sorted) {
            for (int i = 0; i < text.length(); i++) {
                put(text.charAt(i), unitBytes, bytes);
            }
        }
        bytes.position(ColumnsFile.padded(bytes.position()));
    }

    private static Encoded encoded(Section section, ByteBuffer bytes) {
        bytes.clear();
        return new Encoded(section.withContent(bytes.capacity(), ColumnsFile.crcOf(bytes.duplicate())), bytes);
    }

    private boolean isNull(int row) {
        return (nulls[row / Long.SIZE] >>> row & 1) != 0;
    }

    private int nullBytes() {
        return nullCount == 0 || nullCount == count ? 0 : RowBits.wordCount(count) * Long.BYTES;
    }

    private void putNulls(ByteBuffer bytes) {
        for (int i = 0; i < nullBytes() / Long.BYTES; i++) {
            bytes.putLong(nulls[i]);
        }
    }

    /** Returns how many bytes hold every unsigned number up to {@code highest}. */
    private static int width(long highest) {
        if (highest == 0) {
            return 0;
        }
        int bits = Long.SIZE - Long.numberOfLeadingZeros(highest);
        return bits <= Byte.SIZE ? 1 : bits <= Short.SIZE ? 2 : bits <= Integer.SIZE ? 4 : 8;
    }

    private static void put(long value, int width, ByteBuffer bytes) {
        switch (width) {
            case 1 -> bytes.put((byte) value);
            case 2 -> bytes.putShort((short) value);
            case 4 -> bytes.putInt((int) value);
            case 8 -> bytes.putLong(value);
            default -> {}
        }
    }

    private static boolean isNarrow(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return false;
            }
        }
        return true;
    }
}
