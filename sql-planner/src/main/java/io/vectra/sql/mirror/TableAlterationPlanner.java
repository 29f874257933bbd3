package io.vectra.sql.mirror;

import io.vectra.sql.catalog.CatalogView;
import io.vectra.sql.parser.AlterAction;
import io.vectra.sql.parser.AlterTableNode;
import io.vectra.sql.parser.ColumnNode;
import io.vectra.sql.parser.ConstraintNode;
import io.vectra.sql.parser.CreateTableNode;
import io.vectra.sql.parser.MirrorTypeNameSpec;
import io.vectra.sql.parser.VectorTypeNameSpec;
import io.vectra.sql.validate.Failures;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.SchemaChange;
import io.vectra.storage.TableInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Turns ALTER TABLE into a change of the schema. */
final class TableAlterationPlanner {
    private final CatalogView catalog;
    private final AlterTableNode alter;

    TableAlterationPlanner(CatalogView catalog, AlterTableNode alter) {
        this.catalog = catalog;
        this.alter = alter;
    }

    SchemaChange plan(String sourceSql) {
        SqlIdentifier name = alter.table();
        TableInfo table = catalog.table(name);
        if (table == null) {
            if (alter.ifExists()) {
                return SchemaChange.Relational.nothing(sourceSql);
            }
            throw Failures.unknownTable(name.names, catalog, name.getParserPosition());
        }
        Failures.refuseSystemTable(table.schema(), name.getParserPosition());
        if (table.isView()) {
            throw Failures.notSupported(
                    "\"" + table.name() + "\" is a view; CREATE OR REPLACE VIEW changes it", name.getParserPosition());
        }
        SchemaChange.Alteration alteration = alteration(table, alter.action());
        return alteration == null
                ? SchemaChange.Relational.nothing(sourceSql)
                : new SchemaChange.AlterTable(table.schema(), table.name(), alteration, sourceSql);
    }

    /** Returns null if there is nothing to do. */
    private SchemaChange.@Nullable Alteration alteration(TableInfo table, AlterAction action) {
        if (action instanceof AlterAction.IfColumnExists optional) {
            boolean exists = table.column(optional.column().getSimple()) != null;
            return exists ? alteration(table, optional.action()) : null;
        }
        if (action instanceof AlterAction.AddColumns add) {
            return addColumns(table, add);
        }
        if (action instanceof AlterAction.DropColumns drop) {
            return dropColumns(table, drop);
        }
        if (action instanceof AlterAction.AddConstraint add) {
            return addConstraint(table, add);
        }
        if (action instanceof AlterAction.DropConstraint drop) {
            SqlIdentifier name = drop.name();
            return new SchemaChange.DropConstraint(name == null ? null : name.getSimple(), drop.ifExists());
        }
        if (action instanceof AlterAction.RenameTable rename) {
            return renameTable(table, rename.to());
        }
        if (action instanceof AlterAction.RenameColumn rename) {
            refuseReaders(table, rename.from().getParserPosition());
            return new SchemaChange.RenameColumn(
                    column(table, rename.from()).name(), rename.to().getSimple());
        }
        if (action instanceof AlterAction.RenameConstraint rename) {
            return renameConstraint(table, rename);
        }
        return alterColumn(table, action);
    }

    private SchemaChange.Alteration alterColumn(TableInfo table, AlterAction action) {
        if (action instanceof AlterAction.ColumnType type) {
            return changeType(table, type);
        }
        if (action instanceof AlterAction.ColumnDefault change) {
            SqlNode expression = change.expression();
            ColumnInfo column = scalarColumn(table, change.column(), "DEFAULT");
            String what = expression == null
                    ? " DROP DEFAULT"
                    : " SET DEFAULT " + definition(table, List.of()).defaultSql(expression);
            return plain(column, what);
        }
        if (action instanceof AlterAction.ColumnNullability change) {
            ColumnInfo column = column(table, change.column());
            return plain(column, change.isNullable() ? " DROP NOT NULL" : " SET NOT NULL");
        }
        if (action instanceof AlterAction.ColumnRestart restart) {
            ColumnInfo column = column(table, restart.column());
            String what = " RESTART" + (restart.number().isEmpty() ? "" : " WITH " + restart.number());
            return new SchemaChange.AlterRelational(
                    "ALTER COLUMN " + DefinitionPlanner.quoted(column.name()) + what, true);
        }
        if (action instanceof AlterAction.Redefine redefine) {
            return redefine(table, redefine.column());
        }
        throw new AssertionError("an alteration of an unknown kind: " + action.getClass());
    }

    private static SchemaChange.Alteration plain(ColumnInfo column, String what) {
        return new SchemaChange.AlterRelational(
                "ALTER COLUMN " + DefinitionPlanner.quoted(column.name()) + what, false);
    }

    private SchemaChange.@Nullable Alteration addColumns(TableInfo table, AlterAction.AddColumns add) {
        List<ColumnNode> added = new ArrayList<>(add.columns());
        if (add.ifNotExists()) {
            added.removeIf(column -> table.column(column.name().getSimple()) != null);
        }
        if (added.isEmpty()) {
            return null;
        }
        TableDefinition definition = definition(table, added);
        List<SchemaChange.ColumnDefinition> columns = new ArrayList<>();
        List<String> constraints = new ArrayList<>();
        for (ColumnNode column : added) {
            columns.add(definition.column(column));
            constraints.addAll(definition.constraintsOf(column));
        }
        return new SchemaChange.AddColumns(columns, constraints);
    }

    private static SchemaChange.@Nullable Alteration dropColumns(TableInfo table, AlterAction.DropColumns drop) {
        List<String> names = new ArrayList<>();
        for (SqlNode node : drop.names()) {
            SqlIdentifier name = (SqlIdentifier) node;
            if (!drop.ifExists() || table.column(name.getSimple()) != null) {
                names.add(column(table, name).name());
            }
        }
        return names.isEmpty() ? null : new SchemaChange.DropColumns(names);
    }

    private SchemaChange.Alteration addConstraint(TableInfo table, AlterAction.AddConstraint add) {
        ConstraintNode constraint = add.constraint();
        if (constraint.kind() == ConstraintNode.Kind.PRIMARY_KEY) {
            SqlIdentifier name = constraint.name();
            List<String> key = new ArrayList<>();
            List<String> nullable = new ArrayList<>();
            for (String column : TableDefinition.names(constraint.columns())) {
                if (table.column(column) == null) {
                    throw Failures.unknownColumn(column, table, constraint.pos());
                }
                key.add(column);
                if (Objects.requireNonNull(table.column(column)).isNullable()) {
                    nullable.add(column);
                }
            }
            return new SchemaChange.AddPrimaryKey(
                    new SchemaChange.PrimaryKey(name == null ? null : name.getSimple(), key), nullable);
        }
        String sql = definition(table, List.of()).constraint(constraint);
        if (add.ifNotExists()) {
            sql = sql.replaceFirst("^CONSTRAINT ", "CONSTRAINT IF NOT EXISTS ");
        }
        return new SchemaChange.AlterRelational("ADD " + sql, false);
    }

    private SchemaChange.Alteration renameTable(TableInfo table, SqlIdentifier to) {
        refuseReaders(table, to.getParserPosition());
        boolean isElsewhere =
                to.names.size() > 1 && !DefinitionPlanner.schemaOf(to, catalog).equals(table.schema());
        if (isElsewhere) {
            throw Failures.notSupported("Moving a table to another schema is not supported", to.getParserPosition());
        }
        return new SchemaChange.RenameTable(DefinitionPlanner.lastOf(to));
    }

    private static SchemaChange.Alteration renameConstraint(TableInfo table, AlterAction.RenameConstraint rename) {
        if (rename.from().getSimple().equals(table.primaryKeyName())) {
            throw Failures.notSupported(
                    "Renaming the constraint of a primary key is not supported",
                    rename.from().getParserPosition());
        }
        return new SchemaChange.AlterRelational(
                "RENAME CONSTRAINT " + DefinitionPlanner.quoted(rename.from().getSimple()) + " TO "
                        + DefinitionPlanner.quoted(rename.to().getSimple()),
                false);
    }

    private SchemaChange.Alteration changeType(TableInfo table, AlterAction.ColumnType change) {
        ColumnInfo column = scalarColumn(table, change.column(), "SET DATA TYPE");
        String type = typeSql(change.type());
        SqlNode using = change.using();
        String sql = "ALTER COLUMN " + DefinitionPlanner.quoted(column.name()) + " SET DATA TYPE " + type
                + (using == null ? "" : " USING " + definition(table, List.of()).expression(using, "USING"));
        return new SchemaChange.ChangeType(column.name(), type, sql);
    }

    private static String typeSql(SqlDataTypeSpec type) {
        if (type.getTypeNameSpec() instanceof VectorTypeNameSpec) {
            throw Failures.notSupported(
                    "Making a column a vector is not supported; add a vector column and fill it",
                    type.getParserPosition());
        }
        return TableDefinition.typeSql(type);
    }

    /** As the mirror has it: what the definition does not say, the column loses, except that it stays NOT NULL. */
    private SchemaChange.Alteration redefine(TableInfo table, ColumnNode written) {
        ColumnInfo column = scalarColumn(table, written.name(), "a new definition");
        if (!written.constraints().isEmpty()) {
            throw Failures.notSupported(
                    "A constraint in ALTER COLUMN is not supported; ADD CONSTRAINT adds it",
                    written.name().getParserPosition());
        }
        SchemaChange.ColumnDefinition definition = definition(table, List.of()).column(written);
        String sql = "ALTER COLUMN " + DefinitionPlanner.quoted(column.name()) + " " + definition.typeSql() + " "
                + definition.definitionSql() + (definition.isNotNull() ? " NOT NULL" : "");
        return new SchemaChange.ChangeType(column.name(), definition.typeSql(), sql.strip());
    }

    private static ColumnInfo column(TableInfo table, SqlIdentifier name) {
        ColumnInfo column = table.column(name.getSimple());
        if (column == null) {
            throw Failures.unknownColumn(name.getSimple(), table, name.getParserPosition());
        }
        return column;
    }

    private static ColumnInfo scalarColumn(TableInfo table, SqlIdentifier name, String what) {
        ColumnInfo column = column(table, name);
        if (column.isVector()) {
            throw Failures.notSupported(
                    "The vector column " + column.name() + " cannot get " + what, name.getParserPosition());
        }
        return column;
    }

    /** The texts of views name columns and tables. */
    private static void refuseReaders(TableInfo table, SqlParserPos pos) {
        if (!table.usedBy().isEmpty()) {
            throw Failures.notSupported(
                    "Table \"" + table.name() + "\" is read by view \""
                            + table.usedBy().get(0) + "\", whose text would be wrong after RENAME; drop the view first",
                    pos);
        }
    }

    /** Describes the table as if it were created now, with columns added. */
    private TableDefinition definition(TableInfo table, List<ColumnNode> added) {
        SqlParserPos pos = alter.getParserPosition();
        List<ColumnNode> columns = new ArrayList<>();
        for (ColumnInfo column : table.columns()) {
            ColumnInfo.VectorInfo vector = column.vector();
            SqlDataTypeSpec type = new SqlDataTypeSpec(
                    vector == null
                            ? new MirrorTypeNameSpec(column.type().sql(), "", pos)
                            : new VectorTypeNameSpec(vector.dimension(), "", pos),
                    pos);
            columns.add(new ColumnNode(new SqlIdentifier(column.name(), pos), type));
        }
        columns.addAll(added);
        SqlIdentifier name = new SqlIdentifier(List.of(table.schema(), table.name()), pos);
        return new TableDefinition(catalog, new CreateTableNode(pos, name, false, columns, List.of()));
    }
}
