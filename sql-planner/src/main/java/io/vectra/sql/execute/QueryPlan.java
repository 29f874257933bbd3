package io.vectra.sql.execute;

import io.vectra.sql.Execution;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.HitColumn;
import io.vectra.storage.Session;
import io.vectra.storage.StatementView;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query that is one statement of the mirror. */
public class QueryPlan extends PlannedStatement {
    private final MirrorSql sql;
    private final Binding binding;
    private final ResultColumns columns;
    private volatile @Nullable List<ResultColumn> described;

    public QueryPlan(
            MirrorSql sql,
            Binding binding,
            List<ParameterInfo> parameters,
            List<ResultColumn> columns,
            Environment environment) {
        super(Kind.QUERY, parameters, environment);
        this.sql = sql;
        this.binding = binding;
        this.columns = new ResultColumns(columns);
    }

    /** Returns the statement of the mirror that answers the query alone. */
    public final MirrorSql sql() {
        return sql;
    }

    /** Returns how the mirror's statements get their values. */
    public final Binding binding() {
        return binding;
    }

    /** Returns the result columns as the validator knows them. */
    public final List<ResultColumn> plainColumns() {
        return columns.list();
    }

    @Override
    public final List<ResultColumn> columns(Session session) throws SQLException {
        List<ResultColumn> known = described;
        if (known == null) {
            known = session.read(sql.text(), view -> columns.described(view, sql));
            described = known;
        }
        return known;
    }

    @Override
    public final Execution execute(Session session, @Nullable Object[] values, ExecuteOptions options)
            throws SQLException {
        return read(session, values, null, run -> run(run, options));
    }

    /** Something done in one run of the query. */
    @FunctionalInterface
    interface RunWork<R> {
        R of(Run run) throws SQLException;
    }

    /**
     * Begins a run of the query.
     *
     * @param measured takes what is measured, or null if nothing is
     */
    final <R> R read(Session session, @Nullable Object[] values, @Nullable Measurements measured, RunWork<R> work)
            throws SQLException {
        RunStart start = start(binding, session, values, measured);
        return session.read(sql.text(), view -> work.of(start.in(view)));
    }

    /** Begins a run of the query that keeps others from changing its tables until the transaction ends. */
    final <R> R lock(Session session, @Nullable Object[] values, RunWork<R> work) throws SQLException {
        RunStart start = start(binding, session, values, null);
        return session.lock(sql.text(), view -> work.of(start.in(view)));
    }

    Execution run(Run run, ExecuteOptions options) throws SQLException {
        PreparedStatement statement = run.prepare(sql);
        try {
            return result(statement, run.view(), options);
        } catch (SQLException | RuntimeException e) {
            Closing.after(e, statement);
            throw e;
        }
    }

    /** Runs a bound statement, whose columns are the query's. */
    final Execution result(PreparedStatement statement, StatementView view, ExecuteOptions options)
            throws SQLException {
        return columns.result(statement, view, options);
    }

    /** Returns rows that are known without the mirror. */
    final Execution rows(
            List<HitColumn> hitColumns,
            Long[] rowIds,
            @Nullable Double[] values,
            StatementView view,
            ExecuteOptions options) {
        int count = options.maxRows() > 0 ? (int) Math.min(rowIds.length, options.maxRows()) : rowIds.length;
        ResultSet rows = view.rows(hitColumns, rowIds, values, count);
        return new Execution(rows, plainColumns(), null, -1, null, rows::close);
    }
}
