package io.vectra.jdbc;

import io.vectra.sql.Execution;
import io.vectra.sql.Plan;
import io.vectra.sql.SqlEngine;
import io.vectra.sql.StatementLimits;
import io.vectra.storage.TableInfo;
import io.vectra.storage.VectorLookup;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements given as text, and keeps the result of the last one.
 *
 * <p>Thread rule: one thread at a time (synchronised on the connection); {@link #cancel()} from any thread.
 */
class VectraStatement implements Statement {
    private static final @Nullable Object[] NO_PARAMETERS = {};

    final VectraConnection connection;
    private final int resultSetType;

    private volatile boolean isClosed;
    private boolean isClosedOnCompletion;
    private boolean isDiscarding;
    private boolean isPoolable;
    private boolean isEscaping = true;
    private long maxRows;
    private int fetchSize;
    private int timeoutSeconds;

    private @Nullable VectraResultSet resultSet;
    private @Nullable VectraResultSet generatedKeys;
    private long updateCount = -1;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private List<String> batch = new ArrayList<>();
    private @Nullable SQLWarning warnings;

    VectraStatement(VectraConnection connection, int resultSetType) {
        this.connection = connection;
        this.resultSetType = resultSetType;
    }

    /** What the caller of an execute method expects to get. */
    enum Expectation {
        ANYTHING,
        ROWS,
        COUNT;

        void check(Plan plan) throws SQLException {
            boolean isQuery = plan.kind() == Plan.Kind.QUERY;
            if (this == ROWS && !isQuery) {
                throw SqlErrors.of(
                        SqlErrors.NOT_A_QUERY, "The statement gives no rows; use execute or executeUpdate for it");
            }
            if (this == COUNT && isQuery) {
                throw SqlErrors.of(SqlErrors.NOT_AN_UPDATE, "The statement gives rows; use executeQuery for it");
            }
        }
    }

    // ---- running

    /** Runs a statement's text. */
    private boolean run(String sql, KeyRequest keys, Expectation expectation) throws SQLException {
        refuseIfPrepared();
        List<String> statements = sql == null ? List.of("") : SqlEngine.statements(sql);
        return connection.perform(this, session -> {
            if (statements.size() > 1) {
                return run(statements, keys, expectation);
            }
            var planned = connection.plan(String.valueOf(sql), isEscaping);
            return run(planned, NO_PARAMETERS, keys, expectation);
        });
    }

    /** Runs several statements, one after the other; the result of the first is the current one. */
    private boolean run(List<String> statements, KeyRequest keys, Expectation expectation) throws SQLException {
        if (expectation == Expectation.ROWS) {
            throw SqlErrors.of(
                    SqlErrors.NOT_A_QUERY,
                    "The text has " + statements.size() + " statements; use execute and getMoreResults for them");
        }
        discardResults();
        for (String statement : statements) {
            var planned = connection.plan(statement, isEscaping);
            expectation.check(planned.current());
            Execution execution = planned.execute(NO_PARAMETERS, keys, limits());
            pending.add(new Pending(execution, planned.changedTable()));
        }
        return takePending();
    }

    /** Makes the next result the current one; returns whether it has rows. */
    private boolean takePending() throws SQLException {
        Pending next = pending.poll();
        if (next != null) {
            keep(next.execution(), next.changed());
        }
        return resultSet != null;
    }

    /** A result of a text of several statements that was not asked for yet. */
    private record Pending(Execution execution, @Nullable TableInfo changed) {}

    /** Runs a planned statement under the connection's lock, in place of the result of the last one. */
    final boolean run(PlannedSql planned, @Nullable Object[] parameters, KeyRequest keys, Expectation expectation)
            throws SQLException {
        discardResults();
        expectation.check(planned.current());
        Execution execution = planned.execute(parameters, keys, limits());
        keep(execution, planned.changedTable());
        return resultSet != null;
    }

    private void keep(Execution execution, @Nullable TableInfo changed) throws SQLException {
        ResultSet rows = execution.rows();
        if (rows != null) {
            int type = resultSetType == ResultSet.TYPE_FORWARD_ONLY ? resultSetType : rows.getType();
            ResultColumns columns = execution.columns().isEmpty()
                    ? ResultColumns.ofMirror(rows.getMetaData(), null)
                    : ResultColumns.of(execution.columns());
            var origin = new CursorResultSet.Origin(this, type, () -> resultClosed(execution::close));
            resultSet = new VectraResultSet(rows, columns, execution.vectors(), origin);
            return;
        }
        updateCount = execution.updateCount();
        ResultSet keys = execution.generatedKeys();
        if (keys == null) {
            execution.close();
        } else {
            keepKeys(keys, execution.vectors(), execution.resources(), changed);
        }
    }

    /** Keeps generated keys until the next run; {@code resources} are closed with them. */
    final void keepKeys(
            ResultSet keys, @Nullable VectorLookup lookup, Execution.Resource resources, @Nullable TableInfo changed)
            throws SQLException {
        var columns = ResultColumns.ofMirror(keys.getMetaData(), lookup == null ? null : changed);
        var origin =
                new CursorResultSet.Origin(this, ResultSet.TYPE_FORWARD_ONLY, () -> resultClosed(resources::close));
        generatedKeys = new VectraResultSet(keys, columns, lookup, origin);
    }

    /** Closes what the last run gave. */
    final void discardResults() throws SQLException {
        VectraResultSet lastRows = resultSet;
        VectraResultSet lastKeys = generatedKeys;
        resultSet = null;
        generatedKeys = null;
        updateCount = -1;
        isDiscarding = true;
        try {
            for (Pending left = pending.poll(); left != null; left = pending.poll()) {
                left.execution().close();
            }
            if (lastRows != null) {
                lastRows.close();
            }
            if (lastKeys != null) {
                lastKeys.close();
            }
        } finally {
            isDiscarding = false;
        }
    }

    private void resultClosed(CursorResultSet.Closing resources) throws SQLException {
        synchronized (connection.lock()) {
            try {
                resources.close();
            } catch (SQLException | RuntimeException | Error e) {
                throw SqlErrors.of(e);
            } finally {
                if (isClosedOnCompletion && !isDiscarding) {
                    close();
                }
            }
        }
    }

    /** Refuses methods that take a text on a statement that has one already. */
    void refuseIfPrepared() throws SQLException {}

    @Override
    public final ResultSet executeQuery(String sql) throws SQLException {
        run(sql, KeyRequest.NONE, Expectation.ROWS);
        return rows();
    }

    /** Returns the rows of the run that has just ended. */
    final ResultSet rows() throws SQLException {
        VectraResultSet rows = resultSet;
        if (rows == null) {
            checkOpen(); // An abort from another thread may have closed it meanwhile.
            throw new AssertionError("a query gave no rows");
        }
        return rows;
    }

    @Override
    public final boolean execute(String sql) throws SQLException {
        return run(sql, KeyRequest.NONE, Expectation.ANYTHING);
    }

    @Override
    public final boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
        return run(sql, KeyRequest.of(autoGeneratedKeys), Expectation.ANYTHING);
    }

    @Override
    public final boolean execute(String sql, int[] columnIndexes) throws SQLException {
        return run(sql, KeyRequest.of(columnIndexes), Expectation.ANYTHING);
    }

    @Override
    public final boolean execute(String sql, String[] columnNames) throws SQLException {
        return run(sql, KeyRequest.of(columnNames), Expectation.ANYTHING);
    }

    @Override
    public final long executeLargeUpdate(String sql) throws SQLException {
        return update(sql, KeyRequest.NONE);
    }

    @Override
    public final long executeLargeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        return update(sql, KeyRequest.of(autoGeneratedKeys));
    }

    @Override
    public final long executeLargeUpdate(String sql, int[] columnIndexes) throws SQLException {
        return update(sql, KeyRequest.of(columnIndexes));
    }

    @Override
    public final long executeLargeUpdate(String sql, String[] columnNames) throws SQLException {
        return update(sql, KeyRequest.of(columnNames));
    }

    @Override
    public final int executeUpdate(String sql) throws SQLException {
        return count(executeLargeUpdate(sql));
    }

    @Override
    public final int executeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        return count(executeLargeUpdate(sql, autoGeneratedKeys));
    }

    @Override
    public final int executeUpdate(String sql, int[] columnIndexes) throws SQLException {
        return count(executeLargeUpdate(sql, columnIndexes));
    }

    @Override
    public final int executeUpdate(String sql, String[] columnNames) throws SQLException {
        return count(executeLargeUpdate(sql, columnNames));
    }

    private long update(String sql, KeyRequest keys) throws SQLException {
        run(sql, keys, Expectation.COUNT);
        return updateCount;
    }

    /** Returns a count as JDBC's older methods do. */
    static int count(long large) {
        return large > Integer.MAX_VALUE ? SUCCESS_NO_INFO : (int) large;
    }

    // ---- batches of texts

    @Override
    public final void addBatch(String sql) throws SQLException {
        checkOpen();
        refuseIfPrepared();
        if (sql == null) {
            throw SqlErrors.badArgument("sql", null, "a statement");
        }
        batch.add(sql);
    }

    @Override
    public void clearBatch() throws SQLException {
        checkOpen();
        batch = new ArrayList<>();
    }

    @Override
    public final int[] executeBatch() throws SQLException {
        long[] large = executeLargeBatch();
        int[] counts = new int[large.length];
        for (int i = 0; i < large.length; i++) {
            counts[i] = count(large[i]);
        }
        return counts;
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        List<String> texts = batch;
        return connection.perform(this, session -> {
            batch = new ArrayList<>();
            discardResults();
            return new TextBatch(session, sql -> connection.plan(sql, isEscaping), limits()).run(texts);
        });
    }

    // ---- results

    @Override
    public final @Nullable ResultSet getResultSet() throws SQLException {
        checkOpen();
        return resultSet;
    }

    @Override
    public final int getUpdateCount() throws SQLException {
        return count(getLargeUpdateCount());
    }

    @Override
    public final long getLargeUpdateCount() throws SQLException {
        checkOpen();
        return updateCount;
    }

    /** Sets the count that {@link #getUpdateCount()} gives. */
    final long keepCount(long count) {
        updateCount = count;
        return count;
    }

    @Override
    public final boolean getMoreResults() throws SQLException {
        return getMoreResults(CLOSE_CURRENT_RESULT);
    }

    @Override
    public final boolean getMoreResults(int current) throws SQLException {
        synchronized (connection.lock()) {
            checkOpen();
            switch (current) {
                case KEEP_CURRENT_RESULT -> resultSet = null;
                case CLOSE_CURRENT_RESULT, CLOSE_ALL_RESULTS -> {
                    VectraResultSet last = resultSet;
                    resultSet = null;
                    if (last != null) {
                        last.close();
                    }
                }
                default -> throw SqlErrors.badArgument("current", current, "a constant of java.sql.Statement");
            }
            updateCount = -1;
            return takePending();
        }
    }

    @Override
    public final ResultSet getGeneratedKeys() throws SQLException {
        checkOpen();
        VectraResultSet keys = generatedKeys;
        return keys != null ? keys : VectraResultSet.ofMemory(new io.vectra.storage.MemoryRows().toResultSet());
    }

    // ---- settings

    @Override
    public final Connection getConnection() throws SQLException {
        checkOpen();
        return connection;
    }

    @Override
    public final void cancel() throws SQLException {
        checkOpen();
        connection.cancel(this);
    }

    @Override
    public final int getMaxRows() throws SQLException {
        return (int) Math.min(getLargeMaxRows(), Integer.MAX_VALUE);
    }

    @Override
    public final void setMaxRows(int max) throws SQLException {
        setLargeMaxRows(max);
    }

    @Override
    public final long getLargeMaxRows() throws SQLException {
        checkOpen();
        return maxRows;
    }

    @Override
    public final void setLargeMaxRows(long max) throws SQLException {
        checkOpen();
        if (max < 0) {
            throw SqlErrors.badArgument("maxRows", max, "0 for no limit, or more");
        }
        maxRows = max;
    }

    @Override
    public final int getQueryTimeout() throws SQLException {
        checkOpen();
        return timeoutSeconds;
    }

    @Override
    public final void setQueryTimeout(int seconds) throws SQLException {
        checkOpen();
        if (seconds < 0) {
            throw SqlErrors.badArgument("seconds", seconds, "0 for no limit, or more");
        }
        timeoutSeconds = seconds;
    }

    /** Returns the limits of this statement, which go before those of its connection. */
    final StatementLimits limits() {
        return new StatementLimits((int) Math.min(timeoutSeconds * 1000L, Integer.MAX_VALUE), maxRows);
    }

    @Override
    public final int getFetchSize() throws SQLException {
        checkOpen();
        return fetchSize;
    }

    /** Accepts the hint; the mirror has all rows at once. */
    @Override
    public final void setFetchSize(int rows) throws SQLException {
        checkOpen();
        if (rows < 0) {
            throw SqlErrors.badArgument("rows", rows, "0 or more");
        }
        fetchSize = rows;
    }

    @Override
    public final int getFetchDirection() throws SQLException {
        checkOpen();
        return ResultSet.FETCH_FORWARD;
    }

    /** Accepts the hint. */
    @Override
    public final void setFetchDirection(int direction) throws SQLException {
        checkOpen();
        if (direction < ResultSet.FETCH_FORWARD || direction > ResultSet.FETCH_UNKNOWN) {
            throw SqlErrors.badArgument("direction", direction, "a FETCH_ constant of java.sql.ResultSet");
        }
    }

    @Override
    public final int getMaxFieldSize() throws SQLException {
        checkOpen();
        return 0;
    }

    /** Accepts 0, no limit, alone: cutting values would give wrong results. */
    @Override
    public final void setMaxFieldSize(int max) throws SQLException {
        checkOpen();
        if (max != 0) {
            throw SqlErrors.notSupported("A limit for the length of values");
        }
    }

    @Override
    public final void setEscapeProcessing(boolean enable) throws SQLException {
        checkOpen();
        isEscaping = enable;
    }

    @Override
    public final void setCursorName(String name) throws SQLException {
        throw SqlErrors.notSupported("A named cursor");
    }

    @Override
    public final int getResultSetConcurrency() throws SQLException {
        checkOpen();
        return ResultSet.CONCUR_READ_ONLY;
    }

    @Override
    public final int getResultSetType() throws SQLException {
        checkOpen();
        return resultSetType;
    }

    @Override
    public final int getResultSetHoldability() throws SQLException {
        checkOpen();
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public final void setPoolable(boolean poolable) throws SQLException {
        checkOpen();
        isPoolable = poolable;
    }

    @Override
    public final boolean isPoolable() throws SQLException {
        checkOpen();
        return isPoolable;
    }

    @Override
    public final void closeOnCompletion() throws SQLException {
        checkOpen();
        isClosedOnCompletion = true;
    }

    @Override
    public final boolean isCloseOnCompletion() throws SQLException {
        checkOpen();
        return isClosedOnCompletion;
    }

    @Override
    public final @Nullable SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return warnings;
    }

    @Override
    public final void clearWarnings() throws SQLException {
        checkOpen();
        warnings = null;
    }

    /** Refuses to go on with a closed statement or connection. */
    final void checkOpen() throws SQLException {
        if (isClosed) {
            throw SqlErrors.closed("statement");
        }
        connection.checkOpen();
    }

    @Override
    public final boolean isClosed() {
        return isClosed;
    }

    @Override
    public final void close() throws SQLException {
        synchronized (connection.lock()) {
            if (isClosed) {
                return;
            }
            isClosed = true;
            connection.forget(this);
            discardResults();
        }
    }

    @Override
    public final <T> T unwrap(Class<T> type) throws SQLException {
        return Unwrapping.unwrap(type, this);
    }

    @Override
    public final boolean isWrapperFor(Class<?> type) {
        return Unwrapping.isWrapperFor(type, this);
    }
}
