package io.vectra.storage.engine;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets one transaction change the database at a time, in the order in which they asked.
 *
 * <p>Held by a session, not by a thread, because a pool may hand a session from thread to thread. Thread rule: any
 * number of threads.
 */
final class WriterLock {
    private final Semaphore permit = new Semaphore(1, true);

    /**
     * Waits for the lock.
     *
     * @param timeoutMs the lock timeout
     * @param statementMs how long the statement may take in all, 0 for no limit
     */
    void acquire(int timeoutMs, int statementMs) {
        boolean isStatements = statementMs > 0 && statementMs < timeoutMs;
        try {
            if (permit.tryAcquire(isStatements ? statementMs : timeoutMs, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(
                    StoreError.CANCELLED, "The statement was interrupted while it waited for the writer lock.", e);
        }
        if (isStatements) {
            throw new StoreException(
                    StoreError.CANCELLED,
                    "The statement was ended after " + statementMs
                            + " ms, its time limit, while it waited for another transaction to end.");
        }
        throw new StoreException(
                StoreError.LOCK_TIMEOUT,
                "Another transaction has been changing the database for more than " + timeoutMs
                        + " ms, the lock timeout. Commit or roll back that transaction, or wait longer.");
    }

    /** Waits for the lock as long as it takes, whatever interrupts. */
    void acquireUninterruptibly() {
        permit.acquireUninterruptibly();
    }

    /** Takes the lock if it is free at once. */
    boolean tryAcquire() {
        return permit.tryAcquire();
    }

    void release() {
        assert permit.availablePermits() == 0 : "released without being held";
        permit.release();
    }

    /** Returns whether somebody waits; a hint. */
    boolean isContended() {
        return permit.hasQueuedThreads();
    }
}
