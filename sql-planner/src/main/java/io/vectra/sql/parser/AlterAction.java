package io.vectra.sql.parser;

import java.util.List;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** What ALTER TABLE changes. */
public sealed interface AlterAction {
    /** ADD COLUMN. */
    record AddColumns(List<ColumnNode> columns, boolean ifNotExists) implements AlterAction {
        public AddColumns {
            columns = List.copyOf(columns);
        }
    }

    /** ADD CONSTRAINT. */
    record AddConstraint(ConstraintNode constraint, boolean ifNotExists) implements AlterAction {}

    /** DROP COLUMN; the names are simple identifiers. */
    record DropColumns(List<SqlNode> names, boolean ifExists) implements AlterAction {
        public DropColumns {
            names = List.copyOf(names);
        }
    }

    /** DROP CONSTRAINT, or DROP PRIMARY KEY without a name. */
    record DropConstraint(@Nullable SqlIdentifier name, boolean ifExists) implements AlterAction {}

    /** RENAME TO. */
    record RenameTable(SqlIdentifier to) implements AlterAction {}

    /** RENAME COLUMN. */
    record RenameColumn(SqlIdentifier from, SqlIdentifier to) implements AlterAction {}

    /** RENAME CONSTRAINT. */
    record RenameConstraint(SqlIdentifier from, SqlIdentifier to) implements AlterAction {}

    /** ALTER COLUMN … SET DATA TYPE. */
    record ColumnType(
            SqlIdentifier column,
            SqlDataTypeSpec type,
            @Nullable SqlNode using) implements AlterAction {}

    /** ALTER COLUMN … SET DEFAULT, or DROP DEFAULT without an expression. */
    record ColumnDefault(SqlIdentifier column, @Nullable SqlNode expression) implements AlterAction {}

    /** ALTER COLUMN … SET or DROP NOT NULL. */
    record ColumnNullability(SqlIdentifier column, boolean isNullable) implements AlterAction {}

    /** ALTER COLUMN … RESTART; an empty number means from the start. */
    record ColumnRestart(SqlIdentifier column, String number) implements AlterAction {}

    /** ALTER COLUMN with a whole definition. */
    record Redefine(ColumnNode column) implements AlterAction {}

    /** ALTER COLUMN IF EXISTS. */
    record IfColumnExists(SqlIdentifier column, AlterAction action) implements AlterAction {}
}
