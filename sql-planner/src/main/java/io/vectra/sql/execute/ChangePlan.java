package io.vectra.sql.execute;

import io.vectra.sql.BatchExecution;
import io.vectra.sql.Execution;
import io.vectra.sql.SqlFailure;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.ChangeStatement;
import io.vectra.storage.MemoryRows;
import io.vectra.storage.Session;
import io.vectra.storage.StatementView;
import io.vectra.storage.StoreException;
import io.vectra.storage.TableInfo;
import io.vectra.storage.VectorLookup;
import java.sql.BatchUpdateException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An INSERT, UPDATE or DELETE, which is one statement of the mirror, perhaps over what searches have found. */
public final class ChangePlan extends PlannedStatement {
    private static final String[] NO_KEYS = {};

    private final ChangeSql sql;
    private final TableInfo table;

    public ChangePlan(
            MirrorSql sql, Binding binding, List<ParameterInfo> parameters, TableInfo table, Environment environment) {
        super(Kind.UPDATE, parameters, environment);
        this.sql = new ChangeSql(sql, binding);
        this.table = table;
    }

    /** Creates a plan that searches first, where the parameters make that possible. */
    public ChangePlan(ChangePlan exact, SearchedSql searched) {
        super(Kind.UPDATE, exact.parameters(), exact.environment());
        this.sql = exact.sql.over(searched);
        this.table = exact.table;
    }

    /** Creates a plan that first looks for what must not be in its rows. */
    public ChangePlan(ChangePlan plan, RepeatedRow repeated) {
        super(Kind.UPDATE, plan.parameters(), plan.environment());
        this.sql = plan.sql.without(repeated);
        this.table = plan.table;
    }

    /** Returns how the change is made. */
    ChangeSql sql() {
        return sql;
    }

    @Override
    public TableInfo changedTable() {
        return table;
    }

    @Override
    public Execution execute(Session session, @Nullable Object[] values, ExecuteOptions options) throws SQLException {
        RunStart start = start(sql.binding(), session, values, null);
        String[] keys = GeneratedKeys.columns(table, options);
        return change(session, table, view -> run(view, sql.bound(start.in(view)), keys));
    }

    private Execution run(StatementView view, ChangeSql.Bound bound, String @Nullable [] keys) throws SQLException {
        ChangeStatement change = prepare(view, bound.text(), keys);
        if (keys != null && keys.length > 0) {
            return runReturning(view, bound, change, keys);
        }
        try (change) {
            bound.bind(change.jdbc());
            long count = change.jdbc().executeLargeUpdate();
            ResultSet generated = keys == null ? null : new MemoryRows().toResultSet();
            return new Execution(null, List.of(), null, count, generated, Execution.Resource.NONE);
        }
    }

    private Execution runReturning(StatementView view, ChangeSql.Bound bound, ChangeStatement change, String[] keys)
            throws SQLException {
        PreparedStatement statement = change.jdbc();
        try {
            bound.bind(statement);
            long count = statement.executeLargeUpdate();
            return new Execution(
                    null, List.of(), keyVectors(view, keys), count, statement.getGeneratedKeys(), change::close);
        } catch (SQLException | RuntimeException e) {
            Closing.after(e, statement);
            throw e;
        }
    }

    private @Nullable VectorLookup keyVectors(StatementView view, String @Nullable [] keys) {
        return keys != null && keys.length > 0 && table.hasVectors() ? view.vectors() : null;
    }

    private static ChangeStatement prepare(StatementView view, String used, String @Nullable [] keys)
            throws SQLException {
        return view.prepareChange(used, keys == null ? NO_KEYS : keys);
    }

    @Override
    public BatchExecution executeBatch(Session session, List<@Nullable Object[]> rows, ExecuteOptions options)
            throws SQLException {
        List<RunStart> starts = starts(sql.binding(), session, rows);
        String[] keys = GeneratedKeys.columns(table, options);
        return change(session, table, view -> runBatch(new Batch(view, starts, keys)));
    }

    /**
     * A batch.
     *
     * @param starts the values of each run
     * @param keys which generated keys are asked for, or null for none
     */
    private record Batch(StatementView view, List<RunStart> starts, String @Nullable [] keys) {
        boolean hasKeys() {
            return keys != null && keys.length > 0;
        }
    }

    private BatchExecution runBatch(Batch batch) throws SQLException {
        StatementView view = batch.view();
        long[] counts = new long[batch.starts().size()];
        GeneratedKeys generated = new GeneratedKeys();
        int done = 0;
        try (ChangeStatement shared = prepare(view, sql.exact().text(), batch.keys())) {
            for (RunStart start : batch.starts()) {
                ChangeSql.Bound bound = sql.bound(start.in(view));
                ChangeStatement change =
                        bound.text().equals(sql.exact().text()) ? shared : prepare(view, bound.text(), batch.keys());
                try {
                    bound.bind(change.jdbc());
                    counts[done] = change.jdbc().executeLargeUpdate();
                    if (batch.hasKeys()) {
                        generated.addAll(change.jdbc());
                    }
                } finally {
                    if (change != shared) {
                        change.close();
                    }
                }
                done++;
            }
        } catch (SQLException e) {
            throw failed(e, e.getSQLState(), e.getErrorCode(), Arrays.copyOf(counts, done));
        } catch (SqlFailure e) {
            throw failed(e, e.sqlState(), 0, Arrays.copyOf(counts, done));
        } catch (StoreException e) {
            throw failed(e, e.error().sqlState(), 0, Arrays.copyOf(counts, done));
        }
        return new BatchExecution(
                counts,
                batch.keys() == null ? null : generated.toResultSet(),
                keyVectors(view, batch.keys()),
                Execution.Resource.NONE);
    }

    static BatchUpdateException failed(Exception cause, @Nullable String sqlState, int errorCode, long[] done) {
        return new BatchUpdateException(cause.getMessage(), sqlState, errorCode, done, cause);
    }
}
