package io.vectra.storage.filter;

import io.vectra.storage.filter.ColumnsFile.Section;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A chunk of a segment's mapped file.
 *
 * <p>Thread rule: one thread.
 */
final class SegmentChunk implements ColumnChunk {
    private final SegmentColumns columns;
    private final int number;
    private final int rowCount;

    /** Scratch for the NULLs of a column. */
    private final long[] nulls;

    SegmentChunk(SegmentColumns columns, int number, int rowCount) {
        this.columns = columns;
        this.number = number;
        this.rowCount = rowCount;
        this.nulls = new long[RowBits.wordCount(rowCount)];
    }

    @Override
    public int rowCount() {
        return rowCount;
    }

    @Override
    public void markKeys(int column, KeyRanges ranges, long[] words) {
        Section section = columns.section(number, column);
        if (section.form() != ColumnsFile.KEYS) {
            RowBits.setNone(words, rowCount);
            return;
        }
        long lowest = section.lowest();
        int first = ranges.firstEndingAtOrAfter(lowest);
        int end = first;
        while (end < ranges.count() && ranges.low(end) <= section.highest()) {
            end++;
        }
        if (first == end) {
            RowBits.setNone(words, rowCount);
            return;
        }
        if (end == first + 1 && ranges.low(first) <= lowest && section.highest() <= ranges.high(first)) {
            RowBits.setAll(words, rowCount);
        } else {
            scanKeys(column, section, bounds(ranges, first, end, section), words);
        }
        removeNulls(column, section, words);
    }

    /** Returns the ranges as differences to the section's lowest key, within the section's keys. */
    private static long[] bounds(KeyRanges ranges, int first, int end, Section section) {
        long[] bounds = new long[2 * (end - first)];
        for (int range = first; range < end; range++) {
            bounds[2 * (range - first)] = Math.max(ranges.low(range), section.lowest()) - section.lowest();
            bounds[2 * (range - first) + 1] = Math.min(ranges.high(range), section.highest()) - section.lowest();
        }
        return bounds;
    }

    private void scanKeys(int column, Section section, long[] bounds, long[] words) {
        ByteBuffer bytes = columns.bytes(number, column, section);
        int index = columns.index(section) + nullBytes(section);
        var scan = new KeyScan(bytes, index, section.width(), rowCount);
        long highest = section.highest() - section.lowest();
        boolean hasOneGap = bounds.length == 4 && bounds[0] == 0 && bounds[3] == highest;
        if (hasOneGap) {
            scan.markRanges(new long[] {bounds[1] + 1, bounds[2] - 1}, words);
            RowBits.invert(words, rowCount);
        } else {
            scan.markRanges(bounds, words);
        }
    }

    @Override
    public void markTexts(int column, TextTest test, long[] words) {
        Section section = columns.section(number, column);
        if (section.form() != ColumnsFile.TEXTS) {
            RowBits.setNone(words, rowCount);
            return;
        }
        ByteBuffer bytes = columns.bytes(number, column, section);
        var texts = new MappedTexts(
                bytes, columns.index(section) + nullBytes(section), section.textCount(), section.unitBytes());
        byte[] marks = new byte[texts.count()];
        test.mark(texts, marks);
        if (isOnly(marks, 0)) {
            RowBits.setNone(words, rowCount);
            return;
        }
        if (isOnly(marks, 1)) {
            RowBits.setAll(words, rowCount);
        } else {
            new KeyScan(bytes, texts.end(), section.width(), rowCount).markNumbers(marks, words);
        }
        removeNulls(column, section, words);
    }

    private static boolean isOnly(byte[] marks, int mark) {
        for (byte found : marks) {
            if (found != mark) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void markUuids(int column, UuidTest test, long[] words) {
        Section section = columns.section(number, column);
        RowBits.setNone(words, rowCount);
        if (section.form() != ColumnsFile.UUIDS) {
            return;
        }
        ByteBuffer bytes = columns.bytes(number, column, section);
        int upper = columns.index(section) + nullBytes(section);
        int lower = upper + rowCount * Long.BYTES;
        for (int row = 0; row < rowCount; row++) {
            if (test.matches(bytes.getLong(upper + row * Long.BYTES), bytes.getLong(lower + row * Long.BYTES))) {
                words[row >>> 6] |= 1L << row;
            }
        }
        removeNulls(column, section, words);
    }

    @Override
    public void markNulls(int column, long[] words) {
        Section section = columns.section(number, column);
        if (section.nullCount() == 0) {
            RowBits.setNone(words, rowCount);
        } else if (section.nullCount() == rowCount) {
            RowBits.setAll(words, rowCount);
        } else {
            ByteBuffer bytes = columns.bytes(number, column, section);
            bytes.duplicate()
                    .order(bytes.order())
                    .position(columns.index(section))
                    .asLongBuffer()
                    .get(words, 0, wordCount());
        }
    }

    private void removeNulls(int column, Section section, long[] words) {
        if (section.nullCount() > 0) {
            Arrays.fill(nulls, 0);
            markNulls(column, nulls);
            RowBits.andNot(words, nulls, wordCount());
        }
    }

    private int nullBytes(Section section) {
        return section.nullCount() == 0 || section.nullCount() == rowCount ? 0 : wordCount() * Long.BYTES;
    }
}
