package io.vectra.sql.execute;

import io.vectra.sql.ColumnDescription;
import io.vectra.sql.Execution;
import io.vectra.sql.mirror.MirrorSql;
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
    }

    MirrorSql sql() {
        return sql;
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
        return session.write(view -> run(view, slots, options));
    }

    private Execution run(StatementView view, @Nullable Object[] slots, ExecuteOptions options) throws SQLException {
        MirrorSql fitting = binding.fitting(sql, view, slots);
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
