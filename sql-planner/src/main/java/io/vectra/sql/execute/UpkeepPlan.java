package io.vectra.sql.execute;

import io.vectra.sql.Execution;
import io.vectra.storage.Session;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** VACUUM or REINDEX, which may take long. */
public final class UpkeepPlan extends PlannedStatement {
    private final Work work;

    /** What is done; it ends when the session is cancelled. */
    @FunctionalInterface
    public interface Work {
        void run(Session session) throws SQLException;
    }

    public UpkeepPlan(Work work, Environment environment) {
        super(Kind.COMMAND, List.of(), environment);
        this.work = work;
    }

    @Override
    public Execution execute(Session session, @Nullable Object[] values, ExecuteOptions options) throws SQLException {
        checkCount(values);
        work.run(session);
        return done();
    }
}
