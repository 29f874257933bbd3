package io.vectra.sql.plan;

import io.vectra.sql.Plan;
import io.vectra.sql.Plan.ParameterInfo;
import io.vectra.sql.Plan.ResultColumn;
import io.vectra.sql.SqlFailure;
import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.execute.BegunSessions;
import io.vectra.sql.execute.Binding;
import io.vectra.sql.execute.ChangePlan;
import io.vectra.sql.execute.CommandPlan;
import io.vectra.sql.execute.DefinitionPlan;
import io.vectra.sql.execute.ExplainPlan;
import io.vectra.sql.execute.QueryPlan;
import io.vectra.sql.execute.SchemaVersion;
import io.vectra.sql.mirror.DefinitionPlanner;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.sql.mirror.StatementPrinter;
import io.vectra.sql.parser.CommandNode;
import io.vectra.sql.parser.ExplainNode;
import io.vectra.sql.parser.InsertDefaultsNode;
import io.vectra.sql.parser.SqlText;
import io.vectra.sql.validate.Failures;
import io.vectra.sql.validate.Parameters;
import io.vectra.sql.validate.Validated;
import io.vectra.sql.validate.Validation;
import io.vectra.storage.Catalog;
import io.vectra.storage.Database;
import io.vectra.storage.TableInfo;
import java.util.List;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Plans statements: parse, validate, decide who does what. Thread rule: any number of threads. */
public final class Planner {
    private final Database database;
    private final boolean pushesDown;
    private final BegunSessions begun = new BegunSessions();
    private volatile @Nullable CatalogView view;

    /**
     * Creates a planner.
     *
     * @param pushesDown whether vector orders are given to the vector search; if not, every query is computed by the
     *     mirror row by row
     */
    public Planner(Database database, boolean pushesDown) {
        this.database = database;
        this.pushesDown = pushesDown;
    }

    /**
     * Plans a statement.
     *
     * @throws SqlFailure for anything wrong with the text
     */
    public Plan plan(String sql) {
        WarmUp.complete();
        try {
            SqlNode node = SqlText.parse(sql);
            return plan(node, sql, catalog());
        } catch (StackOverflowError e) {
            throw new SqlFailure(
                    "54001",
                    "The statement is nested too deeply; split it, or use IN instead of long chains of OR",
                    0,
                    0,
                    e);
        }
    }

    private CatalogView catalog() {
        Catalog newest = database.catalog();
        CatalogView known = view;
        if (known == null || known.catalog().version() != newest.version()) {
            known = new CatalogView(newest);
            view = known;
        }
        return known;
    }

    private Plan plan(SqlNode node, String sql, CatalogView catalog) {
        SchemaVersion version = new SchemaVersion(database, catalog.catalog().version());
        if (node instanceof CommandNode command) {
            return new CommandPlan(command.command(), command.argument(), begun, version);
        }
        if (DefinitionPlanner.isDefinition(node)) {
            return new DefinitionPlan(new DefinitionPlanner(catalog, sql).plan(node), version);
        }
        if (node instanceof InsertDefaultsNode insert) {
            return insertDefaults(insert, catalog, version);
        }
        if (node instanceof ExplainNode explain) {
            return explain(explain.statement(), catalog, version);
        }
        return plan(validate(node, catalog), version);
    }

    private static Validated validate(SqlNode node, CatalogView catalog) {
        try {
            return Validation.validate(node, catalog);
        } catch (SqlFailure e) {
            throw e;
        } catch (RuntimeException | AssertionError e) {
            throw new SqlFailure(
                    "HY000", "The planner cannot take this statement; please report it with its text", 0, 0, e);
        }
    }

    private Plan plan(Validated statement, SchemaVersion version) {
        List<ParameterInfo> parameters = ParameterTypes.of(statement);
        Binding binding = new Binding(parameters, statement.parameters());
        SqlNode target = target(statement.node());
        VectorOrders orders = VectorOrders.in(statement);
        OrderCompletion.complete(statement);
        MirrorSql sql = StatementPrinter.print(statement);
        if (target != null) {
            return new ChangePlan(sql, binding, parameters, table(target, statement.catalog()), version);
        }
        List<ResultColumn> columns = ResultLabels.of(statement);
        QueryPlan exact = new QueryPlan(sql, binding, parameters, columns, version);
        return pushesDown && !orders.found().isEmpty()
                ? TopKPlanner.plan(statement, orders.found(), exact, version)
                : exact;
    }

    private Plan explain(SqlNode node, CatalogView catalog, SchemaVersion version) {
        Validated statement = validate(node, catalog);
        List<VectorOrder> found = VectorOrders.in(statement).found();
        List<String> reasons = VectorOrders.in(statement).reasons();
        Plan plan = plan(statement, version);
        return new ExplainPlan(Explanation.of(plan, found, reasons, pushesDown), plan.parameters(), version);
    }

    private static Plan insertDefaults(InsertDefaultsNode insert, CatalogView catalog, SchemaVersion version) {
        TableInfo table = table(insert.table(), catalog);
        MirrorSql sql = StatementPrinter.insertDefaults(table);
        return new ChangePlan(sql, new Binding(List.of(), new Parameters(0)), List.of(), table, version);
    }

    private static TableInfo table(SqlNode target, CatalogView catalog) {
        SqlIdentifier name = (SqlIdentifier) target;
        TableInfo table = catalog.table(name);
        if (table == null) {
            throw Failures.unknownTable(name.names, catalog, name.getParserPosition());
        }
        return table;
    }

    private static @Nullable SqlNode target(SqlNode node) {
        if (node instanceof SqlInsert insert) {
            return insert.getTargetTable();
        }
        if (node instanceof SqlUpdate update) {
            return update.getTargetTable();
        }
        return node instanceof SqlDelete delete ? delete.getTargetTable() : null;
    }

    /** Returns whether vector orders are given to the vector search. */
    public boolean pushesDown() {
        return pushesDown;
    }
}
