package io.vectra.storage.relational;

import io.vectra.storage.HitColumn;
import java.sql.Types;
import java.util.List;
import org.h2.result.SimpleResult;
import org.h2.table.Column;
import org.h2.value.TypeInfo;
import org.h2.value.Value;
import org.h2.value.ValueBigint;
import org.h2.value.ValueDouble;
import org.h2.value.ValueInteger;
import org.h2.value.ValueNull;
import org.h2.value.ValueSmallint;
import org.h2.value.ValueTinyint;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a search as H2 has results, with the metadata that the mirror's own query would have.
 *
 * <p>Thread rule: one thread.
 */
final class HitResult extends SimpleResult {
    private final List<HitColumn> columns;

    HitResult(List<HitColumn> columns) {
        this.columns = columns;
        for (HitColumn column : columns) {
            boolean isRowId = column.content() == HitColumn.Content.ROW_ID;
            addColumn(
                    column.label(),
                    isRowId ? column.column().name() : column.label(),
                    isRowId ? type(column.column().type().jdbcType()) : TypeInfo.TYPE_DOUBLE);
        }
    }

    private static TypeInfo type(int jdbcType) {
        return switch (jdbcType) {
            case Types.TINYINT -> TypeInfo.TYPE_TINYINT;
            case Types.SMALLINT -> TypeInfo.TYPE_SMALLINT;
            case Types.INTEGER -> TypeInfo.TYPE_INTEGER;
            default -> TypeInfo.TYPE_BIGINT;
        };
    }

    /** Adds a row. */
    void add(long rowId, @Nullable Double value) {
        Value[] values = new Value[columns.size()];
        for (int i = 0; i < values.length; i++) {
            HitColumn column = columns.get(i);
            values[i] = switch (column.content()) {
                case ROW_ID -> rowId(rowId, column.column().type().jdbcType());
                case VALUE -> value == null ? ValueNull.INSTANCE : ValueDouble.get(value);
                case NEGATED_VALUE -> value == null ? ValueNull.INSTANCE : ValueDouble.get(-value);
            };
        }
        addRow(values);
    }

    private static Value rowId(long rowId, int jdbcType) {
        return switch (jdbcType) {
            case Types.TINYINT -> ValueTinyint.get((byte) rowId);
            case Types.SMALLINT -> ValueSmallint.get((short) rowId);
            case Types.INTEGER -> ValueInteger.get((int) rowId);
            default -> ValueBigint.get(rowId);
        };
    }

    @Override
    public @Nullable String getSchemaName(int i) {
        return isRowId(i) ? columns.get(i).table().schema() : null;
    }

    @Override
    public @Nullable String getTableName(int i) {
        return isRowId(i) ? columns.get(i).table().name() : null;
    }

    @Override
    public boolean isIdentity(int i) {
        return isRowId(i) && columns.get(i).column().isIdentity();
    }

    @Override
    public int getNullable(int i) {
        return isRowId(i) ? Column.NOT_NULLABLE : Column.NULLABLE_UNKNOWN;
    }

    private boolean isRowId(int i) {
        return columns.get(i).content() == HitColumn.Content.ROW_ID;
    }
}
