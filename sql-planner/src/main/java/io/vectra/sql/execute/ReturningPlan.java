package io.vectra.sql.execute;

import io.vectra.sql.Execution;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.Session;
import io.vectra.storage.TableInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A changing statement that gives the rows it changed; to its callers a query. */
public final class ReturningPlan extends PlannedStatement {
    private final ChangeSql sql;
    private final TableInfo table;
    private final ResultColumns columns;

    /**
     * Creates the plan.
     *
     * @param sql a query over a changing statement
     */
    public ReturningPlan(
            MirrorSql sql, Binding binding, List<ParameterInfo> parameters, Result result, Environment environment) {
        super(Kind.QUERY, parameters, environment);
        this.sql = new ChangeSql(sql, binding);
        this.table = result.table();
        this.columns = new ResultColumns(result.columns());
    }

    /**
     * What is given.
     *
     * @param table the table that is changed
     * @param columns of the rows
     */
    public record Result(TableInfo table, List<ResultColumn> columns) {
        public Result {
            columns = List.copyOf(columns);
        }
    }

    /** Creates a plan that searches first, where the parameters make that possible. */
    public ReturningPlan(ReturningPlan exact, SearchedSql searched) {
        super(Kind.QUERY, exact.parameters(), exact.environment());
        this.sql = exact.sql.over(searched);
        this.table = exact.table;
        this.columns = exact.columns;
    }

    /**
     * Creates a plan that first looks for what must not be in its rows: inside a query, the mirror changes the same row
     * again.
     */
    public ReturningPlan(ReturningPlan plan, RepeatedRow repeated) {
        super(Kind.QUERY, plan.parameters(), plan.environment());
        this.sql = plan.sql.without(repeated);
        this.table = plan.table;
        this.columns = plan.columns;
    }

    /** Returns how the change is made. */
    ChangeSql sql() {
        return sql;
    }

    @Override
    public List<ResultColumn> columns(Session session) throws SQLException {
        return session.read(sql.exact().text(), view -> columns.described(view, sql.exact()));
    }

    @Override
    public Execution execute(Session session, @Nullable Object[] values, ExecuteOptions options) throws SQLException {
        RunStart start = start(sql.binding(), session, values, null);
        return change(session, table, view -> run(start.in(view), options));
    }

    private Execution run(Run run, ExecuteOptions options) throws SQLException {
        ChangeSql.Bound bound = sql.bound(run);
        PreparedStatement statement = run.view().prepare(bound.text());
        try {
            bound.bind(statement);
            return columns.result(statement, run.view(), options);
        } catch (SQLException | RuntimeException e) {
            Closing.after(e, statement);
            throw e;
        }
    }
}
