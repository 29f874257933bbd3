package io.vectra.storage.relational;

import io.vectra.storage.manifest.TableDefinition;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/**
 * A session's connection to the mirror, as the unprivileged user: no auto-commit, SNAPSHOT isolation.
 *
 * <p>Thread rule: one thread at a time; {@link java.sql.Statement#cancel()} from any.
 */
public final class MirrorConnection implements AutoCloseable {
    private MirrorConnection() {}

    /** Returns H2's connection. Its transaction state is this class's business. */
    public Connection jdbc() {
        throw new AssertionError("not built yet");
    }

    /**
     * Reads the LSN as the running transaction sees it; as the first query of a transaction, it fixes what the
     * transaction sees.
     */
    public long snapshotLsn() throws SQLException {
        throw new AssertionError("not built yet");
    }

    /** Sets the LSN as part of the running transaction. */
    public void setLsn(long lsn) throws SQLException {
        throw new AssertionError("not built yet");
    }

    /**
     * Reads a row as the running transaction sees it, its own changes included.
     *
     * @return one value for each of the table's columns, of the types of {@link ChangeSink#inserted}; null if there is
     *     no such row
     */
    public @Nullable Object @Nullable [] readRow(TableDefinition table, long rowId) throws SQLException {
        throw new AssertionError("not built yet");
    }

    /** Commits the running transaction. */
    public void commit() throws SQLException {
        throw new AssertionError("not built yet");
    }

    /** Undoes the running transaction. */
    public void rollback() throws SQLException {
        throw new AssertionError("not built yet");
    }

    /** Marks a point in the running transaction. */
    public Savepoint setSavepoint() throws SQLException {
        throw new AssertionError("not built yet");
    }

    /** Undoes what was done after the savepoint. */
    public void rollbackTo(Savepoint savepoint) throws SQLException {
        throw new AssertionError("not built yet");
    }

    /** Forgets a savepoint. */
    public void release(Savepoint savepoint) throws SQLException {
        throw new AssertionError("not built yet");
    }

    /** Undoes the running transaction and closes the connection. */
    @Override
    public void close() throws SQLException {
        throw new AssertionError("not built yet");
    }
}
