package io.vectra.jdbc;

import io.vectra.sql.SqlEngine;
import io.vectra.storage.Catalog;
import io.vectra.storage.ColumnInfo;
import io.vectra.storage.ColumnInfo.VectorInfo;
import io.vectra.storage.TableInfo;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers the metadata calls about schemas, tables and columns from one version of the catalog. */
final class TableRows {
    static final String TABLE = "TABLE";
    static final String VIEW = "VIEW";
    static final String GLOBAL_TEMPORARY = "GLOBAL TEMPORARY";
    static final String LOCAL_TEMPORARY = "LOCAL TEMPORARY";
    static final String SYSTEM_TABLE = "SYSTEM TABLE";
    static final String ROW_IDENTIFIER_COLUMNS =
            "SCOPE:S,COLUMN_NAME,DATA_TYPE:I,TYPE_NAME,COLUMN_SIZE:I,BUFFER_LENGTH:I,DECIMAL_DIGITS:S,PSEUDO_COLUMN:S";

    private static final String COLUMN_COLUMNS = "TABLE_CAT,TABLE_SCHEM,TABLE_NAME,COLUMN_NAME,DATA_TYPE:I,TYPE_NAME,"
            + "COLUMN_SIZE:I,BUFFER_LENGTH:I,DECIMAL_DIGITS:I,NUM_PREC_RADIX:I,NULLABLE:I,REMARKS,COLUMN_DEF,SQL_DATA_TYPE:I,"
            + "SQL_DATETIME_SUB:I,CHAR_OCTET_LENGTH:I,ORDINAL_POSITION:I,IS_NULLABLE,SCOPE_CATALOG,SCOPE_SCHEMA,SCOPE_TABLE,"
            + "SOURCE_DATA_TYPE:S,IS_AUTOINCREMENT,IS_GENERATEDCOLUMN";

    private static final int UUID_BYTES = 16;
    private static final Pattern ARRAY_SIZE = Pattern.compile("\\[\\d+]$");

    private final Catalog catalog;

    TableRows(Catalog catalog) {
        this.catalog = catalog;
    }

    ResultSet schemas(NameFilter filter) throws SQLException {
        var rows = new MetadataRows("TABLE_SCHEM,TABLE_CATALOG");
        for (String schema : catalog.schemas()) {
            if (filter.hasSchema(schema)) {
                rows.add(schema, SqlEngine.CATALOG);
            }
        }
        return rows.sortedBy(0).toResultSet();
    }

    /**
     * @param types {@code TABLE} (or {@code BASE TABLE}), {@code VIEW}, {@code SYSTEM TABLE}, {@code GLOBAL TEMPORARY}
     *     and {@code LOCAL TEMPORARY}; null for all
     */
    ResultSet tables(NameFilter filter, String @Nullable [] types) throws SQLException {
        var rows = new MetadataRows("TABLE_CAT,TABLE_SCHEM,TABLE_NAME,TABLE_TYPE,REMARKS,TYPE_CAT,TYPE_SCHEM,TYPE_NAME,"
                + "SELF_REFERENCING_COL_NAME,REF_GENERATION");
        Set<String> wanted = types == null
                ? Set.of(TABLE, VIEW, SYSTEM_TABLE, GLOBAL_TEMPORARY, LOCAL_TEMPORARY)
                : Set.copyOf(java.util.Arrays.asList(types));
        for (TableInfo table : catalog.tables()) {
            String type = typeOf(table);
            boolean isWanted = wanted.contains(type) || (type.equals(TABLE) && wanted.contains("BASE TABLE"));
            if (isWanted && filter.has(table)) {
                String remarks = table.comments().getOrDefault("", "");
                rows.add(
                        SqlEngine.CATALOG,
                        table.shownSchema(),
                        table.name(),
                        type,
                        remarks,
                        null,
                        null,
                        null,
                        null,
                        null);
            }
        }
        return rows.sortedBy(3, 1, 2).toResultSet();
    }

    private static String typeOf(TableInfo table) {
        if (SqlEngine.isSystemSchema(table.schema())) {
            return SYSTEM_TABLE;
        }
        if (table.isTemporary()) {
            return table.lifetime() == TableInfo.Lifetime.GLOBAL_TEMPORARY ? GLOBAL_TEMPORARY : LOCAL_TEMPORARY;
        }
        return table.isView() ? VIEW : TABLE;
    }

    ResultSet columns(NameFilter filter, NamePattern columnPattern) throws SQLException {
        var rows = new MetadataRows(COLUMN_COLUMNS);
        for (TableInfo table : catalog.tables()) {
            if (filter.has(table)) {
                for (int i = 0; i < table.columns().size(); i++) {
                    ColumnInfo column = table.columns().get(i);
                    if (columnPattern.matches(column.name())) {
                        rows.add(row(table, column, i + 1));
                    }
                }
            }
        }
        return rows.sortedBy(1, 2, 16).toResultSet();
    }

    private static @Nullable Object[] row(TableInfo table, ColumnInfo column, int position) {
        int type = typeOf(column);
        int size = sizeOf(column);
        boolean isNullable = column.isNullable();
        return new @Nullable Object[] {
            SqlEngine.CATALOG,
            table.shownSchema(),
            table.name(),
            column.name(),
            type,
            typeNameOf(column),
            size,
            null,
            digitsOf(column),
            TypeClasses.isSigned(type) ? Integer.valueOf(10) : null,
            isNullable ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
            table.comments().getOrDefault(column.name(), ""),
            column.defaultSql(),
            null,
            null,
            isText(type) ? Integer.valueOf(size) : null,
            position,
            isNullable ? "YES" : "NO",
            null,
            null,
            null,
            null,
            column.isIdentity() ? "YES" : "NO",
            column.isGenerated() ? "YES" : "NO",
        };
    }

    private static int typeOf(ColumnInfo column) {
        return column.isVector() ? Types.ARRAY : column.type().jdbcType();
    }

    /**
     * Returns the name without its size, which tools that write a column down add to it; what an array or ENUM is of
     * belongs to the name.
     */
    private static String typeNameOf(ColumnInfo column) {
        if (column.isVector()) {
            return "VECTOR";
        }
        return switch (column.type().name()) {
            case "ENUM", "ROW" -> column.type().sql();
            case "ARRAY" -> ARRAY_SIZE.matcher(column.type().sql()).replaceFirst("");
            default -> column.type().name();
        };
    }

    /** Returns digits, characters, bytes, or a vector's dimension. */
    private static int sizeOf(ColumnInfo column) {
        VectorInfo vector = column.vector();
        if (vector != null) {
            return vector.dimension();
        }
        int precision = column.type().precision();
        return switch (column.type().jdbcType()) {
            case Types.BIT, Types.BOOLEAN -> 1;
            case Types.TINYINT -> 3;
            case Types.SMALLINT -> 5;
            case Types.INTEGER -> 10;
            case Types.BIGINT -> 19;
            case Types.REAL -> 7;
            case Types.FLOAT, Types.DOUBLE -> column.type().name().equals("REAL") ? 7 : 17;
            case Types.DATE -> 10;
            case Types.TIME -> withFraction(8, column);
            case Types.TIMESTAMP -> withFraction(19, column);
            case Types.TIME_WITH_TIMEZONE -> withFraction(14, column);
            case Types.TIMESTAMP_WITH_TIMEZONE -> withFraction(25, column);
            default -> column.type().name().equals("UUID") ? UUID_BYTES : precision;
        };
    }

    private static int withFraction(int length, ColumnInfo column) {
        int digits = column.type().scale();
        return digits == 0 ? length : length + 1 + digits;
    }

    private static @Nullable Integer digitsOf(ColumnInfo column) {
        return switch (typeOf(column)) {
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.DECIMAL,
                    Types.NUMERIC,
                    Types.TIME,
                    Types.TIMESTAMP,
                    Types.TIME_WITH_TIMEZONE,
                    Types.TIMESTAMP_WITH_TIMEZONE -> column.type().scale();
            default -> null;
        };
    }

    private static boolean isText(int type) {
        return type == Types.CHAR || type == Types.VARCHAR || type == Types.LONGVARCHAR || type == Types.CLOB;
    }

    ResultSet primaryKeys(NameFilter filter) throws SQLException {
        var rows = new MetadataRows("TABLE_CAT,TABLE_SCHEM,TABLE_NAME,COLUMN_NAME,KEY_SEQ:S,PK_NAME");
        for (TableInfo table : catalog.tables()) {
            if (filter.has(table)) {
                short position = 1;
                for (String column : table.primaryKey()) {
                    rows.add(
                            SqlEngine.CATALOG,
                            table.shownSchema(),
                            table.name(),
                            column,
                            position++,
                            table.primaryKeyName());
                }
            }
        }
        return rows.sortedBy(1, 2, 3).toResultSet();
    }

    ResultSet bestRowIdentifier(NameFilter filter) throws SQLException {
        var rows = new MetadataRows(ROW_IDENTIFIER_COLUMNS);
        for (TableInfo table : catalog.tables()) {
            if (filter.has(table)) {
                for (String name : table.primaryKey()) {
                    ColumnInfo column = table.column(name);
                    if (column == null) {
                        throw new AssertionError("a key over a column that does not exist: " + name);
                    }
                    rows.add(
                            (short) DatabaseMetaData.bestRowSession,
                            name,
                            typeOf(column),
                            typeNameOf(column),
                            sizeOf(column),
                            null,
                            digitsOf(column),
                            (short) DatabaseMetaData.bestRowNotPseudo);
                }
            }
        }
        return rows.toResultSet();
    }
}
