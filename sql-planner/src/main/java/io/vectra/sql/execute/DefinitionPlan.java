package io.vectra.sql.execute;

import io.vectra.sql.Execution;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.Session;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change of the schema. */
public final class DefinitionPlan extends PlannedStatement {
    private final SchemaChange change;

    public DefinitionPlan(SchemaChange change, Environment environment) {
        super(Kind.DEFINITION, List.of(), environment);
        this.change = change;
    }

    /** Returns the change. */
    public SchemaChange change() {
        return change;
    }

    @Override
    public Execution execute(Session session, @Nullable Object[] values, ExecuteOptions options) throws SQLException {
        checkCount(values);
        session.change(change);
        return done();
    }
}
