package io.vectra.sql.mirror;

import static io.vectra.sql.mirror.DefinitionPlanner.lastOf;
import static io.vectra.sql.mirror.DefinitionPlanner.qualified;
import static io.vectra.sql.mirror.DefinitionPlanner.quoted;
import static io.vectra.sql.mirror.DefinitionPlanner.schemaOf;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.parser.RenameNode;
import io.vectra.sql.validate.Failures;
import io.vectra.storage.Catalog;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.TableInfo;

/**
 * Turns ALTER INDEX, VIEW and SCHEMA … RENAME TO into changes of the schema.
 *
 * <p>The text of a view stays as its user wrote it, so that nothing is renamed that a view names.
 */
final class Renaming {
    private static final String INDEX_EXISTS = "42S11";
    private static final String SCHEMA_EXISTS = "90078";

    private final CatalogView catalog;
    private final String sourceSql;

    Renaming(CatalogView catalog, String sourceSql) {
        this.catalog = catalog;
        this.sourceSql = sourceSql;
    }

    SchemaChange plan(RenameNode rename) {
        String schema =
                rename.kind() == RenameNode.Kind.SCHEMA ? rename.name().getSimple() : schemaOf(rename.name(), catalog);
        Failures.refuseSystemTable(schema, rename.name().getParserPosition());
        return switch (rename.kind()) {
            case INDEX -> index(rename, schema);
            case VIEW -> new ViewDefinition(catalog, sourceSql).rename(rename);
            case SCHEMA -> schema(rename, schema);
        };
    }

    private SchemaChange index(RenameNode rename, String schema) {
        String name = lastOf(rename.name());
        String to = rename.to().getSimple();
        if (catalog.hasSearchIndex(schema, name)) {
            return new SchemaChange.RenameIndex(schema, name, to, sourceSql);
        }
        if (catalog.hasSearchIndex(schema, to)) {
            throw exists(INDEX_EXISTS, "Index", rename);
        }
        return new SchemaChange.Relational(
                "ALTER INDEX " + (rename.ifExists() ? "IF EXISTS " : "") + qualified(schema, name) + " RENAME TO "
                        + quoted(to),
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
                return SchemaChange.Relational.nothing(sourceSql);
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

    static SqlFailure exists(String state, String what, RenameNode rename) {
        return Failures.at(
                state,
                what + " \"" + rename.to().getSimple() + "\" already exists; choose another name",
                rename.to().getParserPosition());
    }

    static SqlFailure namedBy(String what, String view, RenameNode rename) {
        return Failures.notSupported(
                what + " is named by view \"" + view
                        + "\", whose text would be wrong after RENAME; drop the view first",
                rename.name().getParserPosition());
    }
}
