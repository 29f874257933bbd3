package io.vectra.storage.engine;

import io.vectra.storage.StatementWork;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * How one session gets the writer lock, and tables of its own. Thread rule: the session's thread; the timeout is
 * guarded by the session.
 */
final class SessionLocks {
    private static final int TIMEOUT_MS_DEFAULT = 10_000;

    private final EngineDatabase database;
    private final EngineSession session;
    private final RunningStatement running;
    private int timeoutMs = TIMEOUT_MS_DEFAULT;

    SessionLocks(EngineDatabase database, EngineSession session, RunningStatement running) {
        this.database = database;
        this.session = session;
        this.running = running;
    }

    /** The tables that are about to be changed, told by who holds the writer lock. */
    @FunctionalInterface
    interface Targets {
        Set<Integer> tables() throws SQLException;
    }

    void setTimeoutMs(int timeoutMs) {
        this.timeoutMs = timeoutMs;
    }

    int timeoutMs() {
        return timeoutMs;
    }

    /**
     * Takes the writer lock when no other session has locked these tables; it does not wait for them with the lock in
     * its hands.
     *
     * @throws StoreException ({@link StoreError#LOCK_TIMEOUT}, {@link StoreError#CANCELLED},
     *     {@link StoreError#CONFLICT})
     */
    void beginWriting(Targets targets, BooleanSupplier cancelled) throws SQLException {
        Set<Integer> locked = takeWriterLock(targets, cancelled);
        while (!locked.isEmpty()) {
            await(locked, false, cancelled);
            locked = takeWriterLock(targets, cancelled);
        }
    }

    /** Returns the tables that have to be waited for before, or none with the lock taken. */
    private Set<Integer> takeWriterLock(Targets targets, BooleanSupplier cancelled) throws SQLException {
        awaitWriterLock(cancelled);
        boolean isKept = false;
        try {
            Set<Integer> tables = tableLocks().isUsed() ? targets.tables() : Set.of();
            isKept = tableLocks().areFree(session, tables);
            return isKept ? Set.of() : tables;
        } finally {
            if (!isKept) {
                endWriting();
            }
        }
    }

    private void awaitWriterLock(BooleanSupplier cancelled) {
        tableLocks().awaitsWriterLock(session);
        try {
            running.await(() -> database.writerLock().acquire(timeoutMs, cancelled));
        } finally {
            tableLocks().hasWriterLock(session);
        }
    }

    /** Gives the writer lock back. */
    void endWriting() {
        database.writerLock().release();
    }

    /** Waits for a table with the writer lock in its hands, as a change does that goes on to other tables. */
    void awaitAsWriter(Set<Integer> tables) {
        await(tables, true, running::isCancelled);
    }

    private void await(Set<Integer> tables, boolean isWriter, BooleanSupplier cancelled) {
        running.await(() -> tableLocks().await(session, tables, isWriter, timeoutMs, cancelled));
    }

    /** Locks tables until {@link #unlock}; the session holds the writer lock, and no other has locked them. */
    void lock(Set<Integer> tables) {
        tableLocks().lock(session, tables);
    }

    /** Locks tables and leaves the writer lock to others; whoever changes these tables has committed before. */
    void lockAlone(Set<Integer> tables) throws SQLException {
        beginWriting(() -> tables, running::isCancelled);
        lock(tables);
        endWriting();
    }

    /** Returns the work of a statement, which locks tables before. */
    <R> StatementWork<R> locking(Set<Integer> tables, StatementWork<R> work) {
        return view -> {
            lock(tables);
            return work.run(view);
        };
    }

    void unlock() {
        tableLocks().unlock(session);
    }

    private TableLocks tableLocks() {
        return database.tableLocks();
    }
}
