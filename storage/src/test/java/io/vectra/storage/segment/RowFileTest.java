package io.vectra.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.io.Directory;
import io.vectra.storage.io.FaultyDirectory;
import io.vectra.storage.io.HeapDirectory;
import io.vectra.storage.segment.SeededRows.Row;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RowFileTest {
    private static final String NAME = DamagedFiles.NAME;
    private static final SegmentFileIdentity IDENTITY = SegmentFileIdentity.ofTable(DamagedFiles.DATABASE, 5, 3);
    private static final int SMALL_PIECE = Section.BLOCK_BYTES;

    private final SplittableRandom random = Seed.random("RowFileTest");
    private final HeapDirectory directory = new HeapDirectory();

    @Test
    void rowsComeBackWhateverTheirCount() throws IOException {
        for (int count : new int[] {0, 1, 2, 100, 1365, 1366, 10_000}) {
            assertComesBack(new SeededRows(random, 7, List.of(2, 5)).rows(count, 40), 7, List.of(2, 5));
        }
    }

    @Test
    void rowsWithoutVectorsOrColumnsComeBack() throws IOException {
        assertComesBack(new SeededRows(random, 3, List.of()).rows(500, 40), 3, List.of());
        assertComesBack(new SeededRows(random, 0, List.of()).rows(10, 40), 0, List.of());
        assertComesBack(new SeededRows(random, 1, List.of(0)).rows(5000, 40), 1, List.of(0));
    }

    @Test
    void imagesLargerThanBlocksAndPiecesComeBack() throws IOException {
        List<Row> rows = new SeededRows(random, 4, List.of(1)).rows(60, 3 * Section.BLOCK_BYTES);
        assertComesBack(rows, 4, List.of(1));
    }

    @Test
    void copiedRowsAreAsTheOriginals() throws IOException {
        List<Row> rows = new SeededRows(random, 6, List.of(3)).rows(300, 2 * Section.BLOCK_BYTES);
        write(NAME, rows, 6, List.of(3));
        RowFile source = RowFile.open(directory, NAME, IDENTITY, SMALL_PIECE);

        List<Row> kept = new ArrayList<>();
        WrittenFile written;
        try (RowFileWriter writer =
                RowFileWriter.create(directory, "segments/000004/rows", IDENTITY, new RowLayout(6, List.of(3)))) {
            for (int slot = 0; slot < rows.size(); slot += 1 + random.nextInt(3)) {
                writer.copy(source, slot);
                kept.add(rows.get(slot));
            }
            written = writer.finish();
        }

        assertThat(written.count()).isEqualTo(kept.size());
        assertSame(RowFile.open(directory, "segments/000004/rows", IDENTITY), kept, List.of(3));
        write("segments/000005/rows", kept, 6, List.of(3));
        assertThat(directory.read("segments/000004/rows")).isEqualTo(directory.read("segments/000005/rows"));
    }

    @Test
    void slotsAreFoundByRowId() throws IOException {
        for (int gap : new int[] {1, 3, 1000, Integer.MAX_VALUE}) {
            List<Row> rows = new SeededRows(random, 1, List.of()).gap(gap).rows(3000, 10);
            String name = "segments/000003/" + gap;
            write(name, rows, 1, List.of());
            RowFile file = RowFile.open(directory, name, IDENTITY);
            for (int slot = 0; slot < rows.size(); slot++) {
                long rowId = rows.get(slot).rowId();
                assertThat(file.slotOf(rowId)).isEqualTo(slot);
                if (slot + 1 == rows.size() || rows.get(slot + 1).rowId() > rowId + 1) {
                    assertThat(file.slotOf(rowId + 1)).isEqualTo(-1);
                }
            }
            assertThat(file.slotOf(Long.MIN_VALUE)).isEqualTo(-1);
            assertThat(file.slotOf(Long.MAX_VALUE)).isEqualTo(-1);
        }
    }

    @Test
    void slotsAreFoundWhenIdsSpanAllLongs() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (long rowId : new long[] {Long.MIN_VALUE, -5, 0, 1, Long.MAX_VALUE - 1, Long.MAX_VALUE}) {
            rows.add(new Row(rowId, 1, new Object[] {rowId}));
        }
        write(NAME, rows, 1, List.of(0));

        RowFile file = RowFile.open(directory, NAME, IDENTITY);

        for (int slot = 0; slot < rows.size(); slot++) {
            assertThat(file.slotOf(rows.get(slot).rowId())).isEqualTo(slot);
        }
        assertThat(file.slotOf(2)).isEqualTo(-1);
        assertThat(file.slotOf(Long.MIN_VALUE + 1)).isEqualTo(-1);
    }

    @Test
    void aDamagedFileIsRefused() throws IOException {
        for (int count : new int[] {0, 1, 5}) {
            var faulty = new FaultyDirectory(1);
            write(faulty, NAME, new SeededRows(random, 3, List.of(1)).rows(count, 20), 3, List.of(1));

            DamagedFiles.assertRefusedWhenCut(faulty, NAME, RowFileTest::readAll);
            DamagedFiles.assertRefusedWhenFlipped(faulty, NAME, random, RowFileTest::readAll);
            DamagedFiles.assertTooNewIsTold(faulty, NAME, RowFileTest::readAll);
        }
    }

    @Test
    void onlyADamagedBlockIsRefused() throws IOException {
        var faulty = new FaultyDirectory(1);
        List<Row> rows = new SeededRows(random, 2, List.of()).rows(8000, 100);
        write(faulty, NAME, rows, 2, List.of());
        byte[] bytes = faulty.content(NAME);
        bytes[SegmentFileHeader.BYTES + Section.BLOCK_BYTES + 7] ^= 1;
        faulty.setContent(NAME, bytes);

        RowFile file = RowFile.open(faulty, NAME, IDENTITY);

        assertThat(file.image(0)).isEqualTo(rows.get(0).image());
        assertThat(file.image(7999)).isEqualTo(rows.get(7999).image());
        assertThatExceptionOfType(CorruptStoreException.class)
                .isThrownBy(() -> SeededRows.read(file))
                .satisfies(e -> assertThat(e.offset()).isEqualTo(SegmentFileHeader.BYTES + Section.BLOCK_BYTES));
        assertThatExceptionOfType(CorruptStoreException.class).isThrownBy(file::verifyAll);
    }

    @Test
    void aFileOfSomethingElseIsRefusedForThat() throws IOException {
        write(NAME, new SeededRows(random, 2, List.of()).rows(5, 10), 2, List.of());

        assertThatExceptionOfType(CorruptStoreException.class)
                .isThrownBy(() -> RowFile.open(directory, NAME, SegmentFileIdentity.ofTable(new UUID(1, 1), 5, 3)))
                .withMessageContaining("belongs to database " + DamagedFiles.DATABASE);
        assertThatExceptionOfType(CorruptStoreException.class)
                .isThrownBy(
                        () -> RowFile.open(directory, NAME, SegmentFileIdentity.ofTable(DamagedFiles.DATABASE, 6, 3)))
                .withMessageContaining("id=5");
        assertThatExceptionOfType(CorruptStoreException.class)
                .isThrownBy(() ->
                        VectorFile.open(directory, NAME, SegmentFileIdentity.ofColumn(DamagedFiles.DATABASE, 5, 3)))
                .withMessageContaining("expected a file of vectors, but it is of kind ROWS");
        assertThatExceptionOfType(CorruptStoreException.class)
                .isThrownBy(() -> RowFile.open(directory, "segments/000009/rows", IDENTITY))
                .withMessageContaining("no such file");
    }

    @Test
    void whatDoesNotFitIsRefusedAndLeavesNothing() throws IOException {
        RowLayout layout = new RowLayout(2, List.of(1));
        try (RowFileWriter writer = RowFileWriter.create(directory, NAME, IDENTITY, layout)) {
            writer.add(7, 1, new Object[] {"a", null});

            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> writer.add(7, 1, new Object[] {"a", 1L}))
                    .withMessageContaining("row 7 was added after row 7");
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> writer.add(8, 1, new Object[] {"a"}))
                    .withMessageContaining("2 columns");
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> writer.add(8, 1, new Object[] {"a", "b"}))
                    .withMessageContaining("java.lang.String");
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> writer.add(8, 1, new Object[] {new StringBuilder(), 1L}));
        }
        assertThat(directory.isEmpty()).isTrue();
    }

    @Test
    void aRefusedRowDoesNotHarmTheOthers() throws IOException {
        try (RowFileWriter writer = RowFileWriter.create(directory, NAME, IDENTITY, new RowLayout(2, List.of(1)))) {
            writer.add(7, 1, new Object[] {"a", null});
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> writer.add(8, 1, new Object[] {"a", "b"}));
            writer.add(8, 2, new Object[] {"c", 9L});
            writer.finish();
        }

        assertSame(
                RowFile.open(directory, NAME, IDENTITY),
                List.of(new Row(7, 1, new Object[] {"a", null}), new Row(8, 2, new Object[] {"c", 9L})),
                List.of(1));
    }

    @Test
    void anExistingFileIsNotTouched() throws IOException {
        write(NAME, new SeededRows(random, 2, List.of()).rows(5, 10), 2, List.of());
        byte[] before = directory.read(NAME);

        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> write(NAME, List.of(), 2, List.of()));
        assertThat(directory.read(NAME)).isEqualTo(before);
    }

    private void assertComesBack(List<Row> rows, int columnCount, List<Integer> vectorIndexes) throws IOException {
        String name = "segments/000003/" + rows.size();
        directory.delete(name);
        WrittenFile written = write(name, rows, columnCount, vectorIndexes);

        assertThat(written)
                .isEqualTo(new WrittenFile(
                        name,
                        rows.size(),
                        directory.size(name),
                        rows.stream().mapToLong(Row::createdLsn).min().orElse(0),
                        rows.stream().mapToLong(Row::createdLsn).max().orElse(0)));
        assertThat(directory.list("segments/000003")).noneMatch(left -> left.endsWith(".tmp"));
        for (int pieceBytes : new int[] {Directory.MAPPED_BYTES_MAX, SMALL_PIECE}) {
            RowFile file = RowFile.open(directory, name, IDENTITY, pieceBytes);
            assertThat(file.written()).isEqualTo(written);
            assertThat(file.columnCount()).isEqualTo(columnCount);
            assertSame(file, rows, vectorIndexes);
            file.verifyAll();
        }
    }

    private static void assertSame(RowFile file, List<Row> rows, List<Integer> vectorIndexes) {
        assertThat(file.count()).isEqualTo(rows.size());
        for (int slot = 0; slot < rows.size(); slot++) {
            Row row = rows.get(slot);
            assertThat(file.rowId(slot)).isEqualTo(row.rowId());
            assertThat(file.createdLsn(slot)).isEqualTo(row.createdLsn());
            assertThat(Arrays.deepEquals(file.image(slot), row.image())).isTrue();
            for (int i = 0; i < vectorIndexes.size(); i++) {
                Object reference = row.image()[vectorIndexes.get(i)];
                assertThat(file.reference(slot, i)).isEqualTo(reference == null ? RowFile.NO_VECTOR : reference);
            }
        }
    }

    private WrittenFile write(String name, List<Row> rows, int columnCount, List<Integer> vectorIndexes)
            throws IOException {
        return write(directory, name, rows, columnCount, vectorIndexes);
    }

    static WrittenFile write(
            Directory directory, String name, List<Row> rows, int columnCount, List<Integer> vectorIndexes)
            throws IOException {
        var layout = new RowLayout(columnCount, vectorIndexes);
        return RowFile.write(directory, name, IDENTITY, layout, SeededRows.cursor(rows));
    }

    static Object readAll(FaultyDirectory directory, String name) throws IOException {
        return SeededRows.read(RowFile.open(directory, name, IDENTITY));
    }
}
