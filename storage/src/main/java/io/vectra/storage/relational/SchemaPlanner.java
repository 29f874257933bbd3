package io.vectra.storage.relational;

import io.vectra.storage.SchemaChange;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.VectorIndexInfo;
import io.vectra.storage.manifest.TableDefinition;
import io.vectra.storage.text.TextAnalyzers;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.h2.api.ErrorCode;
import org.h2.message.DbException;
import org.h2.table.Column;

/**
 * Works out the mirror's statements for a schema change.
 *
 * <p>A table whose primary key is one integer column uses it as the row id. Every other table gets a hidden identity as
 * its primary key in the mirror, and the declared key becomes a UNIQUE constraint over NOT NULL columns.
 *
 * <p>Failures are H2's own {@link DbException}s, so that they have H2's states and words. Thread rule: one use by one
 * thread.
 */
final class SchemaPlanner implements SchemaChange.Visitor<SchemaPlan> {
    /** The hidden column's name; where a table has such a column, a number follows. */
    static final String HIDDEN_COLUMN = "VECTRA_ROW";

    /** The types for which H2 makes the primary key the row's number. */
    static final Set<String> INTEGER_TYPES =
            Set.of("TINYINT", "SMALLINT", "INT2", "INTEGER", "INT", "INT4", "MEDIUMINT", "SIGNED", "BIGINT", "INT8");

    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");
    private static final Pattern JAVA_OBJECT = Pattern.compile("\\b(JAVA_OBJECT|(?<!LARGE\\s)OBJECT|OTHER)\\b");

    private final MirrorTables tables;
    private final boolean nameIsTaken;
    private final int nextTableId;
    private final int nextColumnId;

    /**
     * Prepares for one change.
     *
     * @param nameIsTaken whether there is a table, view or index already of the name that the change creates
     */
    SchemaPlanner(MirrorTables tables, boolean nameIsTaken, int nextTableId, int nextColumnId) {
        this.tables = tables;
        this.nameIsTaken = nameIsTaken;
        this.nextTableId = nextTableId;
        this.nextColumnId = nextColumnId;
    }

    @Override
    public SchemaPlan createTable(SchemaChange.CreateTable change) {
        if (nameIsTaken) {
            if (change.ifNotExists()) {
                return SchemaPlan.EMPTY;
            }
            throw DbException.get(ErrorCode.TABLE_OR_VIEW_ALREADY_EXISTS_1, change.name());
        }
        change.columns().forEach(SchemaPlanner::check);
        TableDefinition table = define(change);
        return new SchemaPlan(List.of(createSql(change, table)), List.of(table), List.of(), List.of(), List.of());
    }

    @Override
    public SchemaPlan dropTable(SchemaChange.DropTable change) {
        TableDefinition table = tables.table(change.schema(), change.name());
        if (table == null) {
            if (change.ifExists()) {
                return SchemaPlan.EMPTY;
            }
            throw notFound(change.name());
        }
        String sql = "DROP TABLE " + MirrorSql.name(change.schema(), change.name())
                + (change.isCascade() ? " CASCADE" : " RESTRICT");
        return new SchemaPlan(List.of(sql), List.of(), List.of(), List.of(table.tableId()), List.of());
    }

    @Override
    public SchemaPlan truncate(SchemaChange.Truncate change) {
        TableDefinition table = tables.table(change.schema(), change.name());
        if (table == null) {
            throw notFound(change.name());
        }
        String sql = "TRUNCATE TABLE " + MirrorSql.name(change.schema(), change.name())
                + (change.restartIdentity() ? " RESTART IDENTITY" : " CONTINUE IDENTITY");
        return new SchemaPlan(List.of(sql), List.of(), List.of(), List.of(), List.of(table.tableId()));
    }

    @Override
    public SchemaPlan createVectorIndex(SchemaChange.CreateVectorIndex change) {
        TableDefinition table = tables.table(change.schema(), change.table());
        if (table == null) {
            throw notFound(change.table());
        }
        if (nameIsTaken) {
            if (change.ifNotExists()) {
                return SchemaPlan.EMPTY;
            }
            throw DbException.get(ErrorCode.INDEX_ALREADY_EXISTS_1, change.name());
        }
        TableDefinition.Column column = table.columns().stream()
                .filter(each -> !each.isHidden() && each.name().equals(change.column()))
                .findFirst()
                .orElseThrow(() -> DbException.get(ErrorCode.COLUMN_NOT_FOUND_1, change.column()));
        if (!column.isVector()) {
            throw new StoreException(
                    StoreError.VECTOR_MISMATCH,
                    "An HNSW index is on a VECTOR column, but column \"" + column.name() + "\" is a scalar one.");
        }
        var indexes = new ArrayList<>(table.vectorIndexes());
        indexes.add(new VectorIndexInfo(change.name(), column.name(), column.columnId(), change.settings()));
        return changed(table.withVectorIndexes(indexes));
    }

    @Override
    public SchemaPlan createTextIndex(SchemaChange.CreateTextIndex change) {
        TableDefinition table = tables.table(change.schema(), change.table());
        if (table == null) {
            throw notFound(change.table());
        }
        if (nameIsTaken) {
            if (change.ifNotExists()) {
                return SchemaPlan.EMPTY;
            }
            throw DbException.get(
                    ErrorCode.INDEX_ALREADY_EXISTS_1, change.index().name());
        }
        TextAnalyzers.check(change.index().analyzer());
        for (String name : change.index().columns()) {
            TableDefinition.Column column = table.columns().stream()
                    .filter(each -> !each.isHidden() && each.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> DbException.get(ErrorCode.COLUMN_NOT_FOUND_1, name));
            if (column.isVector()) {
                throw new StoreException(
                        StoreError.VECTOR_MISMATCH,
                        "A full-text index is on text columns, but column \"" + name + "\" holds vectors.");
            }
        }
        var indexes = new ArrayList<>(table.textIndexes());
        indexes.add(change.index());
        return changed(table.withTextIndexes(indexes));
    }

    @Override
    public SchemaPlan dropVectorIndex(SchemaChange.DropVectorIndex change) {
        TableDefinition table = withIndex(change.schema(), change.name());
        var graphs = new ArrayList<>(table.vectorIndexes());
        graphs.removeIf(index -> index.name().equals(change.name()));
        var texts = new ArrayList<>(table.textIndexes());
        texts.removeIf(index -> index.name().equals(change.name()));
        return changed(table.withVectorIndexes(graphs).withTextIndexes(texts));
    }

    private static SchemaPlan changed(TableDefinition table) {
        return new SchemaPlan(List.of(), List.of(), List.of(table), List.of(), List.of());
    }

    private TableDefinition withIndex(String schema, String index) {
        TableDefinition table = tables.withIndex(schema, index);
        if (table == null) {
            throw DbException.get(ErrorCode.INDEX_NOT_FOUND_1, index);
        }
        return table;
    }

    @Override
    public SchemaPlan dropIndex(SchemaChange.DropIndex change) {
        String sql = "DROP INDEX " + (change.ifExists() ? "IF EXISTS " : "")
                + MirrorSql.name(change.schema(), change.name());
        return new SchemaPlan(List.of(sql), List.of(), List.of(), List.of(), List.of());
    }

    @Override
    public SchemaPlan relational(SchemaChange.Relational change) {
        return new SchemaPlan(change.mirrorSql(), List.of(), List.of(), List.of(), List.of());
    }

    @Override
    public SchemaPlan renameIndex(SchemaChange.RenameIndex change) {
        if (nameIsTaken) {
            throw DbException.get(ErrorCode.INDEX_ALREADY_EXISTS_1, change.to());
        }
        TableDefinition table = withIndex(change.schema(), change.name());
        var graphs = new ArrayList<>(table.vectorIndexes());
        graphs.replaceAll(index -> index.name().equals(change.name()) ? index.withName(change.to()) : index);
        var texts = new ArrayList<>(table.textIndexes());
        texts.replaceAll(index -> index.name().equals(change.name()) ? index.withName(change.to()) : index);
        return changed(table.withVectorIndexes(graphs).withTextIndexes(texts));
    }

    @Override
    public SchemaPlan renameSchema(SchemaChange.RenameSchema change) {
        List<TableDefinition> moved = tables.all().stream()
                .filter(table -> table.schema().equals(change.schema()))
                .map(table -> table.withSchema(change.to()))
                .toList();
        String sql = "ALTER SCHEMA " + MirrorSql.name(change.schema()) + " RENAME TO " + MirrorSql.name(change.to());
        return new SchemaPlan(List.of(sql), List.of(), moved, List.of(), List.of());
    }

    @Override
    public SchemaPlan dropSchema(SchemaChange.DropSchema change) {
        List<Integer> dropped = tables.all().stream()
                .filter(table -> table.schema().equals(change.schema()))
                .map(TableDefinition::tableId)
                .toList();
        String sql = "DROP SCHEMA " + MirrorSql.name(change.schema()) + (change.isCascade() ? " CASCADE" : " RESTRICT");
        return new SchemaPlan(List.of(sql), List.of(), List.of(), change.isCascade() ? dropped : List.of(), List.of());
    }

    @Override
    public SchemaPlan alterTable(SchemaChange.AlterTable change) {
        TableDefinition table = tables.table(change.schema(), change.name());
        if (table == null) {
            throw notFound(change.name());
        }
        return new TableAlteration(table, nextColumnId).plan(change.alteration());
    }

    private TableDefinition define(SchemaChange.CreateTable change) {
        SchemaChange.PrimaryKey key = change.primaryKey();
        var columns = new ArrayList<TableDefinition.Column>();
        int columnId = nextColumnId;
        for (SchemaChange.ColumnDefinition column : change.columns()) {
            boolean isVector = column.dimension() > 0;
            columns.add(
                    new TableDefinition.Column(column.name(), false, isVector ? columnId++ : 0, column.dimension()));
        }
        int rowIdIndex = rowIdIndex(change);
        if (rowIdIndex < 0) {
            rowIdIndex = columns.size();
            columns.add(new TableDefinition.Column(hiddenName(change), true, 0, 0));
        }
        return new TableDefinition(
                nextTableId,
                change.schema(),
                change.name(),
                columns,
                rowIdIndex,
                key == null ? List.of() : key.columns(),
                key == null ? null : keyName(change, key));
    }

    private String keyName(SchemaChange.CreateTable change, SchemaChange.PrimaryKey key) {
        String declared = key.name();
        return declared != null ? declared : "PK_" + change.name() + "_" + nextTableId;
    }

    /** Returns the index of the one integer column that is the primary key, or -1. */
    private static int rowIdIndex(SchemaChange.CreateTable change) {
        SchemaChange.PrimaryKey key = change.primaryKey();
        if (key == null) {
            return -1;
        }
        int found = -1;
        for (String name : key.columns()) {
            found = indexOf(change.columns(), name);
            if (found < 0) {
                throw DbException.get(ErrorCode.COLUMN_NOT_FOUND_1, name);
            }
            if (change.columns().get(found).dimension() > 0) {
                throw unsupported("vector column \"" + name + "\" in a primary key");
            }
        }
        boolean isInteger = key.columns().size() == 1
                && INTEGER_TYPES.contains(
                        change.columns().get(found).typeSql().strip().toUpperCase(Locale.ROOT));
        return isInteger ? found : -1;
    }

    private static int indexOf(List<SchemaChange.ColumnDefinition> columns, String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> names(SchemaChange.CreateTable change) {
        return change.columns().stream()
                .map(SchemaChange.ColumnDefinition::name)
                .toList();
    }

    private static String hiddenName(SchemaChange.CreateTable change) {
        List<String> names = names(change);
        String name = HIDDEN_COLUMN;
        for (int i = 1; names.contains(name); i++) {
            name = HIDDEN_COLUMN + "_" + i;
        }
        return name;
    }

    /**
     * Refuses what no table may have. Values of JAVA_OBJECT are deserialized by whoever reads them, which lets them run
     * code.
     */
    static void check(SchemaChange.ColumnDefinition column) {
        if (column.name().equals(Column.ROWID)) {
            throw unsupported("column named \"" + Column.ROWID + "\", which is the row's own number; use another name");
        }
        String bare = QUOTED.matcher(column.typeSql()).replaceAll("''").toUpperCase(Locale.ROOT);
        if (column.dimension() == 0 && JAVA_OBJECT.matcher(bare).find()) {
            throw unsupported("type " + column.typeSql() + " of column \"" + column.name()
                    + "\"; store the bytes in a VARBINARY or BLOB");
        }
    }

    private static String createSql(SchemaChange.CreateTable change, TableDefinition table) {
        var parts = new ArrayList<String>();
        for (SchemaChange.ColumnDefinition column : change.columns()) {
            parts.add(columnSql(column, table));
        }
        TableDefinition.Column rowId = table.columns().get(table.rowIdIndex());
        if (rowId.isHidden()) {
            parts.add(MirrorSql.name(rowId.name()) + " BIGINT INVISIBLE GENERATED BY DEFAULT AS IDENTITY");
            parts.add("CONSTRAINT " + MirrorSql.name(hiddenKeyName(table)) + " PRIMARY KEY ("
                    + MirrorSql.name(rowId.name()) + ")");
        }
        String keyName = table.primaryKeyName();
        if (keyName != null) {
            String kind = rowId.isHidden() ? " UNIQUE (" : " PRIMARY KEY (";
            parts.add("CONSTRAINT " + MirrorSql.name(keyName) + kind
                    + String.join(
                            ", ",
                            table.primaryKey().stream().map(MirrorSql::name).toList())
                    + ")");
        }
        parts.addAll(change.constraints());
        return "CREATE TABLE " + MirrorSql.name(change.schema(), change.name()) + " (\n  " + String.join(",\n  ", parts)
                + "\n)";
    }

    /**
     * Returns a name that no user gives: one of H2's choice might be what a changelog or a dump calls another
     * constraint.
     */
    private static String hiddenKeyName(TableDefinition table) {
        return HIDDEN_COLUMN + " of " + table.name() + " " + table.tableId();
    }

    static String columnSql(SchemaChange.ColumnDefinition column, TableDefinition table) {
        var sql = new StringBuilder(MirrorSql.name(column.name()))
                .append(' ')
                .append(column.dimension() > 0 ? "BIGINT" : column.typeSql());
        if (column.isNotNull() || table.primaryKey().contains(column.name())) {
            sql.append(" NOT NULL");
        }
        if (!column.definitionSql().isBlank()) {
            sql.append(' ').append(column.definitionSql());
        }
        return sql.toString();
    }

    static DbException unsupported(String feature) {
        return DbException.convert(
                new SQLFeatureNotSupportedException("Feature not supported: " + feature + ".", "0A000"));
    }

    private static DbException notFound(String name) {
        return DbException.get(ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1, name);
    }
}
