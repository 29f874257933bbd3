package io.vectra.sql.execute;

import io.vectra.sql.ColumnDescription;
import io.vectra.sql.Execution;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.SearchOptions;
import io.vectra.storage.Session;
import io.vectra.storage.StatementView;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A changing statement that gives the rows it changed; to its callers a query. */
public final class ReturningPlan extends PlannedStatement {
    private final MirrorSql sql;
    private final Binding binding;
    private final List<ResultColumn> columns;
    private final @Nullable SearchedSql searched;

    /**
     * Creates the plan.
     *
     * @param sql a query over a changing statement
     */
    public ReturningPlan(
            MirrorSql sql,
            Binding binding,
            List<ParameterInfo> parameters,
            List<ResultColumn> columns,
            Environment environment) {
        super(Kind.QUERY, parameters, environment);
        this.sql = sql;
        this.binding = binding;
        this.columns = List.copyOf(columns);
        this.searched = null;
    }

    /** Creates a plan that searches first, where the parameters make that possible. */
    public ReturningPlan(ReturningPlan exact, SearchedSql searched) {
        super(Kind.QUERY, exact.parameters(), exact.environment());
        this.sql = exact.sql;
        this.binding = exact.binding;
        this.columns = exact.columns;
        this.searched = searched;
    }

    /** Adds to an explanation how the change would be made. */
    void explain(Explanation explanation, Session session, @Nullable Object[] values) throws SQLException {
        SearchedSql searching = searched;
        if (searching == null) {
            explanation.addMirrorSql(sql);
            return;
        }
        checkCount(values);
        @Nullable Object[] slots = binding.slots(session, environment().settings(), values);
        SearchOptions options = environment().settings().search(session);
        session.read(view -> {
            explanation.add(searching, new Run(view, binding, slots, options, null));
            return explanation;
        });
    }

    @Override
    public List<ResultColumn> columns(Session session) throws SQLException {
        return session.read(view -> {
            try (PreparedStatement statement = view.prepare(sql.text())) {
                ResultSetMetaData metadata = statement.getMetaData();
                List<ResultColumn> described = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    ResultColumn column = columns.get(i);
                    described.add(new ResultColumn(
                            column.label(),
                            column.dimension(),
                            column.isVector(),
                            ColumnDescription.of(metadata, i + 1)));
                }
                return described;
            }
        });
    }

    @Override
    public Execution execute(Session session, @Nullable Object[] values, ExecuteOptions options) throws SQLException {
        checkCount(values);
        @Nullable Object[] slots = binding.slots(session, environment().settings(), values);
        SearchOptions search = environment().settings().search(session);
        return session.write(view -> run(view, new Run(view, binding, slots, search, null), options));
    }

    private Execution run(StatementView view, Run run, ExecuteOptions options) throws SQLException {
        MirrorSql used = sql;
        @Nullable Object[] slots = run.slots();
        if (searched != null) {
            Run searching = searched.prepared(run);
            if (searched.search(searching, false) != null) {
                used = searched.sql();
                slots = searching.slots();
            }
        }
        MirrorSql fitting = binding.fitting(used, view, slots);
        PreparedStatement statement = view.prepare(fitting.text());
        try {
            binding.bind(statement, fitting, view, slots);
            if (options.maxRows() > 0) {
                statement.setLargeMaxRows(options.maxRows());
            }
            boolean hasVectors = columns.stream().anyMatch(ResultColumn::isVector);
            return new Execution(
                    statement.executeQuery(), columns, hasVectors ? view.vectors() : null, -1, null, statement::close);
        } catch (SQLException | RuntimeException e) {
            Closing.after(e, statement);
            throw e;
        }
    }
}
