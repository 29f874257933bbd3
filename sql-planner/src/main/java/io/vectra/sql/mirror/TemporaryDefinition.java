package io.vectra.sql.mirror;

import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.parser.AlterTableNode;
import io.vectra.sql.parser.ColumnNode;
import io.vectra.sql.parser.CommentNode;
import io.vectra.sql.parser.ConstraintNode;
import io.vectra.sql.parser.CreateIndexNode;
import io.vectra.sql.parser.CreateTableNode;
import io.vectra.sql.parser.DropNode;
import io.vectra.sql.parser.TemporaryTableNode.Options;
import io.vectra.sql.parser.TruncateNode;
import io.vectra.sql.parser.VectorTypeNameSpec;
import io.vectra.sql.validate.Failures;
import io.vectra.storage.Catalog;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.TableInfo;
import io.vectra.storage.TemporaryTable;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Turns definitions of temporary tables into what the session does with them, and refuses what they cannot have. */
public final class TemporaryDefinition {
    private final CatalogView catalog;
    private final String sourceSql;

    /**
     * Creates a planner for one statement.
     *
     * @param sourceSql the statement as the user wrote it
     */
    public TemporaryDefinition(CatalogView catalog, String sourceSql) {
        this.catalog = catalog;
        this.sourceSql = sourceSql;
    }

    /** Returns the table that a CREATE TEMPORARY TABLE with columns asks for. */
    public TemporaryTable create(CreateTableNode create, Options options) {
        checkSchema(create.name());
        for (ColumnNode column : create.columns()) {
            if (column.type().getTypeNameSpec() instanceof VectorTypeNameSpec) {
                throw vectorColumn(column.name().getSimple(), column.name().getParserPosition());
            }
        }
        Stream.concat(
                        create.constraints().stream(),
                        create.columns().stream().flatMap(column -> column.constraints().stream()))
                .filter(constraint -> constraint.kind() == ConstraintNode.Kind.FOREIGN_KEY)
                .findFirst()
                .ifPresent(key -> {
                    throw Failures.notSupported("A temporary table cannot have a FOREIGN KEY; leave it out", key.pos());
                });
        SchemaChange.CreateTable plain = new TableDefinition(catalog, create).plan(sourceSql);
        return options.table(new SchemaChange.CreateTable(
                Catalog.TEMPORARY_SCHEMA,
                plain.name(),
                plain.ifNotExists(),
                plain.columns(),
                plain.primaryKey(),
                plain.constraints(),
                sourceSql));
    }

    /** Refuses a vector column. */
    public static RuntimeException vectorColumn(String name, SqlParserPos pos) {
        return Failures.notSupported(
                "A temporary table cannot have a VECTOR column, but \"" + name
                        + "\" is one; keep the vectors in a table that stays, and its keys in the temporary one",
                pos);
    }

    /** Refuses a name in a schema; temporary tables are in none, but tools write the default one. */
    public static void checkSchema(SqlIdentifier name) {
        if (!name.isSimple() && !name.names.equals(List.of(Catalog.DEFAULT_SCHEMA, DefinitionPlanner.lastOf(name)))) {
            throw Failures.notSupported(
                    "A temporary table is in no schema, but found " + name + "; leave the schema out",
                    name.getParserPosition());
        }
    }

    /** Returns the change of a temporary table that a definition asks for, or null if it is about something else. */
    public @Nullable SchemaChange change(SqlNode node) {
        if (node instanceof DropNode drop && drop.kind() == DropNode.Kind.TABLE) {
            TableInfo table = temporary(drop.name());
            return table == null
                    ? null
                    : new SchemaChange.DropTable(
                            table.schema(), table.name(), drop.ifExists(), drop.cascade(), sourceSql);
        }
        if (node instanceof TruncateNode truncate) {
            TableInfo table = temporary(truncate.table());
            return table == null
                    ? null
                    : new SchemaChange.Truncate(table.schema(), table.name(), truncate.restartIdentity(), sourceSql);
        }
        if (node instanceof CreateIndexNode create) {
            TableInfo table = temporary(create.parts().table());
            return table == null ? null : index(create, table);
        }
        if (node instanceof AlterTableNode alter && temporary(alter.table()) != null) {
            throw Failures.notSupported(
                    "ALTER TABLE is not for temporary tables; drop the table and create it anew",
                    alter.table().getParserPosition());
        }
        if (node instanceof CommentNode comment) {
            refuseComment(comment);
        }
        return null;
    }

    private SchemaChange index(CreateIndexNode create, TableInfo table) {
        SqlParserPos pos = create.parts().table().getParserPosition();
        SqlIdentifier method = create.parts().method();
        if (method != null) {
            throw Failures.notSupported(
                    "An index USING " + method.getSimple() + " is not for temporary tables; put what it is to search"
                            + " into a table that stays",
                    pos);
        }
        if (table.lifetime() == TableInfo.Lifetime.GLOBAL_TEMPORARY) {
            throw Failures.notSupported(
                    "CREATE INDEX is not for global temporary tables; declare PRIMARY KEY or UNIQUE with the table",
                    pos);
        }
        return new DefinitionPlanner(catalog, sourceSql).plan(create);
    }

    private void refuseComment(CommentNode comment) {
        List<String> names = comment.name().names;
        boolean isColumn = comment.kind().equals("COLUMN") && names.size() > 1;
        SqlIdentifier name = isColumn ? comment.name().getComponent(0, names.size() - 1) : comment.name();
        if ((isColumn || comment.kind().equals("TABLE")) && temporary(name) != null) {
            throw Failures.notSupported(
                    "COMMENT is not for temporary tables", comment.name().getParserPosition());
        }
    }

    private @Nullable TableInfo temporary(SqlIdentifier name) {
        TableInfo table = catalog.table(name);
        return table != null && table.isTemporary() ? table : null;
    }
}
