package io.vectra.jdbc;

import io.vectra.sql.SqlEngine;
import io.vectra.storage.Catalog;
import io.vectra.storage.Database;
import io.vectra.storage.Isolation;
import io.vectra.storage.Session;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A user's connection: one session with a database that other connections of this JVM may share.
 *
 * <p>READ UNCOMMITTED is raised to READ COMMITTED; REPEATABLE READ and SERIALIZABLE both run on snapshots. There is one
 * schema to be in, PUBLIC, and one catalog.
 *
 * <p>Thread rule: any thread, one statement at a time; {@link #abort}, {@link #isClosed} and {@link #isValid} never
 * wait for a running statement.
 */
final class VectraConnection extends StatementSource {
    private final ConnectionUrl url;
    private final OpenDatabases.Lease lease;
    private final Session session;
    private final Object lock = new Object();
    private final ClientInfo clientInfo = new ClientInfo();
    private final Set<VectraStatement> statements = Collections.newSetFromMap(new WeakHashMap<>());

    private final Object runningLock = new Object();
    private @Nullable VectraStatement running;

    private volatile boolean isClosed;

    /** Whether no further statement begins; set under {@link #runningLock}. */
    private volatile boolean isClosing;

    private int snapshotLevel = TRANSACTION_REPEATABLE_READ;
    private int networkTimeoutMs;
    private @Nullable SQLWarning warnings;

    /** Begins a session; takes the lease over, also if it throws. */
    VectraConnection(ConnectionUrl url, OpenDatabases.Lease lease) throws SQLException {
        this.url = url;
        this.lease = lease;
        boolean isBegun = false;
        try {
            session = lease.engine().database().newSession();
            if (url.readOnly()) {
                session.setReadOnly(true);
            }
            isBegun = true;
        } finally {
            if (!isBegun) {
                lease.close();
            }
        }
    }

    /** Something done with the session under the connection's lock. */
    @FunctionalInterface
    interface Work<R> {
        /** Does it. */
        R run(Session session) throws SQLException;
    }

    /** Something done with the session that gives nothing back. */
    @FunctionalInterface
    private interface Action {
        void run(Session session) throws SQLException;
    }

    // ---- for statements

    Object lock() {
        return lock;
    }

    /** Does a statement's work under the lock; failures come out translated. */
    <R> R perform(VectraStatement statement, Work<R> work) throws SQLException {
        synchronized (lock) {
            statement.checkOpen();
            try {
                setRunning(statement);
                return work.run(session);
            } catch (SQLException | RuntimeException | Error e) {
                throw SqlErrors.of(e);
            } finally {
                setRunning(null);
            }
        }
    }

    private void setRunning(@Nullable VectraStatement statement) throws SQLException {
        synchronized (runningLock) {
            if (isClosing && statement != null) {
                throw connectionClosed();
            }
            running = statement;
        }
    }

    /** Ends the statement's work, if it is the one that runs. */
    void cancel(VectraStatement statement) {
        synchronized (runningLock) {
            if (running == statement) {
                session.cancel();
            }
        }
    }

    /** Plans a text. */
    PlannedSql plan(String sql, boolean isEscaping) throws SQLException {
        if (sql == null) {
            throw SqlErrors.badArgument("sql", null, "a statement");
        }
        return new PlannedSql(lease.engine(), session, isEscaping ? JdbcEscapes.translate(sql) : sql);
    }

    @Override
    Statement create(int type) throws SQLException {
        return call(used -> remember(new VectraStatement(this, type)));
    }

    @Override
    PreparedStatement prepare(String sql, int type, KeyRequest keys) throws SQLException {
        return call(used -> remember(new VectraPreparedStatement(this, type, plan(sql, true), keys)));
    }

    private <S extends VectraStatement> S remember(S statement) {
        statements.add(statement);
        return statement;
    }

    void forget(VectraStatement statement) {
        statements.remove(statement);
    }

    /** Does work that belongs to no statement, under the lock; failures come out translated. */
    <R> R call(Work<R> work) throws SQLException {
        synchronized (lock) {
            checkOpen();
            try {
                return work.run(session);
            } catch (SQLException | RuntimeException | Error e) {
                throw SqlErrors.of(e);
            }
        }
    }

    private void run(Action action) throws SQLException {
        call(used -> {
            action.run(used);
            return true;
        });
    }

    @Override
    void checkOpen() throws SQLException {
        if (isClosed()) {
            throw connectionClosed();
        }
    }

    private static SQLException connectionClosed() {
        return SqlErrors.of(SqlErrors.CONNECTION_CLOSED, "The connection is closed; open another");
    }

    /** Returns the database's newest schema, with the system tables. */
    Catalog catalog() throws SQLException {
        return call(used -> lease.engine().catalog(used));
    }

    /** Returns the URL without its options. */
    String displayUrl() {
        return url.display();
    }

    /** Returns what the database says it is to clients. */
    Product product() {
        return url.product();
    }

    @Override
    public String nativeSQL(String sql) throws SQLException {
        checkOpen();
        return JdbcEscapes.translate(sql);
    }

    // ---- transactions

    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        run(used -> {
            if (used.isAutoCommit() != autoCommit) {
                used.setAutoCommit(autoCommit);
            }
        });
    }

    @Override
    public boolean getAutoCommit() throws SQLException {
        return call(Session::isAutoCommit);
    }

    @Override
    public void commit() throws SQLException {
        run(used -> {
            refuseAutoCommit(used, "commit");
            used.commit();
        });
    }

    @Override
    public void rollback() throws SQLException {
        run(used -> {
            refuseAutoCommit(used, "rollback");
            used.rollback();
        });
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        return savepoint(null);
    }

    @Override
    public Savepoint setSavepoint(String name) throws SQLException {
        if (name == null) {
            throw SqlErrors.badArgument("name", null, "a savepoint's name");
        }
        return savepoint(name);
    }

    private Savepoint savepoint(@Nullable String name) throws SQLException {
        return call(used -> {
            refuseAutoCommit(used, "setSavepoint");
            return new VectraSavepoint(this, used.setSavepoint(name));
        });
    }

    @Override
    public void rollback(Savepoint savepoint) throws SQLException {
        run(used -> {
            refuseAutoCommit(used, "rollback");
            used.rollbackTo(own(savepoint).mark(this));
        });
    }

    @Override
    public void releaseSavepoint(Savepoint savepoint) throws SQLException {
        run(used -> used.release(own(savepoint).mark(this)));
    }

    private static VectraSavepoint own(Savepoint savepoint) throws SQLException {
        if (savepoint instanceof VectraSavepoint ours) {
            return ours;
        }
        throw SqlErrors.badArgument("savepoint", savepoint, "a savepoint of this connection");
    }

    private static void refuseAutoCommit(Session used, String method) throws SQLException {
        if (used.isAutoCommit()) {
            throw SqlErrors.of(
                    SqlErrors.TRANSACTION_STATE,
                    method
                            + " is for transactions, but the connection is in auto-commit mode; call setAutoCommit(false)");
        }
    }

    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        run(used -> {
            switch (level) {
                case TRANSACTION_READ_UNCOMMITTED, TRANSACTION_READ_COMMITTED ->
                    isolate(used, Isolation.READ_COMMITTED);
                case TRANSACTION_REPEATABLE_READ, TRANSACTION_SERIALIZABLE -> {
                    isolate(used, Isolation.SNAPSHOT);
                    snapshotLevel = level;
                }
                default -> throw SqlErrors.badArgument("level", level, "a TRANSACTION_ constant but TRANSACTION_NONE");
            }
        });
    }

    private static void isolate(Session used, Isolation isolation) throws SQLException {
        if (used.isolation() != isolation) {
            used.setIsolation(isolation);
        }
    }

    /** Returns READ COMMITTED or, on snapshots, the level that was asked for last. */
    @Override
    public int getTransactionIsolation() throws SQLException {
        return call(used -> used.isolation() == Isolation.READ_COMMITTED ? TRANSACTION_READ_COMMITTED : snapshotLevel);
    }

    /** Makes the connection refuse changes. One that was opened with {@code readonly=true} stays so, with a warning. */
    @Override
    public void setReadOnly(boolean readOnly) throws SQLException {
        run(used -> {
            if (used.isReadOnly() == readOnly) {
                return;
            }
            if (used.isInTransaction()) {
                throw SqlErrors.of(
                        SqlErrors.TRANSACTION_STATE, "setReadOnly in a transaction; commit or roll back first");
            }
            if (!readOnly && url.readOnly()) {
                warn("The connection was opened with readonly=true and stays read-only");
            } else {
                used.setReadOnly(readOnly);
            }
        });
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        return call(used -> used.isReadOnly() || used.database().isReadOnly());
    }

    // ---- where names are looked up

    @Override
    public String getCatalog() throws SQLException {
        checkOpen();
        return SqlEngine.CATALOG;
    }

    /** Does nothing: there is no other catalog, and JDBC wants a choice that cannot be made to be ignored. */
    @Override
    public void setCatalog(@Nullable String catalog) throws SQLException {
        checkOpen();
    }

    @Override
    public String getSchema() throws SQLException {
        return call(used -> lease.engine().schema(used));
    }

    /** Takes a name in other letters too, if there is none that is the same: as one without quotes is taken in SQL. */
    @Override
    public void setSchema(@Nullable String schema) throws SQLException {
        String wanted = schema == null ? Catalog.DEFAULT_SCHEMA : schema;
        run(used -> {
            String folded = wanted.toUpperCase(Locale.ROOT);
            List<String> schemas = lease.engine().catalog(used).schemas();
            boolean isFolded = !schemas.contains(wanted) && schemas.contains(folded);
            lease.engine().setSchema(used, isFolded ? folded : wanted);
        });
    }

    @Override
    public int getHoldability() throws SQLException {
        checkOpen();
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public void setHoldability(int holdability) throws SQLException {
        checkOpen();
        granted(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, holdability);
    }

    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        checkOpen();
        return Map.of();
    }

    @Override
    public void setTypeMap(@Nullable Map<String, Class<?>> map) throws SQLException {
        checkOpen();
        if (map != null && !map.isEmpty()) {
            throw SqlErrors.notSupported("A type map");
        }
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        checkOpen();
        return new VectraDatabaseMetaData(this);
    }

    // ---- the connection itself

    @Override
    void warn(String message) {
        var warning = new SQLWarning(message, "01000");
        synchronized (runningLock) {
            if (warnings == null) {
                warnings = warning;
            } else {
                warnings.setNextWarning(warning);
            }
        }
    }

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        checkOpen();
        synchronized (runningLock) {
            return warnings;
        }
    }

    @Override
    public void clearWarnings() throws SQLException {
        checkOpen();
        synchronized (runningLock) {
            warnings = null;
        }
    }

    @Override
    public boolean isValid(int timeoutSeconds) throws SQLException {
        if (timeoutSeconds < 0) {
            throw SqlErrors.badArgument("timeout", timeoutSeconds, "0 or more");
        }
        return !isClosed && !session.isClosed();
    }

    @Override
    public void setClientInfo(String name, @Nullable String value) {
        String refusal = clientInfo.set(name, value);
        if (refusal != null) {
            warn(refusal);
        }
    }

    @Override
    public void setClientInfo(@Nullable Properties properties) {
        clientInfo.clear();
        if (properties != null) {
            for (String name : properties.stringPropertyNames()) {
                setClientInfo(name, properties.getProperty(name));
            }
        }
    }

    @Override
    public @Nullable String getClientInfo(String name) throws SQLException {
        checkOpen();
        return clientInfo.get(name);
    }

    @Override
    public Properties getClientInfo() throws SQLException {
        checkOpen();
        return clientInfo.all();
    }

    /** Keeps the value; there is no network to wait for. */
    @Override
    public void setNetworkTimeout(@Nullable Executor executor, int milliseconds) throws SQLException {
        checkOpen();
        if (milliseconds < 0) {
            throw SqlErrors.badArgument("milliseconds", milliseconds, "0 or more");
        }
        networkTimeoutMs = milliseconds;
    }

    @Override
    public int getNetworkTimeout() throws SQLException {
        checkOpen();
        return networkTimeoutMs;
    }

    /** Cancels what runs, and closes the connection on the executor. */
    @Override
    public void abort(Executor executor) throws SQLException {
        if (executor == null) {
            throw SqlErrors.badArgument("executor", null, "an executor");
        }
        if (isClosed) {
            return;
        }
        synchronized (runningLock) {
            isClosing = true;
        }
        session.abort();
        executor.execute(() -> {
            try {
                close();
            } catch (SQLException e) {
                System.getLogger(VectraConnection.class.getName())
                        .log(System.Logger.Level.WARNING, "An aborted connection did not close cleanly", e);
            }
        });
    }

    @Override
    public boolean isClosed() {
        return isClosing || isClosed;
    }

    /** Ends what another thread runs, closes the statements, undoes the transaction, and gives the database back. */
    @Override
    public void close() throws SQLException {
        synchronized (runningLock) {
            isClosing = true;
            if (running != null && !Thread.holdsLock(lock)) {
                session.abort();
            }
        }
        synchronized (lock) {
            if (isClosed) {
                return;
            }
            List<VectraStatement> open = new ArrayList<>(statements);
            Throwable failure = null;
            for (VectraStatement statement : open) {
                failure = closing(statement, failure);
            }
            isClosed = true;
            failure = closing(session, failure);
            failure = closing(lease, failure);
            if (failure != null) {
                throw SqlErrors.of(failure);
            }
        }
    }

    private static @Nullable Throwable closing(AutoCloseable resource, @Nullable Throwable before) {
        try {
            resource.close();
            return before;
        } catch (Exception | Error e) {
            if (before == null) {
                return e;
            }
            before.addSuppressed(e);
            return before;
        }
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        checkOpen();
        return Unwrapping.unwrap(type, this, session, session.database());
    }

    /** Returns true also for {@link Session} and {@link Database}. */
    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        checkOpen();
        return Unwrapping.isWrapperFor(type, this, session, session.database());
    }
}
