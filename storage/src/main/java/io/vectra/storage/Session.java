package io.vectra.storage;

import java.nio.file.Path;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A user's conversation with a database: a sequence of statements and transactions.
 *
 * <p>Starts in auto-commit mode, READ COMMITTED. One statement at a time: methods are synchronised, and only
 * {@link #cancel()} and {@link #abort()} may be called while another thread's statement runs.
 *
 * <p>Readers never wait for the writer, but for changes of the definition of their tables. There is one writer at a
 * time: the first changing statement of a transaction takes the writer lock, the transaction's end releases it. A
 * transaction can {@linkplain #lock lock} tables without being the writer.
 */
public interface Session extends AutoCloseable {
    /** Returns the database that this session talks to. */
    Database database();

    /** Returns whether every statement is a transaction of its own. */
    boolean isAutoCommit();

    /** Switches auto-commit; switching it on commits a running transaction. */
    void setAutoCommit(boolean autoCommit) throws SQLException;

    /** Returns the isolation of transactions. */
    Isolation isolation();

    /**
     * Sets the isolation of the transactions to come.
     *
     * @throws StoreException ({@link StoreError#BAD_TRANSACTION_STATE}) inside a transaction
     */
    void setIsolation(Isolation isolation) throws SQLException;

    /** Returns whether this session refuses changes. */
    boolean isReadOnly();

    /** Makes this session refuse changes, or accept them again. */
    void setReadOnly(boolean readOnly);

    /**
     * Runs a statement that reads, from any table. In auto-commit mode and under READ COMMITTED it sees the newest
     * commit.
     */
    <R> R read(StatementWork<R> work) throws SQLException;

    /**
     * Runs a statement that reads, as {@link #read(StatementWork)} does. It waits for changes of the definition of its
     * tables that are under way, and keeps others back until it has ended.
     *
     * @param mirrorSql a statement of the mirror that names all tables that are read
     * @throws StoreException ({@link StoreError#CONFLICT}) if the transaction's snapshot is older than such a change;
     *     the transaction is rolled back
     */
    <R> R read(String mirrorSql, StatementWork<R> work) throws SQLException;

    /**
     * Runs a statement that changes rows, entirely or not at all: if {@code work} throws, whatever it had changed is
     * undone, and the transaction goes on as before the statement. In auto-commit mode the statement is committed
     * before this method returns.
     *
     * @throws StoreException ({@link StoreError#LOCK_TIMEOUT}) if another transaction holds the writer lock for too
     *     long, {@link StoreError#READ_ONLY}, {@link StoreError#IO} if the commit failed (the message says whether it
     *     was kept), {@link StoreError#CONFLICT} if this transaction and one that has locked a table wait for each
     *     other; then it is rolled back
     */
    <R> R write(StatementWork<R> work) throws SQLException;

    /**
     * Runs a statement that changes rows, as {@link #write(StatementWork)} does.
     *
     * @param changed the table that it changes first; if another transaction has {@linkplain #lock locked} it, this one
     *     waits without keeping others from writing
     */
    <R> R write(TableInfo changed, StatementWork<R> work) throws SQLException;

    /**
     * Runs a statement that reads, and locks its tables until the transaction ends: others that would change them, or
     * lock them too, wait. Outside of a transaction, it waits for such others only.
     *
     * @param mirrorSql a statement of the mirror that names all tables that are read
     * @throws StoreException as {@link #write(StatementWork)} does
     */
    <R> R lock(String mirrorSql, StatementWork<R> work) throws SQLException;

    /**
     * Commits the running transaction, then changes the schema in a commit of its own, as soon as no statement reads
     * the tables that it is about.
     *
     * @throws StoreException ({@link StoreError#LOCK_TIMEOUT}) if one does for too long, or another transaction holds
     *     the writer lock
     */
    void change(SchemaChange change) throws SQLException;

    /**
     * Runs several calls as the parts of one statement: {@link #cancel} ends them all, between two of them too, and
     * they have one time limit.
     */
    <R> R asOne(Parts<R> parts) throws SQLException;

    /** Returns the newest schema with the temporary tables that this session sees. */
    Catalog catalog();

    /**
     * Runs a statement that changes rows of temporary tables only, as {@link #write} does, but nothing is logged, and
     * it is not refused where only reading is allowed.
     *
     * @throws StoreException ({@link StoreError#LOCK_TIMEOUT}) if another transaction holds the writer lock for too
     *     long
     */
    <R> R writeTemporary(StatementWork<R> work) throws SQLException;

    /**
     * Makes a temporary table, also where only reading is allowed.
     *
     * @return whether it is there, and was not before
     */
    boolean create(TemporaryTable table) throws SQLException;

    /**
     * Commits the running transaction, then changes a temporary table that this session sees.
     *
     * @param change a {@link SchemaChange.DropTable}, a {@link SchemaChange.Truncate}, or the
     *     {@link SchemaChange.Relational} that makes an index
     */
    void changeTemporary(SchemaChange change) throws SQLException;

    /**
     * Commits the running transaction, then rewrites a table without its dead rows, merges its segments, builds their
     * graphs, and gives the space back to the disk. Readers and writers go on meanwhile. Returns when that is done;
     * {@link #cancel} ends it without effect.
     *
     * @param table the table, or null for all
     * @throws StoreException ({@link StoreError#IO}) before anything is written if the disk has too little room
     */
    void vacuum(@Nullable TableInfo table) throws SQLException;

    /**
     * Commits the running transaction, then builds an index anew beside its old graphs, and swaps them. Returns when
     * that is done; {@link #cancel} ends it without effect.
     *
     * @param schema the schema of the index's table
     * @param index the index's name, as in {@link TableInfo#vectorIndexes()}
     */
    void reindex(String schema, String index) throws SQLException;

    /**
     * Commits the running transaction, then copies the database as of its last commit, as {@link Database#backup} does;
     * {@link #cancel} ends it, and what was copied does not open.
     *
     * @param folder is made if it is missing, and must be empty
     */
    void backup(Path folder) throws SQLException;

    /**
     * Commits the running transaction; without one, does nothing. Durable when it returns, unless the sync policy says
     * otherwise.
     */
    void commit() throws SQLException;

    /** Undoes the running transaction; without one, does nothing. */
    void rollback() throws SQLException;

    /**
     * Marks a point in the running transaction, beginning one if there is none.
     *
     * @param name the savepoint's name, replacing an older one of the same name, or null for one without a name
     */
    SavepointMark setSavepoint(@Nullable String name) throws SQLException;

    /** Undoes what the transaction did after the savepoint. */
    void rollbackTo(SavepointMark savepoint) throws SQLException;

    /** Forgets a savepoint. */
    void release(SavepointMark savepoint) throws SQLException;

    /**
     * Returns the newest savepoint of that name.
     *
     * @throws StoreException ({@link StoreError#BAD_SAVEPOINT}) if there is none
     */
    SavepointMark savepoint(String name);

    /** Returns whether a transaction has begun and not ended. */
    boolean isInTransaction();

    /** Sets how long a changing statement waits for the writer lock, in milliseconds. */
    void setLockTimeoutMs(int timeoutMs);

    /** Sets how long a statement may run, in milliseconds; 0 for no limit. */
    void setQueryTimeoutMs(int timeoutMs) throws SQLException;

    /**
     * Ends the running statement with {@link StoreError#CANCELLED}; callable from any thread, harmless when nothing
     * runs.
     */
    void cancel();

    /**
     * Ends the running statement as {@link #cancel} does, and refuses or ends whatever begins from now on; only
     * {@link #close} is left to be called. Callable from any thread.
     */
    void abort();

    /** Returns the mirror's own metadata, as the unprivileged user sees it. */
    DatabaseMetaData mirrorMetaData() throws SQLException;

    /** Returns whether {@link #close()} was called, or the database was closed. */
    boolean isClosed();

    /** Undoes the running transaction and ends the session. */
    @Override
    void close() throws SQLException;

    /** The parts of a statement. */
    @FunctionalInterface
    interface Parts<R> {
        /** Runs them. */
        R run() throws SQLException;
    }

    /** A point in a transaction. */
    interface SavepointMark {
        /** Returns a number that is unique in the session. */
        int id();

        /** Returns the name, or null for a savepoint without one. */
        @Nullable
        String name();
    }
}
