package io.vectra.sql.mirror;

import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.parser.CreateViewNode;
import io.vectra.sql.parser.DropNode;
import io.vectra.sql.parser.RenameNode;
import io.vectra.sql.parser.SqlText;
import io.vectra.sql.validate.Failures;
import io.vectra.sql.validate.Validated;
import io.vectra.sql.validate.Validation;
import io.vectra.sql.validate.ViewExpansion;
import io.vectra.storage.Catalog;
import io.vectra.storage.MirrorFunctions;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.TableInfo;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * Turns CREATE, ALTER and DROP VIEW into changes of the schema.
 *
 * <p>The text of a view is kept as its user wrote it, but for stars, and read anew by each query over the view. The
 * mirror gets a view of the same columns, over tables alone, from which it knows their types and what a table is needed
 * for.
 */
final class ViewDefinition {
    private final CatalogView catalog;
    private final String sourceSql;

    ViewDefinition(CatalogView catalog, String sourceSql) {
        this.catalog = catalog;
        this.sourceSql = sourceSql;
    }

    SchemaChange create(CreateViewNode create) {
        CreateViewNode.Parts parts = create.parts();
        String schema = DefinitionPlanner.schemaOf(parts.name(), catalog);
        String name = DefinitionPlanner.lastOf(parts.name());
        Failures.refuseSystemTable(schema, parts.name().getParserPosition());
        TableInfo existing = catalog.catalog().table(schema, name);
        if (existing != null && existing.isView() && create.ifNotExists()) {
            return SchemaChange.Relational.nothing(sourceSql);
        }
        SqlNode query = parts.query();
        if (Validation.countParameters(query) > 0) {
            throw Failures.notSupported("A parameter in a view is not supported", query.getParserPosition());
        }
        Set<TableInfo> read = ViewExpansion.expand(query, catalog);
        if (existing != null && read.contains(existing)) {
            throw Failures.at(
                    "42P17",
                    "View \"" + name + "\" would read itself",
                    parts.name().getParserPosition());
        }
        Validated checked = Validation.validate(query, catalog);
        refusePassingTables(checked);
        StringBuilder sql = new StringBuilder("CREATE ")
                .append(create.replaces() ? "OR REPLACE " : "")
                .append("VIEW ")
                .append(DefinitionPlanner.qualified(schema, name))
                .append(columns(parts, checked))
                .append(" AS ")
                .append(MirrorWriter.printWithConstants(checked.node(), checked.parameters()));
        String remembered = "MERGE INTO " + MirrorFunctions.VIEWS + " VALUES ("
                + DefinitionPlanner.literal(schema) + ", " + DefinitionPlanner.literal(name) + ", "
                + DefinitionPlanner.literal(
                        StarExpansion.expanded(NameCompletion.completed(sourceSql, catalog), catalog))
                + ")";
        return new SchemaChange.Relational(List.of(sql.toString(), remembered), sourceSql);
    }

    /** The mirror would name the columns of some expressions otherwise. */
    private static String columns(CreateViewNode.Parts parts, Validated checked) {
        List<String> names = parts.columns() == null
                ? checked.validator().getValidatedNodeType(checked.node()).getFieldNames()
                : parts.columns().stream()
                        .map(each -> ((SqlIdentifier) each).getSimple())
                        .toList();
        int count = checked.validator().getValidatedNodeType(checked.node()).getFieldCount();
        if (names.size() != count) {
            throw Failures.at(
                    "21S02",
                    "The view has " + names.size() + " columns, but its query has " + count,
                    parts.name().getParserPosition());
        }
        return names.stream().map(DefinitionPlanner::quoted).collect(Collectors.joining(", ", " (", ")"));
    }

    /** Refuses system tables, which the mirror does not have, and temporary ones, which only a session has. */
    private void refusePassingTables(Validated checked) {
        String printed = MirrorWriter.print(checked.node()).text();
        if (printed.contains("\"VECTRA\".\"") || printed.contains("\"INFORMATION_SCHEMA\".\"")) {
            throw Failures.notSupported(
                    "A view over system tables is not supported", checked.raw().getParserPosition());
        }
        for (TableInfo table : catalog.catalog().tables()) {
            boolean isRead = table.isTemporary()
                    && (printed.contains(DefinitionPlanner.qualified(table.schema(), table.name()))
                            || catalog.catalog().table(Catalog.DEFAULT_SCHEMA, table.name()) == null
                                    && printed.contains(
                                            DefinitionPlanner.qualified(Catalog.DEFAULT_SCHEMA, table.name())));
            if (isRead) {
                throw Failures.notSupported(
                        "A view over a temporary table is not supported; \"" + table.name() + "\" is one",
                        checked.raw().getParserPosition());
            }
        }
    }

    SchemaChange drop(DropNode drop) {
        TableInfo view = existing(drop.name(), drop.ifExists());
        if (view == null) {
            return SchemaChange.Relational.nothing(sourceSql);
        }
        Set<TableInfo> dropped = new LinkedHashSet<>(readersOf(view));
        if (!dropped.isEmpty() && !drop.cascade()) {
            TableInfo reader = dropped.iterator().next();
            throw Failures.at(
                    "90107",
                    "Cannot drop \"" + view.name() + "\" because \"" + reader.name()
                            + "\" depends on it; CASCADE drops both",
                    drop.name().getParserPosition());
        }
        dropped.add(view);
        List<String> sql = new ArrayList<>();
        for (TableInfo each : dropped) {
            sql.add("DROP VIEW " + (drop.ifExists() ? "IF EXISTS " : "")
                    + DefinitionPlanner.qualified(each.schema(), each.name()) + " RESTRICT");
            sql.add("DELETE FROM " + MirrorFunctions.VIEWS + whereRemembered(each));
        }
        return new SchemaChange.Relational(sql, sourceSql);
    }

    SchemaChange rename(RenameNode rename) {
        TableInfo view = existing(rename.name(), rename.ifExists());
        if (view == null) {
            return SchemaChange.Relational.nothing(sourceSql);
        }
        String to = rename.to().getSimple();
        if (catalog.catalog().table(view.schema(), to) != null) {
            throw Renaming.exists("42S01", "Table or view", rename);
        }
        Set<TableInfo> readers = readersOf(view);
        if (!readers.isEmpty()) {
            throw Renaming.namedBy(
                    "View \"" + view.name() + "\"", readers.iterator().next().name(), rename);
        }
        return new SchemaChange.Relational(
                List.of(
                        "ALTER VIEW " + DefinitionPlanner.qualified(view.schema(), view.name()) + " RENAME TO "
                                + DefinitionPlanner.quoted(to),
                        "UPDATE " + MirrorFunctions.VIEWS + " SET VIEW_NAME = " + DefinitionPlanner.literal(to)
                                + whereRemembered(view)),
                sourceSql);
    }

    /** Returns a view, or null if there is none, and that is no error. */
    private @Nullable TableInfo existing(SqlIdentifier name, boolean ifExists) {
        String schema = DefinitionPlanner.schemaOf(name, catalog);
        Failures.refuseSystemTable(schema, name.getParserPosition());
        TableInfo view = catalog.catalog().table(schema, DefinitionPlanner.lastOf(name));
        if (view == null ? !ifExists : !view.isView()) {
            throw Failures.at(
                    "90037", "View \"" + DefinitionPlanner.lastOf(name) + "\" not found", name.getParserPosition());
        }
        return view;
    }

    private static String whereRemembered(TableInfo view) {
        return " WHERE VIEW_SCHEMA = " + DefinitionPlanner.literal(view.schema()) + " AND VIEW_NAME = "
                + DefinitionPlanner.literal(view.name());
    }

    /** Returns the views that read a view, directly or through others. */
    private Set<TableInfo> readersOf(TableInfo view) {
        Set<TableInfo> readers = new LinkedHashSet<>();
        Catalog all = catalog.catalog();
        for (TableInfo each : all.tables()) {
            String text = each.viewSql();
            if (text != null && each != view) {
                SqlNode query = ((CreateViewNode) SqlText.parse(text)).parts().query();
                if (ViewExpansion.expand(query, catalog).contains(view)) {
                    readers.add(each);
                }
            }
        }
        return readers;
    }
}
