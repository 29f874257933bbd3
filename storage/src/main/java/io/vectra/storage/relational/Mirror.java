package io.vectra.storage.relational;

import io.vectra.storage.Catalog;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.manifest.TableDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.h2.api.ErrorCode;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbc.JdbcResultSet;
import org.h2.message.DbException;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.RandomAccessStore;
import org.h2.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An open mirror: the H2 database with its administrator's connection.
 *
 * <p>Thread rule: {@link #connect()}, {@link #tables()}, {@link #nextIdentity}, {@link #kill()} from any thread;
 * everything else is synchronised, and changes ({@link #apply}, {@link #redo}, {@link #useTables}) are made by the
 * holder of the writer lock only.
 */
public final class Mirror implements AutoCloseable {
    private static final int COMPACT_MS_MAX = 3000;
    private static final int COMPACT_FILL_PERCENT = 90;
    private static final int COMPACT_BYTES = 16 << 20;

    private final MirrorFile file;
    private final JdbcConnection administrator;
    private final SessionLocal session;
    private volatile MirrorTables tables = MirrorTables.NONE;

    /** Held while a connection is opened and while the file is closed, because a late connection would reopen it. */
    private final Object lifetime = new Object();

    private Mirror(MirrorFile file, JdbcConnection administrator) {
        this.file = file;
        this.administrator = administrator;
        this.session = (SessionLocal) administrator.getSession();
    }

    /**
     * Opens the mirror, or creates it with LSN 0.
     *
     * @param path the file without its ending {@code .mv.db}, or null for one in memory
     * @param secret the password of both H2 users; whoever knows it can read the file with H2 alone
     * @param create whether a missing file is created; in memory always
     * @throws SQLException if the file is missing, damaged, of another layout, locked, or of another secret; delete and
     *     rebuild it
     */
    public static Mirror open(@Nullable Path path, String secret, boolean create) throws SQLException {
        MirrorFile file = MirrorFile.of(path, secret);
        JdbcConnection administrator = null;
        try {
            administrator = file.open(create);
            if (MirrorLayout.isFresh(administrator)) {
                MirrorLayout.create(administrator, secret);
            }
            MirrorLayout.check(administrator);
            return new Mirror(file, administrator);
        } catch (SQLException | RuntimeException | AssertionError e) {
            SQLException failure = asSqlException(path, e);
            if (administrator != null) {
                shutDown(administrator, "SHUTDOWN IMMEDIATELY", failure);
            }
            throw failure;
        }
    }

    /** H2 reports some damage by exceptions and failed assertions of its own. */
    private static SQLException asSqlException(@Nullable Path path, Throwable failure) {
        return failure instanceof SQLException sql
                ? sql
                : new SQLException("The mirror \"" + path + "\" cannot be opened: " + failure, "XX001", failure);
    }

    /**
     * Removes the mirror's files; missing ones are no error.
     *
     * @param path as in {@link #open}
     */
    public static void delete(Path path) throws IOException {
        try {
            MirrorFile.delete(path);
        } catch (DbException e) {
            throw new IOException(
                    "The files of the mirror \"" + path + "\" could not be deleted: " + e.getMessage(), e);
        }
    }

    /** Returns a table's name as it stands in the mirror's SQL. */
    public static String nameOf(TableDefinition table) {
        return MirrorSql.name(table.schema(), table.name());
    }

    /** Returns the LSN that was committed last. */
    public synchronized long lsn() throws SQLException {
        try (Statement statement = administrator.createStatement();
                ResultSet row = statement.executeQuery("SELECT LSN FROM " + MirrorLayout.STATE + " WHERE ID = 1")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Opens a connection of the unprivileged user: no auto-commit, SNAPSHOT isolation. The caller closes it. */
    public MirrorConnection connect() throws SQLException {
        synchronized (lifetime) {
            if (administrator.isClosed()) {
                throw DbException.getJdbcSQLException(ErrorCode.DATABASE_IS_CLOSED);
            }
            return MirrorConnection.of(file.connect(), this);
        }
    }

    /** Returns the tables set by {@link #useTables}. */
    public MirrorTables tables() {
        return tables;
    }

    /**
     * Makes these the users' tables: their changes are captured, and the unprivileged user has rights on them. To be
     * called after {@link #open} and after each {@link #apply}, before any statement changes a row; idempotent.
     *
     * @param definitions all tables, not only new ones
     * @throws SQLException if the mirror's tables are not these; it has to be rebuilt
     */
    public synchronized void useTables(Collection<TableDefinition> definitions) throws SQLException {
        MirrorTables used = new MirrorTables(definitions);
        try {
            var catalog = new MirrorCatalog(session, used, Map.of());
            catalog.check();
            grantSchemas(MirrorCatalog.usersSchemas(session));
            catalog.attachCapture();
        } catch (DbException e) {
            throw DbException.toSQLException(e);
        }
        tables = used;
    }

    private void grantSchemas(Collection<Schema> schemas) throws SQLException {
        Set<String> granted = strings("SELECT TABLE_SCHEMA FROM INFORMATION_SCHEMA.RIGHTS WHERE GRANTEE = '"
                + MirrorLayout.USER + "' AND TABLE_NAME IS NULL");
        try (Statement statement = administrator.createStatement()) {
            for (Schema schema : schemas) {
                if (!granted.contains(schema.getName())) {
                    statement.execute(MirrorLayout.grantSchema(schema.getName()));
                }
            }
        }
    }

    private Set<String> strings(String query) throws SQLException {
        var strings = new HashSet<String>();
        try (Statement statement = administrator.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
        }
        return strings;
    }

    /**
     * Builds the catalog of the users' schemas from the mirror and the {@linkplain #useTables tables in use}.
     *
     * @param version the version to give it
     */
    public synchronized Catalog readCatalog(long version) throws SQLException {
        try {
            return new MirrorCatalog(session, tables, views()).read(version);
        } catch (DbException e) {
            throw DbException.toSQLException(e);
        }
    }

    private Map<MirrorCatalog.ViewName, String> views() throws SQLException {
        Map<MirrorCatalog.ViewName, String> views = new HashMap<>();
        try (Statement statement = administrator.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT VIEW_SCHEMA, VIEW_NAME, VIEW_SQL FROM " + MirrorLayout.VIEWS)) {
            while (rows.next()) {
                views.put(new MirrorCatalog.ViewName(rows.getString(1), rows.getString(2)), rows.getString(3));
            }
        }
        return views;
    }

    /** Returns where the sequences stand that belong to no column. */
    public List<SequencePosition> sequencePositions() {
        return MirrorSequences.positions(session);
    }

    /**
     * Works out what a schema change does, without doing it.
     *
     * @param nextTableId the number for a table that the change creates
     * @param nextColumnId the number for its first vector column; the others get the numbers that follow
     * @throws SQLException if the change cannot be made: a table exists or is missing, a column's type is not allowed
     */
    public synchronized SchemaPlan plan(SchemaChange change, int nextTableId, int nextColumnId) throws SQLException {
        boolean nameIsTaken = change instanceof SchemaChange.CreateTable create && exists(create)
                || change instanceof SchemaChange.CreateVectorIndex index && indexExists(index.schema(), index.name())
                || change instanceof SchemaChange.CreateTextIndex text
                        && indexExists(text.schema(), text.index().name())
                || change instanceof SchemaChange.RenameIndex rename && indexExists(rename.schema(), rename.to());
        try {
            SchemaPlan plan = change.accept(new SchemaPlanner(tables, nameIsTaken, nextTableId, nextColumnId));
            return plan.withUnindexed(new LostIndexes(session, tables).tables(change, plan));
        } catch (DbException e) {
            throw DbException.toSQLException(e);
        }
    }

    private boolean exists(SchemaChange.CreateTable change) throws SQLException {
        try (PreparedStatement query = administrator.prepareStatement(
                "SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?")) {
            query.setString(1, change.schema());
            query.setString(2, change.name());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    private boolean indexExists(String schema, String name) throws SQLException {
        if (tables.withIndex(schema, name) != null) {
            return true;
        }
        try (PreparedStatement query = administrator.prepareStatement(
                "SELECT 1 FROM INFORMATION_SCHEMA.INDEXES WHERE INDEX_SCHEMA = ? AND INDEX_NAME = ?")) {
            query.setString(1, schema);
            query.setString(2, name);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    /**
     * Runs schema statements as administrator; each commits by itself.
     *
     * @throws PartlyAppliedException if one fails and it was not the first: the mirror has then to be rebuilt
     */
    public synchronized void apply(List<String> mirrorSql) throws SQLException {
        apply(mirrorSql, List.of());
    }

    /**
     * As {@link #apply(List)}, with a way back.
     *
     * @param undoSql what takes back some of the statements' effects; if that is done, the failure is the statement's
     *     own
     */
    public synchronized void apply(List<String> mirrorSql, List<String> undoSql) throws SQLException {
        int done = 0;
        try (Statement statement = administrator.createStatement()) {
            for (String sql : mirrorSql) {
                statement.execute(sql);
                done++;
            }
            MirrorSequences.keep(session);
        } catch (SQLException e) {
            if (done == 0 || isUndone(undoSql, e)) {
                throw e;
            }
            throw new PartlyAppliedException(done, mirrorSql.size(), e);
        }
    }

    private boolean isUndone(List<String> undoSql, SQLException failure) {
        try (Statement statement = administrator.createStatement()) {
            for (String sql : undoSql) {
                statement.execute(sql);
            }
            return !undoSql.isEmpty();
        } catch (SQLException e) {
            failure.addSuppressed(e);
            return false;
        }
    }

    /**
     * Makes the mirror what it was after these changes, in one transaction that also sets the LSN. Nothing is captured,
     * no constraint is checked, nothing is computed: rows become exactly their images.
     */
    public synchronized void redo(RedoSet net, long lsn) throws SQLException {
        administrator.setAutoCommit(false);
        try (PreparedStatement update =
                administrator.prepareStatement("UPDATE " + MirrorLayout.STATE + " SET LSN = ? WHERE ID = 1")) {
            var redo = new MirrorRedo(session);
            net.tables().forEach(redo::redo);
            net.sequences().forEach(position -> MirrorSequences.advance(session, position));
            update.setLong(1, lsn);
            update.executeUpdate();
            administrator.commit();
        } catch (SQLException | RuntimeException e) {
            SQLException failure = DbException.toSQLException(e);
            try {
                administrator.rollback();
            } catch (SQLException undoing) {
                failure.addSuppressed(undoing);
            }
            throw failure;
        } finally {
            administrator.setAutoCommit(true);
        }
    }

    /**
     * A row of a table.
     *
     * @param values one for each of the table's columns, of the types of {@link ChangeSink}
     */
    public record RowImage(long rowId, @Nullable Object[] values) {}

    /** Returns all rows of a table, whose shape may not be that of the {@linkplain #useTables tables in use} yet. */
    public synchronized List<RowImage> rows(TableDefinition table) throws SQLException {
        List<RowImage> rows = new ArrayList<>();
        String sql = table.columns().stream()
                .map(column -> MirrorSql.name(column.name()))
                .collect(Collectors.joining(
                        ", ",
                        "SELECT ",
                        " FROM " + MirrorSql.name(table.schema(), table.name()) + " ORDER BY _ROWID_"));
        try (Statement statement = administrator.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                var image = new @Nullable Object[table.columns().size()];
                for (int i = 0; i < image.length; i++) {
                    image[i] = MirrorValues.image(((JdbcResultSet) result).getInternal(i + 1));
                }
                rows.add(new RowImage(result.getLong(table.rowIdIndex() + 1), image));
            }
        } catch (DbException e) {
            throw DbException.toSQLException(e);
        }
        return rows;
    }

    /**
     * Returns the value that an identity hands out next, without taking it.
     *
     * @param columnIndex an identity column of the table, from 0
     */
    public long nextIdentity(TableDefinition table, int columnIndex) throws SQLException {
        try {
            return MirrorRedo.next(session, table, columnIndex);
        } catch (DbException e) {
            throw DbException.toSQLException(e);
        }
    }

    /** Returns which of the table's columns are identities, the hidden one included, from 0. */
    public int[] identityColumns(TableDefinition table) throws SQLException {
        try {
            return MirrorRedo.identityColumns(session, table);
        } catch (DbException e) {
            throw DbException.toSQLException(e);
        }
    }

    /** Gives space back that rows took which are gone; reading and writing go on. What an interrupt ends, is left. */
    public void compact() throws SQLException {
        // H2 takes an interrupt for an error of its own.
        boolean isInterrupted = Thread.interrupted();
        try {
            MVStore store = session.getDatabase().getStore().getMvStore();
            if (store.getFileStore() instanceof RandomAccessStore file) {
                compact(store, file);
            }
        } catch (DbException | MVStoreException e) {
            throw DbException.toSQLException(DbException.convert(e));
        } catch (RuntimeException e) {
            if (!(e.getCause() instanceof InterruptedException)) {
                throw e;
            }
            isInterrupted = true;
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What the store would do by itself, but that is switched off, so that its file is written at checkpoints only. */
    private static void compact(MVStore store, RandomAccessStore file) {
        int retentionMs = store.getRetentionTime();
        store.setRetentionTime(0);
        try {
            long stopAt = System.nanoTime() + COMPACT_MS_MAX * 1_000_000L;
            while (store.compact(COMPACT_FILL_PERCENT, COMPACT_BYTES) && System.nanoTime() < stopAt) {
                store.sync();
                // Rewriting leaves holes; only moving what lies behind them makes the file shorter.
                file.compactMoveChunks(COMPACT_FILL_PERCENT, COMPACT_BYTES, store);
            }
            store.commit();
            store.sync();
            file.compactMoveChunks(COMPACT_FILL_PERCENT, COMPACT_BYTES, store);
        } finally {
            store.setRetentionTime(retentionMs);
        }
    }

    /** Writes everything committed to the file and forces it. */
    public synchronized void checkpoint() throws SQLException {
        boolean wasInterrupted = Thread.currentThread().isInterrupted();
        try (Statement statement = administrator.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
        } finally {
            if (wasInterrupted) {
                // H2 waits for its writer thread, and forgets an interrupt meanwhile.
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends all connections, writes everything committed, and closes the file. Closing again does nothing. */
    @Override
    public synchronized void close() throws SQLException {
        if (!administrator.isClosed()) {
            var failure = new SQLException("The mirror could not be closed; it is rebuilt if that is needed", "58030");
            synchronized (lifetime) {
                shutDown(administrator, "SHUTDOWN", failure);
            }
            if (failure.getSuppressed().length > 0) {
                throw failure;
            }
        }
    }

    /** Ends all connections and forgets what was not yet written, as a crash of the process would. */
    public void kill() {
        synchronized (lifetime) {
            shutDown(administrator, "SHUTDOWN IMMEDIATELY", new SQLException("killed"));
        }
    }

    /** Adds a failure to {@code failure}, unless it is that the database is closed already. */
    private static void shutDown(JdbcConnection administrator, String command, Throwable failure) {
        try (Statement statement = administrator.createStatement()) {
            statement.execute(command);
        } catch (SQLException e) {
            if (e.getErrorCode() != ErrorCode.DATABASE_IS_CLOSED && e.getErrorCode() != ErrorCode.OBJECT_CLOSED) {
                failure.addSuppressed(e);
            }
        }
    }
}
