package io.vectra.sql.execute;

import io.vectra.sql.Execution;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.Session;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A changing statement that gives the rows it changed; to its callers a query. */
public final class ReturningPlan extends PlannedStatement {
    private final ChangeSql sql;
    private final ResultColumns columns;

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
        this.sql = new ChangeSql(sql, binding, null);
        this.columns = new ResultColumns(columns);
    }

    /** Creates a plan that searches first, where the parameters make that possible. */
    public ReturningPlan(ReturningPlan exact, SearchedSql searched) {
        super(Kind.QUERY, exact.parameters(), exact.environment());
        this.sql = new ChangeSql(exact.sql.exact(), exact.sql.binding(), searched);
        this.columns = exact.columns;
    }

    /** Returns how the change is made. */
    ChangeSql sql() {
        return sql;
    }

    @Override
    public List<ResultColumn> columns(Session session) throws SQLException {
        return session.read(view -> columns.described(view, sql.exact()));
    }

    @Override
    public Execution execute(Session session, @Nullable Object[] values, ExecuteOptions options) throws SQLException {
        RunStart start = start(sql.binding(), session, values, null);
        return session.write(view -> run(sql.bound(start.in(view)), options));
    }

    private Execution run(ChangeSql.Bound bound, ExecuteOptions options) throws SQLException {
        PreparedStatement statement = bound.run().view().prepare(bound.sql().text());
        try {
            bound.bind(statement);
            return columns.result(statement, bound.run().view(), options);
        } catch (SQLException | RuntimeException e) {
            Closing.after(e, statement);
            throw e;
        }
    }
}
