package io.vectra.storage.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.SyncPolicy;
import io.vectra.storage.io.FaultyDirectory;
import io.vectra.storage.io.FaultyDirectory.PowerCut;
import io.vectra.storage.log.SeededCommits.Seen;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What damage does to a log: it opens with a prefix of the commits, or says where the damage is. */
class LogDamageTest {
    private static final UUID ID = new UUID(3, 4);
    private static final LogSettings SETTINGS = new LogSettings(SyncPolicy.COMMIT, 1536, 1024);
    private static final int COMMITS = 12;

    private long seed;
    private SeededCommits commits = new SeededCommits(0, 2);
    private FaultyDirectory whole = new FaultyDirectory(0);
    private long checkpoint;
    private long end;

    /** Not every seed gives a log of several files in each of which there is something to damage: the next may. */
    @BeforeEach
    void writeCommits() throws Exception {
        seed = SeededCommits.seed(11);
        write();
        while (!isOfSeveralFiles()) {
            seed++;
            write();
        }
    }

    private void write() throws IOException {
        commits = new SeededCommits(seed, 2);
        whole = new FaultyDirectory(seed);
        try (Log log = Log.create(whole, ID, SETTINGS)) {
            for (int lsn = 1; lsn <= COMMITS; lsn++) {
                commits.appendNext(log);
                log.force(lsn);
                checkpoint = lsn == COMMITS / 2 ? log.end() : checkpoint;
            }
            end = log.end();
        }
    }

    /** Whether there are vectors in each file, several frames in the last one, and a file after the checkpoint's. */
    private boolean isOfSeveralFiles() throws IOException {
        Seen seen = new Seen();
        Log.open(whole, ID, SeededCommits.BEGINNING, SETTINGS, seen).close();
        int fileCount = whole.names().size();
        int checkpointFile = LogPosition.fileNumber(checkpoint);
        return fileCount >= 3
                && fileCount <= 6
                && seen.vectorFiles().size() == fileCount
                && LogPosition.offset(end) > 768
                && checkpointFile >= 2
                && checkpointFile < LogPosition.fileNumber(end);
    }

    private LogStart beginningKnowing(long minimumEnd) {
        return new LogStart(1, LogPosition.firstFrame(1), 0, minimumEnd);
    }

    /**
     * Opens a damaged log, and checks that it gives a prefix, goes on from there, and is whole afterwards. Returns the
     * prefix's length, or -1.
     */
    private int prefixAfter(FaultyDirectory damaged, LogStart start, String damage) throws IOException {
        Seen seen = new Seen();
        long left;
        try (Log log = Log.open(damaged, ID, start, SETTINGS, seen)) {
            left = start.lsn() + seen.count();
            assertThat(seen.texts(log.pieces())).as(damage).isEqualTo(commits.texts(start.lsn() + 1, left));
            assertThat(log.lastLsn()).as(damage).isEqualTo(left);
            commits.appendNext(log);
            commits.appendNext(log);
            log.force(left + 2);
        } catch (CorruptStoreException e) {
            assertThat(e.file()).as(damage).startsWith("log/");
            assertThat(e.offset()).as(damage).isBetween(0L, 1536L);
            return -1;
        }
        Seen again = new Seen();
        try (Log log = Log.open(damaged, ID, start, SETTINGS, again)) {
            assertThat(again.texts(log.pieces())).as(damage).isEqualTo(commits.texts(start.lsn() + 1, left + 2));
        }
        return (int) left;
    }

    @Test
    void cutAnywhereTheLogIsAPrefixOrDamaged() throws Exception {
        for (String name : whole.names()) {
            byte[] content = whole.content(name);
            for (int length = 0; length < content.length; length++) {
                String damage = name + " cut to " + length + " of " + content.length;
                FaultyDirectory cut = whole.copy();
                cut.setContent(name, Arrays.copyOf(content, length));

                int left = prefixAfter(cut, SeededCommits.BEGINNING, damage);

                boolean isLast = name.equals(LogPosition.fileName(LogPosition.fileNumber(end)));
                assertThat(left >= 0).as(damage).isEqualTo(isLast);
                assertThat(left).as(damage).isLessThan(COMMITS);
            }
        }
    }

    @Test
    void cutBeforeTheKnownEndIsDamage() throws Exception {
        String last = LogPosition.fileName(LogPosition.fileNumber(end));
        byte[] content = whole.content(last);
        for (int length = 0; length < content.length; length++) {
            String damage = "cut to " + length;
            FaultyDirectory cut = whole.copy();
            cut.setContent(last, Arrays.copyOf(content, length));

            assertThat(prefixAfter(cut, beginningKnowing(end), damage))
                    .as(damage)
                    .isEqualTo(-1);
            FaultyDirectory closed = whole.copy();
            closed.setContent(last, Arrays.copyOf(content, length));
            assertThat(prefixAfter(closed, new LogStart(1, end, COMMITS, end), damage))
                    .as(damage)
                    .isEqualTo(-1);
        }
    }

    @Test
    void flippedAnywhereTheLogLosesTheLastCommitOrIsDamaged() throws Exception {
        for (String name : whole.names()) {
            byte[] content = whole.content(name);
            for (int offset = 0; offset < content.length; offset++) {
                for (int mask : new int[] {0xFF, 1 << offset % 8}) {
                    String damage = name + " byte " + offset + " xor " + mask;
                    FaultyDirectory flipped = flipped(name, offset, mask);

                    int left = prefixAfter(flipped, SeededCommits.BEGINNING, damage);

                    assertThat(left).as(damage).isIn(-1, COMMITS - 1);
                    assertThat(prefixAfter(flipped(name, offset, mask), beginningKnowing(end), damage))
                            .as(damage)
                            .isEqualTo(-1);
                }
            }
        }
    }

    private FaultyDirectory flipped(String name, int offset, int mask) {
        FaultyDirectory flipped = whole.copy();
        byte[] content = flipped.content(name);
        content[offset] ^= (byte) mask;
        flipped.setContent(name, content);
        return flipped;
    }

    @Test
    void flippedBeforeTheCheckpointNoVectorIsWrong() throws Exception {
        Seen intact = new Seen();
        Log.open(whole, ID, SeededCommits.BEGINNING, SETTINGS, intact).close();
        for (String name : whole.names()) {
            for (int offset = 0; offset < whole.content(name).length; offset++) {
                String damage = name + " byte " + offset;
                FaultyDirectory flipped = flipped(name, offset, 0x10);
                for (LogStart start : new LogStart[] {
                    new LogStart(1, checkpoint, COMMITS / 2, end), new LogStart(1, end, COMMITS, end)
                }) {
                    try (Log log = Log.open(flipped, ID, start, SETTINGS, FrameVisitor.NONE)) {
                        assertThat(intact.texts(log.pieces())).as(damage).isEqualTo(commits.texts(COMMITS));
                        fail(damage + " went unnoticed");
                    } catch (CorruptStoreException e) {
                        assertThat(e.file()).as(damage).isIn(name, LogPosition.fileName(LogPosition.fileNumber(end)));
                    }
                }
            }
        }
    }

    @Test
    void everyReadingPassNoticesAFlip() throws Exception {
        for (String name : whole.names()) {
            for (int offset = 0; offset < whole.content(name).length; offset++) {
                FaultyDirectory flipped = flipped(name, offset, 0x40);
                String damage = name + " byte " + offset;
                boolean isHeaderOfLast = offset < 64 && name.equals(LogPosition.fileName(LogPosition.fileNumber(end)));
                if (!isHeaderOfLast) { // Which is read when the log is opened.
                    try (Log log =
                            Log.open(flipped, ID, new LogStart(1, end, COMMITS, end), SETTINGS, FrameVisitor.NONE)) {
                        assertThatThrownBy(() -> log.scan(log.start(), FrameVisitor.NONE))
                                .as(damage)
                                .isInstanceOf(CorruptStoreException.class);
                        assertThatThrownBy(() -> log.copyTo(new FaultyDirectory(1), COMMITS))
                                .as(damage)
                                .isInstanceOf(CorruptStoreException.class);
                        assertThatThrownBy(() -> log.pieces().verify(log.start(), log.end()))
                                .as(damage)
                                .isInstanceOf(CorruptStoreException.class);
                    }
                }
            }
        }
    }

    @Test
    void frameIsValidInItsOwnPlaceOnly() {
        byte[] content = whole.content("log/000001.log");
        ByteBuffer file = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer moved = ByteBuffer.allocate(content.length + 64).order(ByteOrder.LITTLE_ENDIAN);
        moved.put(64, content);

        assertThat(Frame.at(file, 1, 64, ID)).isNotNull();
        assertThat(Frame.at(moved, 1, 128, ID)).isNull();
        assertThat(Frame.at(file, 2, 64, ID)).isNull();
        assertThat(Frame.at(file, 1, 64, new UUID(3, 5))).isNull();
    }

    @Test
    void frameOutOfItsTurnIsDamage() {
        byte[] content = whole.content("log/000001.log");
        ByteBuffer file = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        Frame first = Frame.at(file, 1, 64, ID);
        file.putLong(64 + 8, 2);
        CRC32C crc = Frame.checksum(ID, LogPosition.of(1, 64));
        crc.update(content, 64, 60);
        crc.update(content, 128, first.end() - 128);
        file.putInt(64 + 60, (int) crc.getValue());
        whole.setContent("log/000001.log", content);

        assertThatThrownBy(() -> Log.open(whole, ID, SeededCommits.BEGINNING, SETTINGS, FrameVisitor.NONE))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("has LSN 2, but 1 comes here");
    }

    @Test
    void fileOfAnotherHistoryOfTheDatabaseIsDamage() throws Exception {
        FaultyDirectory other = new FaultyDirectory(1);
        TransactionEncoder encoder = new TransactionEncoder();
        try (Log log = Log.create(other, ID, SETTINGS)) {
            for (int lsn = 1; LogPosition.fileNumber(log.end()) < 3; lsn++) {
                encoder.reset(lsn);
                log.append(encoder);
            }
        }
        for (String name : List.of("log/000002.log", "log/000003.log")) {
            FaultyDirectory mixed = whole.copy();
            mixed.setContent(name, other.content(name));

            assertThatThrownBy(() -> Log.open(mixed, ID, SeededCommits.BEGINNING, SETTINGS, FrameVisitor.NONE))
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageContaining("begins with LSN");
        }
    }

    @Test
    void swappedFramesAreDamage() throws Exception {
        FaultyDirectory source = new FaultyDirectory(1);
        TransactionEncoder encoder = new TransactionEncoder();
        LogSettings oneFile = new LogSettings(SyncPolicy.COMMIT, 1 << 20, 1024);
        try (Log log = Log.create(source, ID, oneFile)) {
            for (int lsn = 1; lsn <= 3; lsn++) {
                encoder.reset(lsn);
                encoder.put(1, lsn, new Object[] {"x"});
                log.append(encoder);
                log.force(lsn);
            }
        }
        byte[] content = source.content("log/000001.log");
        int frameBytes = (content.length - 64) / 3;
        byte[] swapped = content.clone();
        System.arraycopy(content, 64, swapped, 64 + frameBytes, frameBytes);
        System.arraycopy(content, 64 + frameBytes, swapped, 64, frameBytes);
        source.setContent("log/000001.log", swapped);

        assertThatThrownBy(() -> Log.open(source, ID, SeededCommits.BEGINNING, oneFile, FrameVisitor.NONE))
                .isInstanceOfSatisfying(
                        CorruptStoreException.class, e -> assertThat(e.offset()).isEqualTo(64));
    }

    @Test
    void garbageAfterTheEndIsCut() throws Exception {
        String last = LogPosition.fileName(LogPosition.fileNumber(end));
        byte[] content = whole.content(last);
        for (int length : new int[] {1, 63, 64, 65, 500}) {
            byte[] longer = Arrays.copyOf(content, content.length + length);
            new java.util.SplittableRandom(seed).nextBytes(new byte[1]);
            Arrays.fill(longer, content.length, longer.length, (byte) length);
            FaultyDirectory garbage = whole.copy();
            garbage.setContent(last, longer);

            assertThat(prefixAfter(garbage, beginningKnowing(end), length + " bytes of garbage"))
                    .isEqualTo(COMMITS);
        }
    }

    @Test
    void wrongKindTooNewAndDamagedAreToldApart() throws Exception {
        String last = LogPosition.fileName(1);
        assertThatThrownBy(() -> Log.open(flipped(last, 8, 1), ID, SeededCommits.BEGINNING, SETTINGS, new Seen()))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("not a log file");
        assertThatThrownBy(() -> Log.open(flipped(last, 12, 2), ID, SeededCommits.BEGINNING, SETTINGS, new Seen()))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("checksum");

        byte[] newer = whole.content(last);
        newer[12] = 2;
        CRC32C crc = new CRC32C();
        crc.update(newer, 0, 60);
        ByteBuffer.wrap(newer).order(ByteOrder.LITTLE_ENDIAN).putInt(60, (int) crc.getValue());
        whole.setContent(last, newer);
        assertThatThrownBy(() -> Log.open(whole, ID, SeededCommits.BEGINNING, SETTINGS, new Seen()))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.TOO_NEW))
                .hasMessageContaining("format version 2");
    }

    @Test
    void unknownKindOfFrameIsTooNew() throws Exception {
        FaultyDirectory source = new FaultyDirectory(1);
        try (Log log = Log.create(source, ID, SETTINGS)) {
            commits.appendNext(log);
        }
        byte[] content = source.content("log/000001.log");
        ByteBuffer file = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        file.put(64 + 4, (byte) 9);
        CRC32C crc = Frame.checksum(ID, LogPosition.of(1, 64));
        crc.update(content, 64, 60);
        crc.update(content, 128, content.length - 128);
        file.putInt(64 + 60, (int) crc.getValue());
        source.setContent("log/000001.log", content);

        assertThatThrownBy(() -> Log.open(source, ID, SeededCommits.BEGINNING, SETTINGS, new Seen()))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.TOO_NEW))
                .hasMessageContaining("kind 9");
    }

    @Test
    void tornTailIsOffTheDiskBeforeTheLogGoesOn() throws Exception {
        String last = LogPosition.fileName(LogPosition.fileNumber(end));
        FaultyDirectory torn = whole.copy();
        torn.setContent(last, Arrays.copyOf(whole.content(last), whole.content(last).length - 1));

        Log log = Log.open(torn, ID, SeededCommits.BEGINNING, SETTINGS, FrameVisitor.NONE);

        FaultyDirectory left = torn.crash(PowerCut.UNFORCED_LOST);
        assertThat((long) left.content(last).length).isEqualTo(LogPosition.offset(log.end()));
    }
}
