package io.vectra.sql.execute;

import io.vectra.sql.Execution;
import io.vectra.storage.Session;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement without parameters and rows that the session carries out, such as VACUUM. */
public final class SessionPlan extends PlannedStatement {
    private final Work work;

    /** What is done; it ends when the session is cancelled. */
    @FunctionalInterface
    public interface Work {
        void run(Session session) throws SQLException;
    }

    public SessionPlan(Kind kind, Work work, Environment environment) {
        super(kind, List.of(), environment);
        this.work = work;
    }

    @Override
    public Execution execute(Session session, @Nullable Object[] values, ExecuteOptions options) throws SQLException {
        checkCount(values);
        work.run(session);
        return done();
    }
}
