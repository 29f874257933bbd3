package io.vectra.storage.engine;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Lets one transaction change the database at a time, in the order in which they asked.
 *
 * <p>Held by a session, not by a thread, because a pool may hand a session from thread to thread. Thread rule: any
 * number of threads.
 */
final class WriterLock {
    /** How long who waits as long as it takes waits. */
    static final int NO_LIMIT = Integer.MAX_VALUE;

    private static final long ASKING_NANOS = TimeUnit.MILLISECONDS.toNanos(Tasks.ASKING_MS);

    /** Guarded by this object, as the other field. */
    private final Deque<Waiter> waiting = new ArrayDeque<>();

    private boolean isHeld;

    /** Who waits; the lock goes from hand to hand, so that nobody comes in between. */
    private static final class Waiter {
        private final Thread thread = Thread.currentThread();
        private volatile boolean isGranted;
    }

    /**
     * Waits for the lock.
     *
     * @param timeoutMs the lock timeout, or {@link #NO_LIMIT}
     * @param cancelled whether the statement was cancelled, or has run out of time
     * @throws StoreException ({@link StoreError#LOCK_TIMEOUT}, {@link StoreError#CANCELLED})
     */
    void acquire(int timeoutMs, BooleanSupplier cancelled) {
        if (tryAcquire()) {
            return;
        }
        Waiter waiter = queue();
        boolean isKept = false;
        try {
            await(waiter, timeoutMs, cancelled);
            isKept = true;
        } finally {
            if (!isKept) {
                giveUp(waiter);
            }
        }
    }

    private static void await(Waiter waiter, int timeoutMs, BooleanSupplier cancelled) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (!waiter.isGranted) {
            if (Thread.currentThread().isInterrupted()) {
                throw new StoreException(
                        StoreError.CANCELLED, "The statement was interrupted while it waited for the writer lock.");
            }
            Tasks.check(cancelled);
            long left = deadline - System.nanoTime();
            if (left <= 0 && timeoutMs != NO_LIMIT) {
                throw new StoreException(
                        StoreError.LOCK_TIMEOUT,
                        "Another transaction has been changing the database for more than " + timeoutMs
                                + " ms, the lock timeout. Commit or roll back that transaction, or wait longer.");
            }
            LockSupport.parkNanos(waiter, timeoutMs == NO_LIMIT ? ASKING_NANOS : Math.min(left, ASKING_NANOS));
        }
    }

    private synchronized Waiter queue() {
        Waiter waiter = new Waiter();
        if (isHeld) {
            waiting.add(waiter);
        } else {
            isHeld = true;
            waiter.isGranted = true;
        }
        return waiter;
    }

    private void giveUp(Waiter waiter) {
        boolean isTooLate;
        synchronized (this) {
            isTooLate = !waiting.remove(waiter);
        }
        if (isTooLate) {
            release();
        }
    }

    /** Waits for the lock as long as it takes, whatever interrupts. */
    void acquireUninterruptibly() {
        boolean wasInterrupted = Thread.interrupted();
        Waiter waiter = queue();
        while (!waiter.isGranted) {
            LockSupport.park(waiter);
            wasInterrupted |= Thread.interrupted();
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes the lock if it is free at once. */
    synchronized boolean tryAcquire() {
        boolean isFree = !isHeld;
        isHeld = true;
        return isFree;
    }

    synchronized void release() {
        assert isHeld : "released without being held";
        Waiter next = waiting.poll();
        if (next == null) {
            isHeld = false;
        } else {
            next.isGranted = true;
            LockSupport.unpark(next.thread);
        }
    }

    /** Returns whether somebody waits; a hint. */
    synchronized boolean isContended() {
        return !waiting.isEmpty();
    }
}
