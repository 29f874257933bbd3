package io.vectra.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.io.FaultyDirectory;
import io.vectra.storage.io.FaultyDirectory.Fault;
import io.vectra.storage.io.FaultyDirectory.PowerCut;
import io.vectra.storage.segment.SeededRows.Row;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

class SegmentFaultTest {
    private static final String NAME = DamagedFiles.NAME;
    private static final int OPERATIONS_MAX = 100;

    private final SplittableRandom random = Seed.random("SegmentFaultTest");
    private final List<Row> rows = new SeededRows(random, 3, List.of(1)).rows(200, 20_000);

    /** Writes a file. */
    private interface Writing {
        void write(FaultyDirectory directory) throws IOException;
    }

    private List<Writing> writings() {
        return List.of(this::writeRows, SegmentFaultTest::writeVectors, SegmentFaultTest::writeDeletions);
    }

    private void writeRows(FaultyDirectory directory) throws IOException {
        RowFileTest.write(directory, NAME, rows, 3, List.of(1));
    }

    private static void writeVectors(FaultyDirectory directory) throws IOException {
        var identity = SegmentFileIdentity.ofColumn(DamagedFiles.DATABASE, 7, 3);
        try (VectorFileWriter writer = VectorFileWriter.create(directory, NAME, identity, 100)) {
            for (int node = 0; node < 1000; node++) {
                writer.add(node, node, 1, ByteBuffer.allocate(400), 0);
            }
            writer.finish();
        }
    }

    private static void writeDeletions(FaultyDirectory directory) throws IOException {
        var identity = SegmentFileIdentity.ofColumn(DamagedFiles.DATABASE, 7, 3);
        new DeletedFile(9, 100_000, RoaringBitmap.bitmapOf(3, 70_000)).write(directory, NAME, identity);
    }

    @Test
    void aFailedWriteLeavesNothingAndASuccessfulOneEverything() throws IOException {
        for (Writing writing : writings()) {
            byte[] whole = wholeFile(writing);
            for (Fault fault : Fault.values()) {
                int failures = 0;
                for (int operation = 1; operation <= OPERATIONS_MAX; operation++) {
                    var directory = new FaultyDirectory(random.nextLong());
                    directory.failAt(operation, fault);
                    if (writes(writing, directory)) {
                        assertThat(directory.content(NAME)).isEqualTo(whole);
                    } else {
                        failures++;
                        // Whether a file was created is not known after that failed; the next open deletes it.
                        boolean mayBeLeft = operation == 1 && fault == Fault.WITH_EFFECT;
                        assertThat(directory.names())
                                .as("operation %d, %s: %s", operation, fault, directory.operations())
                                .isEqualTo(mayBeLeft ? List.of(NAME) : List.of());
                    }
                }
                assertThat(failures).isBetween(2, OPERATIONS_MAX / 2);
            }
        }
    }

    @Test
    void theFirstFailureIsReportedWhenCleaningUpFailsToo() {
        for (Writing writing : writings()) {
            var directory = new FaultyDirectory(random.nextLong());
            directory.failFrom(2, Fault.WITHOUT_EFFECT);

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> writing.write(directory))
                    .withMessageContaining("operation 2 was told to fail")
                    .satisfies(e -> assertThat(e.getSuppressed()).isNotEmpty());
        }
    }

    @Test
    void aFullDiskLeavesNothing() throws IOException {
        for (Writing writing : writings()) {
            long size = wholeFile(writing).length;
            for (int round = 0; round < 20; round++) {
                var directory = new FaultyDirectory(random.nextLong());
                directory.fillUpAfter(random.nextLong(size));

                assertThat(writes(writing, directory)).isFalse();
                assertThat(directory.names()).isEmpty();

                directory.heal();
                assertThat(writes(writing, directory)).isTrue();
            }
        }
    }

    @Test
    void whatWasWrittenSurvivesAPowerCutOnceItsFolderIsSynced() throws IOException {
        for (Writing writing : writings()) {
            var directory = new FaultyDirectory(random.nextLong());
            writing.write(directory);
            directory.syncFolder("segments/000003");

            FaultyDirectory after = directory.crash(PowerCut.UNFORCED_LOST);

            assertThat(after.content(NAME)).isEqualTo(directory.content(NAME));
        }
    }

    @Test
    void whatAPowerCutLeavesIsRefusedOrWhole() throws IOException {
        List<Row> small = rows.subList(0, 30);
        var whole = new FaultyDirectory(1);
        RowFileTest.write(whole, NAME, small, 3, List.of(1));
        long lastOperation = whole.operationCount(); // Deletes what the file does not need.
        Object expected = read(whole);
        for (int operation = 2; operation < lastOperation; operation++) {
            for (PowerCut cut : PowerCut.values()) {
                var directory = new FaultyDirectory(random.nextLong());
                directory.failFrom(operation, Fault.TORN);
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> RowFileTest.write(directory, NAME, small, 3, List.of(1)));

                FaultyDirectory after = directory.crash(cut);

                if (after.names().contains(NAME)) {
                    assertWholeOrRefused(after, expected);
                }
            }
        }
    }

    private static void assertWholeOrRefused(FaultyDirectory directory, Object expected) throws IOException {
        Object found;
        try {
            found = read(directory);
        } catch (CorruptStoreException refused) {
            return;
        }
        assertThat(found).isEqualTo(expected);
    }

    private static List<String> read(FaultyDirectory directory) throws IOException {
        var identity = SegmentFileIdentity.ofTable(DamagedFiles.DATABASE, 5, 3);
        List<String> texts = new ArrayList<>();
        for (Row row : SeededRows.read(RowFile.open(directory, NAME, identity))) {
            texts.add(row.rowId() + " " + row.createdLsn() + " " + Arrays.deepToString(row.image()));
        }
        return texts;
    }

    private static byte[] wholeFile(Writing writing) throws IOException {
        var directory = new FaultyDirectory(1);
        writing.write(directory);
        assertThat(directory.names()).containsExactly(NAME);
        return directory.content(NAME);
    }

    private static boolean writes(Writing writing, FaultyDirectory directory) {
        try {
            writing.write(directory);
            return true;
        } catch (IOException failure) {
            return false;
        }
    }
}
