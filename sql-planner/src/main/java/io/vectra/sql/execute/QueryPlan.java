package io.vectra.sql.execute;

import io.vectra.sql.ColumnDescription;
import io.vectra.sql.Execution;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.sql.setting.SettingStore;
import io.vectra.storage.SearchOptions;
import io.vectra.storage.Session;
import io.vectra.storage.StatementView;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query that is one statement of the mirror. */
public class QueryPlan extends PlannedStatement {
    private final MirrorSql sql;
    private final Binding binding;
    private final List<ResultColumn> columns;
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
        this.columns = List.copyOf(columns);
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
        return columns;
    }

    @Override
    public final List<ResultColumn> columns(Session session) throws SQLException {
        List<ResultColumn> known = described;
        if (known == null) {
            known = session.read(this::describe);
            described = known;
        }
        return known;
    }

    private List<ResultColumn> describe(StatementView view) throws SQLException {
        try (PreparedStatement statement = view.prepare(sql.text())) {
            ResultSetMetaData metadata = statement.getMetaData();
            List<ResultColumn> list = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                ResultColumn column = columns.get(i);
                list.add(new ResultColumn(
                        column.label(), column.dimension(), column.isVector(), ColumnDescription.of(metadata, i + 1)));
            }
            return List.copyOf(list);
        }
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
        checkCount(values);
        SettingStore settings = environment().settings();
        @Nullable Object[] slots = binding.slots(session, settings, values);
        SearchOptions search = settings.search(session);
        return session.read(view -> work.of(new Run(view, binding, slots, search, measured)));
    }

    /** Begins a run of the query that keeps other writers out until the transaction ends. */
    final <R> R lock(Session session, @Nullable Object[] values, RunWork<R> work) throws SQLException {
        checkCount(values);
        SettingStore settings = environment().settings();
        @Nullable Object[] slots = binding.slots(session, settings, values);
        SearchOptions search = settings.search(session);
        return session.write(view -> work.of(new Run(view, binding, slots, search, null)));
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
        if (options.maxRows() > 0) {
            statement.setLargeMaxRows(options.maxRows());
        }
        boolean hasVectors = columns.stream().anyMatch(ResultColumn::isVector);
        return new Execution(
                statement.executeQuery(), columns, hasVectors ? view.vectors() : null, -1, null, statement::close);
    }
}
