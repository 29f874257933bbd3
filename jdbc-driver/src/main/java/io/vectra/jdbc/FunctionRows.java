package io.vectra.jdbc;

import io.vectra.sql.SqlEngine;
import io.vectra.storage.Catalog;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers the metadata calls about functions with those over vectors, which only Vectra has. */
final class FunctionRows {
    /**
     * A function over one or two vectors.
     *
     * @param jdbcType what it gives; ARRAY for a vector
     */
    private record Function(String name, int argumentCount, int jdbcType, String remarks) {
        String typeName() {
            return switch (jdbcType) {
                case Types.ARRAY -> "VECTOR";
                case Types.INTEGER -> "INTEGER";
                default -> "DOUBLE PRECISION";
            };
        }
    }

    private static final List<Function> FUNCTIONS = List.of(
            new Function("COSINE", 2, Types.DOUBLE, "Cosine distance, 1 - cos(a, b); nearest first in ascending order"),
            new Function("COSINE_SIMILARITY", 2, Types.DOUBLE, "cos(a, b)"),
            new Function("DOT_PRODUCT", 2, Types.DOUBLE, "Inner product; nearest first in descending order"),
            new Function("EUCLIDEAN", 2, Types.DOUBLE, "Euclidean distance; nearest first in ascending order"),
            new Function("INNER_PRODUCT", 2, Types.DOUBLE, "The same as DOT_PRODUCT"),
            new Function("L2_DISTANCE", 2, Types.DOUBLE, "The same as EUCLIDEAN"),
            new Function("MANHATTAN", 2, Types.DOUBLE, "L1 distance; nearest first in ascending order"),
            new Function("NORMALIZE", 1, Types.ARRAY, "The vector over its norm"),
            new Function("VECTOR_DIMS", 1, Types.INTEGER, "How many dimensions the vector has"),
            new Function("VECTOR_NORM", 1, Types.DOUBLE, "The Euclidean norm"));

    private FunctionRows() {}

    static ResultSet functions(NameFilter filter) throws SQLException {
        var rows = new MetadataRows("FUNCTION_CAT,FUNCTION_SCHEM,FUNCTION_NAME,REMARKS,FUNCTION_TYPE:S,SPECIFIC_NAME");
        for (Function function : FUNCTIONS) {
            if (filter.has(Catalog.DEFAULT_SCHEMA, function.name())) {
                rows.add(
                        SqlEngine.CATALOG,
                        Catalog.DEFAULT_SCHEMA,
                        function.name(),
                        function.remarks(),
                        (short) DatabaseMetaData.functionNoTable,
                        function.name());
            }
        }
        return rows.toResultSet();
    }

    static ResultSet columns(NameFilter filter, NamePattern columnPattern) throws SQLException {
        var rows = new MetadataRows("FUNCTION_CAT,FUNCTION_SCHEM,FUNCTION_NAME,COLUMN_NAME,COLUMN_TYPE:S,DATA_TYPE:I,"
                + "TYPE_NAME,PRECISION:I,LENGTH:I,SCALE:S,RADIX:S,NULLABLE:S,REMARKS,CHAR_OCTET_LENGTH:I,"
                + "ORDINAL_POSITION:I,IS_NULLABLE,SPECIFIC_NAME");
        for (Function function : FUNCTIONS) {
            if (filter.has(Catalog.DEFAULT_SCHEMA, function.name())) {
                for (int position = 0; position <= function.argumentCount(); position++) {
                    String name = position == 0 ? "RESULT" : position == 1 ? "A" : "B";
                    if (columnPattern.matches(name)) {
                        rows.add(row(function, name, position));
                    }
                }
            }
        }
        return rows.toResultSet();
    }

    private static @Nullable Object[] row(Function function, String name, int position) {
        boolean isResult = position == 0;
        return new @Nullable Object[] {
            SqlEngine.CATALOG,
            Catalog.DEFAULT_SCHEMA,
            function.name(),
            name,
            (short) (isResult ? DatabaseMetaData.functionReturn : DatabaseMetaData.functionColumnIn),
            isResult ? function.jdbcType() : Types.ARRAY,
            isResult ? function.typeName() : "VECTOR",
            null,
            null,
            null,
            null,
            (short) DatabaseMetaData.functionNullable,
            "",
            null,
            position,
            "YES",
            function.name(),
        };
    }
}
