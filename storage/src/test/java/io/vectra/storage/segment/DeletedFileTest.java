package io.vectra.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.io.FaultyDirectory;
import io.vectra.storage.io.HeapDirectory;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

class DeletedFileTest {
    private static final String NAME = DamagedFiles.NAME;
    private static final SegmentFileIdentity IDENTITY = SegmentFileIdentity.ofColumn(DamagedFiles.DATABASE, 7, 3);

    private final SplittableRandom random = Seed.random("DeletedFileTest");

    @Test
    void deletionsComeBack() throws IOException {
        for (int count : new int[] {0, 1, 50, 200_000}) {
            var directory = new HeapDirectory();
            RoaringBitmap deleted = new RoaringBitmap();
            for (int i = 0; i < count; i++) {
                deleted.add(random.nextInt(1_000_000));
            }
            if (random.nextBoolean()) {
                deleted.runOptimize();
            }
            DeletedFile file = new DeletedFile(99, 1_000_000, deleted);

            assertThat(file.write(directory, NAME, IDENTITY)).isEqualTo(directory.size(NAME));

            assertThat(DeletedFile.read(directory, NAME, IDENTITY)).isEqualTo(file);
        }
    }

    @Test
    void aRangeOfDeletionsComesBack() throws IOException {
        var directory = new HeapDirectory();
        RoaringBitmap deleted = RoaringBitmap.bitmapOfRange(100, 900_000);

        new DeletedFile(1, 900_000, deleted).write(directory, NAME, IDENTITY);

        assertThat(DeletedFile.read(directory, NAME, IDENTITY).deleted()).isEqualTo(deleted);
    }

    @Test
    void aDamagedFileIsRefused() throws IOException {
        for (RoaringBitmap deleted :
                new RoaringBitmap[] {new RoaringBitmap(), RoaringBitmap.bitmapOf(3, 70_000), runs()}) {
            var faulty = new FaultyDirectory(1);
            new DeletedFile(9, 100_000, deleted).write(faulty, NAME, IDENTITY);

            DamagedFiles.assertRefusedWhenCut(faulty, NAME, DeletedFileTest::readAll);
            DamagedFiles.assertRefusedWhenFlipped(faulty, NAME, random, DeletedFileTest::readAll);
            DamagedFiles.assertTooNewIsTold(faulty, NAME, DeletedFileTest::readAll);
        }
    }

    @Test
    void aFileOfSomethingElseIsRefusedForThat() throws IOException {
        var directory = new HeapDirectory();
        new DeletedFile(9, 10, RoaringBitmap.bitmapOf(3)).write(directory, NAME, IDENTITY);

        assertThatExceptionOfType(CorruptStoreException.class)
                .isThrownBy(() -> DeletedFile.read(directory, NAME, SegmentFileIdentity.ofColumn(new UUID(1, 1), 7, 3)))
                .withMessageContaining("belongs to database " + DamagedFiles.DATABASE);
        assertThatExceptionOfType(CorruptStoreException.class)
                .isThrownBy(() ->
                        DeletedFile.read(directory, NAME, SegmentFileIdentity.ofTable(DamagedFiles.DATABASE, 7, 3)))
                .withMessageContaining("VECTOR_COLUMN");
        assertThatExceptionOfType(CorruptStoreException.class)
                .isThrownBy(() -> VectorFile.open(directory, NAME, IDENTITY))
                .withMessageContaining("damaged");
        assertThatExceptionOfType(CorruptStoreException.class)
                .isThrownBy(() -> DeletedFile.read(directory, "segments/000009/deleted-1", IDENTITY))
                .withMessageContaining("no such file");
    }

    @Test
    void aDeletionOutsideTheSegmentIsRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new DeletedFile(1, 10, RoaringBitmap.bitmapOf(10)));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new DeletedFile(1, 10, RoaringBitmap.bitmapOf(-1)));
    }

    private static RoaringBitmap runs() {
        RoaringBitmap deleted = RoaringBitmap.bitmapOfRange(10, 1000);
        deleted.runOptimize();
        return deleted;
    }

    private static Object readAll(FaultyDirectory directory, String name) throws IOException {
        return DeletedFile.read(directory, name, IDENTITY);
    }
}
