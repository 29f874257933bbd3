package io.vectra.storage.engine;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps statements that read a table apart from changes of its definition, of which the mirror has no versions: a
 * statement under way would find the table missing, empty, or in another shape than its vectors.
 *
 * <p>A change waits for the statements that read its tables, and those that come later wait for it; statements over
 * other tables go on. A transaction whose snapshot is older than the change cannot read these tables any more.
 *
 * <p>Tables are told by their names as the mirror's SQL has them. Thread rule: any number of threads; one change at a
 * time, by the holder of the writer lock.
 */
final class DefinitionGate {
    /** Of so many tables it is kept when they were changed. */
    private static final int CHANGES_MAX = 1_000;

    /** Before all commits. */
    private static final long NEVER = -1;

    /** What each statement reads that is under way. */
    private final Map<Object, Reading> underWay = new HashMap<>();
    /** The tables that are being changed. */
    private Set<String> changing = Set.of();
    /** The commit that changed each table last, since the database was opened, from the oldest to the newest. */
    private final Map<String, Long> changes = new LinkedHashMap<>();
    /** The newest change that is not kept any more; snapshots before it are taken to be older than any change. */
    private long forgotten = NEVER;
    /** The newest change. Read without the lock: statements whose snapshot is newer need no other look. */
    private volatile long newest = NEVER;

    /**
     * What a statement reads.
     *
     * @param mirrorSql names all of its tables; null if it may read any
     */
    record Reading(@Nullable String mirrorSql) {
        static final Reading ANYTHING = new Reading(null);

        private boolean isOfAny(Collection<String> tables) {
            return !tables.isEmpty() && (mirrorSql == null || tables.stream().anyMatch(mirrorSql::contains));
        }
    }

    /**
     * Begins a statement, as soon as none of its tables is being changed.
     *
     * @param reader to be {@linkplain #leave taken back}
     * @throws StoreException ({@link StoreError#CANCELLED})
     */
    synchronized void enter(Object reader, Reading reading, BooleanSupplier cancelled) {
        while (reading.isOfAny(changing)) {
            Tasks.check(cancelled);
            await(Tasks.ASKING_MS);
        }
        underWay.put(reader, reading);
    }

    /** Ends a statement, if it has begun. */
    synchronized void leave(Object reader) {
        underWay.remove(reader);
        if (!changing.isEmpty()) {
            notifyAll();
        }
    }

    /**
     * Fails if a table has changed since a snapshot was taken.
     *
     * @param lsn the snapshot's
     * @throws StoreException ({@link StoreError#CONFLICT})
     */
    void check(Reading reading, long lsn) {
        if (newest > lsn) {
            checkChanges(reading, lsn);
        }
    }

    private synchronized void checkChanges(Reading reading, long lsn) {
        if (forgotten > lsn) {
            throw new StoreException(
                    StoreError.CONFLICT,
                    "More than " + CHANGES_MAX + " tables were changed after this transaction's snapshot was taken, and"
                            + " the transaction was rolled back. Run it again.");
        }
        changes.forEach((table, change) -> {
            if (change > lsn && reading.isOfAny(Set.of(table))) {
                throw new StoreException(
                        StoreError.CONFLICT,
                        "The definition or all rows of table " + table
                                + " were changed after this transaction's snapshot"
                                + " was taken, and the transaction was rolled back. Run it again.");
            }
        });
    }

    /**
     * Begins a change: waits for the statements that read its tables, and keeps others back until {@link #open}.
     *
     * @throws StoreException ({@link StoreError#LOCK_TIMEOUT}, {@link StoreError#CANCELLED})
     */
    synchronized void close(Set<String> tables, int timeoutMs, BooleanSupplier cancelled) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        changing = tables;
        boolean isClosed = false;
        try {
            while (underWay.values().stream().anyMatch(reading -> reading.isOfAny(tables))) {
                Tasks.check(cancelled);
                long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (leftMs <= 0) {
                    throw new StoreException(
                            StoreError.LOCK_TIMEOUT,
                            "Another statement has been reading " + String.join(", ", tables) + " for more than "
                                    + timeoutMs + " ms, the lock timeout. Wait for it, or cancel it.");
                }
                await(Math.min(leftMs, Tasks.ASKING_MS));
            }
            isClosed = true;
        } finally {
            if (!isClosed) {
                open();
            }
        }
    }

    /** Remembers a change that snapshots before it do not outlive. */
    synchronized void changed(Set<String> tables, long lsn) {
        for (String table : tables) {
            changes.remove(table);
            changes.put(table, lsn);
            newest = lsn;
        }
        Iterator<Long> oldest = changes.values().iterator();
        for (int tooMany = changes.size() - CHANGES_MAX; tooMany > 0; tooMany--) {
            forgotten = oldest.next();
            oldest.remove();
        }
    }

    /** Ends a change. */
    synchronized void open() {
        changing = Set.of();
        notifyAll();
    }

    private void await(long ms) {
        try {
            wait(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(
                    StoreError.CANCELLED, "The statement was interrupted while it waited for a table.", e);
        }
    }
}
