package io.vectra.storage.engine;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The tables that a transaction has read FOR UPDATE: until it ends, others neither change them nor read them FOR
 * UPDATE. Everything else goes on, other tables' changes too (ADR 0033).
 *
 * <p>A table is locked by who holds the {@link WriterLock}, which may be given back at once. So who holds that lock and
 * finds a table free, keeps it free. Who waits for a table should not hold the writer lock; who must, because it has
 * changed rows before, may close a circle of transactions that wait for each other, and is told so.
 *
 * <p>Thread rule: any number of threads; a session waits in one of them.
 */
final class TableLocks {
    private final Map<Integer, EngineSession> holders = new HashMap<>();
    /** What each session waits for that waits here, or waits for the writer lock with a table of its own. */
    private final Map<EngineSession, Wait> waits = new HashMap<>();
    /** Read without the lock: most databases never lock a table. */
    private volatile boolean isAnyHeld;

    /**
     * A session's wait.
     *
     * @param tables the tables; null for the writer lock
     * @param isWriter whether the session holds the writer lock meanwhile
     */
    private record Wait(@Nullable Set<Integer> tables, boolean isWriter) {}

    /** Returns whether any session has locked a table. */
    boolean isUsed() {
        return isAnyHeld;
    }

    /** Returns whether no other session has locked any of these tables. */
    boolean areFree(EngineSession session, Set<Integer> tables) {
        return !isAnyHeld || holderBut(session, tables) == null;
    }

    private synchronized @Nullable EngineSession holderBut(EngineSession session, Set<Integer> tables) {
        for (int table : tables) {
            EngineSession holder = holders.get(table);
            if (holder != null && holder != session) {
                return holder;
            }
        }
        return null;
    }

    /** Locks tables that are free; the caller holds the writer lock. */
    synchronized void lock(EngineSession session, Set<Integer> tables) {
        tables.forEach(table -> holders.put(table, session));
        isAnyHeld = !holders.isEmpty();
    }

    /** Gives back what a session has locked. */
    void unlock(EngineSession session) {
        if (isAnyHeld) {
            giveBack(session);
        }
    }

    private synchronized void giveBack(EngineSession session) {
        if (holders.values().removeIf(holder -> holder == session)) {
            isAnyHeld = !holders.isEmpty();
            notifyAll();
        }
    }

    /**
     * Waits until no other session has locked any of these tables; then one may have done so again, unless the caller
     * holds the writer lock.
     *
     * @throws StoreException ({@link StoreError#LOCK_TIMEOUT}, {@link StoreError#CANCELLED},
     *     {@link StoreError#CONFLICT} if who has locked one waits for this session)
     */
    void await(EngineSession session, Set<Integer> tables, boolean isWriter, int timeoutMs, BooleanSupplier cancelled) {
        if (!areFree(session, tables)) {
            awaitOthers(session, new Wait(tables, isWriter), timeoutMs, cancelled);
        }
    }

    private synchronized void awaitOthers(EngineSession session, Wait wait, int timeoutMs, BooleanSupplier cancelled) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        begin(session, wait);
        try {
            while (blocker(session, wait) != null) {
                Tasks.check(cancelled);
                long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (leftMs <= 0) {
                    throw new StoreException(
                            StoreError.LOCK_TIMEOUT,
                            "Another transaction has read the table FOR UPDATE, and has kept it for more than "
                                    + timeoutMs + " ms, the lock timeout. Commit or roll back that transaction, or"
                                    + " wait longer.");
                }
                wait(Math.min(leftMs, Tasks.ASKING_MS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(
                    StoreError.CANCELLED, "The statement was interrupted while it waited for a table.", e);
        } finally {
            waits.remove(session);
        }
    }

    /**
     * Says that a session is going to wait for the writer lock; {@link #hasWriterLock} says that it is over.
     *
     * @throws StoreException ({@link StoreError#CONFLICT}) if who holds that lock waits for this session
     */
    void awaitsWriterLock(EngineSession session) {
        if (isAnyHeld) {
            awaitsWriter(session);
        }
    }

    private synchronized void awaitsWriter(EngineSession session) {
        if (holders.containsValue(session)) {
            begin(session, new Wait(null, false));
        }
    }

    /** Says that a session does not wait for the writer lock any more. */
    void hasWriterLock(EngineSession session) {
        if (isAnyHeld) {
            synchronized (this) {
                waits.remove(session);
            }
        }
    }

    /** Begins to wait, unless that would close a circle: each session waits for one other. */
    private void begin(EngineSession session, Wait wait) {
        waits.put(session, wait);
        Set<EngineSession> seen = new HashSet<>();
        EngineSession next = blocker(session, wait);
        while (next != null && seen.add(next)) {
            if (next == session) {
                waits.remove(session);
                throw new StoreException(
                        StoreError.CONFLICT,
                        "This transaction and another one wait for each other: each needs a table that the other has"
                                + " read FOR UPDATE, or has changed. This one was rolled back. Run it again; transactions"
                                + " that take their tables in the same order do not meet like this.");
            }
            Wait further = waits.get(next);
            next = further == null ? null : blocker(next, further);
        }
    }

    private @Nullable EngineSession blocker(EngineSession session, Wait wait) {
        Set<Integer> tables = wait.tables();
        return tables == null ? waitingWriter() : holderBut(session, tables);
    }

    /** Returns who holds the writer lock, if that session waits here. */
    private @Nullable EngineSession waitingWriter() {
        for (Map.Entry<EngineSession, Wait> each : waits.entrySet()) {
            if (each.getValue().isWriter()) {
                return each.getKey();
            }
        }
        return null;
    }
}
