package io.vectra.jdbc;

import io.vectra.sql.Execution;
import io.vectra.sql.Plan;
import io.vectra.sql.SqlEngine;
import io.vectra.sql.SqlFailure;
import io.vectra.sql.StatementLimits;
import io.vectra.storage.Session;
import io.vectra.storage.TableInfo;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A statement's text with its plan, which is made again when the schema has changed.
 *
 * <p>Thread rule: one thread at a time, under the connection's lock.
 */
final class PlannedSql {
    private final SqlEngine engine;
    private final String sql;
    private Plan plan;

    /** Plans the text, so that its mistakes show here. */
    PlannedSql(SqlEngine engine, String sql) {
        this.engine = engine;
        this.sql = sql;
        this.plan = engine.prepare(sql);
    }

    /** Returns a plan for the schema of this moment. */
    Plan current() {
        if (!plan.isCurrent()) {
            plan = engine.prepare(sql);
        }
        return plan;
    }

    /** Returns the table that the last run changed, or null; as it was then. */
    @Nullable
    TableInfo changedTable() {
        return plan.changedTable();
    }

    /** Lets the next run take as long as the statement's own limits say, or else the session's; returns both. */
    StatementLimits limit(Session session, StatementLimits own) throws SQLException {
        StatementLimits limits = own.orElse(engine.limits(session));
        session.setQueryTimeoutMs(limits.timeoutMs());
        return limits;
    }

    /** Runs the statement; once more if another connection changed the schema between planning and running. */
    Execution execute(Session session, @Nullable Object[] parameters, KeyRequest keys, StatementLimits own)
            throws SQLException {
        Plan used = current();
        long maxRows = limit(session, own).maxRows();
        try {
            return used.execute(session, parameters, keys.options(used, maxRows));
        } catch (SqlFailure | SQLException e) {
            if (used.isCurrent() || (used.kind() != Plan.Kind.QUERY && used.kind() != Plan.Kind.UPDATE)) {
                throw e;
            }
            Plan newer = current();
            return newer.execute(session, parameters, keys.options(newer, maxRows));
        }
    }

    /** Returns the text. */
    @Override
    public String toString() {
        return sql;
    }
}
