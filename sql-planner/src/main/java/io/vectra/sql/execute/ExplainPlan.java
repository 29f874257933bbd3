package io.vectra.sql.execute;

import io.vectra.sql.ColumnDescription;
import io.vectra.sql.Execution;
import io.vectra.sql.Plan;
import io.vectra.storage.MemoryRows;
import io.vectra.storage.Session;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to EXPLAIN: one row a line of the plan. */
public final class ExplainPlan extends PlannedStatement {
    private static final String LABEL = "PLAN";

    private final Plan explained;
    private final List<String> notes;
    private final Form form;

    /**
     * Creates the answer.
     *
     * @param explained the plan of a query or changing statement
     * @param notes what else there is to say
     * @param form how the answer is made
     */
    public ExplainPlan(Plan explained, List<String> notes, Form form, Environment environment) {
        super(Kind.QUERY, explained.parameters(), environment);
        this.explained = explained instanceof OnceEachPlan once ? once.change() : explained;
        this.notes = List.copyOf(notes);
        this.form = form;
    }

    /**
     * How an answer is made.
     *
     * @param analyzes whether the query is run and measured
     * @param isJson whether the answer is one JSON document in place of lines
     */
    public record Form(boolean analyzes, boolean isJson) {}

    @Override
    public List<ResultColumn> columns(Session session) throws SQLException {
        ResultSetMetaData metadata = rows(List.of()).getMetaData();
        return List.of(new ResultColumn(LABEL, 0, false, ColumnDescription.of(metadata, 1)));
    }

    @Override
    public Execution execute(Session session, @Nullable Object[] values, ExecuteOptions options) throws SQLException {
        Explanation explanation = new Explanation();
        if (explained instanceof QueryPlan query) {
            Measurements measured = form.analyzes() ? new Measurements() : null;
            query.read(session, values, measured, run -> explain(explanation, query, run, options));
        } else if (explained instanceof ChangePlan change) {
            explain(explanation, change.sql(), session, values);
        } else if (explained instanceof ReturningPlan returning) {
            explain(explanation, returning.sql(), session, values);
        }
        List<String> lines = new ArrayList<>(explanation.lines());
        lines.addAll(notes);
        return new Execution(
                rows(form.isJson() ? List.of(explanation.json(notes)) : lines),
                List.of(new ResultColumn(LABEL, 0, false)),
                null,
                -1,
                null,
                Execution.Resource.NONE);
    }

    private void explain(Explanation explanation, ChangeSql change, Session session, @Nullable Object[] values)
            throws SQLException {
        RunStart start = start(change.binding(), session, values, null);
        session.read(change.exact().text(), view -> {
            change.explain(explanation, start.in(view));
            return explanation;
        });
    }

    private static Explanation explain(Explanation explanation, QueryPlan query, Run run, ExecuteOptions options)
            throws SQLException {
        if (run.measured() == null) {
            explanation.add(query, run);
            return explanation;
        }
        long start = System.nanoTime();
        long rows = 0;
        try (Execution execution = query.run(run, options)) {
            ResultSet found = execution.rows();
            while (found != null && found.next()) {
                rows++;
            }
        }
        explanation.addMeasured(query, run, rows, System.nanoTime() - start);
        return explanation;
    }

    private static ResultSet rows(List<String> lines) {
        MemoryRows rows = new MemoryRows().column(LABEL, Types.VARCHAR);
        lines.forEach(rows::row);
        return rows.toResultSet();
    }
}
