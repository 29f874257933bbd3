package io.vectra.sql.execute;

import io.vectra.sql.BatchExecution;
import io.vectra.sql.Execution;
import io.vectra.storage.Session;
import io.vectra.storage.TableInfo;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change that must not meet a row twice: when the mirror finds a key violated, says whether it is because of that.
 */
public final class OnceEachPlan extends PlannedStatement {
    private static final String DUPLICATE_KEY = "23505";

    private final ChangePlan change;
    private final RepeatedRow repeated;

    public OnceEachPlan(ChangePlan change, RepeatedRow repeated) {
        super(change.kind(), change.parameters(), change.environment());
        this.change = change;
        this.repeated = repeated;
    }

    /** Returns the plan of the change itself. */
    ChangePlan change() {
        return change;
    }

    @Override
    public TableInfo changedTable() {
        return change.changedTable();
    }

    @Override
    public Execution execute(Session session, @Nullable Object[] values, ExecuteOptions options) throws SQLException {
        try {
            return change.execute(session, values, options);
        } catch (SQLException e) {
            if (isRepeated(e, session, values)) {
                throw repeated.failure(e);
            }
            throw e;
        }
    }

    @Override
    public BatchExecution executeBatch(Session session, List<@Nullable Object[]> rows, ExecuteOptions options)
            throws SQLException {
        try {
            return change.executeBatch(session, rows, options);
        } catch (BatchUpdateException e) {
            long[] done = e.getLargeUpdateCounts();
            if (done.length < rows.size() && isRepeated(e, session, rows.get(done.length))) {
                throw ChangePlan.failed(repeated.failure(e), RepeatedRow.SQL_STATE, 0, done);
            }
            throw e;
        }
    }

    /** The failed statement is undone, so that its rows are read here as they were then. */
    private boolean isRepeated(SQLException violation, Session session, @Nullable Object[] values) {
        if (!DUPLICATE_KEY.equals(violation.getSQLState())) {
            return false;
        }
        try {
            @Nullable
            Object[] slots = repeated.binding().slots(session, environment().settings(), values);
            return session.read(repeated.sql().text(), view -> repeated.isIn(view, slots));
        } catch (SQLException | RuntimeException e) {
            violation.addSuppressed(e);
            return false;
        }
    }
}
