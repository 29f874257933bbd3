package io.vectra.sql.mirror;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.parser.CreateIndexNode;
import io.vectra.sql.parser.CreateTableNode;
import io.vectra.sql.parser.DropNode;
import io.vectra.sql.parser.TruncateNode;
import io.vectra.sql.validate.Failures;
import io.vectra.storage.Catalog;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.TableInfo;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** Turns definitions into changes of the schema. */
public final class DefinitionPlanner {
    private final CatalogView catalog;
    private final String sourceSql;

    /**
     * Creates a planner for one statement.
     *
     * @param sourceSql the statement as the user wrote it
     */
    public DefinitionPlanner(CatalogView catalog, String sourceSql) {
        this.catalog = catalog;
        this.sourceSql = sourceSql;
    }

    /** Returns the change that a definition asks for, or null if the node is no definition. */
    public SchemaChange plan(SqlNode node) {
        if (node instanceof CreateTableNode create) {
            return new TableDefinition(catalog, create).plan(sourceSql);
        }
        if (node instanceof CreateIndexNode create) {
            return new SchemaChange.Relational(createIndex(create), sourceSql);
        }
        if (node instanceof DropNode drop) {
            return drop.isIndex() ? dropIndex(drop) : dropTable(drop);
        }
        if (node instanceof TruncateNode truncate) {
            TableInfo table = table(truncate.table());
            return new SchemaChange.Truncate(table.schema(), table.name(), truncate.restartIdentity(), sourceSql);
        }
        throw new AssertionError("not a definition: " + node.getClass());
    }

    private TableInfo table(SqlIdentifier name) {
        TableInfo table = catalog.table(name);
        if (table == null) {
            throw Failures.unknownTable(name.names, catalog, name.getParserPosition());
        }
        return table;
    }

    private SchemaChange dropTable(DropNode drop) {
        SqlIdentifier name = drop.name();
        if (!drop.ifExists()) {
            table(name);
        }
        return new SchemaChange.DropTable(schemaOf(name), lastOf(name), drop.ifExists(), drop.cascade(), sourceSql);
    }

    private SchemaChange dropIndex(DropNode drop) {
        String sql = "DROP INDEX " + (drop.ifExists() ? "IF EXISTS " : "")
                + qualified(schemaOf(drop.name()), lastOf(drop.name()));
        return new SchemaChange.Relational(sql, sourceSql);
    }

    private String createIndex(CreateIndexNode create) {
        CreateIndexNode.Parts parts = create.parts();
        SqlIdentifier method = parts.method();
        if (method != null) {
            throw Failures.notSupported(
                    "CREATE INDEX … USING " + method.getSimple()
                            + " is not supported yet; a vector query without an index is answered exactly",
                    method.getParserPosition());
        }
        TableInfo table = table(parts.table());
        List<String> columns = new ArrayList<>();
        for (SqlNode column : parts.columns()) {
            columns.add(indexColumn(table, column));
        }
        SqlIdentifier name = parts.name();
        String indexName = name == null
                ? ""
                : qualified(name.names.size() > 1 ? schemaOf(name) : table.schema(), lastOf(name)) + " ";
        return "CREATE " + (create.isUnique() ? "UNIQUE " : "") + "INDEX "
                + (create.ifNotExists() ? "IF NOT EXISTS " : "") + indexName + "ON "
                + qualified(table.schema(), table.name()) + " (" + String.join(", ", columns) + ")";
    }

    private String indexColumn(TableInfo table, SqlNode node) {
        return switch (node.getKind()) {
            case DESCENDING -> indexColumn(table, ((SqlCall) node).operand(0)) + " DESC";
            case NULLS_FIRST -> indexColumn(table, ((SqlCall) node).operand(0)) + " NULLS FIRST";
            case NULLS_LAST -> indexColumn(table, ((SqlCall) node).operand(0)) + " NULLS LAST";
            case IDENTIFIER -> indexedColumn(table, (SqlIdentifier) node);
            default ->
                throw Failures.notSupported("An index on an expression is not supported", node.getParserPosition());
        };
    }

    private String indexedColumn(TableInfo table, SqlIdentifier name) {
        ColumnInfo column = table.column(lastOf(name));
        if (column == null) {
            throw Failures.unknownColumn(lastOf(name), catalog, name.getParserPosition());
        }
        if (column.isVector()) {
            throw Failures.notSupported(
                    "An index on the vector column " + column.name() + " needs USING HNSW, which is not supported yet;"
                            + " a vector query without an index is answered exactly",
                    name.getParserPosition());
        }
        return quoted(column.name());
    }

    static String schemaOf(SqlIdentifier name) {
        if (name.names.size() > 2) {
            throw new SqlFailure(
                    "42000",
                    "A name has at most a schema and a name, but found " + name,
                    name.getParserPosition().getLineNum(),
                    name.getParserPosition().getColumnNum(),
                    null);
        }
        return name.names.size() == 2 ? name.names.get(0) : Catalog.DEFAULT_SCHEMA;
    }

    static String lastOf(SqlIdentifier name) {
        return name.names.get(name.names.size() - 1);
    }

    static String qualified(String schema, String name) {
        return quoted(schema) + "." + quoted(name);
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Returns whether a node is a definition. */
    public static boolean isDefinition(SqlNode node) {
        return node.getKind() == SqlKind.OTHER_DDL;
    }
}
