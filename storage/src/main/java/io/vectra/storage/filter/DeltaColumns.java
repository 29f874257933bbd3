package io.vectra.storage.filter;

import io.vectra.storage.Filter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * The columns of rows that are not yet in a segment, on the heap, for filters.
 *
 * <p>A filter that can be evaluated stays so for the rows that there were when {@link #canEvaluate} was asked, whatever
 * is appended later.
 *
 * <p>Thread rule: one thread appends; any number of threads evaluate at the same time, up to a row that was appended
 * before, without locks.
 */
public final class DeltaColumns {
    private static final int CHUNK_SHIFT = 9;
    private static final int CHUNK_ROWS = 1 << CHUNK_SHIFT;

    private final List<ColumnType> types;

    /** Whether some value of a column could not be taken. Written before the count. */
    private final boolean[] isRefused;

    private volatile Chunk[] chunks = new Chunk[0];

    /** Publishes the rows before it. */
    private volatile int count;

    /**
     * Makes columns without rows.
     *
     * @param types the types of the columns, in the order of the row images
     */
    public DeltaColumns(List<ColumnType> types) {
        this.types = List.copyOf(types);
        this.isRefused = new boolean[types.size()];
    }

    /** Returns how many rows were appended. */
    public int rowCount() {
        return count;
    }

    /** Appends the next slot's row; one thread only. */
    public void append(@Nullable Object[] row) {
        if (row.length != types.size()) {
            throw new IllegalArgumentException(
                    "a row of " + types.size() + " columns was expected, but it has " + row.length);
        }
        int slot = count;
        int chunk = slot >>> CHUNK_SHIFT;
        Chunk[] present = chunks;
        if (chunk == present.length) {
            present = Arrays.copyOf(present, chunk + 1);
            present[chunk] = new Chunk(types);
            chunks = present;
        }
        int index = slot & CHUNK_ROWS - 1;
        for (int column = 0; column < row.length; column++) {
            if (!present[chunk].put(column, index, row[column])) {
                isRefused[column] = true;
            }
        }
        count = slot + 1;
    }

    /** Returns whether a filter gives here exactly what it gives in the relational mirror. */
    public boolean canEvaluate(Filter filter) {
        return Condition.isPossible(filter, usableTypes());
    }

    /**
     * Returns the slots whose rows meet a filter, among the first ones. Rows with a value that could not be taken are
     * left out where that value is asked for.
     *
     * @param end how many slots to look at, at most {@link #rowCount()}
     * @throws IllegalArgumentException if the filter {@linkplain #canEvaluate cannot be evaluated}
     */
    public RoaringBitmap evaluate(Filter filter, int end) {
        if (end > count) {
            throw new IndexOutOfBoundsException(end + " rows were asked for, but there are " + count);
        }
        @Nullable Condition condition = Condition.of(filter, types);
        if (condition == null) {
            throw new IllegalArgumentException(
                    "the filter " + filter + " cannot be evaluated on these columns; ask canEvaluate beforehand");
        }
        Chunk[] present = chunks;
        var words = new long[RowBits.wordCount(end)];
        Condition.Evaluation evaluation = condition.evaluation();
        for (int first = 0; first < end; first += CHUNK_ROWS) {
            var rows = new ChunkView(present[first >>> CHUNK_SHIFT], Math.min(CHUNK_ROWS, end - first));
            System.arraycopy(evaluation.rows(rows), 0, words, first / Long.SIZE, rows.wordCount());
        }
        return Condition.bitmap(words);
    }

    private List<ColumnType> usableTypes() {
        int published = count;
        List<ColumnType> usable = new ArrayList<>(types);
        for (int column = 0; published > 0 && column < isRefused.length; column++) {
            if (isRefused[column]) {
                usable.set(column, ColumnType.NULLITY);
            }
        }
        return usable;
    }

    /** Rows of which those before the published count do not change any more. */
    private static final class Chunk {
        private final List<ColumnType> types;

        private static final byte NULL = 1;
        private static final byte NOT_TAKEN = 2;

        /** 0, NULL, or NOT_TAKEN of each row; bytes, because two threads may use neighbouring rows. */
        private final byte[][] absences;

        private final long[][] keys;
        private final @Nullable Object[][] objects;

        Chunk(List<ColumnType> types) {
            this.types = types;
            int columns = types.size();
            this.absences = new byte[columns][CHUNK_ROWS];
            this.keys = new long[columns][];
            this.objects = new Object[columns][];
            for (int column = 0; column < columns; column++) {
                ColumnType.Kind kind = types.get(column).kind();
                keys[column] = new long[kind.hasKeys() ? CHUNK_ROWS : 0];
                objects[column] = new @Nullable Object[kind.isText() || kind == ColumnType.Kind.UUID ? CHUNK_ROWS : 0];
            }
        }

        /** Returns whether the value could be taken. */
        boolean put(int column, int index, @Nullable Object value) {
            if (value == null) {
                absences[column][index] = NULL;
                return true;
            }
            boolean isTaken = putPresent(column, index, value);
            if (!isTaken) {
                absences[column][index] = NOT_TAKEN;
            }
            return isTaken;
        }

        private boolean putPresent(int column, int index, Object value) {
            ColumnType type = types.get(column);
            if (type.kind().hasKeys()) {
                OptionalLong key = ColumnKeys.key(type, value);
                keys[column][index] = key.orElse(0);
                return key.isPresent();
            }
            if (type.kind().isText()) {
                objects[column][index] = value instanceof String ? ConditionBuilder.text(type, value) : null;
                return value instanceof String;
            }
            if (type.kind() == ColumnType.Kind.UUID) {
                objects[column][index] = value;
                return value instanceof UUID;
            }
            return true;
        }
    }

    /** The first rows of a chunk. */
    private record ChunkView(Chunk chunk, int rowCount) implements ColumnChunk {
        @Override
        public void markKeys(int column, KeyRanges ranges, long[] words) {
            long[] keys = chunk.keys[column];
            byte[] absences = chunk.absences[column];
            RowBits.setNone(words, rowCount);
            if (ranges.count() == 1) {
                long low = ranges.low(0);
                long high = ranges.high(0);
                for (int row = 0; row < rowCount; row++) {
                    boolean isMatch = low <= keys[row] & keys[row] <= high & absences[row] == 0;
                    words[row >>> 6] |= isMatch ? 1L << row : 0;
                }
                return;
            }
            for (int row = 0; row < rowCount; row++) {
                if (absences[row] == 0 && ranges.contains(keys[row])) {
                    words[row >>> 6] |= 1L << row;
                }
            }
        }

        @Override
        public void markTexts(int column, TextTest test, long[] words) {
            @Nullable Object[] texts = chunk.objects[column];
            RowBits.setNone(words, rowCount);
            for (int row = 0; row < rowCount; row++) {
                if (texts[row] instanceof String text && test.matches(text)) {
                    words[row >>> 6] |= 1L << row;
                }
            }
        }

        @Override
        public void markUuids(int column, UuidTest test, long[] words) {
            @Nullable Object[] uuids = chunk.objects[column];
            RowBits.setNone(words, rowCount);
            for (int row = 0; row < rowCount; row++) {
                if (uuids[row] instanceof UUID uuid
                        && test.matches(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits())) {
                    words[row >>> 6] |= 1L << row;
                }
            }
        }

        @Override
        public void markNulls(int column, long[] words) {
            byte[] absences = chunk.absences[column];
            RowBits.setNone(words, rowCount);
            for (int row = 0; row < rowCount; row++) {
                words[row >>> 6] |= (long) (absences[row] & Chunk.NULL) << row;
            }
        }
    }
}
