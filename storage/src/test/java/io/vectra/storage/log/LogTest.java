package io.vectra.storage.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.SyncPolicy;
import io.vectra.storage.io.Directory;
import io.vectra.storage.io.DiskDirectory;
import io.vectra.storage.io.HeapDirectory;
import io.vectra.storage.log.SeededCommits.Seen;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTest {
    private static final UUID ID = new UUID(1, 2);
    private static final LogSettings SMALL = new LogSettings(SyncPolicy.COMMIT, 4096, 1024);

    private final HeapDirectory directory = new HeapDirectory();
    private final SeededCommits commits = new SeededCommits(SeededCommits.seed(5), 4);
    private final TransactionEncoder encoder = new TransactionEncoder();

    @TempDir
    Path folder;

    private Log created(int commitCount) throws Exception {
        Log log = Log.create(directory, ID, SMALL);
        for (int i = 0; i < commitCount; i++) {
            commits.appendNext(log);
        }
        log.force(log.lastLsn());
        return log;
    }

    private static Log reopened(Directory directory, LogStart start, FrameVisitor visitor) throws Exception {
        return Log.open(directory, ID, start, SMALL, visitor);
    }

    @Test
    void reopenedLogShowsWhatWasAppended() throws Exception {
        for (int count : new int[] {0, 1, 2, 200}) {
            HeapDirectory fresh = new HeapDirectory();
            long end;
            try (Log log = Log.create(fresh, ID, SMALL)) {
                for (int i = 0; i < count; i++) {
                    Appended appended = commits.appendNext(log);
                    assertThat(appended.lsn()).isEqualTo(i + 1);
                    assertThat(appended.end()).isEqualTo(log.end());
                    assertThat(appended.vectorsPosition() % 64).isZero();
                }
                end = log.end();
            }

            Seen seen = new Seen();
            try (Log log = reopened(fresh, SeededCommits.BEGINNING, seen)) {
                assertThat(seen.texts(log.pieces())).isEqualTo(commits.texts(count));
                assertThat(log.end()).isEqualTo(end);
                assertThat(log.lastLsn()).isEqualTo(count);
                assertThat(log.forcedLsn()).isEqualTo(count);
            }
        }
    }

    @Test
    void reopenedLogGoesOn() throws Exception {
        created(0).close();
        for (int round = 0; round < 30; round++) {
            Seen seen = new Seen();
            try (Log log = reopened(directory, SeededCommits.BEGINNING, seen)) {
                assertThat(seen.texts(log.pieces())).isEqualTo(commits.texts(round * 3L));
                for (int i = 0; i < 3; i++) {
                    commits.appendNext(log);
                }
            }
        }
        assertThat(directory.list("log").size()).isGreaterThan(3);
    }

    @Test
    void scanStartsAtTheCheckpoint() throws Exception {
        Log log = created(20);
        long position = log.end();
        for (int i = 0; i < 30; i++) {
            commits.appendNext(log);
        }
        log.close();
        Seen seen = new Seen();
        Seen nothing = new Seen();

        Log fromCheckpoint = reopened(directory, new LogStart(1, position, 20, position), seen);
        Log fromEnd = reopened(directory, new LogStart(1, log.end(), 50, log.end()), nothing);

        assertThat(seen.texts(fromCheckpoint.pieces())).isEqualTo(commits.texts(21, 50));
        assertThat(nothing.count()).isZero();
        assertThat(fromEnd.lastLsn()).isEqualTo(50);
        assertThat(fromEnd.end()).isEqualTo(log.end());
        assertThat(fromEnd.sizeBytes()).isEqualTo(log.sizeBytes());
    }

    @Test
    void everyPositionIsACheckpointAlsoAFilesEnd() throws Exception {
        try (Log log = created(0)) {
            for (int lsn = 0; lsn <= 60; lsn++) {
                long position = log.end();
                Seen seen = new Seen();
                reopened(copyOf(log), new LogStart(1, position, lsn, position), seen)
                        .close();
                assertThat(seen.count()).isZero();

                commits.appendNext(log);
                Seen next = new Seen();
                try (Log again = reopened(copyOf(log), new LogStart(1, position, lsn, position), next)) {
                    assertThat(next.texts(again.pieces())).isEqualTo(commits.texts(lsn + 1, lsn + 1));
                }
            }
        }
    }

    private static Directory copyOf(Log log) throws Exception {
        HeapDirectory copy = new HeapDirectory();
        log.copyTo(copy, log.lastLsn());
        return copy;
    }

    @Test
    void scanReadsAgainUpToAnLsn() throws Exception {
        Log log = created(40);
        long position = log.end();
        for (int i = 0; i < 40; i++) {
            commits.appendNext(log);
        }
        Seen all = new Seen();
        Seen some = new Seen();
        Seen none = new Seen();

        log.scan(log.start(), all);
        log.scan(position, 45, some);
        log.scan(log.end(), none);

        assertThat(all.texts(log.pieces())).isEqualTo(commits.texts(80));
        assertThat(some.texts(log.pieces())).isEqualTo(commits.texts(41, 45));
        assertThat(none.count()).isZero();
        assertThatThrownBy(() -> log.scan(log.start(), 81, none)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void copyEndsAtTheLsn() throws Exception {
        try (Log log = created(50)) {
            for (long lsn : new long[] {0, 1, 17, 49, 50}) {
                HeapDirectory target = new HeapDirectory();

                long end = log.copyTo(target, lsn);

                Seen seen = new Seen();
                try (Log copy = reopened(target, new LogStart(1, log.start(), 0, end), seen)) {
                    assertThat(copy.end()).isEqualTo(end);
                    assertThat(seen.texts(copy.pieces())).isEqualTo(commits.texts(lsn));
                    commits.appendNext(copy);
                }
            }
        }
    }

    @Test
    void lsnsHaveNoGaps() throws Exception {
        try (Log log = created(3)) {
            encoder.reset(5);

            assertThatThrownBy(() -> log.append(encoder))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the next LSN is 4");
            assertThatThrownBy(() -> log.force(4)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void transactionThatFitsNoFileIsRefusedAndTheLogGoesOn() throws Exception {
        try (Log log = created(3)) {
            long end = log.end();
            encoder.reset(4);
            encoder.put(1, 1, new Object[] {new byte[4096 - 64 - 64]});

            assertThatThrownBy(() -> log.append(encoder))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.LIMIT_EXCEEDED))
                    .hasMessageContaining("smaller transactions");

            assertThat(log.end()).isEqualTo(end);
            assertThat(log.isPoisoned()).isFalse();
            commits.appendNext(log);
            log.force(4);
        }
        Seen seen = new Seen();
        Log again = reopened(directory, SeededCommits.BEGINNING, seen);
        assertThat(seen.texts(again.pieces())).isEqualTo(commits.texts(4));
    }

    @Test
    void largestTransactionFillsAFile() throws Exception {
        int bytesMax = 4096 - 64 - 64 - TransactionRecord.COUNTS_BYTES - 16 - 1 - 4;
        try (Log log = created(1)) {
            for (int lsn = 2; lsn < 4; lsn++) {
                encoder.reset(lsn);
                encoder.put(1, 1, new Object[] {new byte[bytesMax]});

                Appended appended = log.append(encoder);

                assertThat(appended.end()).isEqualTo(LogPosition.of(lsn, 4096));
            }
        }
        Seen seen = new Seen();
        assertThat(reopened(directory, SeededCommits.BEGINNING, seen).lastLsn()).isEqualTo(3);
    }

    @Test
    void sizeIsThatOfAllFiles() throws Exception {
        Log log = created(100);
        long size = 0;
        for (String name : directory.list("log")) {
            size += directory.size("log/" + name);
        }

        assertThat(log.sizeBytes()).isEqualTo(size);
        log.close();
        assertThat(reopened(directory, SeededCommits.BEGINNING, FrameVisitor.NONE)
                        .sizeBytes())
                .isEqualTo(size);
    }

    @Test
    void readOnlyLogIgnoresATornTailAndWritesNothing() throws Exception {
        DiskDirectory disk = new DiskDirectory(folder, false);
        Log log = Log.create(disk, ID, SMALL);
        for (int i = 0; i < 30; i++) {
            commits.appendNext(log);
        }
        log.close();
        String last = LogPosition.fileName(LogPosition.fileNumber(log.end()));
        disk.truncate(last, disk.size(last) - 1);
        byte[] before = disk.read(last);
        Seen seen = new Seen();

        try (Log readOnly = reopened(new DiskDirectory(folder, true), SeededCommits.BEGINNING, seen)) {
            assertThat(seen.texts(readOnly.pieces())).isEqualTo(commits.texts(29));
            encoder.reset(30);
            assertThatThrownBy(() -> readOnly.append(encoder))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.READ_ONLY));
        }

        assertThat(disk.read(last)).isEqualTo(before);
    }

    @Test
    void readerBesideTheWriterSeesAPrefix() throws Exception {
        DiskDirectory disk = new DiskDirectory(folder, false);
        try (Log log = Log.create(disk, ID, SMALL)) {
            Thread writing = new Thread(() -> {
                for (int i = 0; i < 3000; i++) {
                    Appended appended = commits.appendNext(log);
                    if (i % 7 == 0) {
                        log.force(appended.lsn());
                    }
                }
            });
            writing.start();
            SeededCommits expected = new SeededCommits(SeededCommits.seed(5), 4);
            int seenBefore = 0;
            while (writing.isAlive()) {
                Seen seen = new Seen();
                try (Log reader = reopened(new DiskDirectory(folder, true), SeededCommits.BEGINNING, seen)) {
                    assertThat(seen.texts(reader.pieces())).isEqualTo(expected.texts(seen.count()));
                }
                assertThat(seen.count()).isGreaterThanOrEqualTo(seenBefore);
                seenBefore = seen.count();
            }
            writing.join();
        }
    }

    @Test
    void closedLogRefusesWrites() throws Exception {
        Log log = created(2);
        log.close();
        log.close();
        encoder.reset(3);

        assertThatThrownBy(() -> log.append(encoder))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.CLOSED));
    }

    @Test
    void creationReplacesWhatAnInterruptedOneLeftButNoFrames() throws Exception {
        created(0).close();
        assertThat(Log.create(directory, ID, SMALL).lastLsn()).isZero();

        directory.delete("log/000001.log");
        created(1).close();
        assertThatThrownBy(() -> Log.create(directory, ID, SMALL)).isInstanceOf(CorruptStoreException.class);
    }

    @Test
    void missingFileIsNamed() throws Exception {
        Log log = created(60);
        log.close();
        int last = LogPosition.fileNumber(log.end());
        for (int number = 1; number <= last; number++) {
            Directory copy = copyOf(reopened(directory, SeededCommits.BEGINNING, FrameVisitor.NONE));
            copy.delete(LogPosition.fileName(number));
            String name = LogPosition.fileName(number);

            LogStart start = new LogStart(1, log.start(), 0, log.end());
            if (number < last) {
                assertThatThrownBy(() -> reopened(copy, start, FrameVisitor.NONE))
                        .isInstanceOfSatisfying(
                                CorruptStoreException.class,
                                e -> assertThat(e.file()).isEqualTo(name));
            } else {
                assertThatThrownBy(() -> reopened(copy, start, FrameVisitor.NONE))
                        .isInstanceOf(CorruptStoreException.class)
                        .hasMessageContaining("had reached " + LogPosition.describe(log.end()));
            }
        }
    }

    @Test
    void logOfAnotherDatabaseIsRefused() throws Exception {
        created(3).close();

        assertThatThrownBy(() -> Log.open(directory, new UUID(1, 3), SeededCommits.BEGINNING, SMALL, FrameVisitor.NONE))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("Do not mix");
    }
}
