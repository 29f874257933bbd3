package io.vectra.storage.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.StoreException;
import io.vectra.storage.SyncPolicy;
import io.vectra.storage.io.DiskDirectory;
import io.vectra.storage.io.FaultyDirectory;
import io.vectra.storage.io.FaultyDirectory.Fault;
import io.vectra.storage.io.FaultyDirectory.PowerCut;
import io.vectra.storage.log.SeededCommits.Seen;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class GroupCommitTest {
    private static final UUID ID = new UUID(9, 10);

    private final FaultyDirectory directory = new FaultyDirectory(SeededCommits.seed(41));
    private final SeededCommits commits = new SeededCommits(41, 3);
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private Thread started(Runnable action) {
        Thread thread = new Thread(action);
        thread.setUncaughtExceptionHandler((failed, e) -> failures.add(e));
        thread.start();
        return thread;
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(thread.isAlive()).isTrue();
            Thread.onSpinWait();
        }
    }

    private long forceCount() {
        return directory.operations().stream()
                .filter(operation -> operation.startsWith("force log/"))
                .count();
    }

    /** A force that stands still until it is let go. */
    private static final class Gate implements Runnable {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        @Override
        public void run() {
            reached.countDown();
            while (open.getCount() > 0) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void oneForceServesAllWhoWait() throws Exception {
        Log log = Log.create(directory, ID, SyncPolicy.COMMIT);
        Gate gate = new Gate();
        directory.beforeForce(gate);
        long forcesBefore = forceCount();
        List<Thread> threads = new ArrayList<>();

        commits.appendNext(log);
        threads.add(started(() -> log.force(1)));
        gate.reached.await();
        for (int i = 2; i <= 5; i++) {
            long lsn = commits.appendNext(log).lsn();
            threads.add(started(() -> log.force(lsn)));
            awaitWaiting(threads.get(threads.size() - 1));
        }
        assertThat(log.forcedLsn()).isZero();
        gate.open.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
        assertThat(log.forcedLsn()).isEqualTo(5);
        assertThat(forceCount() - forcesBefore).isEqualTo(2);
        log.close();
    }

    @Test
    void failedForceFailsAllWhoWait() throws Exception {
        Log log = Log.create(directory, ID, SyncPolicy.COMMIT);
        Gate gate = new Gate();
        directory.beforeForce(gate);
        commits.appendNext(log);
        Thread first = started(() -> log.force(1));
        gate.reached.await();
        commits.appendNext(log);
        Thread second = started(() -> log.force(2));
        awaitWaiting(second);
        directory.failAt(directory.operationCount() + 1, Fault.WITHOUT_EFFECT);

        gate.open.countDown();
        first.join();
        second.join();

        assertThat(failures)
                .hasSize(2)
                .allSatisfy(failure ->
                        assertThat(failure).isInstanceOf(StoreException.class).hasMessageContaining("unknown"));
        assertThat(log.isPoisoned()).isTrue();
    }

    @Test
    void interruptedWaiterStillGetsItsOutcome() throws Exception {
        Log log = Log.create(directory, ID, SyncPolicy.COMMIT);
        Gate gate = new Gate();
        directory.beforeForce(gate);
        commits.appendNext(log);
        Thread first = started(() -> log.force(1));
        gate.reached.await();
        commits.appendNext(log);
        List<Boolean> wasInterrupted = new CopyOnWriteArrayList<>();
        Thread second = started(() -> {
            log.force(2);
            wasInterrupted.add(Thread.currentThread().isInterrupted() && log.forcedLsn() == 2);
        });
        awaitWaiting(second);

        second.interrupt();
        gate.open.countDown();
        first.join();
        second.join();

        assertThat(failures).isEmpty();
        assertThat(wasInterrupted).containsExactly(true);
        log.close();
    }

    @Test
    void rollingWaitsForTheForceOfTheOldFile() throws Exception {
        Log log = Log.create(directory, ID, new LogSettings(SyncPolicy.COMMIT, 1024, 512));
        Gate gate = new Gate();
        commits.appendNext(log);
        directory.beforeForce(gate);
        Thread forcing = started(() -> log.force(1));
        gate.reached.await();

        Thread writing = started(() -> {
            while (LogPosition.fileNumber(log.end()) < 3) {
                commits.appendNext(log);
            }
        });
        awaitWaiting(writing);
        gate.open.countDown();
        forcing.join();
        writing.join();

        assertThat(failures).isEmpty();
        Seen seen = new Seen();
        Log left =
                Log.open(directory.crash(PowerCut.UNFORCED_LOST), ID, SeededCommits.BEGINNING, SyncPolicy.COMMIT, seen);
        assertThat((long) seen.count()).isEqualTo(log.forcedLsn()).isGreaterThan(1);
        assertThat(seen.texts(left.pieces())).isEqualTo(commits.texts(seen.count()));
    }

    @Test
    void manyWritersLoseNothing() throws Exception {
        DiskDirectory disk = new DiskDirectory(folder, false);
        LogSettings settings = new LogSettings(SyncPolicy.COMMIT, 1 << 14, 1 << 12);
        try (Log log = Log.create(disk, ID, settings)) {
            Object writerLock = new Object();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(started(() -> {
                    for (int j = 0; j < 100; j++) {
                        long lsn;
                        synchronized (writerLock) {
                            lsn = commits.appendNext(log).lsn();
                        }
                        log.force(lsn);
                        assertThat(log.forcedLsn()).isGreaterThanOrEqualTo(lsn);
                    }
                }));
            }
            Thread first = threads.get(0);
            while (first.isAlive()) { // A user may interrupt any thread.
                first.interrupt();
                for (int i = 0; i < 1000; i++) {
                    Thread.onSpinWait();
                }
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }

        assertThat(failures).isEmpty();
        Seen seen = new Seen();
        Log again = Log.open(disk, ID, SeededCommits.BEGINNING, settings, seen);
        assertThat(seen.texts(again.pieces())).isEqualTo(commits.texts(400));
        again.close();
    }

    @Test
    void withAnIntervalNobodyWaitsForTheDisk() throws Exception {
        Log log = Log.create(directory, ID, new SyncPolicy(3_600_000));
        long forcesBefore = forceCount();

        for (int i = 1; i <= 10; i++) {
            log.force(commits.appendNext(log).lsn());
        }

        assertThat(log.forcedLsn()).isZero();
        assertThat(forceCount()).isEqualTo(forcesBefore);
        log.forceNow(4);
        assertThat(log.forcedLsn()).isEqualTo(10);
        commits.appendNext(log);
        log.close();
        Seen seen = new Seen();
        Log.open(directory.crash(PowerCut.UNFORCED_LOST), ID, SeededCommits.BEGINNING, SyncPolicy.COMMIT, seen);
        assertThat(seen.count()).isEqualTo(11);
    }

    @Test
    void withAnIntervalTheDiskIsReachedWithoutACall() throws Exception {
        Log log = Log.create(directory, ID, new SyncPolicy(1));
        for (int round = 1; round <= 20; round++) {
            CountDownLatch forced = new CountDownLatch(1);
            directory.beforeForce(forced::countDown);
            commits.appendNext(log);
            assertThat(forced.await(60, TimeUnit.SECONDS)).isTrue();
        }
        while (log.forcedLsn() < 20) {
            Thread.onSpinWait();
        }
        log.close();
    }

    @Test
    void withAnIntervalAFailedForceIsToldToTheNextWriter() throws Exception {
        Log log = Log.create(directory, ID, new SyncPolicy(1));
        directory.failFrom(directory.operationCount() + 2, Fault.WITHOUT_EFFECT);
        commits.appendNext(log);
        while (!log.isPoisoned()) {
            Thread.onSpinWait();
        }

        assertThatThrownBy(() -> commits.appendNext(log)).hasMessageContaining("refuses writes");
        assertThatThrownBy(log::close).isInstanceOf(StoreException.class).hasMessageContaining("commit 1");
    }
}
