package io.vectra.sql.execute;

import io.vectra.sql.Execution;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.Session;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change of the definition of a temporary table, or its emptying. */
public final class TemporaryChangePlan extends PlannedStatement {
    private final SchemaChange change;

    public TemporaryChangePlan(SchemaChange change, Environment environment) {
        super(Kind.DEFINITION, List.of(), environment);
        this.change = change;
    }

    @Override
    public Execution execute(Session session, @Nullable Object[] values, ExecuteOptions options) throws SQLException {
        checkCount(values);
        session.changeTemporary(change);
        return done();
    }
}
