package io.vectra.sql.mirror;

import static io.vectra.sql.mirror.DefinitionPlanner.lastOf;
import static io.vectra.sql.mirror.DefinitionPlanner.literal;
import static io.vectra.sql.mirror.DefinitionPlanner.qualified;
import static io.vectra.sql.mirror.DefinitionPlanner.quoted;
import static io.vectra.sql.mirror.DefinitionPlanner.schemaOf;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.parser.RenameNode;
import io.vectra.sql.validate.Failures;
import io.vectra.storage.Catalog;
import io.vectra.storage.MirrorFunctions;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.TableInfo;
import java.util.List;
import java.util.Set;

/**
 * Turns ALTER INDEX, VIEW and SCHEMA … RENAME TO into changes of the schema.
 *
 * <p>The text of a view stays as its user wrote it, so that nothing is renamed that a view names.
 */
final class Renaming {
    private static final String TABLE_EXISTS = "42S01";
    private static final String INDEX_EXISTS = "42S11";
    private static final String VIEW_NOT_FOUND = "90037";
    private static final String SCHEMA_EXISTS = "90078";

    private final CatalogView catalog;
    private final String sourceSql;

    Renaming(CatalogView catalog, String sourceSql) {
        this.catalog = catalog;
        this.sourceSql = sourceSql;
    }

    SchemaChange plan(RenameNode rename) {
        String schema = rename.kind() == RenameNode.Kind.SCHEMA ? rename.name().getSimple() : schemaOf(rename.name());
        Failures.refuseSystemTable(schema, rename.name().getParserPosition());
        return switch (rename.kind()) {
            case INDEX -> index(rename, schema);
            case VIEW -> view(rename, schema);
            case SCHEMA -> schema(rename, schema);
        };
    }

    private SchemaChange nothing() {
        return new SchemaChange.Relational(List.of(), sourceSql);
    }

    private SchemaChange index(RenameNode rename, String schema) {
        String name = lastOf(rename.name());
        String to = rename.to().getSimple();
        if (isOurs(schema, name)) {
            return new SchemaChange.RenameIndex(schema, name, to, sourceSql);
        }
        if (isOurs(schema, to)) {
            throw exists(INDEX_EXISTS, "Index", rename);
        }
        return new SchemaChange.Relational(
                "ALTER INDEX " + (rename.ifExists() ? "IF EXISTS " : "") + qualified(schema, name) + " RENAME TO "
                        + quoted(to),
                sourceSql);
    }

    /** Returns whether an index is one that the mirror does not know. */
    private boolean isOurs(String schema, String index) {
        return catalog.vectorIndexTable(schema, index) != null || catalog.textIndexTable(schema, index) != null;
    }

    private SchemaChange view(RenameNode rename, String schema) {
        String name = lastOf(rename.name());
        String to = rename.to().getSimple();
        TableInfo view = catalog.catalog().table(schema, name);
        if (view == null || !view.isView()) {
            if (view == null && rename.ifExists()) {
                return nothing();
            }
            throw Failures.at(
                    VIEW_NOT_FOUND,
                    "View \"" + name + "\" not found",
                    rename.name().getParserPosition());
        }
        if (catalog.catalog().table(schema, to) != null) {
            throw exists(TABLE_EXISTS, "Table or view", rename);
        }
        Set<TableInfo> readers = new ViewDefinition(catalog, sourceSql).readersOf(view);
        if (!readers.isEmpty()) {
            throw namedBy("View \"" + name + "\"", readers.iterator().next().name(), rename);
        }
        return new SchemaChange.Relational(
                List.of(
                        "ALTER VIEW " + qualified(schema, name) + " RENAME TO " + quoted(to),
                        "UPDATE " + MirrorFunctions.VIEWS + " SET VIEW_NAME = " + literal(to) + " WHERE VIEW_SCHEMA = "
                                + literal(schema) + " AND VIEW_NAME = " + literal(name)),
                sourceSql);
    }

    private SchemaChange schema(RenameNode rename, String schema) {
        if (schema.equals(Catalog.DEFAULT_SCHEMA)) {
            throw Failures.notSupported(
                    "The schema " + schema + " is the default one, and keeps its name",
                    rename.name().getParserPosition());
        }
        if (!catalog.catalog().schemas().contains(schema)) {
            if (rename.ifExists()) {
                return nothing();
            }
            throw DefinitionPlanner.schemaNotFound(rename.name());
        }
        String to = rename.to().getSimple();
        Failures.refuseSystemTable(to, rename.to().getParserPosition());
        if (catalog.catalog().schemas().contains(to)) {
            throw exists(SCHEMA_EXISTS, "Schema", rename);
        }
        for (TableInfo table : catalog.catalog().tables()) {
            if (table.schema().equals(schema)
                    && (table.isView() || !table.usedBy().isEmpty())) {
                String view = table.isView() ? table.name() : table.usedBy().get(0);
                throw namedBy("Schema \"" + schema + "\"", view, rename);
            }
        }
        return new SchemaChange.RenameSchema(schema, to, sourceSql);
    }

    private static SqlFailure exists(String state, String what, RenameNode rename) {
        return Failures.at(
                state,
                what + " \"" + rename.to().getSimple() + "\" already exists; choose another name",
                rename.to().getParserPosition());
    }

    private static SqlFailure namedBy(String what, String view, RenameNode rename) {
        return Failures.notSupported(
                what + " is named by view \"" + view
                        + "\", whose text would be wrong after RENAME; drop the view first",
                rename.name().getParserPosition());
    }
}
