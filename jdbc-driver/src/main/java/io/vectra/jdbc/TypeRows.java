package io.vectra.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers {@link DatabaseMetaData#getTypeInfo()}: the types that a table may be made of. */
final class TypeRows {
    private static final String COLUMNS =
            "TYPE_NAME,DATA_TYPE:I,PRECISION:I,LITERAL_PREFIX,LITERAL_SUFFIX,CREATE_PARAMS,"
                    + "NULLABLE:S,CASE_SENSITIVE:B,SEARCHABLE:S,UNSIGNED_ATTRIBUTE:B,FIXED_PREC_SCALE:B,AUTO_INCREMENT:B,"
                    + "LOCAL_TYPE_NAME,MINIMUM_SCALE:S,MAXIMUM_SCALE:S,SQL_DATA_TYPE:I,SQL_DATETIME_SUB:I,NUM_PREC_RADIX:I";

    private static final int TEXT_MAX = 1_000_000_000;
    private static final int VECTOR_DIMENSION_MAX = 16_000;

    /**
     * A type.
     *
     * @param literal what a literal begins with, or null; it ends with the same quote
     * @param parameters what stands in parentheses behind the name, or null
     */
    private record Type(
            String name,
            int jdbcType,
            int precision,
            @Nullable String literal,
            @Nullable String parameters) {}

    private static final List<Type> TYPES = List.of(
            new Type("TINYINT", Types.TINYINT, 3, null, null),
            new Type("BIGINT", Types.BIGINT, 19, null, null),
            new Type("BINARY VARYING", Types.VARBINARY, TEXT_MAX, "X'", "LENGTH"),
            new Type("BINARY", Types.BINARY, TEXT_MAX, "X'", "LENGTH"),
            new Type("CHARACTER", Types.CHAR, TEXT_MAX, "'", "LENGTH"),
            new Type("DECIMAL", Types.DECIMAL, 100_000, null, "PRECISION,SCALE"),
            new Type("INTEGER", Types.INTEGER, 10, null, null),
            new Type("SMALLINT", Types.SMALLINT, 5, null, null),
            new Type("REAL", Types.REAL, 7, null, null),
            new Type("DOUBLE PRECISION", Types.DOUBLE, 17, null, null),
            new Type("CHARACTER VARYING", Types.VARCHAR, TEXT_MAX, "'", "LENGTH"),
            new Type("BOOLEAN", Types.BOOLEAN, 1, null, null),
            new Type("DATE", Types.DATE, 10, "DATE '", null),
            new Type("TIME", Types.TIME, 18, "TIME '", "SCALE"),
            new Type("TIMESTAMP", Types.TIMESTAMP, 29, "TIMESTAMP '", "SCALE"),
            new Type("UUID", Types.BINARY, 16, "'", null),
            new Type("ENUM", Types.OTHER, TEXT_MAX, "'", "ELEMENT [,...]"),
            new Type("JSON", Types.OTHER, TEXT_MAX, "JSON '", null),
            new Type("VECTOR", Types.ARRAY, VECTOR_DIMENSION_MAX, "VECTOR '", "DIMENSION"),
            new Type("BINARY LARGE OBJECT", Types.BLOB, Integer.MAX_VALUE, "X'", null),
            new Type("CHARACTER LARGE OBJECT", Types.CLOB, Integer.MAX_VALUE, "'", null),
            new Type(
                    "TIMESTAMP WITH TIME ZONE",
                    Types.TIMESTAMP_WITH_TIMEZONE,
                    35,
                    "TIMESTAMP WITH TIME ZONE '",
                    "SCALE"));

    private TypeRows() {}

    static ResultSet types() throws SQLException {
        var rows = new MetadataRows(COLUMNS);
        for (Type type : TYPES) {
            boolean isNumber = TypeClasses.isSigned(type.jdbcType());
            boolean isInteger = isNumber
                    && type.precision() <= 19
                    && type.jdbcType() != Types.REAL
                    && type.jdbcType() != Types.DOUBLE;
            short scaleMax = (short)
                    ("SCALE".equals(type.parameters())
                            ? 9
                            : Types.NUMERIC == type.jdbcType() || Types.DECIMAL == type.jdbcType()
                                    ? Short.MAX_VALUE
                                    : 0);
            rows.add(
                    type.name(),
                    type.jdbcType(),
                    type.precision(),
                    type.literal(),
                    type.literal() == null ? null : "'",
                    type.parameters(),
                    (short) DatabaseMetaData.typeNullable,
                    type.jdbcType() == Types.CHAR || type.jdbcType() == Types.VARCHAR || type.jdbcType() == Types.CLOB,
                    (short) DatabaseMetaData.typeSearchable,
                    !isNumber,
                    false,
                    isInteger,
                    type.name(),
                    (short) 0,
                    scaleMax,
                    null,
                    null,
                    isNumber ? Integer.valueOf(10) : null);
        }
        return rows.sortedBy(1, 0).toResultSet();
    }
}
