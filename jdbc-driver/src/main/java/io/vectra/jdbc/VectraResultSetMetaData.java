package io.vectra.jdbc;

import io.vectra.jdbc.ResultColumns.Column;
import io.vectra.sql.ColumnDescription;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/**
 * Describes a result's columns; a vector column is an ARRAY named {@code VECTOR(n)}, of class {@code float[]} and
 * precision n.
 *
 * <p>Stays usable after the result set and the statement were closed. Thread rule: immutable.
 */
final class VectraResultSetMetaData implements ResultSetMetaData {
    /** Characters of one float with its separator, at the most. */
    private static final int FLOAT_DISPLAY_SIZE = 15;

    private final ResultColumns columns;
    private final List<ColumnDescription> descriptions;

    /** @param descriptions what the mirror says about each visible column */
    VectraResultSetMetaData(ResultColumns columns, List<ColumnDescription> descriptions) {
        this.columns = columns;
        this.descriptions = List.copyOf(descriptions);
    }

    private ColumnDescription description(int column) throws SQLException {
        columns.at(column);
        return descriptions.get(column - 1);
    }

    @Override
    public int getColumnCount() {
        return columns.count();
    }

    @Override
    public String getColumnLabel(int column) throws SQLException {
        return columns.at(column).label();
    }

    @Override
    public String getColumnName(int column) throws SQLException {
        ColumnDescription description = description(column);
        return description.table().isEmpty() ? getColumnLabel(column) : description.column();
    }

    @Override
    public String getTableName(int column) throws SQLException {
        return description(column).table();
    }

    @Override
    public String getSchemaName(int column) throws SQLException {
        return description(column).schema();
    }

    @Override
    public String getCatalogName(int column) throws SQLException {
        columns.at(column);
        return "";
    }

    @Override
    public int getColumnType(int column) throws SQLException {
        return columns.at(column).isVector() ? Types.ARRAY : description(column).jdbcType();
    }

    @Override
    public String getColumnTypeName(int column) throws SQLException {
        Column visible = columns.at(column);
        return visible.isVector()
                ? visible.vectorTypeName()
                : description(column).typeName();
    }

    @Override
    public String getColumnClassName(int column) throws SQLException {
        if (columns.at(column).isVector()) {
            return float[].class.getName();
        }
        String name = description(column).className();
        return name.startsWith("java.") || name.startsWith("[") ? name : String.class.getName();
    }

    @Override
    public int getPrecision(int column) throws SQLException {
        Column visible = columns.at(column);
        return visible.isVector() ? visible.dimension() : description(column).precision();
    }

    @Override
    public int getScale(int column) throws SQLException {
        return columns.at(column).isVector() ? 0 : description(column).scale();
    }

    @Override
    public int getColumnDisplaySize(int column) throws SQLException {
        Column visible = columns.at(column);
        return visible.isVector()
                ? 2 + Math.max(1, visible.dimension()) * FLOAT_DISPLAY_SIZE
                : description(column).displaySize();
    }

    @Override
    public int isNullable(int column) throws SQLException {
        return description(column).nullability();
    }

    @Override
    public boolean isAutoIncrement(int column) throws SQLException {
        return description(column).isAutoIncrement();
    }

    @Override
    public boolean isSigned(int column) throws SQLException {
        return columns.at(column).isVector() || description(column).isSigned();
    }

    @Override
    public boolean isCaseSensitive(int column) throws SQLException {
        return switch (getColumnType(column)) {
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR, Types.CLOB, Types.NCLOB ->
                true;
            default -> false;
        };
    }

    @Override
    public boolean isSearchable(int column) throws SQLException {
        columns.at(column);
        return true;
    }

    @Override
    public boolean isCurrency(int column) throws SQLException {
        columns.at(column);
        return false;
    }

    @Override
    public boolean isReadOnly(int column) throws SQLException {
        return description(column).table().isEmpty();
    }

    @Override
    public boolean isWritable(int column) throws SQLException {
        return !isReadOnly(column);
    }

    @Override
    public boolean isDefinitelyWritable(int column) throws SQLException {
        columns.at(column);
        return false;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Unwrapping.unwrap(type, this);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return Unwrapping.isWrapperFor(type, this);
    }
}
