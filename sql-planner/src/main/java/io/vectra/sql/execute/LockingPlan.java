package io.vectra.sql.execute;

import io.vectra.sql.Execution;
import io.vectra.storage.Session;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query with FOR UPDATE: it locks its tables first, so that the rows stay what they are until the transaction ends.
 */
public final class LockingPlan extends PlannedStatement {
    private final QueryPlan query;

    public LockingPlan(QueryPlan query, Environment environment) {
        super(Kind.QUERY, query.parameters(), environment);
        this.query = query;
    }

    @Override
    public List<ResultColumn> columns(Session session) throws SQLException {
        return query.columns(session);
    }

    @Override
    public Execution execute(Session session, @Nullable Object[] values, ExecuteOptions options) throws SQLException {
        return query.lock(session, values, run -> query.run(run, options));
    }
}
