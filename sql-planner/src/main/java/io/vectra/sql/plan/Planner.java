package io.vectra.sql.plan;

import io.vectra.sql.Plan;
import io.vectra.sql.Plan.ParameterInfo;
import io.vectra.sql.Plan.ResultColumn;
import io.vectra.sql.SqlFailure;
import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.execute.BegunSessions;
import io.vectra.sql.execute.Binding;
import io.vectra.sql.execute.CandidatePlan;
import io.vectra.sql.execute.Candidates;
import io.vectra.sql.execute.ChangePlan;
import io.vectra.sql.execute.CommandPlan;
import io.vectra.sql.execute.CreateTableAsPlan;
import io.vectra.sql.execute.CreateTableAsPlan.Filling;
import io.vectra.sql.execute.CreateTableAsPlan.Target;
import io.vectra.sql.execute.DefinitionPlan;
import io.vectra.sql.execute.Environment;
import io.vectra.sql.execute.ExplainPlan;
import io.vectra.sql.execute.ExplainPlan.Form;
import io.vectra.sql.execute.LockingPlan;
import io.vectra.sql.execute.QueryPlan;
import io.vectra.sql.execute.SessionPlan;
import io.vectra.sql.execute.SettingPlan;
import io.vectra.sql.execute.TemporaryTablePlan;
import io.vectra.sql.mirror.DefinitionPlanner;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.sql.mirror.StatementPrinter;
import io.vectra.sql.mirror.TemporaryDefinition;
import io.vectra.sql.parser.CommandNode;
import io.vectra.sql.parser.CreateTableAsNode;
import io.vectra.sql.parser.CreateTableNode;
import io.vectra.sql.parser.ExplainNode;
import io.vectra.sql.parser.ForUpdateNode;
import io.vectra.sql.parser.InsertDefaultsNode;
import io.vectra.sql.parser.SettingNode;
import io.vectra.sql.parser.SqlText;
import io.vectra.sql.parser.StatementTexts;
import io.vectra.sql.parser.TemporaryTableNode;
import io.vectra.sql.parser.TemporaryTableNode.Options;
import io.vectra.sql.parser.UpkeepNode;
import io.vectra.sql.plan.LateralJoins.RowWise;
import io.vectra.sql.setting.SettingStore;
import io.vectra.sql.system.SystemCatalog;
import io.vectra.sql.system.SystemRows;
import io.vectra.sql.validate.Failures;
import io.vectra.sql.validate.Parameters;
import io.vectra.sql.validate.Validated;
import io.vectra.sql.validate.Validation;
import io.vectra.storage.Catalog;
import io.vectra.storage.Database;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.SearchOptions;
import io.vectra.storage.Session;
import io.vectra.storage.TableInfo;
import io.vectra.storage.TemporaryTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Plans statements: parse, validate, decide who does what. Thread rule: any number of threads. */
public final class Planner {
    private final Database database;
    private final boolean pushesDown;
    private final SettingStore settings;
    private final BegunSessions begun = new BegunSessions();
    private volatile @Nullable CatalogView view;
    /** What sessions with temporary tables of their own see. */
    private final Map<Session, CatalogView> own = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * Creates a planner.
     *
     * @param settings what sessions have set
     * @param pushesDown whether vector orders are given to the vector search; if not, every query is computed by the
     *     mirror row by row
     */
    public Planner(Database database, SettingStore settings, boolean pushesDown) {
        this.database = database;
        this.settings = settings;
        this.pushesDown = pushesDown;
    }

    /**
     * Plans a statement.
     *
     * @param schema the schema of names without one
     * @throws SqlFailure for anything wrong with the text
     */
    public Plan plan(String sql, String schema) {
        return plan(sql, catalog().in(schema));
    }

    /**
     * Plans a statement over what a session sees.
     *
     * @param schema the schema of names without one
     * @throws SqlFailure for anything wrong with the text
     */
    public Plan plan(String sql, Session session, String schema) {
        return plan(sql, catalog(session).in(schema));
    }

    private Plan plan(String sql, CatalogView catalog) {
        WarmUp.complete();
        if (StatementTexts.isBlank(sql)) {
            // What is left of a script whose last statement is followed by a comment.
            return new SessionPlan(
                    Plan.Kind.COMMAND,
                    session -> {},
                    new Environment(database, catalog.catalog().version(), settings));
        }
        return plan(SqlText.parse(sql), sql, catalog);
    }

    private CatalogView catalog(Session session) {
        Catalog newest = session.catalog();
        if (newest.version() >= 0) {
            return catalog();
        }
        return own.compute(
                session,
                (each, known) -> known != null && known.catalog().version() == newest.version()
                        ? known
                        : new CatalogView(SystemCatalog.in(newest)));
    }

    private CatalogView catalog() {
        Catalog newest = database.catalog();
        CatalogView known = view;
        if (known == null || known.catalog().version() != newest.version()) {
            known = new CatalogView(SystemCatalog.in(newest));
            view = known;
        }
        return known;
    }

    private Plan plan(SqlNode node, String sql, CatalogView catalog) {
        Environment environment = new Environment(database, catalog.catalog().version(), settings);
        if (node instanceof CommandNode command) {
            return new CommandPlan(command.command(), command.argument(), begun, environment);
        }
        if (node instanceof SettingNode setting) {
            return setting.action() == SettingNode.Action.SHOW
                    ? plan(SqlText.parse(SettingPlanner.query(setting)), sql, catalog)
                    : new SettingPlan(SettingPlanner.change(setting, catalog), environment);
        }
        if (node instanceof UpkeepNode upkeep) {
            return UpkeepPlanner.plan(upkeep, catalog, sql, environment);
        }
        if (DefinitionPlanner.isDefinition(node)) {
            SchemaChange ofTemporary = new TemporaryDefinition(catalog, sql).change(node);
            return ofTemporary == null
                    ? new DefinitionPlan(new DefinitionPlanner(catalog, sql).plan(node), environment)
                    : new SessionPlan(
                            Plan.Kind.DEFINITION, session -> session.changeTemporary(ofTemporary), environment);
        }
        if (node instanceof CreateTableAsNode create) {
            return createTableAs(create, sql, catalog, environment);
        }
        if (node instanceof TemporaryTableNode temporary) {
            return temporary.table() instanceof CreateTableAsNode create
                    ? temporaryCopy(create, temporary.options(), sql, environment, catalog)
                    : new TemporaryTablePlan(
                            new TemporaryDefinition(catalog, sql)
                                    .create((CreateTableNode) temporary.table(), temporary.options()),
                            environment);
        }
        if (node instanceof InsertDefaultsNode insert) {
            return insertDefaults(insert, catalog, environment);
        }
        if (ChangePlanner.plans(node)) {
            return change(node, catalog, environment);
        }
        if (node instanceof ForUpdateNode locking) {
            return forUpdate(locking, catalog, environment);
        }
        if (node instanceof ExplainNode explain) {
            return explain(explain, catalog, environment);
        }
        Validated statement = validate(node, catalog);
        return plan(statement, LateralJoins.rewrite(statement), environment);
    }

    private Plan createTableAs(CreateTableAsNode node, String sql, CatalogView catalog, Environment environment) {
        if (TableCopy.isThere(node, catalog)) {
            return new DefinitionPlan(new SchemaChange.Relational(List.of(), sql), environment);
        }
        QueryPlan query = copied(node, catalog, environment);
        return new CreateTableAsPlan(
                TableCopy.target(node, query, catalog, sql), query, filling(sql, catalog), environment);
    }

    private Plan temporaryCopy(
            CreateTableAsNode node, Options options, String sql, Environment environment, CatalogView catalog) {
        TemporaryTable table = TableCopy.temporary(node, options, sql);
        QueryPlan query = copied(node, catalog, environment);
        Target target = TableCopy.target(node, query, catalog, sql);
        TableCopy.checkTemporary(node, query, target);
        return new TemporaryTablePlan(
                table, new TemporaryTablePlan.Source(target, query, filling(sql, catalog)), environment);
    }

    private QueryPlan copied(CreateTableAsNode node, CatalogView catalog, Environment environment) {
        Validated statement = validate(node.parts().query(), catalog);
        if (plan(statement, LateralJoins.rewrite(statement), environment) instanceof QueryPlan query) {
            return query;
        }
        throw new AssertionError("the rows of a new table come from a query");
    }

    private Filling filling(String sql, CatalogView catalog) {
        String current = catalog.currentSchema();
        return (session, schema, table) ->
                plan(TableCopy.insert(sql, schema, table), sql, catalog(session).in(current));
    }

    private static Validated validate(SqlNode node, CatalogView catalog) {
        return checked(() -> Validation.validate(node, catalog));
    }

    private Plan change(SqlNode node, CatalogView catalog, Environment environment) {
        return checked(() -> new ChangePlanner(catalog, environment, pushesDown).plan(node));
    }

    private static <T> T checked(Supplier<T> work) {
        try {
            return work.get();
        } catch (SqlFailure e) {
            throw e;
        } catch (RuntimeException | AssertionError e) {
            throw new SqlFailure(
                    "HY000", "The planner cannot take this statement; please report it with its text", 0, 0, e);
        }
    }

    private Plan plan(Validated statement, Map<SqlSelect, RowWise> rowWise, Environment environment) {
        List<ParameterInfo> parameters = ParameterTypes.of(statement);
        SqlNode target = target(statement.node());
        TableInfo changed = target == null ? null : changedTable(target, statement.catalog());
        List<ResultColumn> columns = changed == null ? ResultLabels.of(statement) : List.of();
        Binding binding = binding(statement, parameters);
        SearchParts parts = SearchParts.in(statement, rowWise);
        Map<SqlSelect, SearchOptions> hints = TextParts.hints(statement);
        Trees.removeHints(statement.node());
        OrderCompletion.complete(statement);
        MirrorSql sql = StatementPrinter.print(statement, UncorrelatedQueries.of(statement));
        if (changed != null) {
            ChangePlan exact = new ChangePlan(sql, binding, parameters, changed, environment);
            return searches(parts)
                    ? new ChangePlan(exact, TopKPlanner.plan(statement, parts.found(), binding.slotCount()))
                    : exact;
        }
        QueryPlan exact = new QueryPlan(sql, binding, parameters, columns, environment);
        return pushesDown ? pushDown(statement, parts.found(), hints, exact) : exact;
    }

    private static QueryPlan pushDown(
            Validated statement, List<SearchPart> parts, Map<SqlSelect, SearchOptions> hints, QueryPlan exact) {
        Environment environment = exact.environment();
        Set<SqlSelect> searched = Collections.newSetFromMap(new IdentityHashMap<>());
        parts.forEach(part -> searched.add(part.select()));
        Binding binding = exact.binding();
        List<Candidates> candidates = TextParts.replace(statement, searched, hints, binding);
        if (candidates.isEmpty()) {
            return parts.isEmpty() ? exact : TopKPlanner.plan(statement, parts, exact, environment);
        }
        QueryPlan rest = new QueryPlan(
                StatementPrinter.print(statement, UncorrelatedQueries.of(statement)),
                binding.withRoom(candidates.size()),
                exact.parameters(),
                exact.plainColumns(),
                environment);
        return new CandidatePlan(
                exact,
                candidates,
                parts.isEmpty() ? rest : TopKPlanner.plan(statement, parts, rest, environment),
                environment);
    }

    private boolean searches(SearchParts parts) {
        return pushesDown && !parts.found().isEmpty();
    }

    private static Binding binding(Validated statement, List<ParameterInfo> parameters) {
        List<SystemRows> tables = SystemTables.replace(statement);
        TextColumns.move(statement);
        int firstText = Binding.firstText(parameters.size(), statement.parameters(), tables);
        return new Binding(
                parameters, statement.parameters(), tables, TextCalls.replace(List.of(statement), firstText));
    }

    private Plan explain(ExplainNode node, CatalogView catalog, Environment environment) {
        if (ChangePlanner.plans(node.statement())) {
            refuseAnalyze(node);
            return new ExplainPlan(
                    change(node.statement(), catalog, environment),
                    List.of(),
                    new Form(false, node.isJson()),
                    environment);
        }
        Validated statement = validate(node.statement(), catalog);
        Map<SqlSelect, RowWise> rowWise = LateralJoins.rewrite(statement);
        SearchParts parts = SearchParts.in(statement, rowWise);
        Plan plan = plan(statement, rowWise, environment);
        if (plan.kind() != Plan.Kind.QUERY) {
            refuseAnalyze(node);
        }
        List<String> notes = new ArrayList<>(parts.reasons());
        if (!pushesDown && !parts.found().isEmpty()) {
            notes.add("Distances are not given to the vector search: push-down is off");
        }
        if (pushesDown && plan.kind() == Plan.Kind.QUERY) {
            notes.addAll(TextNotes.of(statement));
        }
        return new ExplainPlan(plan, notes, new Form(node.analyzes(), node.isJson()), environment);
    }

    private Plan forUpdate(ForUpdateNode node, CatalogView catalog, Environment environment) {
        Validated statement = validate(node.query(), catalog);
        Plan plan = plan(statement, LateralJoins.rewrite(statement), environment);
        if (plan instanceof QueryPlan query) {
            return new LockingPlan(query, environment);
        }
        throw Failures.notSupported("FOR UPDATE is for queries", node.getParserPosition());
    }

    private static void refuseAnalyze(ExplainNode node) {
        if (node.analyzes()) {
            throw Failures.notSupported(
                    "EXPLAIN ANALYZE runs the statement, and is for queries only; leave ANALYZE out",
                    node.getParserPosition());
        }
    }

    private static Plan insertDefaults(InsertDefaultsNode insert, CatalogView catalog, Environment environment) {
        TableInfo table = changedTable(insert.table(), catalog);
        MirrorSql sql = StatementPrinter.insertDefaults(table);
        return new ChangePlan(
                sql, new Binding(List.of(), new Parameters(0), List.of(), List.of()), List.of(), table, environment);
    }

    static TableInfo changedTable(SqlNode target, CatalogView catalog) {
        SqlIdentifier name = (SqlIdentifier) target;
        TableInfo table = catalog.table(name);
        if (table == null) {
            throw Failures.unknownTable(name.names, catalog, name.getParserPosition());
        }
        Failures.refuseSystemTable(table.schema(), name.getParserPosition());
        if (table.isView()) {
            throw Failures.notSupported(
                    "\"" + table.name() + "\" is a view, whose rows cannot be changed; change those of its tables",
                    name.getParserPosition());
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

    /**
     * Sets the schema of a session's names without one.
     *
     * @throws SqlFailure if there is none of this name
     */
    public void setSchema(Session session, String schema) {
        SettingPlanner.checkSchema(schema, catalog(session), SqlParserPos.ZERO);
        settings.change(session, values -> values.withSchema(schema));
    }

    /** Returns what sessions have set. */
    public SettingStore settings() {
        return settings;
    }

    /** Returns whether vector orders are given to the vector search. */
    public boolean pushesDown() {
        return pushesDown;
    }
}
