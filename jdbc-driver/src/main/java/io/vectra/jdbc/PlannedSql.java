package io.vectra.jdbc;

import io.vectra.sql.BatchExecution;
import io.vectra.sql.Execution;
import io.vectra.sql.LargeStack;
import io.vectra.sql.Plan;
import io.vectra.sql.SqlEngine;
import io.vectra.sql.SqlFailure;
import io.vectra.sql.StatementLimits;
import io.vectra.storage.Session;
import io.vectra.storage.TableInfo;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement's text with its plan, which is made again when the schema has changed. Its names stay in the schema that
 * was the current one when it was prepared, as JDBC has it.
 *
 * <p>Thread rule: one thread at a time, under the connection's lock.
 */
final class PlannedSql {
    private final SqlEngine engine;
    private final Session session;
    private final String sql;
    private final String schema;
    private Plan plan;

    /** Plans the text, so that its mistakes show here. */
    PlannedSql(SqlEngine engine, Session session, String sql) throws SQLException {
        this.engine = engine;
        this.session = session;
        this.sql = sql;
        this.schema = engine.schema(session);
        this.plan = prepared();
    }

    /** Returns a plan for what the session sees at this moment. */
    Plan current() throws SQLException {
        if (!plan.isCurrent(session)) {
            plan = prepared();
        }
        return plan;
    }

    private Plan prepared() throws SQLException {
        return LargeStack.call(() -> engine.prepare(session, sql, schema));
    }

    /** Returns the table that the last run changed, or null; as it was then. */
    @Nullable
    TableInfo changedTable() {
        return plan.changedTable();
    }

    /** Lets the next run take as long as the statement's own limits say, or else the session's; returns both. */
    private StatementLimits limit(StatementLimits own) throws SQLException {
        StatementLimits limits = own.orElse(engine.limits(session));
        session.setQueryTimeoutMs(limits.timeoutMs());
        return limits;
    }

    /** Runs the statement; once more if another connection changed the schema between planning and running. */
    Execution execute(@Nullable Object[] parameters, KeyRequest keys, StatementLimits own) throws SQLException {
        Plan used = current();
        long maxRows = limit(own).maxRows();
        try {
            return run(used, parameters, keys.options(used, maxRows));
        } catch (SqlFailure | SQLException e) {
            if (used.isCurrent(session) || (used.kind() != Plan.Kind.QUERY && used.kind() != Plan.Kind.UPDATE)) {
                throw e;
            }
            Plan newer = current();
            return run(newer, parameters, keys.options(newer, maxRows));
        }
    }

    private Execution run(Plan plan, @Nullable Object[] parameters, Plan.ExecuteOptions options) throws SQLException {
        return explained(() -> plan.execute(session, parameters, options));
    }

    /** Returns the columns of the rows that the statement gives. */
    List<Plan.ResultColumn> columns() throws SQLException {
        Plan used = current();
        return explained(() -> used.columns(session));
    }

    /** Does some work; what the mirror refuses in it gets the place in the text that it is about. */
    private <R> R explained(SqlWork<R> work) throws SQLException {
        try {
            return LargeStack.call(work::run);
        } catch (SQLException e) {
            SqlFailure failure = SqlEngine.explain(sql, e);
            if (failure != null) {
                throw failure;
            }
            throw e;
        }
    }

    /** Something done with a plan. */
    @FunctionalInterface
    private interface SqlWork<R> {
        R run() throws SQLException;
    }

    /** Runs the statement once for each row of parameters, all of them or none. */
    BatchExecution executeBatch(List<@Nullable Object[]> parameterRows, KeyRequest keys, StatementLimits own)
            throws SQLException {
        Plan used = current();
        limit(own);
        Plan.ExecuteOptions options = keys.options(used, 0);
        return LargeStack.call(() -> used.executeBatch(session, parameterRows, options));
    }

    /** Returns the text. */
    @Override
    public String toString() {
        return sql;
    }
}
