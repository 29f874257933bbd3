package io.vectra.sql.mirror;

import io.vectra.sql.SqlFailure;
import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.parser.AlterSequenceNode;
import io.vectra.sql.parser.AlterTableNode;
import io.vectra.sql.parser.CommentNode;
import io.vectra.sql.parser.CreateIndexNode;
import io.vectra.sql.parser.CreateSchemaNode;
import io.vectra.sql.parser.CreateSequenceNode;
import io.vectra.sql.parser.CreateTableNode;
import io.vectra.sql.parser.CreateViewNode;
import io.vectra.sql.parser.DropNode;
import io.vectra.sql.parser.RenameNode;
import io.vectra.sql.parser.TruncateNode;
import io.vectra.sql.validate.Failures;
import io.vectra.storage.Catalog;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.TableInfo;
import io.vectra.storage.TextIndexInfo;
import io.vectra.storage.VectorIndexInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** Turns definitions into changes of the schema. */
public final class DefinitionPlanner {
    /** What PostgreSQL calls the kind of index that is meant without USING. */
    private static final String ORDERED = "BTREE";

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
            Failures.refuseSystemTable(schemaOf(create.name()), create.getParserPosition());
            return new TableDefinition(catalog, create).plan(sourceSql);
        }
        if (node instanceof CreateIndexNode create) {
            return createIndex(create);
        }
        if (node instanceof DropNode drop) {
            return switch (drop.kind()) {
                case TABLE -> dropTable(drop);
                case INDEX -> dropIndex(drop);
                case VIEW -> new ViewDefinition(catalog, sourceSql).drop(drop);
                case SCHEMA -> dropSchema(drop);
                case SEQUENCE -> new SequenceDefinition(catalog, sourceSql).drop(drop);
            };
        }
        if (node instanceof AlterTableNode alter) {
            return new TableAlterationPlanner(catalog, alter).plan(sourceSql);
        }
        if (node instanceof CreateViewNode create) {
            return new ViewDefinition(catalog, sourceSql).create(create);
        }
        if (node instanceof CreateSequenceNode create) {
            return new SequenceDefinition(catalog, sourceSql).create(create);
        }
        if (node instanceof AlterSequenceNode alter) {
            return new SequenceDefinition(catalog, sourceSql).alter(alter);
        }
        if (node instanceof RenameNode rename) {
            return new Renaming(catalog, sourceSql).plan(rename);
        }
        if (node instanceof CreateSchemaNode create) {
            return createSchema(create);
        }
        if (node instanceof CommentNode comment) {
            return comment(comment);
        }
        if (node instanceof TruncateNode truncate) {
            TableInfo table = table(truncate.table());
            return new SchemaChange.Truncate(table.schema(), table.name(), truncate.restartIdentity(), sourceSql);
        }
        throw new AssertionError("not a definition: " + node.getClass());
    }

    /** Returns the text as a literal of the mirror. */
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Returns the table of a name, which may be changed. */
    public TableInfo table(SqlIdentifier name) {
        TableInfo table = catalog.table(name);
        if (table == null) {
            throw Failures.unknownTable(name.names, catalog, name.getParserPosition());
        }
        Failures.refuseSystemTable(table.schema(), name.getParserPosition());
        return table;
    }

    private SchemaChange createSchema(CreateSchemaNode create) {
        String name = create.name().getSimple();
        Failures.refuseSystemTable(name, create.getParserPosition());
        if (create.ifNotExists() && catalog.catalog().schemas().contains(name)) {
            return SchemaChange.Relational.nothing(sourceSql);
        }
        return new SchemaChange.Relational("CREATE SCHEMA " + quoted(name), sourceSql);
    }

    private SchemaChange dropSchema(DropNode drop) {
        String name = drop.name().getSimple();
        Failures.refuseSystemTable(name, drop.getParserPosition());
        if (name.equals(Catalog.DEFAULT_SCHEMA)) {
            throw Failures.notSupported(
                    "The schema " + name + " is the default one, and stays", drop.getParserPosition());
        }
        if (!catalog.catalog().schemas().contains(name)) {
            if (drop.ifExists()) {
                return SchemaChange.Relational.nothing(sourceSql);
            }
            throw schemaNotFound(drop.name());
        }
        List<String> held = drop.cascade() ? List.of() : heldBy(name);
        if (!held.isEmpty()) {
            throw Failures.at(
                    "90107",
                    "Cannot drop the schema \"" + name + "\" because it holds " + String.join(", ", held)
                            + "; write CASCADE to drop them too",
                    drop.name().getParserPosition());
        }
        return new SchemaChange.DropSchema(name, drop.cascade(), sourceSql);
    }

    /** Returns the tables, views and sequences of a schema. */
    private List<String> heldBy(String schema) {
        Stream<String> tables = catalog.catalog().tables().stream()
                .filter(table -> table.schema().equals(schema))
                .map(TableInfo::name);
        Stream<String> sequences = catalog.catalog().sequences().stream()
                .filter(sequence -> sequence.schema().equals(schema))
                .map(Catalog.SequenceInfo::name);
        return Stream.concat(tables, sequences).toList();
    }

    static SqlFailure schemaNotFound(SqlIdentifier name) {
        return Failures.unknownSchema(name.names.get(0), List.of(), name.getParserPosition());
    }

    private SchemaChange comment(CommentNode comment) {
        List<String> names = comment.name().names;
        String name;
        if (comment.kind().equals("COLUMN")) {
            SqlIdentifier tableName = comment.name().getComponent(0, names.size() - 1);
            TableInfo table = table(tableName);
            String column = names.get(names.size() - 1);
            if (table.column(column) == null) {
                throw Failures.unknownColumn(column, table, comment.name().getParserPosition());
            }
            name = qualified(table.schema(), table.name()) + "." + quoted(column);
        } else if (comment.kind().equals("SCHEMA")) {
            Failures.refuseSystemTable(names.get(0), comment.name().getParserPosition());
            name = quoted(comment.name().getSimple());
        } else {
            Failures.refuseSystemTable(schemaOf(comment.name()), comment.name().getParserPosition());
            name = qualified(schemaOf(comment.name()), lastOf(comment.name()));
        }
        String kind = comment.kind().equals("VIEW") ? "TABLE" : comment.kind();
        String text = MirrorWriter.print(comment.text()).text();
        return new SchemaChange.Relational("COMMENT ON " + kind + " " + name + " IS " + text, sourceSql);
    }

    private SchemaChange dropTable(DropNode drop) {
        SqlIdentifier name = drop.name();
        Failures.refuseSystemTable(schemaOf(name), name.getParserPosition());
        if (!drop.ifExists()) {
            table(name);
        }
        return new SchemaChange.DropTable(schemaOf(name), lastOf(name), drop.ifExists(), drop.cascade(), sourceSql);
    }

    private SchemaChange dropIndex(DropNode drop) {
        String schema = schemaOf(drop.name());
        if (catalog.hasSearchIndex(schema, lastOf(drop.name()))) {
            return new SchemaChange.DropVectorIndex(schema, lastOf(drop.name()), sourceSql);
        }
        return new SchemaChange.DropIndex(schema, lastOf(drop.name()), drop.ifExists(), sourceSql);
    }

    private SchemaChange createIndex(CreateIndexNode create) {
        CreateIndexNode.Parts parts = create.parts();
        TableInfo table = table(parts.table());
        SqlIdentifier method = parts.method();
        if (method != null && method.getSimple().equals("FULLTEXT")) {
            return new TextIndexDefinition(catalog, create).plan(table, sourceSql);
        }
        return method == null || method.getSimple().equals(ORDERED)
                ? createScalarIndex(create, table)
                : new VectorIndexDefinition(catalog, create).plan(table, method, sourceSql);
    }

    private SchemaChange createScalarIndex(CreateIndexNode create, TableInfo table) {
        CreateIndexNode.Parts parts = create.parts();
        if (!parts.options().isEmpty()) {
            SqlIdentifier option = parts.options().get(0).name();
            throw Failures.at(
                    "42P17",
                    "An index of scalar columns has no options, but found \"" + option.getSimple()
                            + "\"; options are for USING HNSW",
                    option.getParserPosition());
        }
        List<String> columns = new ArrayList<>();
        for (SqlNode column : parts.columns()) {
            columns.add(indexColumn(table, column));
        }
        String indexName = "";
        SqlIdentifier name = parts.name();
        if (name != null) {
            String schema = name.names.size() > 1 && !table.isTemporary() ? schemaOf(name) : table.schema();
            SchemaChange nothing = takenName(schema, name, create);
            if (nothing != null) {
                return nothing;
            }
            indexName = qualified(schema, lastOf(name)) + " ";
        }
        String sql = "CREATE " + (create.isUnique() ? "UNIQUE " : "") + "INDEX "
                + (create.ifNotExists() ? "IF NOT EXISTS " : "") + indexName + "ON "
                + qualified(table.schema(), table.name()) + " (" + String.join(", ", columns) + ")";
        return new SchemaChange.Relational(sql, sourceSql);
    }

    /**
     * The mirror does not know the names of HNSW indexes.
     *
     * @return null if the name is free; if it is not, and that is no error, a change that changes nothing
     */
    private @Nullable SchemaChange takenName(String schema, SqlIdentifier name, CreateIndexNode create) {
        TableInfo textHolder = catalog.textIndexTable(schema, lastOf(name));
        TableInfo holder = textHolder != null ? textHolder : catalog.vectorIndexTable(schema, lastOf(name));
        if (holder == null) {
            return null;
        }
        if (!create.ifNotExists()) {
            throw Failures.at(
                    "42S11",
                    "Index \"" + lastOf(name) + "\" already exists: "
                            + (textHolder != null ? "a full-text" : "an HNSW") + " index of table " + holder.name()
                            + "; drop it, or choose another name",
                    name.getParserPosition());
        }
        if (textHolder != null) {
            TextIndexInfo text = holder.textIndexes().stream()
                    .filter(each -> each.name().equals(lastOf(name)))
                    .findFirst()
                    .orElseThrow();
            return new SchemaChange.CreateTextIndex(schema, holder.name(), true, text, sourceSql);
        }
        VectorIndexInfo index = holder.vectorIndexes().stream()
                .filter(each -> each.name().equals(lastOf(name)))
                .findFirst()
                .orElseThrow();
        return new SchemaChange.CreateVectorIndex(
                schema, holder.name(), index.name(), true, index.column(), index.settings(), sourceSql);
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
                    "An index on the vector column " + column.name() + " needs USING HNSW: CREATE INDEX … USING HNSW ("
                            + column.name() + ")",
                    name.getParserPosition());
        }
        return quoted(column.name());
    }

    private String schemaOf(SqlIdentifier name) {
        return schemaOf(name, catalog);
    }

    /** Returns the schema of a name; of one without, the current schema. */
    public static String schemaOf(SqlIdentifier name, CatalogView catalog) {
        if (name.names.size() > 2) {
            throw Failures.at(
                    "42000", "A name has at most a schema and a name, but found " + name, name.getParserPosition());
        }
        String schema = name.names.size() == 2 ? name.names.get(0) : catalog.currentSchema();
        if (schema.equals(Catalog.TEMPORARY_SCHEMA)) {
            throw schemaNotFound(name);
        }
        return schema;
    }

    /** Returns a name without its schema. */
    public static String lastOf(SqlIdentifier name) {
        return name.names.get(name.names.size() - 1);
    }

    /** Returns a name as the mirror takes it. */
    public static String qualified(String schema, String name) {
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
