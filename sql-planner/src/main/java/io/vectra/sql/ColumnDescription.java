package io.vectra.sql;

import io.vectra.storage.Catalog;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * Type and origin of a result's column, detached from the statement that it was read from.
 *
 * @param schema the schema of the table that the column comes from, or empty for a computed one
 * @param table the table that the column comes from, or empty
 * @param column the column's name in that table, or the label
 * @param jdbcType a constant of {@link java.sql.Types}
 * @param typeName the type's name in SQL
 * @param className the class of what {@code getObject} gives
 * @param precision digits, characters or bytes; 0 where the type has none
 * @param scale digits after the point; 0 where the type has none
 * @param displaySize the widest value as text, in characters
 * @param nullability one of the {@code columnNullable…} constants of {@link ResultSetMetaData}
 * @param isAutoIncrement whether the column is an identity
 * @param isSigned whether values may be negative
 */
public record ColumnDescription(
        String schema,
        String table,
        String column,
        int jdbcType,
        String typeName,
        String className,
        int precision,
        int scale,
        int displaySize,
        int nullability,
        boolean isAutoIncrement,
        boolean isSigned) {
    private static final String UNKNOWN = "UNKNOWN";

    /**
     * Reads what the mirror says about a column.
     *
     * @param index the column, from 1
     */
    public static ColumnDescription of(ResultSetMetaData mirror, int index) throws SQLException {
        String typeName = orEmpty(mirror.getColumnTypeName(index));
        // The type of a parameter alone is known when it has a value; the mirror has no number for it before.
        boolean isKnown = !typeName.equals(UNKNOWN);
        return new ColumnDescription(
                Catalog.shownSchema(orEmpty(mirror.getSchemaName(index))),
                orEmpty(mirror.getTableName(index)),
                orEmpty(mirror.getColumnName(index)),
                isKnown ? mirror.getColumnType(index) : Types.OTHER,
                typeName,
                isKnown ? orEmpty(mirror.getColumnClassName(index)) : Object.class.getName(),
                mirror.getPrecision(index),
                mirror.getScale(index),
                mirror.getColumnDisplaySize(index),
                mirror.isNullable(index),
                mirror.isAutoIncrement(index),
                mirror.isSigned(index));
    }

    /** Rows in memory answer null where the mirror's answer an empty text. */
    private static String orEmpty(@Nullable String name) {
        return name == null ? "" : name;
    }
}
