package io.vectra.storage.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.Filter;
import io.vectra.storage.Filter.Operator;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.filter.ColumnType.Kind;
import io.vectra.storage.io.AppendFile;
import io.vectra.storage.io.HeapDirectory;
import io.vectra.storage.vector.Seed;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

/** The file of a segment's columns: its contents, its size on the heap, and what happens when it is damaged. */
class SegmentColumnsTest {
    private static final ColumnsIdentity IDENTITY = new ColumnsIdentity(new UUID(1, 2), 3, 4);
    private static final String NAME = "segments/000001/columns";

    private static final List<ColumnType> TYPES = List.of(
            ColumnType.of(Kind.INTEGER),
            ColumnType.of(Kind.TEXT),
            ColumnType.of(Kind.UUID),
            ColumnType.NULLITY,
            new ColumnType(Kind.ENUM, 0, List.of("x", "y")));

    /** All parts of the file are needed by one of these. */
    private static final List<Filter> FILTERS = List.of(
            Filter.compare(0, Operator.LESS, 500),
            Filter.compare(1, Operator.EQUAL, "b"),
            Filter.like(1, "%a%", null),
            Filter.compare(2, Operator.GREATER, new UUID(0, 3)),
            Filter.isNull(3),
            Filter.isNotNull(1),
            Filter.compare(4, Operator.EQUAL, "y"));

    @Test
    void anEmptySegmentHasNoSlots() throws IOException {
        SegmentColumns columns = open(write(TYPES, List.of()), TYPES);

        assertThat(columns.rowCount()).isZero();
        assertThat(columns.evaluate(FILTERS.get(0)).isEmpty()).isTrue();
        assertThat(columns.estimate(FILTERS.get(0))).isZero();
    }

    @Test
    void aFileCutAnywhereIsRefused() throws IOException {
        byte[] whole = write(TYPES, rows(70));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);

            assertThatThrownBy(() -> open(cut, TYPES))
                    .as("cut to %d of %d bytes", length, whole.length)
                    .isInstanceOf(CorruptStoreException.class);
        }
    }

    @Test
    void aFlippedByteIsFoundBeforeItChangesAnAnswer() throws IOException {
        byte[] whole = write(TYPES, rows(70));
        List<RoaringBitmap> expected = answers(whole);
        for (int offset = 0; offset < whole.length; offset++) {
            byte[] flipped = whole.clone();
            flipped[offset] ^= (byte) (1 << offset % 8);

            assertThatThrownBy(() -> answers(flipped))
                    .as("byte %d of %d flipped", offset, whole.length)
                    .isInstanceOf(CorruptStoreException.class);
        }
        assertThat(answers(whole)).isEqualTo(expected);
    }

    @Test
    void aNewerVersionIsNotDamage() throws IOException {
        byte[] newer = write(TYPES, rows(3));
        newer[12]++;
        ByteBuffer header = ByteBuffer.wrap(newer).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        header.putInt(60, ColumnsFile.crcOf(header.duplicate().limit(60)));

        assertThatThrownBy(() -> open(newer, TYPES))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.TOO_NEW));
    }

    @Test
    void aFileOfAnotherSegmentIsRefused() throws IOException {
        HeapDirectory directory = directoryOf(write(TYPES, rows(3)));
        var other = new ColumnsIdentity(IDENTITY.databaseId(), IDENTITY.tableId(), 5);

        assertThatThrownBy(() -> SegmentColumns.open(directory, NAME, other, TYPES))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("segment=4");
    }

    @Test
    void aMissingFileIsDamage() {
        assertThatThrownBy(() -> SegmentColumns.open(new HeapDirectory(), NAME, IDENTITY, TYPES))
                .isInstanceOf(CorruptStoreException.class);
    }

    @Test
    void anUnfinishedFileIsDeleted() throws IOException {
        var directory = new HeapDirectory();

        try (SegmentColumnsWriter writer = SegmentColumnsWriter.create(directory, NAME, IDENTITY, TYPES)) {
            writer.append(rows(1).get(0));
        }

        assertThat(directory.exists(NAME)).isFalse();
    }

    @Test
    void aColumnWrittenWithAnotherTypeIsLeftToTheMirror() throws IOException {
        List<ColumnType> now = new ArrayList<>(TYPES);
        now.set(0, ColumnType.of(Kind.BIGINT));
        SegmentColumns columns = open(write(TYPES, rows(10)), now);

        assertThat(columns.canEvaluate(Filter.compare(0, Operator.EQUAL, 1))).isFalse();
        assertThat(columns.canEvaluate(Filter.isNull(0))).isTrue();
        assertThat(columns.canEvaluate(Filter.compare(1, Operator.EQUAL, "a"))).isTrue();
    }

    @Test
    void aDecimalBeyond64BitsLeavesItsColumnToTheMirror() throws IOException {
        List<ColumnType> types = List.of(new ColumnType(Kind.DECIMAL, 2, List.of()));
        List<@Nullable Object[]> rows = List.of(
                new @Nullable Object[] {new BigDecimal("1.00")},
                new @Nullable Object[] {new BigDecimal("123456789012345678901.00")},
                new @Nullable Object[] {null});
        SegmentColumns columns = open(write(types, rows), types);

        assertThat(columns.canEvaluate(Filter.compare(0, Operator.EQUAL, 1))).isFalse();
        assertThat(columns.evaluate(Filter.isNull(0)).toArray()).containsExactly(2);
    }

    @Test
    void documentsLeaveTheirColumnToTheMirror() throws IOException {
        List<ColumnType> types = List.of(ColumnType.of(Kind.TEXT));
        String document = "x".repeat(1 << 20);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rows.add(new @Nullable Object[] {document});
        }
        SegmentColumns columns = open(write(types, rows), types);

        assertThat(columns.canEvaluate(Filter.compare(0, Operator.EQUAL, "x"))).isFalse();
        assertThat(columns.evaluate(Filter.isNotNull(0)).getCardinality()).isEqualTo(20);
    }

    @Test
    void keysOfEveryWidthAreFoundInSeveralChunks() throws IOException {
        Random random = Seed.random("SegmentColumnsTest.keysOfEveryWidthAreFoundInSeveralChunks");
        for (long span : new long[] {0, 200, 60_000, 3_000_000_000L, Long.MAX_VALUE, -1}) {
            long[] keys = new long[ColumnChunk.ROWS_MAX + 1000];
            List<@Nullable Object[]> rows = new ArrayList<>();
            for (int i = 0; i < keys.length; i++) {
                keys[i] = span < 0 ? random.nextLong() : span == 0 ? 7 : random.nextLong(span) - span / 2;
                rows.add(new @Nullable Object[] {keys[i]});
            }
            List<ColumnType> types = List.of(ColumnType.of(Kind.BIGINT));
            SegmentColumns columns = open(write(types, rows), types);
            long a = keys[random.nextInt(keys.length)];
            long b = keys[random.nextInt(keys.length)];

            assertThat(columns.evaluate(Filter.between(0, Math.min(a, b), Math.max(a, b)))
                            .toArray())
                    .isEqualTo(slots(keys, key -> key >= Math.min(a, b) && key <= Math.max(a, b)));
            assertThat(columns.evaluate(Filter.compare(0, Operator.NOT_EQUAL, a))
                            .toArray())
                    .isEqualTo(slots(keys, key -> key != a));
            assertThat(columns.evaluate(Filter.in(0, List.of(a, b, 3L, 100L, -5L)))
                            .toArray())
                    .isEqualTo(slots(keys, key -> List.of(a, b, 3L, 100L, -5L).contains(key)));
        }
    }

    @Test
    void estimatesAreNearTheTruth() throws IOException {
        var random = new Random(5);
        List<ColumnType> types =
                List.of(ColumnType.of(Kind.INTEGER), ColumnType.of(Kind.TEXT), ColumnType.of(Kind.UUID));
        List<@Nullable Object[]> rows = new ArrayList<>();
        int count = 80_000;
        for (int i = 0; i < count; i++) {
            rows.add(new @Nullable Object[] {
                random.nextInt(10) == 0 ? null : (Integer) random.nextInt(50_000),
                random.nextBoolean() ? "common" : "rare" + random.nextInt(1000),
                new UUID(random.nextLong(), i)
            });
        }
        SegmentColumns columns = open(write(types, rows), types);

        for (Filter filter : List.of(
                Filter.compare(0, Operator.LESS, 500),
                Filter.compare(0, Operator.GREATER_OR_EQUAL, 25_000),
                Filter.isNull(0),
                Filter.compare(0, Operator.NOT_EQUAL, 77),
                Filter.compare(1, Operator.EQUAL, "common"),
                Filter.like(1, "rare1%", null),
                Filter.not(Filter.like(1, "c%", null)),
                Filter.compare(2, Operator.LESS, new UUID(1L << 62, 0)),
                Filter.and(Filter.compare(1, Operator.EQUAL, "common"), Filter.compare(0, Operator.LESS, 5_000)),
                Filter.or(Filter.compare(1, Operator.EQUAL, "common"), Filter.compare(0, Operator.LESS, 5_000)))) {
            double truth = columns.evaluate(filter).getCardinality();
            assertThat(columns.estimate(filter)).as(filter.toString()).isBetween(truth * 0.6, truth * 1.5);
        }
        assertThat(columns.estimate(Filter.compare(1, Operator.EQUAL, "rare7"))).isBetween(20.0, 80.0);
        assertThat(columns.estimate(Filter.compare(0, Operator.EQUAL, 7))).isBetween(1.0, 4.0);
        assertThat(columns.estimate(Filter.compare(2, Operator.EQUAL, new UUID(1, 1))))
                .isBetween(0.5, 2.0);
    }

    private static int[] slots(long[] keys, java.util.function.LongPredicate test) {
        return java.util.stream.IntStream.range(0, keys.length)
                .filter(slot -> test.test(keys[slot]))
                .toArray();
    }

    private static List<RoaringBitmap> answers(byte[] file) throws IOException {
        SegmentColumns columns = open(file, TYPES);
        return FILTERS.stream().map(columns::evaluate).toList();
    }

    private static List<@Nullable Object[]> rows(int count) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new @Nullable Object[] {
                i * 37,
                i % 5 == 0 ? null : List.of("a", "b", "ca", "日").get(i % 4),
                new UUID(0, i),
                i % 7 == 0 ? null : (Long) 5L,
                i % 3 == 0 ? "x" : "y"
            });
        }
        return rows;
    }

    private static byte[] write(List<ColumnType> types, List<@Nullable Object[]> rows) throws IOException {
        var directory = new HeapDirectory();
        try (SegmentColumnsWriter writer = SegmentColumnsWriter.create(directory, NAME, IDENTITY, types)) {
            for (@Nullable Object[] row : rows) {
                writer.append(row);
            }
            writer.finish();
        }
        return directory.read(NAME);
    }

    private static SegmentColumns open(byte[] file, List<ColumnType> types) throws IOException {
        return SegmentColumns.open(directoryOf(file), NAME, IDENTITY, types);
    }

    private static HeapDirectory directoryOf(byte[] file) throws IOException {
        var directory = new HeapDirectory();
        try (AppendFile target = directory.create(NAME)) {
            target.append(ByteBuffer.wrap(file));
        }
        return directory;
    }
}
