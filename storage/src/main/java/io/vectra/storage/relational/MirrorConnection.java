package io.vectra.storage.relational;

import io.vectra.storage.HitColumn;
import io.vectra.storage.MirrorColumn;
import io.vectra.storage.manifest.TableDefinition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.h2.command.CommandInterface;
import org.h2.engine.Constants;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbc.JdbcResultSet;
import org.h2.jdbc.JdbcStatement;
import org.h2.message.DbException;
import org.h2.result.ResultInterface;
import org.h2.util.HasSQL;
import org.jspecify.annotations.Nullable;

/**
 * A session's connection to the mirror, as the unprivileged user: no auto-commit, SNAPSHOT isolation for who reads.
 *
 * <p>Who holds the writer lock, and has the newest snapshot, writes at READ COMMITTED: nobody else can commit, so it is
 * the same, and under SNAPSHOT H2 reads a transaction's own changes in the wrong order, or twice, where it goes through
 * an index backwards (OwnChangesTest of the driver).
 *
 * <p>Thread rule: one thread at a time; {@link java.sql.Statement#cancel()} from any.
 */
public final class MirrorConnection implements AutoCloseable {
    private final JdbcConnection connection;
    private final SessionLocal session;
    /** What results that no query gave say about scrolling. */
    private final JdbcStatement scrolling;

    private final PreparedStatement selectLsn;
    private final PreparedStatement updateLsn;
    private final TemporaryTables temporaryTables;
    private final KeptStatements keptStatements;
    private final TableSnapshots tableSnapshots;
    private boolean writes;

    private MirrorConnection(JdbcConnection connection, Object definitionLock) throws SQLException {
        this.connection = connection;
        this.session = (SessionLocal) connection.getSession();
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Constants.TRANSACTION_SNAPSHOT);
        temporaryTables = new TemporaryTables(connection, definitionLock);
        keptStatements = new KeptStatements(connection);
        tableSnapshots = new TableSnapshots(session);
        scrolling = (JdbcStatement)
                connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
        selectLsn = connection.prepareStatement("SELECT LSN FROM " + MirrorLayout.STATE + " WHERE ID = 1");
        updateLsn = connection.prepareStatement("UPDATE " + MirrorLayout.STATE + " SET LSN = ? WHERE ID = 1");
        connection.commit();
    }

    /**
     * Takes over a new connection of the unprivileged user.
     *
     * @param definitionLock held by who changes definitions
     */
    static MirrorConnection of(JdbcConnection connection, Object definitionLock) throws SQLException {
        try {
            return new MirrorConnection(connection, definitionLock);
        } catch (SQLException | RuntimeException e) {
            try {
                connection.close();
            } catch (SQLException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /** Returns H2's connection. Its transaction state is this class's business. */
    public Connection jdbc() {
        return connection;
    }

    /** Returns the statements that this connection keeps parsed. */
    public KeptStatements keptStatements() {
        return keptStatements;
    }

    /** Returns the temporary tables of this connection. */
    public TemporaryTables temporaryTables() {
        return temporaryTables;
    }

    /**
     * Reads the LSN as the running transaction sees it; as the first query of a transaction, it fixes what the
     * transaction sees.
     */
    public long snapshotLsn() throws SQLException {
        try (ResultSet row = selectLsn.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("The mirror's state row is missing; reopen the database to rebuild it", "XX001");
            }
            return row.getLong(1);
        }
    }

    /**
     * Returns the rows of a search as this connection's queries return theirs, without running one.
     *
     * @param values Double[count], the distances or scores; null for a row whose vector is NULL
     * @param count how many of the rows count
     */
    public ResultSet rows(List<HitColumn> columns, Long[] rowIds, @Nullable Double[] values, int count) {
        var result = new HitResult(columns);
        for (int i = 0; i < count; i++) {
            result.add(rowIds[i], values[i]);
        }
        return new JdbcResultSet(connection, scrolling, null, result, 0, true, false, false);
    }

    /**
     * Reads the one column of a query.
     *
     * @return its values; null if they cannot be kept beyond the query, or not be looked up in a list
     */
    public @Nullable MirrorColumn column(PreparedStatement query) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            return ReadColumn.of((JdbcResultSet) rows, session);
        }
    }

    /** Returns row ids as a query returns them. */
    public MirrorColumn column(Long[] rowIds) {
        return ReadColumn.of(rowIds, session);
    }

    /** Returns the types of a query's columns as H2's SQL, {@code NULL} or {@code UNKNOWN} where there is none. */
    public List<String> columnTypes(String sql) throws SQLException {
        try (CommandInterface command = session.prepareCommand(sql)) {
            ResultInterface columns = command.getMetaData();
            return IntStream.range(0, columns.getVisibleColumnCount())
                    .mapToObj(index -> columns.getColumnType(index).getSQL(HasSQL.DEFAULT_SQL_FLAGS))
                    .toList();
        } catch (DbException e) {
            throw e.getSQLException();
        }
    }

    /** Sets the LSN as part of the running transaction. */
    public void setLsn(long lsn) throws SQLException {
        updateLsn.setLong(1, lsn);
        if (updateLsn.executeUpdate() != 1) {
            throw new SQLException("The mirror's state row is missing; reopen the database to rebuild it", "XX001");
        }
    }

    /**
     * Reads a row as the running transaction sees it, its own changes included.
     *
     * @return one value for each of the table's columns, of the types of {@link ChangeSink}; null if there is no such
     *     row
     */
    public @Nullable Object @Nullable [] readRow(TableDefinition table, long rowId) throws SQLException {
        String sql = table.columns().stream()
                .map(column -> MirrorSql.name(column.name()))
                .collect(Collectors.joining(
                        ", ",
                        "SELECT ",
                        " FROM " + MirrorSql.name(table.schema(), table.name()) + " WHERE _ROWID_ = ?"));
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, rowId);
            try (ResultSet rows = query.executeQuery()) {
                if (!rows.next()) {
                    return null;
                }
                var image = new @Nullable Object[table.columns().size()];
                for (int i = 0; i < image.length; i++) {
                    image[i] = MirrorValues.image(((JdbcResultSet) rows).getInternal(i + 1));
                }
                return image;
            }
        }
    }

    /**
     * Begins a transaction that sees the tables that a query names as they are now; any others, as of their first use.
     *
     * @param sql has the names of the tables as {@link MirrorSql#name(String, String)} writes them; null if it is not
     *     known which are read: then the first query begins a transaction that sees all
     */
    public void beginReading(@Nullable String sql) throws SQLException {
        if (sql == null) {
            return;
        }
        try {
            tableSnapshots.begin(sql);
        } catch (DbException e) {
            throw e.getSQLException();
        }
    }

    /**
     * Begins a transaction that writes, in place of one that has changed nothing.
     *
     * <p>The caller holds the writer lock until the transaction ends.
     */
    public void beginWriting() throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        writes = true;
    }

    /** Returns whether the running transaction sees the newest commit, and writes. */
    public boolean isWriting() {
        return writes;
    }

    /** Commits the running transaction. */
    public void commit() throws SQLException {
        if (writes || connection.isClosed()) {
            connection.commit();
        } else {
            endSnapshot();
        }
        endWriting();
    }

    /**
     * Ends a transaction that has changed nothing, if there is one. H2's COMMIT would begin one if there is none, and
     * with it take a snapshot of every table of the database.
     */
    private void endSnapshot() throws SQLException {
        session.lock();
        try {
            session.commit(false);
        } catch (DbException e) {
            throw e.getSQLException();
        } finally {
            session.unlock();
        }
    }

    /** Undoes the running transaction. */
    public void rollback() throws SQLException {
        connection.rollback();
        endWriting();
    }

    private void endWriting() throws SQLException {
        if (writes) {
            connection.setTransactionIsolation(Constants.TRANSACTION_SNAPSHOT);
            writes = false;
        }
    }

    /** Marks a point in the running transaction. */
    public Savepoint setSavepoint() throws SQLException {
        return connection.setSavepoint();
    }

    /** Undoes what was done after the savepoint. */
    public void rollbackTo(Savepoint savepoint) throws SQLException {
        connection.rollback(savepoint);
    }

    /** Forgets a savepoint. */
    public void release(Savepoint savepoint) throws SQLException {
        connection.releaseSavepoint(savepoint);
    }

    /** Ends the running statement, and within a millisecond each that begins later; callable from any thread. */
    public void abort() {
        session.setQueryTimeout(1);
        session.cancel();
    }

    /** Lets statements run, also after {@link #abort}. */
    public void resume() {
        session.setQueryTimeout(0);
    }

    /** Undoes the running transaction and closes the connection. */
    @Override
    public void close() throws SQLException {
        temporaryTables.close();
    }
}
