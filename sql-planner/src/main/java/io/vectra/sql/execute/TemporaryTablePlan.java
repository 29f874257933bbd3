package io.vectra.sql.execute;

import io.vectra.sql.Execution;
import io.vectra.sql.execute.CreateTableAsPlan.Filling;
import io.vectra.sql.execute.CreateTableAsPlan.Target;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.Session;
import io.vectra.storage.TemporaryTable;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CREATE TEMPORARY TABLE, with the rows of a query or without any. */
public final class TemporaryTablePlan extends PlannedStatement {
    private final TemporaryTable table;
    private final @Nullable Source source;

    /** Creates a plan for an empty table. */
    public TemporaryTablePlan(TemporaryTable table, Environment environment) {
        super(Kind.DEFINITION, List.of(), environment);
        this.table = table;
        this.source = null;
    }

    /**
     * Creates a plan for a table whose columns and rows a query gives.
     *
     * @param table without columns
     */
    public TemporaryTablePlan(TemporaryTable table, Source source, Environment environment) {
        super(Kind.DEFINITION, source.query().parameters(), environment);
        this.table = table;
        this.source = source;
    }

    /** Where columns and rows come from. */
    public record Source(Target target, QueryPlan query, Filling filling) {}

    @Override
    public Execution execute(Session session, @Nullable Object[] values, ExecuteOptions options) throws SQLException {
        checkCount(values);
        if (source == null) {
            session.create(table);
        } else {
            copy(session, source, values);
        }
        return done();
    }

    private void copy(Session session, Source from, @Nullable Object[] values) throws SQLException {
        SchemaChange.CreateTable plain = table.definition();
        var definition = new SchemaChange.CreateTable(
                plain.schema(),
                plain.name(),
                plain.ifNotExists(),
                session.read(
                        from.query().sql().text(),
                        view -> CreateTableAsPlan.columns(view, from.query(), from.target())),
                null,
                List.of(),
                plain.sourceSql());
        boolean isMade = session.create(
                new TemporaryTable(definition, table.isGlobal(), table.onCommit(), table.isTransactional()));
        if (!isMade || !from.target().withData()) {
            return;
        }
        try {
            from.filling()
                    .into(session, definition.schema(), definition.name())
                    .execute(session, values, ExecuteOptions.NONE)
                    .close();
        } catch (SQLException | RuntimeException | Error e) {
            takeBack(session, definition, e);
            throw e;
        }
    }

    private static void takeBack(Session session, SchemaChange.CreateTable made, Throwable failure) {
        try {
            session.changeTemporary(
                    new SchemaChange.DropTable(made.schema(), made.name(), true, true, made.sourceSql()));
        } catch (SQLException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
