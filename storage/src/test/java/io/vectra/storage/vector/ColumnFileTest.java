package io.vectra.storage.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.Metric;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.io.AppendFile;
import io.vectra.storage.io.HeapDirectory;
import io.vectra.storage.manifest.VectorDirectoryFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class ColumnFileTest {
    private static final String NAME = "vectors/2-9.dir";
    private static final UUID DATABASE = new UUID(11, 22);

    private final HeapDirectory directory = new HeapDirectory();
    private final Random random = Seed.random("ColumnFileTest");

    @Test
    void aColumnComesBackWhateverItsSize() throws IOException {
        for (int count : new int[] {
            0, 1, 5, Chunk.CAPACITY - 1, Chunk.CAPACITY, Chunk.CAPACITY + 1, 3 * Chunk.CAPACITY, 3 * Chunk.CAPACITY + 9
        }) {
            VectorColumn column = column(count);
            String name = "vectors/" + count;
            long lsn = lastLsn(column);

            column.writeTo(directory, name, DATABASE, lsn);

            VectorColumn mapped = VectorColumn.map(directory, name, DATABASE);
            assertThat(mapped.mappedLsn()).isEqualTo(lsn);
            assertSame(mapped, column);
        }
    }

    @Test
    void theFileIsAsTheManifestWillSay() throws IOException {
        VectorDirectoryFile file = column(5000).writeTo(directory, NAME, DATABASE, 1_000_000);

        byte[] bytes = directory.read(NAME);
        var crc = new CRC32C();
        crc.update(bytes);
        assertThat(file).isEqualTo(new VectorDirectoryFile(2, NAME, bytes.length, (int) crc.getValue()));
        assertThat(bytes).hasSize(64 + 3 * 4 + 5000 * 32 + 2 * 8);
    }

    @Test
    void whatWasDroppedTakesNoRoom() throws IOException {
        VectorColumn column = column(4 * Chunk.CAPACITY + 7);
        for (int every : new int[] {2, 7, 100, 4096, 20_000}) {
            ColumnRewrite rewrite = new ColumnRewrite(column);
            for (long ordinal = 0; ordinal < column.count(); ordinal++) {
                if (ordinal % every != every / 2) {
                    rewrite.drop(ordinal);
                }
            }
            VectorColumn sparse = rewrite.finish();
            String name = "vectors/every-" + every;

            VectorDirectoryFile file = sparse.writeTo(directory, name, DATABASE, lastLsn(column));

            VectorColumn mapped = VectorColumn.map(directory, name, DATABASE);
            assertSame(mapped, sparse);
            assertThat(file.sizeBytes()).isLessThan(4 * (Chunk.CAPACITY / every + 1) * 32L + 4 * 656 + 500);
            assertThat(mapped.view(lastLsn(column)).count()).isEqualTo(column.count());
            for (long ordinal = every / 2; ordinal < column.count(); ordinal += every) {
                if (mapped.deletedLsn(ordinal) == VectorColumn.ALIVE) {
                    mapped.delete(ordinal, 1_000_000);
                    sparse.delete(ordinal, 1_000_000);
                }
            }
            assertSame(mapped, sparse);
        }
    }

    @Test
    void aSearchOverASparseColumnIsThatOverTheColumn() throws IOException {
        var stored = new StoredVectors(random, 3, 500);
        for (int i = 0; i < 9000; i++) {
            stored.append(i, Vectors.gaussian(random, 3), 1 + i);
            if (i % 3 != 2) {
                stored.delete(i, 1 + i);
            }
        }
        ColumnRewrite rewrite = new ColumnRewrite(stored.column);
        for (int i = 0; i < 9000; i++) {
            if (i % 3 == 1 || i < 3000 && i % 3 == 0) {
                rewrite.drop(i);
            }
        }
        rewrite.finish().writeTo(directory, NAME, DATABASE, 9000);
        VectorColumn mapped = VectorColumn.map(directory, NAME, DATABASE);

        SearchInput in = stored.search(Metric.EUCLIDEAN, new float[3], 50, 9000);
        var inMapped =
                new SearchInput(mapped, stored, 9000, in.metric(), in.query(), in.k(), null, null, in.cancelled());

        assertThat(ExactSearch.nearest(inMapped).rowIds())
                .isEqualTo(stored.bruteForce(in).rowIds());
    }

    @Test
    void aFileShowsTheColumnAsOfItsLsn() throws IOException {
        VectorColumn column = new VectorColumn(2, 5, 3);
        column.append(0, 100, 1, 0);
        column.append(1, 101, 2, 64);
        column.delete(0, 2);
        column.delete(1, 3);
        column.append(2, 102, 3, 128);

        column.writeTo(directory, NAME, DATABASE, 2);

        VectorColumn mapped = VectorColumn.map(directory, NAME, DATABASE);
        assertThat(mapped.count()).isEqualTo(2);
        assertThat(mapped.deletedLsn(0)).isEqualTo(2);
        assertThat(mapped.deletedLsn(1)).isEqualTo(VectorColumn.ALIVE);
    }

    @Test
    void aMappedColumnGoesOnAsIfItHadNeverBeenWritten() throws IOException {
        for (int count : new int[] {0, 10, Chunk.CAPACITY, 2 * Chunk.CAPACITY + 10}) {
            VectorColumn column = column(count);
            String name = "vectors/" + count;
            column.writeTo(directory, name, DATABASE, lastLsn(column));
            VectorColumn mapped = VectorColumn.map(directory, name, DATABASE);

            long lsn = lastLsn(column);
            for (int i = 0; i < Chunk.CAPACITY + 5; i++) {
                lsn++;
                long ordinal = random.nextInt((int) column.count() + 1);
                if (ordinal < column.count() && column.deletedLsn(ordinal) == VectorColumn.ALIVE) {
                    column.delete(ordinal, lsn);
                    mapped.delete(ordinal, lsn);
                }
                column.append(column.count(), 7L * i, lsn, i);
                mapped.append(mapped.count(), 7L * i, lsn, i);
            }

            assertSame(mapped, column);
            mapped.writeTo(directory, name + "-again", DATABASE, lsn);
            assertSame(VectorColumn.map(directory, name + "-again", DATABASE), column);
        }
    }

    @Test
    void aSearchOverAMappedColumnIsThatOverTheColumn() throws IOException {
        var stored = new StoredVectors(random, 3, 500);
        for (int i = 0; i < 5000; i++) {
            stored.append(i, Vectors.gaussian(random, 3), 1 + i);
            if (i % 3 == 2) {
                stored.delete(i - random.nextInt(3), 1 + i);
            }
        }
        stored.column.writeTo(directory, NAME, DATABASE, 4000);
        VectorColumn mapped = VectorColumn.map(directory, NAME, DATABASE);

        for (long lsn : new long[] {1, 2000, 4000}) {
            SearchInput in = stored.search(Metric.EUCLIDEAN, new float[3], 50, lsn);
            var inMapped =
                    new SearchInput(mapped, stored, lsn, in.metric(), in.query(), in.k(), null, null, in.cancelled());

            assertThat(ExactSearch.nearest(inMapped).rowIds())
                    .isEqualTo(stored.bruteForce(in).rowIds());
        }
    }

    @Test
    void aFileCutAnywhereIsRefused() throws IOException {
        byte[] whole = smallFile();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(CorruptStoreException.class)
                    .as("cut to %d of %d bytes", length, whole.length)
                    .isThrownBy(() -> readAll(cut));
        }
    }

    /** A sparse block, an absent one, and the last one: every 7th byte, for their size. */
    @Test
    void aSparseFileCutOrFlippedIsRefused() throws IOException {
        VectorColumn column = column(2 * Chunk.CAPACITY + 3);
        ColumnRewrite rewrite = new ColumnRewrite(column);
        for (long ordinal = 0; ordinal < 2 * Chunk.CAPACITY; ordinal++) {
            if (ordinal >= Chunk.CAPACITY || ordinal % 500 != 3) {
                rewrite.drop(ordinal);
            }
        }
        rewrite.finish().writeTo(directory, NAME, DATABASE, lastLsn(column));
        byte[] whole = directory.read(NAME);
        directory.delete(NAME);
        for (int i = random.nextInt(7); i < whole.length; i += 7) {
            byte[] cut = Arrays.copyOf(whole, i);
            byte[] flipped = whole.clone();
            flipped[i] ^= (byte) (1 << random.nextInt(8));
            assertThatExceptionOfType(CorruptStoreException.class)
                    .as("cut to %d of %d bytes", i, whole.length)
                    .isThrownBy(() -> readAll(cut));
            assertThatExceptionOfType(CorruptStoreException.class)
                    .as("byte %d of %d flipped", i, whole.length)
                    .isThrownBy(() -> readAll(flipped));
        }
    }

    @Test
    void aFileThatIsTooLongIsRefused() throws IOException {
        byte[] whole = smallFile();

        assertThatExceptionOfType(CorruptStoreException.class)
                .isThrownBy(() -> readAll(Arrays.copyOf(whole, whole.length + 1)));
    }

    @Test
    void aFileWithAnyByteFlippedIsRefused() throws IOException {
        byte[] whole = smallFile();
        for (int i = 0; i < whole.length; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= (byte) (1 << random.nextInt(8));
            assertThatExceptionOfType(CorruptStoreException.class)
                    .as("byte %d of %d flipped", i, whole.length)
                    .isThrownBy(() -> readAll(flipped));
        }
    }

    @Test
    void aMissingFileIsReportedAsDamage() {
        assertThatExceptionOfType(CorruptStoreException.class)
                .isThrownBy(() -> VectorColumn.map(directory, "vectors/none.dir", DATABASE));
    }

    @Test
    void aFileOfAnotherDatabaseIsRefused() throws IOException {
        column(3).writeTo(directory, NAME, DATABASE, 100);

        assertThatExceptionOfType(CorruptStoreException.class)
                .isThrownBy(() -> VectorColumn.map(directory, NAME, new UUID(11, 23)))
                .withMessageContaining(DATABASE.toString());
    }

    @Test
    void aFileOfALaterVersionIsToldFromADamagedOne() throws IOException {
        byte[] bytes = smallFile();
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(8, 3);
        var crc = new CRC32C();
        crc.update(bytes, 0, 60);
        header.putInt(60, (int) crc.getValue());

        assertThatThrownBy(() -> readAll(bytes))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.TOO_NEW))
                .hasMessageContaining("version 3");
    }

    @Test
    void blocksAreVerifiedWhenTheyAreFirstUsed() throws IOException {
        column(2 * Chunk.CAPACITY).writeTo(directory, NAME, DATABASE, 1_000_000);
        byte[] bytes = directory.read(NAME);
        int firstBlock = 64 + 3 * 4;
        bytes[firstBlock + 1000] ^= 1;
        write("vectors/damaged.dir", bytes);

        VectorColumn mapped = VectorColumn.map(directory, "vectors/damaged.dir", DATABASE);

        assertThat(mapped.rowId(Chunk.CAPACITY))
                .isEqualTo(column(2 * Chunk.CAPACITY).rowId(Chunk.CAPACITY));
        assertThatExceptionOfType(CorruptStoreException.class)
                .isThrownBy(() -> mapped.rowId(5))
                .satisfies(e -> assertThat(e.offset()).isEqualTo(firstBlock))
                .satisfies(e -> assertThat(e.file()).isEqualTo("vectors/damaged.dir"));
        assertThatExceptionOfType(CorruptStoreException.class).isThrownBy(() -> mapped.delete(5, 2_000_000));
    }

    @Test
    void anExistingFileIsNotTouched() throws IOException {
        column(3).writeTo(directory, NAME, DATABASE, 100);
        byte[] before = directory.read(NAME);

        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> column(4).writeTo(directory, NAME, DATABASE, 100));
        assertThat(directory.read(NAME)).isEqualTo(before);
    }

    private byte[] smallFile() throws IOException {
        column(9).writeTo(directory, NAME, DATABASE, 100);
        byte[] bytes = directory.read(NAME);
        directory.delete(NAME);
        return bytes;
    }

    /** Opens a file of these bytes, and reads every entry. */
    private void readAll(byte[] bytes) throws IOException {
        write(NAME, bytes);
        try {
            VectorColumn mapped = VectorColumn.map(directory, NAME, DATABASE);
            for (long ordinal = 0; ordinal < mapped.count(); ordinal++) {
                mapped.position(ordinal);
            }
        } finally {
            directory.delete(NAME);
        }
    }

    private void write(String name, byte[] bytes) throws IOException {
        try (AppendFile file = directory.create(name)) {
            file.append(ByteBuffer.wrap(bytes));
            file.force();
        }
    }

    private static VectorColumn column(int count) {
        var column = new VectorColumn(2, 5, 3);
        for (int i = 0; i < count; i++) {
            column.append(i, 1000L - i, 1 + i / 3, 64L * i);
            if (i % 5 == 4) {
                column.delete(i - 2, 1 + i / 3);
            }
        }
        return column;
    }

    private static long lastLsn(VectorColumn column) {
        return column.count() == 0 ? 0 : column.createdLsn(column.count() - 1);
    }

    private static void assertSame(VectorColumn actual, VectorColumn expected) {
        assertThat(actual.columnId()).isEqualTo(expected.columnId());
        assertThat(actual.tableId()).isEqualTo(expected.tableId());
        assertThat(actual.dimension()).isEqualTo(expected.dimension());
        assertThat(actual.count()).isEqualTo(expected.count());
        for (long i = 0; i < expected.count(); i++) {
            assertThat(actual.rowId(i)).isEqualTo(expected.rowId(i));
            assertThat(actual.deletedLsn(i)).isEqualTo(expected.deletedLsn(i));
            if (expected.deletedLsn(i) != VectorColumn.DROPPED) {
                assertThat(actual.createdLsn(i)).isEqualTo(expected.createdLsn(i));
            }
            assertThat(actual.createdLsn(i)).isGreaterThanOrEqualTo(i == 0 ? 0 : actual.createdLsn(i - 1));
            assertThat(actual.position(i)).isEqualTo(expected.position(i));
        }
    }
}
