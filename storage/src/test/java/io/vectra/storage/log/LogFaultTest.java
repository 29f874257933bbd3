package io.vectra.storage.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.SyncPolicy;
import io.vectra.storage.io.FaultyDirectory;
import io.vectra.storage.io.FaultyDirectory.Fault;
import io.vectra.storage.io.FaultyDirectory.PowerCut;
import io.vectra.storage.log.SeededCommits.Seen;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What failing operations and power cuts do to a log: every acknowledged commit stays, nothing else comes but what was
 * reported as unknown.
 */
class LogFaultTest {
    private static final UUID ID = new UUID(5, 6);
    private static final LogSettings SETTINGS = new LogSettings(SyncPolicy.COMMIT, 2048, 512);

    // The warnings that mapping failed are wanted here; the field keeps the logger from being collected.
    private static final Logger WARNINGS = Logger.getLogger(GrowingPieces.class.getName());

    private final long seed = SeededCommits.seed(23);
    private final SeededCommits commits = new SeededCommits(seed, 3);

    @BeforeAll
    static void keepQuiet() {
        WARNINGS.setLevel(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        WARNINGS.setLevel(null);
    }

    /** What a user was told while the log was written. */
    private static final class Told {
        private long acknowledged;
        private long written;
        private boolean isCreated;

        Told copy() {
            Told copy = new Told();
            copy.acknowledged = acknowledged;
            copy.written = written;
            copy.isCreated = isCreated;
            return copy;
        }
    }

    /** What ends a process, and what it leaves. */
    private static Map<String, FaultyDirectory> endsOf(FaultyDirectory directory) {
        Map<String, FaultyDirectory> ends = new LinkedHashMap<>();
        for (PowerCut cut : PowerCut.values()) {
            ends.put(cut.name(), directory.crash(cut));
        }
        ends.put("KILLED", directory.kill());
        return ends;
    }

    /** Writes, closes, opens and writes again, as far as that goes. */
    private Told write(FaultyDirectory directory) {
        Told told = new Told();
        try (Log log = Log.create(directory, ID, SETTINGS)) {
            told.isCreated = true;
            append(log, 9, told);
        } catch (IOException | StoreException e) {
            return told;
        }
        try (Log log = Log.open(directory, ID, SeededCommits.BEGINNING, SETTINGS, FrameVisitor.NONE)) {
            append(log, 9, told);
        } catch (IOException | StoreException e) {
            return told;
        }
        return told;
    }

    private void append(Log log, int count, Told told) {
        for (int i = 0; i < count; i++) {
            long lsn = log.lastLsn() + 1;
            try {
                told.written = lsn;
                commits.appendNext(log);
                log.force(lsn);
                told.acknowledged = lsn;
            } catch (StoreException e) {
                assertThat(e.error()).isEqualTo(StoreError.IO);
                assertThat(log.isPoisoned()).isTrue();
                if (e.getMessage().contains("Nothing of")) {
                    told.written = lsn - 1;
                } else {
                    assertThat(e).hasMessageContaining("unknown");
                }
                assertThatThrownBy(() -> commits.appendNext(log))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("refuses writes until it is closed and opened again");
                throw e;
            }
        }
    }

    private void expectWhatWasTold(FaultyDirectory directory, Told told, String what) throws IOException {
        if (!told.isCreated) {
            Log.create(directory, ID, SETTINGS).close();
        }
        Seen seen = new Seen();
        long last;
        try (Log log = Log.open(directory, ID, SeededCommits.BEGINNING, SETTINGS, seen)) {
            last = seen.count();
            assertThat(last).as(what).isBetween(told.acknowledged, told.written);
            assertThat(seen.texts(log.pieces())).as(what).isEqualTo(commits.texts(last));
            append(log, 3, told);
        }
        Seen again = new Seen();
        FaultyDirectory rest = directory.crash(PowerCut.UNFORCED_LOST);
        try (Log log = Log.open(rest, ID, SeededCommits.BEGINNING, SETTINGS, again)) {
            assertThat(again.texts(log.pieces())).as(what).isEqualTo(commits.texts(last + 3));
        }
    }

    @Test
    void whateverOperationFailsNoAcknowledgedCommitIsLost() throws Exception {
        FaultyDirectory healthy = new FaultyDirectory(seed);
        write(healthy);
        for (int operation = 1; operation <= healthy.operationCount(); operation++) {
            for (Fault fault : Fault.values()) {
                for (boolean isLasting : new boolean[] {false, true}) {
                    FaultyDirectory faulty = new FaultyDirectory(seed + operation);
                    if (isLasting) {
                        faulty.failFrom(operation, fault);
                    } else {
                        faulty.failAt(operation, fault);
                    }
                    Told told = write(faulty);
                    faulty.heal();
                    String what = fault + (isLasting ? " from " : " at ") + operation + " "
                            + healthy.operations().get(operation - 1);
                    for (Map.Entry<String, FaultyDirectory> end : endsOf(faulty).entrySet()) {
                        expectWhatWasTold(end.getValue(), told.copy(), what + ", then " + end.getKey());
                    }
                }
            }
        }
    }

    @Test
    void whereverTheDiskIsFullNoAcknowledgedCommitIsLost() throws Exception {
        FaultyDirectory healthy = new FaultyDirectory(seed);
        write(healthy);
        long bytes = 0;
        for (String name : healthy.names()) {
            bytes += healthy.content(name).length;
        }
        for (long free = 0; free < bytes; free += 17) {
            FaultyDirectory full = new FaultyDirectory(seed);
            full.fillUpAfter(free);
            Told told = write(full);
            full.heal();
            for (Map.Entry<String, FaultyDirectory> end : endsOf(full).entrySet()) {
                expectWhatWasTold(end.getValue(), told.copy(), free + " bytes free, then " + end.getKey());
            }
        }
    }

    @Test
    void openingThatFailsCanBeTriedAgain() throws Exception {
        FaultyDirectory written = new FaultyDirectory(seed);
        Told told = write(written);
        byte[] torn = new byte[written.content("log/000001.log").length];
        for (int operation = 1; ; operation++) {
            FaultyDirectory faulty = written.copy();
            String last = faulty.names().get(faulty.names().size() - 1);
            byte[] content = faulty.content(last);
            faulty.setContent(last, java.util.Arrays.copyOf(content, content.length + torn.length));
            faulty.failAt(operation, Fault.WITHOUT_EFFECT);
            try (Log log = Log.open(faulty, ID, SeededCommits.BEGINNING, SETTINGS, FrameVisitor.NONE)) {
                assertThat(log.lastLsn()).isEqualTo(told.acknowledged);
            } catch (IOException e) {
                faulty.heal();
                Seen seen = new Seen();
                try (Log log = Log.open(faulty, ID, SeededCommits.BEGINNING, SETTINGS, seen)) {
                    assertThat(seen.texts(log.pieces())).isEqualTo(commits.texts(told.acknowledged));
                }
            }
            if (faulty.operationCount() < operation) {
                return;
            }
        }
    }

    @Test
    void unforcedFramesMayBeLostInAnyOrderAndAreNoDamage() throws Exception {
        for (int round = 0; round < 400; round++) {
            SplittableRandom random = new SplittableRandom(seed + round);
            FaultyDirectory directory = new FaultyDirectory(seed + round);
            Log.create(directory, ID, SETTINGS).close();
            long keptBefore = 0;
            for (int life = 0; life < 4; life++) {
                Seen seen = new Seen();
                Log log = Log.open(directory, ID, SeededCommits.BEGINNING, SETTINGS, seen);
                String what = "round " + round + ", life " + life;
                assertThat((long) seen.count()).as(what).isGreaterThanOrEqualTo(keptBefore);
                assertThat(seen.texts(log.pieces())).as(what).isEqualTo(commits.texts(seen.count()));
                for (int i = random.nextInt(12); i > 0; i--) {
                    commits.appendNext(log);
                    if (random.nextInt(6) == 0) {
                        log.force(log.lastLsn());
                    }
                }
                keptBefore = log.forcedLsn(); // At least what was seen when the log was opened.
                int end = random.nextInt(PowerCut.values().length + 1);
                boolean isKilled = end == PowerCut.values().length;
                directory = isKilled ? directory.kill() : directory.crash(PowerCut.values()[end]);
            }
        }
    }

    @Test
    void whatTheVisitorSawIsOnTheDiskWhenTheLogIsOpen() throws Exception {
        FaultyDirectory directory = new FaultyDirectory(seed);
        Log unforced = Log.create(directory, ID, SETTINGS);
        commits.appendNext(unforced);
        FaultyDirectory killed = directory.kill();
        Log log = Log.open(killed, ID, SeededCommits.BEGINNING, SETTINGS, FrameVisitor.NONE);
        assertThat(log.lastLsn()).isEqualTo(1);

        FaultyDirectory left = killed.crash(PowerCut.UNFORCED_LOST);

        assertThat(Log.open(left, ID, SeededCommits.BEGINNING, SETTINGS, FrameVisitor.NONE)
                        .lastLsn())
                .isEqualTo(1);
    }

    @Test
    void failedWriteLeavesTheCommitsBeforeItForcible() throws Exception {
        FaultyDirectory directory = new FaultyDirectory(seed);
        Log log = Log.create(directory, ID, SETTINGS);
        commits.appendNext(log);
        directory.failAt(directory.operationCount() + 1, Fault.TORN);

        assertThatThrownBy(() -> commits.appendNext(log)).hasMessageContaining("Nothing of it was kept");
        log.force(1);

        assertThat(log.forcedLsn()).isEqualTo(1);
        log.close();
    }

    @Test
    void failedForceIsNotTriedAgain() throws Exception {
        FaultyDirectory directory = new FaultyDirectory(seed);
        Log log = Log.create(directory, ID, SETTINGS);
        commits.appendNext(log);
        directory.failAt(directory.operationCount() + 1, Fault.WITHOUT_EFFECT);

        assertThatThrownBy(() -> log.force(1)).hasMessageContaining("whether commit 1 is kept is unknown");
        assertThatThrownBy(() -> log.force(1)).hasMessageContaining("whether commit 1 is kept is unknown");

        assertThat(log.forcedLsn()).isZero();
        assertThatThrownBy(log::close).isInstanceOf(StoreException.class);
    }
}
