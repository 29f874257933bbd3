package io.vectra.storage.relational;

import io.vectra.storage.SchemaChange;
import io.vectra.storage.TextIndexInfo;
import io.vectra.storage.VectorIndexInfo;
import io.vectra.storage.manifest.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.h2.api.ErrorCode;
import org.h2.message.DbException;
import org.jspecify.annotations.Nullable;

/**
 * Works out what an ALTER TABLE does to a table's definition and in the mirror.
 *
 * <p>The row id stays what it was: a primary key that is the row id can be neither dropped nor given a type that is no
 * integer; one that is declared later becomes a UNIQUE constraint over NOT NULL columns beside the hidden row id.
 *
 * <p>Failures are H2's own {@link DbException}s. Thread rule: one use by one thread.
 */
final class TableAlteration {
    private final TableDefinition table;
    private final int nextColumnId;

    TableAlteration(TableDefinition table, int nextColumnId) {
        this.table = table;
        this.nextColumnId = nextColumnId;
    }

    SchemaPlan plan(SchemaChange.Alteration alteration) {
        if (alteration instanceof SchemaChange.AddColumns add) {
            return addColumns(add);
        }
        if (alteration instanceof SchemaChange.DropColumns drop) {
            return dropColumns(drop.columns());
        }
        if (alteration instanceof SchemaChange.RenameColumn rename) {
            return renameColumn(rename);
        }
        if (alteration instanceof SchemaChange.RenameTable rename) {
            TableDefinition renamed = with(
                    rename.to(), table.columns(), table.primaryKey(), table.primaryKeyName(), table.vectorIndexes());
            return changed(List.of(sql("RENAME TO " + MirrorSql.name(rename.to()))), renamed);
        }
        if (alteration instanceof SchemaChange.ChangeType change) {
            return changeType(change);
        }
        if (alteration instanceof SchemaChange.AddPrimaryKey add) {
            return addPrimaryKey(add);
        }
        if (alteration instanceof SchemaChange.DropConstraint drop) {
            return dropConstraint(drop);
        }
        if (alteration instanceof SchemaChange.AlterRelational other) {
            List<String> sql = List.of(sql(other.mirrorSql()));
            return other.movesIdentity() ? rewritten(sql, table, List.of()) : changed(sql, table);
        }
        throw new AssertionError("an alteration of an unknown kind: " + alteration.getClass());
    }

    private String sql(String what) {
        return "ALTER TABLE " + MirrorSql.name(table.schema(), table.name()) + " " + what;
    }

    private static SchemaPlan changed(List<String> sql, TableDefinition definition) {
        return new SchemaPlan(sql, List.of(), List.of(definition), List.of(), List.of());
    }

    private static SchemaPlan rewritten(List<String> sql, TableDefinition definition, List<Integer> droppedColumns) {
        return new SchemaPlan(
                sql,
                List.of(),
                List.of(definition),
                List.of(),
                List.of(),
                List.of(definition.tableId()),
                droppedColumns,
                List.of(),
                List.of());
    }

    private TableDefinition with(
            String name,
            List<TableDefinition.Column> columns,
            List<String> primaryKey,
            @Nullable String primaryKeyName,
            List<VectorIndexInfo> indexes) {
        String rowId = table.columns().get(table.rowIdIndex()).name();
        int rowIdIndex = 0;
        while (!columns.get(rowIdIndex).name().equals(rowId)) {
            rowIdIndex++;
        }
        return new TableDefinition(
                table.tableId(),
                table.schema(),
                name,
                columns,
                rowIdIndex,
                primaryKey,
                primaryKeyName,
                indexes,
                table.textIndexes());
    }

    private SchemaPlan addColumns(SchemaChange.AddColumns add) {
        List<TableDefinition.Column> columns = new ArrayList<>(table.columns());
        int columnId = nextColumnId;
        for (SchemaChange.ColumnDefinition column : add.columns()) {
            SchemaPlanner.check(column);
            if (columns.stream().anyMatch(each -> each.name().equals(column.name()))) {
                throw DbException.get(ErrorCode.DUPLICATE_COLUMN_NAME_1, column.name());
            }
            boolean isVector = column.dimension() > 0;
            columns.add(
                    new TableDefinition.Column(column.name(), false, isVector ? columnId++ : 0, column.dimension()));
        }
        String definitions = add.columns().stream()
                .map(column -> SchemaPlanner.columnSql(column, table))
                .collect(Collectors.joining(", "));
        List<String> sql = new ArrayList<>();
        sql.add(sql("ADD (" + definitions + ")"));
        add.constraints().forEach(constraint -> sql.add(sql("ADD " + constraint)));
        String added = add.columns().stream()
                .map(column -> MirrorSql.name(column.name()))
                .collect(Collectors.joining(", ", "(", ")"));
        return rewritten(sql, withColumns(columns), List.of()).withUndo(List.of(sql("DROP COLUMN " + added)));
    }

    private TableDefinition withColumns(List<TableDefinition.Column> columns) {
        return with(table.name(), columns, table.primaryKey(), table.primaryKeyName(), table.vectorIndexes());
    }

    private TableDefinition.Column column(String name) {
        return table.columns().stream()
                .filter(column -> !column.isHidden() && column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> DbException.get(ErrorCode.COLUMN_NOT_FOUND_1, name));
    }

    private boolean isRowId(String name) {
        return table.columns().get(table.rowIdIndex()).name().equals(name);
    }

    private SchemaPlan dropColumns(List<String> names) {
        List<Integer> dropped = new ArrayList<>();
        for (String name : names) {
            TableDefinition.Column column = column(name);
            if (isRowId(name)) {
                throw SchemaPlanner.unsupported("dropping the primary key column \"" + name + "\" of table \""
                        + table.name() + "\"; make a new table instead");
            }
            if (column.isVector()) {
                dropped.add(column.columnId());
            }
        }
        List<TableDefinition.Column> columns = table.columns().stream()
                .filter(column -> !names.contains(column.name()))
                .toList();
        if (columns.stream().allMatch(TableDefinition.Column::isHidden)) {
            throw DbException.get(ErrorCode.CANNOT_DROP_LAST_COLUMN, table.name());
        }
        boolean keepsKey = table.primaryKey().stream().noneMatch(names::contains);
        List<VectorIndexInfo> indexes = table.vectorIndexes().stream()
                .filter(index -> !dropped.contains(index.columnId()))
                .toList();
        List<TextIndexInfo> texts = table.textIndexes().stream()
                .filter(index -> index.columns().stream().noneMatch(names::contains))
                .toList();
        String list = names.stream().map(MirrorSql::name).collect(Collectors.joining(", ", "(", ")"));
        return rewritten(
                List.of(sql("DROP COLUMN " + list)),
                with(
                                table.name(),
                                columns,
                                keepsKey ? table.primaryKey() : List.of(),
                                keepsKey ? table.primaryKeyName() : null,
                                indexes)
                        .withTextIndexes(texts),
                dropped);
    }

    private SchemaPlan renameColumn(SchemaChange.RenameColumn rename) {
        column(rename.from());
        List<TableDefinition.Column> columns = table.columns().stream()
                .map(column -> column.name().equals(rename.from())
                        ? new TableDefinition.Column(
                                rename.to(), column.isHidden(), column.columnId(), column.dimension())
                        : column)
                .toList();
        if (table.columns().stream().anyMatch(column -> column.name().equals(rename.to()))) {
            throw DbException.get(ErrorCode.DUPLICATE_COLUMN_NAME_1, rename.to());
        }
        List<String> key = table.primaryKey().stream()
                .map(name -> name.equals(rename.from()) ? rename.to() : name)
                .toList();
        List<VectorIndexInfo> indexes = table.vectorIndexes().stream()
                .map(index -> index.column().equals(rename.from())
                        ? new VectorIndexInfo(index.name(), rename.to(), index.columnId(), index.settings())
                        : index)
                .toList();
        TableDefinition renamed = new TableDefinition(
                table.tableId(),
                table.schema(),
                table.name(),
                columns,
                table.rowIdIndex(),
                key,
                table.primaryKeyName(),
                indexes,
                table.textIndexes().stream()
                        .map(index -> renamed(index, rename))
                        .toList());
        return changed(
                List.of(sql(
                        "ALTER COLUMN " + MirrorSql.name(rename.from()) + " RENAME TO " + MirrorSql.name(rename.to()))),
                renamed);
    }

    private static TextIndexInfo renamed(TextIndexInfo index, SchemaChange.RenameColumn rename) {
        List<String> columns = index.columns().stream()
                .map(name -> name.equals(rename.from()) ? rename.to() : name)
                .toList();
        return new TextIndexInfo(index.name(), columns, index.analyzer());
    }

    private SchemaPlan changeType(SchemaChange.ChangeType change) {
        TableDefinition.Column column = column(change.column());
        if (column.isVector()) {
            throw SchemaPlanner.unsupported("changing the type of the vector column \"" + column.name()
                    + "\"; add a column, fill it, and drop the old one");
        }
        SchemaPlanner.check(new SchemaChange.ColumnDefinition(change.column(), change.typeSql(), 0, false, ""));
        boolean isText = change.typeSql().toUpperCase(Locale.ROOT).matches(".*(CHAR|TEXT|CLOB).*");
        if (!isText
                && table.textIndexes().stream()
                        .anyMatch(index -> index.columns().contains(column.name()))) {
            throw SchemaPlanner.unsupported("giving the column \"" + column.name()
                    + "\", which has a full-text index, the type " + change.typeSql() + "; drop the index first");
        }
        boolean isInteger =
                SchemaPlanner.INTEGER_TYPES.contains(change.typeSql().strip().toUpperCase(Locale.ROOT));
        if (isRowId(change.column()) && !isInteger) {
            throw SchemaPlanner.unsupported("giving the primary key column \"" + column.name() + "\" the type "
                    + change.typeSql() + ", which is no integer type; make a new table instead");
        }
        return rewritten(List.of(sql(change.mirrorSql())), table, List.of());
    }

    private SchemaPlan addPrimaryKey(SchemaChange.AddPrimaryKey add) {
        SchemaChange.PrimaryKey key = add.key();
        if (!table.primaryKey().isEmpty()) {
            throw DbException.get(ErrorCode.SECOND_PRIMARY_KEY);
        }
        for (String name : key.columns()) {
            if (column(name).isVector()) {
                throw SchemaPlanner.unsupported("vector column \"" + name + "\" in a primary key");
            }
        }
        String given = key.name();
        String name = given == null ? "PK_" + table.name() + "_" + table.tableId() : given;
        List<String> sql = new ArrayList<>();
        List<String> undo = new ArrayList<>();
        sql.add(sql("ADD CONSTRAINT " + MirrorSql.name(name) + " UNIQUE "
                + key.columns().stream().map(MirrorSql::name).collect(Collectors.joining(", ", "(", ")"))));
        undo.add(sql("DROP CONSTRAINT " + MirrorSql.name(name)));
        for (String column : add.nullable()) {
            sql.add(sql("ALTER COLUMN " + MirrorSql.name(column) + " SET NOT NULL"));
            undo.add(sql("ALTER COLUMN " + MirrorSql.name(column) + " DROP NOT NULL"));
        }
        return changed(sql, with(table.name(), table.columns(), key.columns(), name, table.vectorIndexes()))
                .withUndo(undo);
    }

    private SchemaPlan dropConstraint(SchemaChange.DropConstraint drop) {
        String name = drop.constraint() == null ? table.primaryKeyName() : drop.constraint();
        if (name == null) {
            if (drop.ifExists()) {
                return SchemaPlan.EMPTY;
            }
            throw DbException.get(ErrorCode.INDEX_NOT_FOUND_1, "PRIMARY_KEY_");
        }
        boolean isKey = name.equals(table.primaryKeyName());
        if (isKey && !table.columns().get(table.rowIdIndex()).isHidden()) {
            throw SchemaPlanner.unsupported("dropping the primary key of table \"" + table.name()
                    + "\", which is one integer column; make a new table instead");
        }
        String sql = sql("DROP CONSTRAINT " + (drop.ifExists() ? "IF EXISTS " : "") + MirrorSql.name(name));
        return changed(
                List.of(sql),
                isKey ? with(table.name(), table.columns(), List.of(), null, table.vectorIndexes()) : table);
    }
}
