package io.vectra.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The part of a result set that moves through the mirror's rows and ends with them.
 *
 * <p>Thread rule: one thread at a time; {@link #close()} from any thread.
 */
abstract class CursorResultSet extends LabelledResultSet {
    /** The mirror's rows. */
    final ResultSet rows;

    private final Origin origin;
    private volatile boolean isClosed;

    CursorResultSet(ResultSet rows, Origin origin) {
        this.rows = rows;
        this.origin = origin;
    }

    /**
     * Where a result came from.
     *
     * @param statement what {@link ResultSet#getStatement()} answers; null for metadata
     * @param type the scrolling that was asked for
     * @param closing told once when the result set is closed
     */
    record Origin(@Nullable Statement statement, int type, Closing closing) {
        static final Origin MEMORY = new Origin(null, TYPE_FORWARD_ONLY, () -> {});
    }

    /** What else is to be closed. */
    @FunctionalInterface
    interface Closing {
        /** Closes it. */
        void close() throws SQLException;
    }

    /** Moves in the mirror's rows, or asks where it is. */
    @FunctionalInterface
    interface Step<T> {
        T take(ResultSet rows) throws SQLException;
    }

    /** Asks or moves the mirror's rows. */
    final <T> T step(Step<T> step) throws SQLException {
        checkOpen();
        try {
            return step.take(rows);
        } catch (SQLException | RuntimeException | Error e) {
            throw SqlErrors.of(e);
        }
    }

    private <T> T scroll(Step<T> step) throws SQLException {
        checkOpen();
        if (getType() == TYPE_FORWARD_ONLY) {
            throw SqlErrors.of(
                    SqlErrors.NOT_SCROLLABLE,
                    "The result set goes forward only; create the statement with ResultSet.TYPE_SCROLL_INSENSITIVE");
        }
        return step(step);
    }

    @Override
    public boolean next() throws SQLException {
        return step(ResultSet::next);
    }

    @Override
    public boolean previous() throws SQLException {
        return scroll(ResultSet::previous);
    }

    @Override
    public boolean first() throws SQLException {
        return scroll(ResultSet::first);
    }

    @Override
    public boolean last() throws SQLException {
        return scroll(ResultSet::last);
    }

    @Override
    public boolean absolute(int row) throws SQLException {
        return scroll(mirror -> mirror.absolute(row));
    }

    @Override
    public boolean relative(int count) throws SQLException {
        return scroll(mirror -> mirror.relative(count));
    }

    @Override
    public void beforeFirst() throws SQLException {
        scroll(mirror -> {
            mirror.beforeFirst();
            return true;
        });
    }

    @Override
    public void afterLast() throws SQLException {
        scroll(mirror -> {
            mirror.afterLast();
            return true;
        });
    }

    @Override
    public boolean isBeforeFirst() throws SQLException {
        return step(ResultSet::isBeforeFirst);
    }

    @Override
    public boolean isAfterLast() throws SQLException {
        return step(ResultSet::isAfterLast);
    }

    @Override
    public boolean isFirst() throws SQLException {
        return step(ResultSet::isFirst);
    }

    @Override
    public boolean isLast() throws SQLException {
        return step(ResultSet::isLast);
    }

    @Override
    public int getRow() throws SQLException {
        return step(ResultSet::getRow);
    }

    @Override
    public int getType() throws SQLException {
        checkOpen();
        return origin.type();
    }

    @Override
    public int getHoldability() throws SQLException {
        checkOpen();
        return HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public String getCursorName() throws SQLException {
        throw SqlErrors.notSupported("A named cursor");
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        checkOpen();
        if (direction != FETCH_FORWARD && (direction != FETCH_REVERSE || origin.type() == TYPE_FORWARD_ONLY)) {
            throw SqlErrors.badArgument("direction", direction, "FETCH_FORWARD, or FETCH_REVERSE if it can scroll");
        }
    }

    @Override
    public int getFetchDirection() throws SQLException {
        checkOpen();
        return FETCH_FORWARD;
    }

    /** Accepts the hint; all rows are there already. */
    @Override
    public void setFetchSize(int rowCount) throws SQLException {
        checkOpen();
        if (rowCount < 0) {
            throw SqlErrors.badArgument("rows", rowCount, "0 or more");
        }
    }

    @Override
    public int getFetchSize() throws SQLException {
        checkOpen();
        return 0;
    }

    @Override
    public @Nullable Statement getStatement() throws SQLException {
        checkOpen();
        return origin.statement();
    }

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return null;
    }

    @Override
    public void clearWarnings() throws SQLException {
        checkOpen();
    }

    @Override
    public boolean isClosed() {
        return isClosed;
    }

    @Override
    public void close() throws SQLException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try {
            rows.close();
        } catch (SQLException | RuntimeException | Error e) {
            throw SqlErrors.of(e);
        } finally {
            origin.closing().close();
        }
    }

    final void checkOpen() throws SQLException {
        if (isClosed) {
            throw SqlErrors.closed("result set");
        }
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Unwrapping.unwrap(type, this);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return Unwrapping.isWrapperFor(type, this);
    }
}
