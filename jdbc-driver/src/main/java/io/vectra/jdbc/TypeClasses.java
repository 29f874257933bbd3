package io.vectra.jdbc;

import java.sql.Types;

/** What {@code getObject} gives for each JDBC type. */
final class TypeClasses {
    private TypeClasses() {}

    /** Returns the class's name. */
    static String className(int jdbcType) {
        return switch (jdbcType) {
            case Types.BIT, Types.BOOLEAN -> "java.lang.Boolean";
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> "java.lang.Integer";
            case Types.BIGINT -> "java.lang.Long";
            case Types.REAL -> "java.lang.Float";
            case Types.FLOAT, Types.DOUBLE -> "java.lang.Double";
            case Types.DECIMAL, Types.NUMERIC -> "java.math.BigDecimal";
            case Types.DATE -> "java.sql.Date";
            case Types.TIME -> "java.sql.Time";
            case Types.TIMESTAMP -> "java.sql.Timestamp";
            case Types.TIME_WITH_TIMEZONE -> "java.time.OffsetTime";
            case Types.TIMESTAMP_WITH_TIMEZONE -> "java.time.OffsetDateTime";
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> "[B";
            case Types.BLOB -> "java.sql.Blob";
            case Types.CLOB -> "java.sql.Clob";
            case Types.ARRAY -> "java.sql.Array";
            case Types.OTHER, Types.JAVA_OBJECT, Types.NULL -> "java.lang.Object";
            default -> "java.lang.String";
        };
    }

    /** Returns whether the type has negative values. */
    static boolean isSigned(int jdbcType) {
        return switch (jdbcType) {
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.REAL,
                    Types.FLOAT,
                    Types.DOUBLE,
                    Types.DECIMAL,
                    Types.NUMERIC -> true;
            default -> false;
        };
    }
}
