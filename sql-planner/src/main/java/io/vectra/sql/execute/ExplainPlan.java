package io.vectra.sql.execute;

import io.vectra.sql.ColumnDescription;
import io.vectra.sql.Execution;
import io.vectra.storage.MemoryRows;
import io.vectra.storage.Session;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to EXPLAIN: one row a line of the plan. */
public final class ExplainPlan extends PlannedStatement {
    private static final String LABEL = "PLAN";

    private final List<String> lines;

    public ExplainPlan(List<String> lines, List<ParameterInfo> parameters, Environment environment) {
        super(Kind.QUERY, parameters, environment);
        this.lines = List.copyOf(lines);
    }

    @Override
    public List<ResultColumn> columns(Session session) throws SQLException {
        ResultSetMetaData metadata = rows().getMetaData();
        return List.of(new ResultColumn(LABEL, 0, false, ColumnDescription.of(metadata, 1)));
    }

    @Override
    public Execution execute(Session session, @Nullable Object[] values, ExecuteOptions options) {
        return new Execution(
                rows(), List.of(new ResultColumn(LABEL, 0, false)), null, -1, null, Execution.Resource.NONE);
    }

    private ResultSet rows() {
        MemoryRows rows = new MemoryRows().column(LABEL, Types.VARCHAR);
        for (String line : lines) {
            rows.row(line);
        }
        return rows.toResultSet();
    }
}
