package io.vectra.sql.execute;

import io.vectra.sql.Execution;
import io.vectra.sql.Plan;
import io.vectra.sql.SqlFailure;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.SchemaChange.ColumnDefinition;
import io.vectra.storage.SchemaChange.CreateTable;
import io.vectra.storage.SchemaChange.PrimaryKey;
import io.vectra.storage.Session;
import io.vectra.storage.StatementView;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CREATE TABLE … AS query: the table is made under another name, filled, and only then gets its own, so that nobody
 * sees it half filled, whatever fails.
 */
public final class CreateTableAsPlan extends PlannedStatement {
    /** Marks a table that is being filled. */
    private static final String DRAFT = " (unfinished CREATE TABLE AS)";

    private static final int NAME_LENGTH_MAX = 256;

    private final Target target;
    private final QueryPlan query;
    private final Filling filling;

    /**
     * Creates a plan.
     *
     * @param query whose columns become the table's
     */
    public CreateTableAsPlan(Target target, QueryPlan query, Filling filling, Environment environment) {
        super(Kind.DEFINITION, query.parameters(), environment);
        this.target = target;
        this.query = query;
        this.filling = filling;
    }

    /**
     * The table to be made.
     *
     * @param columns its columns' names
     * @param declared its columns and constraints, or null where they are the query's
     * @param withData whether it gets the rows of the query
     * @param sourceSql the statement as the user wrote it
     */
    public record Target(
            String schema,
            String name,
            List<String> columns,
            @Nullable CreateTable declared,
            boolean withData,
            String sourceSql) {
        public Target {
            columns = List.copyOf(columns);
        }
    }

    /** Plans the statement that fills the table. */
    @FunctionalInterface
    public interface Filling {
        /** Plans INSERT INTO table query, over a table that exists. */
        Plan into(Session session, String schema, String table);
    }

    @Override
    public Execution execute(Session session, @Nullable Object[] values, ExecuteOptions options) throws SQLException {
        checkCount(values);
        var making = new Making(session, values);
        try {
            session.asOne(making);
        } catch (SQLException | RuntimeException | Error e) {
            // Outside of the statement, or what cancels it would keep the draft from being removed.
            making.takeBack(e);
            throw e;
        }
        return done();
    }

    /** One run of the plan. */
    private final class Making implements Session.Parts<Boolean> {
        private final Session session;
        private final @Nullable Object[] values;
        private final String draft = draftName();
        private boolean isDrafted;

        Making(Session session, @Nullable Object[] values) {
            this.session = session;
            this.values = values;
        }

        @Override
        public Boolean run() throws SQLException {
            CreateTable whole = target.declared() == null
                    ? plain(session.read(query.sql().text(), view -> columns(view, query, target)))
                    : target.declared();
            if (target.withData()) {
                session.change(drop(draft));
                isDrafted = true;
                session.change(draft(whole, draft, session));
                fill();
            } else {
                session.change(whole);
            }
            return true;
        }

        private void fill() throws SQLException {
            filling.into(session, target.schema(), draft)
                    .execute(session, values, ExecuteOptions.NONE)
                    .close();
            session.change(new SchemaChange.AlterTable(
                    target.schema(), draft, new SchemaChange.RenameTable(target.name()), target.sourceSql()));
        }

        void takeBack(Throwable failure) {
            if (!isDrafted) {
                return;
            }
            try {
                session.rollback();
                session.change(drop(draft));
            } catch (SQLException | RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
    }

    private String draftName() {
        String name = target.name();
        return name.substring(0, Math.min(name.length(), NAME_LENGTH_MAX - DRAFT.length())) + DRAFT;
    }

    private SchemaChange drop(String draft) {
        return new SchemaChange.DropTable(target.schema(), draft, true, true, target.sourceSql());
    }

    private CreateTable plain(List<ColumnDefinition> columns) {
        return new CreateTable(target.schema(), target.name(), false, columns, null, List.of(), target.sourceSql());
    }

    /** A key without a name gets one that is not made of the draft's. */
    private CreateTable draft(CreateTable whole, String draft, Session session) {
        PrimaryKey key = whole.primaryKey();
        if (key != null && key.name() == null) {
            long version = session.database().catalog().version();
            key = new PrimaryKey("PK_" + target.name() + "_AS_" + version, key.columns());
        }
        return new CreateTable(
                target.schema(), draft, false, whole.columns(), key, whole.constraints(), target.sourceSql());
    }

    static List<ColumnDefinition> columns(StatementView view, QueryPlan query, Target target) throws SQLException {
        List<String> types = view.columnTypes(query.sql().text());
        List<ResultColumn> found = query.plainColumns();
        List<ColumnDefinition> columns = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            ResultColumn column = found.get(i);
            String name = target.columns().get(i);
            if (column.isVector() && column.dimension() == 0) {
                throw new SqlFailure(
                        "42804",
                        "The number of dimensions of column \"" + name
                                + "\" is not known before the query runs; write CAST(… AS VECTOR(n))");
            }
            columns.add(new ColumnDefinition(name, type(name, types.get(i)), column.dimension(), false, ""));
        }
        return columns;
    }

    /** NULL alone is a text, as in PostgreSQL. */
    private static String type(String column, String found) {
        if (found.equals("UNKNOWN")) {
            throw new SqlFailure(
                    "42804",
                    "The type of column \"" + column + "\" cannot be told from the query; write CAST(… AS type)");
        }
        return found.equals("NULL") ? "CHARACTER VARYING" : found;
    }
}
