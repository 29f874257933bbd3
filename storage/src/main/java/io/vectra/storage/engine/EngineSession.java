package io.vectra.storage.engine;

import io.vectra.storage.Catalog;
import io.vectra.storage.Database;
import io.vectra.storage.Isolation;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.Session;
import io.vectra.storage.StatementWork;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.TableInfo;
import io.vectra.storage.TemporaryTable;
import io.vectra.storage.engine.DefinitionGate.Reading;
import io.vectra.storage.relational.MirrorConnection;
import io.vectra.storage.relational.MirrorContext;
import io.vectra.storage.relational.MirrorErrors;
import java.nio.file.Path;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session: one mirror connection, and the private delta of the running transaction.
 *
 * <p>State is guarded by this object's monitor; {@link #cancel}, {@link #abort} and {@link #isClosed} do not take it.
 */
final class EngineSession implements Session {
    private final EngineDatabase database;
    private final MirrorConnection mirror;
    private final SessionTemporaries temporaries;
    private final RunningStatement running = new RunningStatement();
    private final SessionLocks locks;
    private final SessionTasks tasks;
    private final Savepoints savepoints = new Savepoints();
    private boolean autoCommit = true;
    private boolean readOnly;
    private Isolation isolation = Isolation.READ_COMMITTED;
    private int queryTimeoutMs;
    private boolean inTransaction;
    /** What a transaction of isolation SNAPSHOT reads from. */
    private @Nullable ReadState snapshot;

    /** Not null while this session holds the writer lock. */
    private @Nullable Transaction transaction;

    private volatile boolean isClosed;

    EngineSession(EngineDatabase database, MirrorConnection mirror) {
        this.database = database;
        this.mirror = mirror;
        this.temporaries = new SessionTemporaries(database, mirror.temporaryTables());
        this.locks = new SessionLocks(database, this, running);
        this.tasks = new SessionTasks(database, running, locks);
    }

    @Override
    public Database database() {
        return database;
    }

    @Override
    public synchronized boolean isAutoCommit() {
        return autoCommit;
    }

    @Override
    public synchronized void setAutoCommit(boolean autoCommit) throws SQLException {
        checkOpen();
        if (this.autoCommit != autoCommit) {
            commit();
            this.autoCommit = autoCommit;
        }
    }

    @Override
    public synchronized Isolation isolation() {
        return isolation;
    }

    @Override
    public synchronized void setIsolation(Isolation isolation) {
        checkOpen();
        if (inTransaction && this.isolation != isolation) {
            throw new StoreException(
                    StoreError.BAD_TRANSACTION_STATE,
                    "The isolation level cannot change inside a transaction. Commit or roll back first.");
        }
        this.isolation = isolation;
    }

    @Override
    public synchronized boolean isReadOnly() {
        return readOnly || database.isReadOnly();
    }

    @Override
    public synchronized void setReadOnly(boolean readOnly) {
        checkOpen();
        this.readOnly = readOnly;
    }

    @Override
    public synchronized void setLockTimeoutMs(int timeoutMs) {
        locks.setTimeoutMs(timeoutMs);
    }

    @Override
    public synchronized void setQueryTimeoutMs(int timeoutMs) throws SQLException {
        checkOpen();
        if (timeoutMs != queryTimeoutMs) {
            try (Statement statement = mirror.jdbc().createStatement()) {
                statement.execute("SET QUERY_TIMEOUT " + timeoutMs);
            }
            queryTimeoutMs = timeoutMs;
        }
    }

    @Override
    public <R> R read(StatementWork<R> work) throws SQLException {
        return read(Reading.ANYTHING, work);
    }

    @Override
    public <R> R read(String mirrorSql, StatementWork<R> work) throws SQLException {
        return read(new Reading(mirrorSql), work);
    }

    private synchronized <R> R read(Reading reading, StatementWork<R> work) throws SQLException {
        checkOpen();
        database.checkReadable();
        if (isIdle()) {
            temporaries.dropGone();
            // Asking a result set for its metadata, or a LOB for its bytes, may have begun a snapshot since the last
            // statement (TransactionTest of the driver).
            mirror.commit();
        }
        inTransaction |= !autoCommit;
        try {
            return run(view -> {
                enter(reading);
                return work.run(view);
            });
        } catch (SQLException | RuntimeException e) {
            forgetIfRolledBack(e);
            throw e;
        } finally {
            database.definitionGate().leave(this);
            endRead();
        }
    }

    /** Waits for changes of what is read; who holds the writer lock is alone with that. */
    private void enter(Reading reading) throws SQLException {
        if (transaction == null) {
            database.definitionGate().enter(this, reading, running::isCancelled);
            if (isSnapshotOfStatement()) {
                mirror.beginReading(reading.mirrorSql());
            }
            if (snapshot != null) {
                database.definitionGate().check(reading, mirror.snapshotLsn());
            }
        }
    }

    /** Returns whether the mirror's transaction holds nothing that the next statement needs. */
    private boolean isIdle() {
        return transaction == null && (isSnapshotOfStatement() || !inTransaction);
    }

    /** Returns whether each statement that reads sees the newest commits. */
    private boolean isSnapshotOfStatement() {
        return autoCommit || isolation == Isolation.READ_COMMITTED;
    }

    /**
     * Ends the mirror's snapshot where the next statement shall see newer commits; waits for the disk where the
     * snapshot was ahead of it.
     */
    private void endRead() throws SQLException {
        if (transaction == null) {
            if (isSnapshotOfStatement()) {
                mirror.commit();
            }
            database.awaitDurable();
        }
    }

    @Override
    public synchronized <R> R write(StatementWork<R> work) throws SQLException {
        checkWritable();
        return change(work, Set.of(), false);
    }

    @Override
    public synchronized <R> R write(TableInfo changed, StatementWork<R> work) throws SQLException {
        checkWritable();
        return change(work, Set.of(changed.tableId()), false);
    }

    @Override
    public synchronized <R> R lock(String mirrorSql, StatementWork<R> work) throws SQLException {
        checkWritable();
        Set<Integer> tables = database.schema().tablesIn(mirrorSql);
        if (autoCommit) {
            return change(work, tables, false);
        }
        if (transaction != null || isolation != Isolation.READ_COMMITTED) {
            return change(locks.locking(tables, work), tables, false);
        }
        return asOne(() -> {
            locks.lockAlone(tables);
            inTransaction = true;
            return read(mirrorSql, work);
        });
    }

    @Override
    public synchronized <R> R writeTemporary(StatementWork<R> work) throws SQLException {
        checkOpen();
        database.checkReadable();
        return change(work, Set.of(), true);
    }

    private <R> R change(StatementWork<R> work, Set<Integer> tables, boolean isTemporary) throws SQLException {
        if (isIdle()) {
            temporaries.dropGone();
        }
        R result = asOne(() -> changeRows(work, tables, isTemporary));
        if (isTemporary) {
            temporaries.rowsChanged();
        }
        if (autoCommit) {
            commit();
        }
        return result;
    }

    private <R> R changeRows(StatementWork<R> work, Set<Integer> tables, boolean isTemporary) throws SQLException {
        Transaction changes = beginWrite(tables, isTemporary);
        int mark = changes.mark();
        Savepoint before = isFirstChange(changes) ? null : mirror.setSavepoint();
        try {
            R result = run(work);
            changes.finishStatement(mirror);
            if (before != null) {
                mirror.release(before);
            }
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            undoStatement(changes, mark, before, e);
            throw e;
        }
    }

    /** Takes the writer lock if this transaction does not have it yet. */
    private Transaction beginWrite(Set<Integer> tables, boolean isTemporary) throws SQLException {
        Transaction changes = transaction;
        if (changes == null) {
            locks.beginWriting(() -> tables, running::isCancelled);
            try {
                beginMirrorWrite(isTemporary);
            } catch (SQLException | RuntimeException e) {
                locks.endWriting();
                throw e;
            }
            changes = new Transaction(database.schema(), table -> locks.awaitAsWriter(Set.of(table)));
            transaction = changes;
        } else {
            locks.awaitAsWriter(tables);
        }
        inTransaction = true;
        if (!isTemporary && changes.isEmpty()) {
            refuseOldSnapshot();
        }
        return changes;
    }

    private void beginMirrorWrite(boolean isTemporary) throws SQLException {
        database.checkWritable(isTemporary);
        if (isReplaceable()) {
            // Nothing was changed so far; what is read from now on is the newest, while the lock is held.
            mirror.beginWriting();
        } else {
            database.definitionGate().check(Reading.ANYTHING, mirror.snapshotLsn());
        }
    }

    /** A commit sets the mirror's LSN, which H2 refuses where others have set it since the snapshot was taken. */
    private void refuseOldSnapshot() throws SQLException {
        if (!mirror.isWriting() && mirror.snapshotLsn() != database.lsn()) {
            throw new StoreException(
                    StoreError.CONFLICT,
                    "Another transaction has committed since this one took its snapshot, and this one was rolled back"
                            + " before its first change. Run it again.");
        }
    }

    /** Returns whether a new transaction of the mirror may see more, or sees the same, as the running one. */
    private boolean isReplaceable() throws SQLException {
        return isolation == Isolation.READ_COMMITTED
                || !inTransaction
                || (savepoints.isEmpty() && mirror.snapshotLsn() == database.lsn());
    }

    /** Before it a transaction can be undone as a whole, without a savepoint, unless a snapshot has to be kept. */
    private boolean isFirstChange(Transaction changes) {
        return changes.isEmpty() && !temporaries.hasChanges() && savepoints.isEmpty() && isSnapshotOfStatement();
    }

    private void undoStatement(Transaction changes, int mark, @Nullable Savepoint before, Throwable failure) {
        try {
            if (forgetIfRolledBack(failure)) {
                return;
            }
            if (before == null) {
                mirror.rollback();
            } else {
                mirror.rollbackTo(before);
            }
            changes.undoTo(mark, true);
            if (autoCommit || isFirstChange(changes)) {
                endTransaction(autoCommit);
            }
        } catch (SQLException | RuntimeException e) {
            failure.addSuppressed(e);
            abandon(failure);
        }
    }

    /** If the mirror has rolled the whole transaction back, forgets our half of it too. */
    private boolean forgetIfRolledBack(Throwable failure) throws SQLException {
        if (MirrorErrors.isRolledBack(failure)) {
            rollback();
            return true;
        }
        return false;
    }

    private void abandon(Throwable failure) {
        try {
            rollback();
        } catch (SQLException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private <R> R run(StatementWork<R> work) throws SQLException {
        Transaction changes = transaction;
        var stored = new StoredVectors(database, changes, snapshot);
        MirrorContext context = new MirrorContext(database.mirror().tables(), stored, changes);
        running.begin(queryTimeoutMs);
        try (var scope = context.enter()) {
            return work.run(new EngineStatementView(database, mirror, temporaries, running, context, stored));
        } catch (SQLException | StoreException e) {
            running.rethrow(e);
            throw e;
        } finally {
            running.end();
            if (isolation == Isolation.SNAPSHOT && inTransaction && !autoCommit) {
                snapshot = stored.state();
            }
        }
    }

    @Override
    public synchronized void change(SchemaChange change) throws SQLException {
        checkWritable();
        commit();
        tasks.change(change, queryTimeoutMs);
    }

    @Override
    public synchronized <R> R asOne(Parts<R> parts) throws SQLException {
        running.begin(queryTimeoutMs);
        try {
            return parts.run();
        } catch (SQLException | RuntimeException e) {
            forgetIfRolledBack(e);
            throw e;
        } finally {
            running.end();
        }
    }

    @Override
    public synchronized Catalog catalog() {
        return temporaries.catalog();
    }

    @Override
    public synchronized boolean create(TemporaryTable table) throws SQLException {
        checkOpen();
        database.checkReadable();
        if (!table.isTransactional()) {
            commit();
        }
        boolean isMade = temporaries.create(table);
        if (autoCommit) {
            commit();
        }
        return isMade && temporaries.holds(table.name());
    }

    @Override
    public synchronized void changeTemporary(SchemaChange change) throws SQLException {
        checkOpen();
        database.checkReadable();
        commit();
        temporaries.change(change);
    }

    @Override
    public synchronized void vacuum(@Nullable TableInfo table) throws SQLException {
        checkWritable();
        commit();
        tasks.vacuum(table, queryTimeoutMs);
    }

    @Override
    public synchronized void reindex(String schema, String index) throws SQLException {
        checkWritable();
        commit();
        tasks.reindex(schema, index, queryTimeoutMs);
    }

    @Override
    public synchronized void backup(Path folder) throws SQLException {
        checkOpen();
        // Who holds the writer lock would wait for a seal that waits for it.
        commit();
        tasks.backup(folder, queryTimeoutMs);
    }

    @Override
    public synchronized void commit() throws SQLException {
        checkOpen();
        Transaction changes = transaction;
        if (changes == null || changes.isEmpty()) {
            if (temporaries.hasChanges()) {
                mirror.commit();
                database.awaitDurable();
            }
            endTransaction(true);
            return;
        }
        savepoints.clear();
        inTransaction = false;
        transaction = null;
        snapshot = null;
        try {
            database.committer().commit(changes, mirror);
        } finally {
            locks.unlock();
        }
        temporaries.endTransaction();
    }

    @Override
    public synchronized void rollback() throws SQLException {
        checkOpen();
        endTransaction(true);
    }

    /** Ends a transaction without keeping anything. */
    private void endTransaction(boolean isOver) throws SQLException {
        boolean held = transaction != null;
        transaction = null;
        snapshot = null;
        savepoints.clear();
        if (isOver) {
            inTransaction = false;
        }
        try {
            mirror.rollback();
        } finally {
            if (held) {
                locks.endWriting();
            }
            if (isOver) {
                locks.unlock();
            }
        }
        if (isOver) {
            temporaries.endTransaction();
        }
    }

    @Override
    public synchronized SavepointMark setSavepoint(@Nullable String name) throws SQLException {
        checkOpen();
        if (autoCommit) {
            throw new StoreException(
                    StoreError.BAD_TRANSACTION_STATE, "A savepoint needs a transaction. Switch auto-commit off first.");
        }
        inTransaction = true;
        Transaction changes = transaction;
        boolean isOfMirror = changes != null || isolation != Isolation.READ_COMMITTED;
        return savepoints.add(name, changes == null ? 0 : changes.mark(), isOfMirror ? mirror.setSavepoint() : null);
    }

    @Override
    public synchronized void rollbackTo(SavepointMark savepoint) throws SQLException {
        checkOpen();
        Savepoints.Position mark = savepoints.returnTo(savepoint);
        Transaction changes = transaction;
        if (changes == null) {
            return;
        }
        if (mark.inMirror() == null) {
            // The savepoint is older than the first change.
            mirror.rollback();
        } else {
            mirror.rollbackTo(mark.inMirror());
        }
        changes.undoTo(mark.changes(), false);
    }

    @Override
    public synchronized void release(SavepointMark savepoint) throws SQLException {
        checkOpen();
        Savepoints.Position mark = savepoints.remove(savepoint);
        if (mark.inMirror() != null) {
            mirror.release(mark.inMirror());
        }
    }

    @Override
    public synchronized SavepointMark savepoint(String name) {
        return savepoints.named(name);
    }

    @Override
    public synchronized boolean isInTransaction() {
        return inTransaction;
    }

    @Override
    public void cancel() {
        running.cancel();
    }

    @Override
    public void abort() {
        running.abort();
        mirror.abort();
    }

    @Override
    public synchronized DatabaseMetaData mirrorMetaData() throws SQLException {
        checkOpen();
        return mirror.jdbc().getMetaData();
    }

    @Override
    public boolean isClosed() {
        return isClosed || database.isClosed();
    }

    @Override
    public synchronized void close() throws SQLException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        mirror.resume();
        try {
            endTransaction(true);
        } finally {
            try {
                mirror.close();
            } finally {
                database.forget(this);
            }
        }
    }

    private void checkOpen() {
        if (isClosed() || running.isAborted()) {
            throw new StoreException(StoreError.CLOSED, "The session is closed. Open a new connection.");
        }
    }

    private void checkWritable() {
        checkOpen();
        if (readOnly) {
            throw new StoreException(
                    StoreError.READ_ONLY, "The connection is read-only. Call setReadOnly(false) to change data.");
        }
        database.checkWritable();
    }
}
