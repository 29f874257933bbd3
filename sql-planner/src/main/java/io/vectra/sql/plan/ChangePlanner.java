package io.vectra.sql.plan;

import io.vectra.sql.Plan;
import io.vectra.sql.Plan.ParameterInfo;
import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.execute.Binding;
import io.vectra.sql.execute.ChangePlan;
import io.vectra.sql.execute.Environment;
import io.vectra.sql.execute.OnceEachPlan;
import io.vectra.sql.execute.RepeatedRow;
import io.vectra.sql.execute.ReturningPlan;
import io.vectra.sql.execute.SearchedSql;
import io.vectra.sql.execute.TextSlot;
import io.vectra.sql.mirror.ChangePrinter;
import io.vectra.sql.mirror.ChangePrinter.Printing;
import io.vectra.sql.mirror.MergePrinter;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.sql.mirror.StatementPrinter;
import io.vectra.sql.mirror.UpsertPrinter;
import io.vectra.sql.parser.InsertDefaultsNode;
import io.vectra.sql.parser.LimitedChangeNode;
import io.vectra.sql.parser.MergeKeyNode;
import io.vectra.sql.parser.MergeNode;
import io.vectra.sql.parser.PlainSelect;
import io.vectra.sql.parser.ReturningNode;
import io.vectra.sql.parser.UpsertNode;
import io.vectra.sql.plan.LateralJoins.RowWise;
import io.vectra.sql.system.SystemRows;
import io.vectra.sql.validate.CheckedMerge;
import io.vectra.sql.validate.CheckedUpsert;
import io.vectra.sql.validate.Failures;
import io.vectra.sql.validate.Parameters;
import io.vectra.sql.validate.Validated;
import io.vectra.sql.validate.Validation;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.TableInfo;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Plans MERGE, INSERT with ON CONFLICT, and changing statements that give rows. */
final class ChangePlanner {
    private final CatalogView catalog;
    private final Environment environment;
    private final boolean pushesDown;

    /** The parts of the change that a search answers. */
    private List<SearchPart> parts = List.of();

    ChangePlanner(CatalogView catalog, Environment environment, boolean pushesDown) {
        this.catalog = catalog;
        this.environment = environment;
        this.pushesDown = pushesDown;
    }

    /** Returns whether a statement is one of those. */
    static boolean plans(SqlNode node) {
        return node instanceof MergeNode
                || node instanceof MergeKeyNode
                || node instanceof UpsertNode
                || node instanceof LimitedChangeNode
                || node instanceof ReturningNode;
    }

    /**
     * A changing statement that was checked.
     *
     * @param trees what it was checked as
     * @param once how rows are found that it must not change twice; null if there can be none
     */
    private record Change(
            TableInfo table,
            Printing printing,
            List<Validated> trees,
            @Nullable Once once) {
        Change(TableInfo table, Printing printing, List<Validated> trees) {
            this(table, printing, trees, null);
        }

        @Nullable
        RepeatedRow repeated(Binding binding) {
            return once == null ? null : new RepeatedRow(once.sql().get(), binding, once.message());
        }

        /** Returns whether the mirror would not notice. */
        boolean isCheckedFirst() {
            return once != null && once.isCheckedFirst();
        }
    }

    /**
     * What finds rows that would be changed twice.
     *
     * @param sql prints the query
     */
    private record Once(Supplier<MirrorSql> sql, String message, boolean isCheckedFirst) {}

    Plan plan(SqlNode node) {
        if (node instanceof ReturningNode returning) {
            return returning(returning);
        }
        TableInfo table = table(target(node));
        Parameters parameters = new Parameters(Validation.countParameters(counted(node, table)));
        Change change = check(node, table, parameters, false);
        Binding binding = binding(change.trees(), parameters);
        ChangePlan exact =
                new ChangePlan(printed(change), binding, ParameterTypes.of(change.trees()), table, environment);
        RepeatedRow repeated = change.repeated(binding);
        SearchedSql searched = searched(change, binding, () -> printed(change));
        ChangePlan plan = searched == null ? exact : new ChangePlan(exact, searched);
        if (repeated == null) {
            return plan;
        }
        return change.isCheckedFirst() ? new ChangePlan(plan, repeated) : new OnceEachPlan(plan, repeated);
    }

    private static MirrorSql printed(Change change) {
        return change.trees().isEmpty()
                ? ChangePrinter.print(change.printing())
                : ChangePrinter.print(
                        change.printing(), UncorrelatedQueries.of(change.trees().get(0)));
    }

    /** Returns the statement over what searches find, or null if there is nothing to search for. */
    private @Nullable SearchedSql searched(Change change, Binding binding, Supplier<MirrorSql> printed) {
        return parts.isEmpty() ? null : TopKPlanner.plan(change.trees().get(0), parts, binding.slotCount(), printed);
    }

    private Plan returning(ReturningNode node) {
        TableInfo table = table(target(node.change()));
        SqlIdentifier alias = node.rows().alias();
        String name = alias == null ? table.name() : alias.getSimple();
        SqlNode query = query(node, table, name);
        Parameters parameters = new Parameters(Validation.countParameters(counted(node.change(), table), query));
        Change change = check(node.change(), table, parameters, true);
        Validated rows = Validation.validate(query, catalog, parameters);
        if (Trees.hasTextFunction(rows.node())) {
            throw Failures.notSupported(
                    "Full-text functions in RETURNING are not supported: the rows are not committed yet; query them"
                            + " afterwards",
                    node.getParserPosition());
        }
        List<Validated> trees = new ArrayList<>(change.trees());
        trees.add(rows);
        Binding binding = binding(trees, parameters);
        Printing whole = ChangePrinter.returning(node.version(), change.printing(), rows, name);
        ReturningPlan exact = new ReturningPlan(
                ChangePrinter.print(whole),
                binding,
                ParameterTypes.of(trees),
                new ReturningPlan.Result(table, ResultLabels.of(rows)),
                environment);
        RepeatedRow repeated = change.repeated(binding);
        // What stands in RETURNING is computed after the change.
        SearchedSql searched =
                change.trees().isEmpty() ? null : searched(change, binding, () -> ChangePrinter.print(whole));
        ReturningPlan plan = searched == null ? exact : new ReturningPlan(exact, searched);
        return repeated == null ? plan : new ReturningPlan(plan, repeated);
    }

    private static SqlNode query(ReturningNode node, TableInfo table, String alias) {
        SqlParserPos pos = node.getParserPosition();
        SqlNode from = SqlStdOperatorTable.AS.createCall(
                pos, new SqlIdentifier(List.of(table.schema(), table.name()), pos), new SqlIdentifier(alias, pos));
        return PlainSelect.of(pos, node.rows().items(), from, node.rows().where());
    }

    /** @param givesRows whether a query reads the changed rows */
    private Change check(SqlNode node, TableInfo table, Parameters parameters, boolean givesRows) {
        if (node instanceof MergeNode merge) {
            return merge(CheckedMerge.of(merge, table, catalog, parameters, List.of()), givesRows);
        }
        if (node instanceof UpsertNode upsert) {
            CheckedUpsert checked = new CheckedUpsert.Draft(upsert, table).check(catalog, parameters);
            return upsert.update() != null
                    ? upsert(checked)
                    : new Change(
                            table,
                            UpsertPrinter.insertMissing(checked),
                            List.of(checked.merge().query()));
        }
        if (node instanceof MergeKeyNode merge) {
            Validated checked = Validation.validate(merge.insert(), catalog, parameters);
            return new Change(table, ChangePrinter.mergeKey(checked, table, key(merge, table)), List.of(checked));
        }
        if (node instanceof InsertDefaultsNode) {
            return new Change(
                    table,
                    writer ->
                            writer.print(StatementPrinter.insertDefaults(table).text()),
                    List.of());
        }
        Validated checked = Validation.validate(plain(node), catalog, parameters);
        return new Change(
                table,
                writer -> {
                    StatementPrinter.print(writer, checked);
                    if (node instanceof LimitedChangeNode limited) {
                        StatementPrinter.printFetch(writer, limited.fetch());
                    }
                },
                List.of(checked));
    }

    private static Change merge(CheckedMerge merge, boolean givesRows) {
        MergePrinter printer = new MergePrinter(merge);
        List<Validated> trees = List.of(merge.query());
        if (printer.hasOneRow()) {
            return new Change(merge.table(), printer.plain(), trees);
        }
        // A text function finds a row of the source by its id, which pairs do not have.
        boolean isByPairs = (givesRows || printer.isConditional())
                && !Trees.hasTextFunction(merge.query().node());
        String message = "MERGE cannot change a row twice, but two rows of its source match the same row of "
                + merge.table().name() + "; give each row once";
        return new Change(
                merge.table(),
                isByPairs ? printer.byPairs() : printer.plain(),
                trees,
                new Once(printer::repeatedRow, message, givesRows || printer.deletes()));
    }

    private static Change upsert(CheckedUpsert upsert) {
        MergePrinter printer = new MergePrinter(upsert.merge());
        TableInfo table = upsert.merge().table();
        List<Validated> trees = List.of(upsert.merge().query());
        if (upsert.keys().isEmpty() || printer.hasOneRow()) {
            return new Change(table, printer.plain(), trees);
        }
        List<String> key = upsert.keys().get(0);
        String message = "ON CONFLICT DO UPDATE cannot change a row twice, but two rows of the statement have the same "
                + String.join(", ", key) + "; give each key once";
        return new Change(
                table,
                printer.isConditional() ? printer.byPairs() : printer.plain(),
                trees,
                new Once(() -> printer.repeatedKey(key), message, false));
    }

    private static List<String> key(MergeKeyNode merge, TableInfo table) {
        SqlNodeList key = merge.key();
        List<String> names = new ArrayList<>();
        for (SqlNode node : key == null ? SqlNodeList.EMPTY : key) {
            SqlIdentifier name = (SqlIdentifier) node;
            ColumnInfo column = table.column(name.getSimple());
            if (column == null) {
                throw Failures.unknownColumn(name.getSimple(), table, name.getParserPosition());
            }
            if (column.isVector()) {
                throw Failures.notSupported(
                        "KEY cannot contain the vector column " + column.name(), name.getParserPosition());
            }
            names.add(column.name());
        }
        if (key == null && table.primaryKey().isEmpty()) {
            throw Failures.notSupported(
                    "MERGE without KEY needs a primary key, which table " + table.name() + " does not have",
                    merge.getParserPosition());
        }
        return key == null ? table.primaryKey() : names;
    }

    private Binding binding(List<Validated> trees, Parameters parameters) {
        List<SystemRows> tables = new ArrayList<>();
        for (Validated tree : trees) {
            List<SystemRows> found = SystemTables.replace(tree);
            if (!tables.isEmpty() && !found.isEmpty()) {
                throw Failures.notSupported(
                        "System tables in the rows that a change returns, and in the change, are not supported",
                        tree.raw().getParserPosition());
            }
            tables.addAll(found);
        }
        List<ParameterInfo> infos = ParameterTypes.of(trees);
        Map<SqlSelect, RowWise> rowWise = new IdentityHashMap<>();
        trees.forEach(tree -> rowWise.putAll(LateralJoins.rewrite(tree)));
        int firstText = Binding.firstText(infos.size(), parameters, tables);
        trees.forEach(TextColumns::move);
        List<TextSlot> texts = TextCalls.replace(trees, firstText);
        if (!trees.isEmpty() && pushesDown) {
            parts = parts(trees.get(0), rowWise);
        }
        for (Validated tree : trees) {
            Trees.removeHints(tree.node());
            OrderCompletion.complete(tree);
        }
        return new Binding(infos, parameters, tables, texts);
    }

    /** Returns the parts inside a change; the query as which a MERGE is checked is none of them. */
    private static List<SearchPart> parts(Validated change, Map<SqlSelect, RowWise> rowWise) {
        return SearchParts.in(change, rowWise).found().stream()
                .filter(part -> part.select() != change.node() && part.rowWise() == null)
                .toList();
    }

    /** Returns the tree that has all parameters of a changing statement. */
    private static SqlNode counted(SqlNode change, TableInfo table) {
        if (change instanceof MergeNode merge) {
            return CheckedMerge.queryOf(merge, table);
        }
        if (change instanceof UpsertNode upsert) {
            return CheckedMerge.queryOf(new CheckedUpsert.Draft(upsert, table).merge(), table);
        }
        if (change instanceof LimitedChangeNode limited) {
            return new SqlNodeList(List.of(limited.change(), limited.fetch()), limited.getParserPosition());
        }
        return change instanceof MergeKeyNode merge ? merge.insert() : change;
    }

    /** Returns a changing statement for all rows. */
    private static SqlNode plain(SqlNode change) {
        return change instanceof LimitedChangeNode limited ? limited.change() : change;
    }

    private static SqlNode target(SqlNode written) {
        SqlNode change = plain(written);
        if (change instanceof MergeNode merge) {
            return merge.parts().table();
        }
        if (change instanceof UpsertNode upsert) {
            return upsert.insert().getTargetTable();
        }
        if (change instanceof MergeKeyNode merge) {
            return merge.insert().getTargetTable();
        }
        if (change instanceof InsertDefaultsNode insert) {
            return insert.table();
        }
        if (change instanceof SqlInsert insert) {
            return insert.getTargetTable();
        }
        if (change instanceof SqlUpdate update) {
            return update.getTargetTable();
        }
        return ((SqlDelete) change).getTargetTable();
    }

    private TableInfo table(SqlNode target) {
        return Planner.changedTable(target, catalog);
    }
}
