package io.vectra.storage.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.SyncPolicy;
import io.vectra.storage.io.Directory;
import io.vectra.storage.io.DiskDirectory;
import io.vectra.storage.io.FaultyDirectory;
import io.vectra.storage.io.HeapDirectory;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogPiecesTest {
    private static final UUID ID = new UUID(7, 8);

    private final TransactionEncoder encoder = new TransactionEncoder();
    private final List<Long> positions = new ArrayList<>();
    private final List<Long> frameStarts = new ArrayList<>();

    @TempDir
    Path folder;

    /** Appends a commit with vectors of dimension 5, whose floats are the vector's number and the float's index. */
    private void append(Log log, int vectorCount) {
        encoder.reset(log.lastLsn() + 1);
        List<Integer> offsets = new ArrayList<>();
        for (int i = 0; i < vectorCount; i++) {
            float number = positions.size() + i;
            offsets.add(encoder.vector(1, positions.size() + i, 1, new float[] {number, 1, 2, 3, 4}));
        }
        Appended appended = log.append(encoder);
        for (int offset : offsets) {
            positions.add(appended.vectorsPosition() + offset);
            frameStarts.add(appended.vectorsPosition() - Frame.HEADER_BYTES);
        }
    }

    private void expectVector(LogPieces pieces, int number) {
        long position = positions.get(number);
        var buffer = pieces.bufferAt(position);
        int index = pieces.indexAt(position);
        assertThat(buffer.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(buffer.isReadOnly()).isTrue();
        assertThat(buffer.getFloat(index)).as("vector %d", number).isEqualTo(number);
        for (int i = 1; i < 5; i++) {
            assertThat(buffer.getFloat(index + i * 4)).isEqualTo(i);
        }
        assertThat(position).isBetween(pieces.pieceStart(position), pieces.pieceEnd(position) - 20);
    }

    private void expectAllVectors(LogPieces pieces) {
        for (int number = 0; number < positions.size(); number++) {
            expectVector(pieces, number);
        }
    }

    @Test
    void freshFramesAreReadAtOnceWhateverIsOnTheHeap() throws Exception {
        for (int heapBytesMax : new int[] {0, 200, 1024, 4096, 1 << 20}) {
            positions.clear();
            try (Log log =
                    Log.create(new HeapDirectory(), ID, new LogSettings(SyncPolicy.COMMIT, 8192, heapBytesMax))) {
                for (int i = 0; i < 150; i++) {
                    append(log, 1 + i % 7);
                    expectVector(log.pieces(), positions.size() - 1);
                    expectVector(log.pieces(), i / 2);
                }
                expectAllVectors(log.pieces());
            }
        }
    }

    @Test
    void aVectorIsInThePieceOfItsNeighbourExactlyIfThatPieceReachesIt() throws Exception {
        try (Log log = Log.create(new HeapDirectory(), ID, new LogSettings(SyncPolicy.COMMIT, 1 << 30, 1 << 20))) {
            for (int i = 0; i < 600; i++) {
                append(log, 1 + i % 50);
            }
            LogPieces pieces = log.pieces();
            assertThat(pieces.count()).as("pieces on the heap").isGreaterThan(2);
            for (int number = 1; number < positions.size(); number++) {
                long before = positions.get(number - 1);
                long position = positions.get(number);
                boolean isReached = position < pieces.pieceEnd(before);
                assertThat(pieces.pieceStart(position) == pieces.pieceStart(before))
                        .isEqualTo(isReached);
            }
        }
    }

    @Test
    void olderPiecesStayReadableWhileTheLogGrows() throws Exception {
        List<LogPieces> taken = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        try (Log log =
                Log.create(new DiskDirectory(folder, false), ID, new LogSettings(SyncPolicy.COMMIT, 65536, 4096))) {
            for (int i = 0; i < 600; i++) {
                append(log, 3);
                taken.add(log.pieces());
                counts.add(positions.size());
            }
        }
        for (int i = 0; i < taken.size(); i += 7) {
            for (int number = 0; number < counts.get(i); number += 11) {
                expectVector(taken.get(i), number);
            }
        }
    }

    @Test
    void piecesDoNotCoverWhatCameLater() throws Exception {
        try (Log log = Log.create(new HeapDirectory(), ID, SyncPolicy.COMMIT)) {
            append(log, 1);
            LogPieces before = log.pieces();
            append(log, 1);

            expectVector(before, 0);
            assertThatThrownBy(() -> before.bufferAt(positions.get(1))).isInstanceOf(CorruptStoreException.class);
            expectVector(log.pieces(), 1);
        }
    }

    @Test
    void aGrowingFileHasFewPiecesAndAFinishedOneHasOne() throws Exception {
        LogSettings settings = new LogSettings(SyncPolicy.COMMIT, 1 << 20, 4096);
        int finishedFiles = 0;
        try (Log log = Log.create(new DiskDirectory(folder, false), ID, settings)) {
            while (finishedFiles < 2) {
                append(log, 5);
                finishedFiles = LogPosition.fileNumber(log.end()) - 1;
                // Up to 2^20 / 2^12 portions become at most 8 mapped pieces, and a chunk of 64 KiB may hold up to 4
                // KiB.
                assertThat(log.pieces().count()).isLessThanOrEqualTo(finishedFiles + 8 + 2);
            }
            long first = positions.get(0);
            assertThat(log.pieces().pieceStart(first)).isEqualTo(log.start());
            assertThat(LogPosition.offset(log.pieces().pieceEnd(first))).isGreaterThan((1 << 20) - 1024);
            expectAllVectors(log.pieces());
        }
    }

    @Test
    void theHeapHoldsNoMoreThanItShould() throws Exception {
        LogSettings settings = new LogSettings(SyncPolicy.COMMIT, 1 << 24, 1 << 16);
        try (Log log = Log.create(new DiskDirectory(folder, false), ID, settings)) {
            SplittableRandom random = new SplittableRandom(SeededCommits.seed(3));
            while (LogPosition.offset(log.end()) < 4 << 20) {
                append(log, 1 + random.nextInt(400));
                LogPieces pieces = log.pieces();
                long last = positions.get(positions.size() - 1);
                if (!pieces.bufferAt(last).isDirect()) {
                    assertThat(log.end() - pieces.pieceStart(last)).isLessThan(1 << 16);
                }
            }
            expectAllVectors(log.pieces());
        }
    }

    @Test
    void afterFailedMappingsTheHeapServes() throws Exception {
        FaultyDirectory directory = new FaultyDirectory(1);
        LogSettings settings = new LogSettings(SyncPolicy.COMMIT, 1 << 18, 1 << 12);
        java.util.logging.Logger warnings = java.util.logging.Logger.getLogger(GrowingPieces.class.getName());
        warnings.setLevel(java.util.logging.Level.OFF);
        try (Log log = Log.create(directory, ID, settings)) {
            while (LogPosition.fileNumber(log.end()) < 3) {
                String next = "map";
                long operation = directory.operationCount();
                append(log, 5);
                if (directory.operations().subList((int) operation, (int) directory.operationCount()).stream()
                        .anyMatch(name -> name.startsWith(next))) {
                    directory.failAt(directory.operationCount() + 16, FaultyDirectory.Fault.WITHOUT_EFFECT);
                }
                expectVector(log.pieces(), positions.size() - 1);
            }
            expectAllVectors(log.pieces());
        } catch (io.vectra.storage.StoreException e) {
            assertThat(e)
                    .hasMessageContaining("Nothing of"); // The failing operation may be another one than a mapping.
        } finally {
            warnings.setLevel(null);
        }
    }

    private Log reopened(Directory directory, Log written) throws Exception {
        LogStart clean = new LogStart(1, written.end(), written.lastLsn(), written.end());
        return Log.open(directory, ID, clean, SyncPolicy.COMMIT, FrameVisitor.NONE);
    }

    @Test
    void afterACleanCloseNothingIsReadBeforeItIsAskedFor() throws Exception {
        FaultyDirectory directory = new FaultyDirectory(1);
        Log log = Log.create(directory, ID, new LogSettings(SyncPolicy.COMMIT, 1 << 16, 4096));
        for (int i = 0; i < 500; i++) {
            append(log, 5);
        }
        log.close();

        Log again = reopened(directory, log);

        expectAllVectors(again.pieces());
        assertThat(again.pieces().count()).isEqualTo(directory.list("log").size());
        append(again, 3);
        expectAllVectors(again.pieces());
    }

    @Test
    void frameIsCheckedWhenAVectorOfItIsFirstTouched() throws Exception {
        long seed = SeededCommits.seed(31);
        SplittableRandom random = new SplittableRandom(seed);
        HeapDirectory directory = new HeapDirectory();
        Log log = Log.create(directory, ID, new LogSettings(SyncPolicy.COMMIT, 14 << 20, 1 << 20));
        while (LogPosition.fileNumber(log.end()) < 3) {
            boolean isLarge = random.nextInt(30) == 0;
            append(log, isLarge ? 100_000 + random.nextInt(100_000) : 1 + random.nextInt(3000));
        }
        log.close();
        for (int round = 0; round < 8; round++) {
            HeapDirectory damaged = new HeapDirectory();
            log.copyTo(damaged, log.lastLsn());
            int flipped = random.nextInt(positions.size());
            long damage = positions.get(flipped) + random.nextInt(20);
            flip(damaged, damage);
            LogPieces pieces = reopened(damaged, log).pieces();

            for (int touch = 0; touch < 150; touch++) {
                int number = random.nextInt(positions.size());
                try {
                    expectVector(pieces, number);
                    assertThat(frameStarts.get(number)).isNotEqualTo(frameStarts.get(flipped));
                } catch (CorruptStoreException e) {
                    assertThat(e.file()).isEqualTo(LogPosition.fileName(LogPosition.fileNumber(damage)));
                    assertThat(LogPosition.of(LogPosition.fileNumber(damage), e.offset()))
                            .isLessThanOrEqualTo(damage)
                            .isGreaterThanOrEqualTo(frameStarts.get(flipped));
                    assertThat(Math.abs(positions.get(number) - damage)).isLessThan(12 << 20);
                }
            }
            assertThatThrownBy(() -> pieces.bufferAt(positions.get(flipped))).isInstanceOf(CorruptStoreException.class);
            assertThatThrownBy(() -> pieces.verify(log.start(), log.end())).isInstanceOf(CorruptStoreException.class);
        }
    }

    private static void flip(HeapDirectory directory, long position) throws Exception {
        String name = LogPosition.fileName(LogPosition.fileNumber(position));
        byte[] content = directory.read(name);
        content[(int) LogPosition.offset(position)] ^= 1;
        directory.delete(name);
        try (var file = directory.create(name)) {
            file.append(java.nio.ByteBuffer.wrap(content));
        }
    }

    @Test
    void manyThreadsMayTouchFirst() throws Exception {
        HeapDirectory directory = new HeapDirectory();
        Log log = Log.create(directory, ID, new LogSettings(SyncPolicy.COMMIT, 16 << 20, 1 << 20));
        while (LogPosition.fileNumber(log.end()) < 3) {
            append(log, 5000);
        }
        log.close();
        LogPieces pieces = reopened(directory, log).pieces();
        List<Throwable> failures = new java.util.concurrent.CopyOnWriteArrayList<>();

        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            SplittableRandom random = new SplittableRandom(i);
            Thread thread = new Thread(() -> {
                for (int touch = 0; touch < 20_000; touch++) {
                    expectVector(pieces, random.nextInt(positions.size()));
                }
            });
            thread.setUncaughtExceptionHandler((failed, e) -> failures.add(e));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
    }

    @Test
    void verifyTakesAnyRange() throws Exception {
        HeapDirectory directory = new HeapDirectory();
        Log log = Log.create(directory, ID, new LogSettings(SyncPolicy.COMMIT, 4096, 1024));
        for (int i = 0; i < 200; i++) {
            append(log, 2);
        }
        log.close();
        LogPieces pieces = reopened(directory, log).pieces();

        pieces.verify(log.start(), log.start());
        pieces.verify(positions.get(3), positions.get(3) + 20);
        pieces.verify(positions.get(10), positions.get(350) + 20);
        pieces.verify(log.start(), log.end());

        expectAllVectors(pieces);
    }
}
