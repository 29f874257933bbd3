package io.vectra.storage.log;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.io.AppendFile;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings appended frames to the disk, with one force for all who wait.
 *
 * <p>Whoever finds no force running starts one, for everything written by then; the others wait for it, and one of
 * those that it did not cover starts the next ({@code docs/adr/0002-group-commit.md}). An interrupt does not end the
 * waiting, because the commit's outcome would be lost.
 *
 * <p>After a failed force nobody knows what is on the disk, and a second one may succeed without having written
 * anything; so none is tried. Thread rule: any number of threads; one of them appends.
 */
final class GroupForce {
    private static final System.Logger LOG = System.getLogger(GroupForce.class.getName());

    private static final long NONE = Long.MIN_VALUE;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition forced = lock.newCondition();
    private final Condition written = lock.newCondition();
    // Guarded by lock; the volatile ones are also read without it.
    private AppendFile file;
    private long writtenLsn;
    private long writtenEnd;
    private long oldestUnforcedNanos = NONE;
    private long lastForceNanos;
    private boolean isForcing;
    private boolean isClosed;
    private volatile @Nullable Throwable failure;
    private volatile long forcedLsn;
    private volatile long forcedEnd;

    /** @param end the log's end, of which everything is on the disk */
    GroupForce(AppendFile file, long lsn, long end) {
        this.file = file;
        writtenLsn = lsn;
        writtenEnd = end;
        forcedLsn = lsn;
        forcedEnd = end;
    }

    long forcedLsn() {
        return forcedLsn;
    }

    /** Returns the log position up to which everything is on the disk. */
    long forcedEnd() {
        return forcedEnd;
    }

    boolean hasFailed() {
        return failure != null;
    }

    /** Notes a frame that was written. */
    void appended(long lsn, long end) {
        lock.lock();
        try {
            writtenLsn = lsn;
            writtenEnd = end;
            if (oldestUnforcedNanos == NONE) {
                oldestUnforcedNanos = System.nanoTime();
                written.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns when everything up to an LSN is on the disk.
     *
     * @throws StoreException ({@link StoreError#IO}) if a force failed before it was
     */
    void force(long lsn) {
        if (lsn <= forcedLsn) {
            return;
        }
        lock.lock();
        try {
            if (lsn > writtenLsn) {
                throw new IllegalArgumentException(
                        "LSN " + lsn + " was not written yet, the last one is " + writtenLsn);
            }
            while (lsn > forcedLsn) {
                Throwable cause = failure;
                if (cause != null) {
                    throw unknownOutcome(lsn, cause);
                }
                if (isForcing) {
                    forced.awaitUninterruptibly();
                } else {
                    forceWritten();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private StoreException unknownOutcome(long lsn, Throwable cause) {
        return new StoreException(
                StoreError.IO,
                "Forcing the log to the disk failed, so whether commit " + lsn
                        + " is kept is unknown; every commit up to "
                        + forcedLsn
                        + " is. The database refuses writes until it is closed and opened again, which shows the"
                        + " outcome: " + cause.getMessage(),
                cause);
    }

    /** Forces what was written by now. The lock is held, and released meanwhile; nobody else is forcing. */
    private void forceWritten() {
        assert lock.isHeldByCurrentThread() && !isForcing;
        AppendFile forcedFile = file;
        long lsn = writtenLsn;
        long end = writtenEnd;
        oldestUnforcedNanos = NONE;
        isForcing = true;
        lock.unlock();
        long start = System.nanoTime();
        boolean isDone = false;
        Throwable thrown = null;
        try {
            forcedFile.force();
            isDone = true;
        } catch (IOException e) {
            thrown = e;
        } finally {
            lock.lock();
            isForcing = false;
            lastForceNanos = System.nanoTime() - start;
            if (isDone) {
                forcedEnd = end;
                forcedLsn = lsn;
            } else {
                failure = thrown != null ? thrown : new IOException("the force was broken off");
            }
            forced.signalAll();
        }
    }

    /**
     * Forces what was written to the file so far, then goes on with the next one.
     *
     * @param next creates the next file, on the disk
     * @return the next file; the one before is closed
     */
    AppendFile roll(NextFile next, long end) throws IOException {
        force(writtenLsnLocked());
        AppendFile nextFile = next.create();
        AppendFile finished;
        lock.lock();
        try {
            finished = file; // Everything in it is forced, and only the caller appends, so nobody is forcing it.
            while (isForcing) {
                forced.awaitUninterruptibly();
            }
            file = nextFile;
            writtenEnd = end;
            forcedEnd = end;
        } finally {
            lock.unlock();
        }
        finished.close();
        return nextFile;
    }

    private long writtenLsnLocked() {
        lock.lock();
        try {
            return writtenLsn;
        } finally {
            lock.unlock();
        }
    }

    /** Creates the log's next file. */
    @FunctionalInterface
    interface NextFile {
        AppendFile create() throws IOException;
    }

    /** Forces at most so long after each append, until the log is closed or a force fails. */
    void forceEvery(int intervalMs) {
        lock.lock();
        try {
            while (!isClosed && failure == null) {
                if (oldestUnforcedNanos == NONE || isForcing) {
                    (isForcing ? forced : written).awaitUninterruptibly();
                } else {
                    // A force takes time too, and is to be finished when the interval is over.
                    long interval = TimeUnit.MILLISECONDS.toNanos(intervalMs);
                    long delay = Math.max(interval / 2, interval - lastForceNanos);
                    awaitOrForce(oldestUnforcedNanos + delay - System.nanoTime());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitOrForce(long nanos) {
        if (nanos <= 0) {
            forceWritten();
            return;
        }
        try {
            long left = written.awaitNanos(nanos);
            assert left <= nanos;
        } catch (InterruptedException e) {
            // Only the log's close ends this thread; the caller looks again at what is to be done.
            LOG.log(System.Logger.Level.DEBUG, "The log's forcing thread was interrupted, and goes on", e);
        }
    }

    /** Forces what is not forced, unless a force failed before, and closes the file. */
    void close() throws IOException {
        lock.lock();
        try {
            if (isClosed) {
                return;
            }
            isClosed = true;
            written.signalAll();
            while (isForcing) {
                forced.awaitUninterruptibly();
            }
            if (failure == null && writtenLsn > forcedLsn) {
                forceWritten();
            }
            closeFile();
        } finally {
            lock.unlock();
        }
    }

    private void closeFile() throws IOException {
        Throwable cause = failure;
        StoreException lost = cause != null && writtenLsn > forcedLsn ? unknownOutcome(writtenLsn, cause) : null;
        try {
            file.close();
        } catch (IOException e) {
            if (lost == null) {
                throw e;
            }
            lost.addSuppressed(e);
        }
        if (lost != null) {
            throw lost;
        }
    }
}
