package io.vectra.jdbc.fuzz;

import java.util.List;
import java.util.Random;

/** The scalar types of columns, with literals from small pools, so that rows meet. */
enum ColumnType {
    TINYINT("TINYINT", Kind.NUMBER, "0", "1", "2", "-3", "7"),
    SMALLINT("SMALLINT", Kind.NUMBER, "0", "1", "-1", "12", "300"),
    INTEGER("INT", Kind.NUMBER, "0", "1", "2", "3", "5", "-4", "40"),
    BIGINT("BIGINT", Kind.NUMBER, "0", "1", "3", "-7", "3000000000"),
    DECIMAL("DECIMAL(10, 2)", Kind.NUMBER, "0", "1.25", "-0.5", "19.99", "3"),
    NUMERIC("NUMERIC(14, 4)", Kind.NUMBER, "0.0001", "2.5", "-10.75", "3"),
    REAL("REAL", Kind.NUMBER, "0", "0.5", "-1.25", "3", "1E2"),
    DOUBLE("DOUBLE PRECISION", Kind.NUMBER, "0", "0.25", "-2.5E0", "3", "1e3"),
    BOOLEAN("BOOLEAN", Kind.BOOLEAN, "TRUE", "FALSE", "FALSE"),
    CHAR("CHAR(5)", Kind.TEXT, "'ab'", "'abc  '", "'x'", "''"),
    VARCHAR(
            "VARCHAR(30)",
            Kind.TEXT,
            "'a'",
            "'ab'",
            "'Ab'",
            "''",
            "' x '",
            "'it''s'",
            "'\u00e4\u00df'",
            "'50%'",
            "'a_b'"),
    TEXT("CLOB", Kind.TEXT, "'long text'", "'ab'", "'\u65e5\u672c'", "'a''b\"c'"),
    IGNORING("VARCHAR_IGNORECASE(10)", Kind.TEXT, "'i1'", "'i2'", "'i3'"),
    DATE("DATE", Kind.DATE, "DATE '2024-02-29'", "DATE '2023-12-31'", "DATE '1999-01-01'", "DATE '2024-03-10'"),
    TIME("TIME", Kind.TIME, "TIME '10:11:12'", "TIME '00:00:00'", "TIME '23:59:59'"),
    TIMESTAMP(
            "TIMESTAMP",
            Kind.TIMESTAMP,
            "TIMESTAMP '2024-02-29 23:59:59.5'",
            "TIMESTAMP '2023-12-31 00:00:00'",
            "TIMESTAMP '1999-01-01 10:11:12.123456'"),
    ZONED(
            "TIMESTAMP WITH TIME ZONE",
            Kind.ZONED,
            "TIMESTAMP WITH TIME ZONE '2024-02-29 10:00:00+02:00'",
            "TIMESTAMP WITH TIME ZONE '2024-02-29 10:00:00.5-05:30'"),
    UUID(
            "UUID",
            Kind.UUID,
            "UUID '11111111-1111-1111-1111-111111111111'",
            "UUID '00000000-0000-0000-0000-0000000000ff'"),
    VARBINARY("VARBINARY(8)", Kind.BINARY, "X'00ff'", "X''", "X'0a0b0c'"),
    ENUM("ENUM('red', 'green', 'it''s')", Kind.ENUM, "'red'", "'green'", "'it''s'"),
    ARRAY("INT ARRAY", Kind.ARRAY, "ARRAY[1, 2]", "ARRAY[3]", "ARRAY[1, NULL, 2]"),
    JSON("JSON", Kind.JSON, "JSON '{\"a\": 1}'", "JSON '[1, 2]'", "JSON 'null'", "JSON '\"x\"'"),
    INTERVAL("INTERVAL DAY TO SECOND", Kind.INTERVAL, "INTERVAL '1 02:03:04' DAY TO SECOND", "INTERVAL '5' DAY");

    private static final List<ColumnType> INTEGERS = List.of(TINYINT, SMALLINT, INTEGER, BIGINT);

    private final String sql;
    private final Kind kind;
    private final String[] literals;

    ColumnType(String sql, Kind kind, String... literals) {
        this.sql = sql;
        this.kind = kind;
        this.literals = literals;
    }

    String sql() {
        return sql;
    }

    Kind kind() {
        return kind;
    }

    boolean isInteger() {
        return INTEGERS.contains(this);
    }

    String literal(Random random) {
        return literals[random.nextInt(literals.length)];
    }

    static ColumnType random(Random random) {
        // Numbers and texts are the most.
        ColumnType[] all = values();
        return all[random.nextInt(3) == 0 ? random.nextInt(TEXT.ordinal() + 1) : random.nextInt(all.length)];
    }

    /** Returns one type of a kind, as expressions of it have. */
    static ColumnType of(Kind kind) {
        return switch (kind) {
            case NUMBER -> DECIMAL;
            case TEXT -> VARCHAR;
            case BINARY -> VARBINARY;
            default -> valueOf(kind.name());
        };
    }
}
