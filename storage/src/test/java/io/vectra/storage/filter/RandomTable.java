package io.vectra.storage.filter;

import io.vectra.storage.filter.ColumnType.Kind;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A table of H2 with a column of every type, with random rows, and its row images. */
final class RandomTable {
    /** Names, SQL types, and kinds of the columns, by their index. */
    static final List<Column> COLUMNS = List.of(
            new Column("ID", "BIGINT PRIMARY KEY", ColumnType.NULLITY),
            new Column("BO", "BOOLEAN", ColumnType.of(Kind.BOOLEAN)),
            new Column("TI", "TINYINT", ColumnType.of(Kind.INTEGER)),
            new Column("SM", "SMALLINT", ColumnType.of(Kind.INTEGER)),
            new Column("I", "INTEGER", ColumnType.of(Kind.INTEGER)),
            new Column("B", "BIGINT", ColumnType.of(Kind.BIGINT)),
            new Column("N", "NUMERIC(18, 2)", new ColumnType(Kind.DECIMAL, 2, List.of())),
            new Column("N0", "DECIMAL(9)", new ColumnType(Kind.DECIMAL, 0, List.of())),
            new Column("R", "REAL", ColumnType.of(Kind.REAL)),
            new Column("D", "DOUBLE PRECISION", ColumnType.of(Kind.DOUBLE)),
            new Column("V", "VARCHAR(100)", ColumnType.of(Kind.TEXT)),
            new Column("C", "CHAR(4)", ColumnType.of(Kind.CHAR)),
            new Column("DA", "DATE", ColumnType.of(Kind.DATE)),
            new Column("TM", "TIME(9)", ColumnType.of(Kind.TIME)),
            new Column("TS", "TIMESTAMP", new ColumnType(Kind.TIMESTAMP, 6, List.of())),
            new Column("TS0", "TIMESTAMP(0)", new ColumnType(Kind.TIMESTAMP, 0, List.of())),
            new Column("TZ", "TIMESTAMP(3) WITH TIME ZONE", new ColumnType(Kind.TIMESTAMP_WITH_ZONE, 3, List.of())),
            new Column("U", "UUID", ColumnType.of(Kind.UUID)),
            new Column(
                    "E",
                    "ENUM('zebra', 'ape', 'it''s')",
                    new ColumnType(Kind.ENUM, 0, List.of("zebra", "ape", "it's"))),
            new Column("J", "JSON", ColumnType.NULLITY));

    private static final List<String> WORDS = List.of(
            "",
            "a",
            "A",
            "ab",
            "aB",
            "abc",
            "abcd",
            "b",
            "ba",
            "z",
            "100%",
            "a_c",
            "a\\b",
            "é",
            "ée",
            "日本",
            "\uD83D\uDE00x",
            "\uFFFDq",
            "it's",
            "ab ",
            " ab",
            "ab\t",
            "%",
            "_");

    private final Random random;
    final List<@Nullable Object[]> rows = new ArrayList<>();

    record Column(String name, String sql, ColumnType type) {}

    RandomTable(Random random) {
        this.random = random;
    }

    static List<ColumnType> types() {
        return COLUMNS.stream().map(Column::type).toList();
    }

    /** Makes the table, fills it, and reads its rows back. */
    void create(Connection connection, int rowCount) throws SQLException {
        var definition = new StringBuilder();
        var marks = new StringBuilder();
        for (Column column : COLUMNS) {
            definition
                    .append(definition.isEmpty() ? "" : ", ")
                    .append(column.name())
                    .append(' ')
                    .append(column.sql());
            marks.append(marks.isEmpty() ? "?" : column.name().equals("J") ? ", ? FORMAT JSON" : ", ?");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE T(" + definition + ")");
        }
        double nullShare = random.nextInt(4) == 0 ? 0 : random.nextDouble();
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO T VALUES(" + marks + ")")) {
            for (int row = 0; row < rowCount; row++) {
                insert.setLong(1, row);
                for (int column = 1; column < COLUMNS.size(); column++) {
                    insert.setObject(
                            column + 1, random.nextDouble() < nullShare * (column % 4) / 3 ? null : value(column));
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
        readImages(connection);
    }

    private void readImages(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT * FROM T ORDER BY ID")) {
            while (result.next()) {
                var row = new @Nullable Object[COLUMNS.size()];
                for (int column = 0; column < row.length; column++) {
                    row[column] = image(result, column);
                }
                rows.add(row);
            }
        }
    }

    private static @Nullable Object image(ResultSet result, int column) throws SQLException {
        Class<?> image = switch (COLUMNS.get(column).type().kind()) {
            case BOOLEAN -> Boolean.class;
            case INTEGER -> Integer.class;
            case BIGINT -> Long.class;
            case DECIMAL -> BigDecimal.class;
            case REAL -> Float.class;
            case DOUBLE -> Double.class;
            case DATE -> LocalDate.class;
            case TIME -> LocalTime.class;
            case TIMESTAMP -> LocalDateTime.class;
            case TIMESTAMP_WITH_ZONE -> OffsetDateTime.class;
            case UUID -> UUID.class;
            default -> String.class;
        };
        return result.getObject(column + 1, image);
    }

    /** Returns a value that a column can hold. */
    Object value(int column) {
        return switch (COLUMNS.get(column).name()) {
            case "BO" -> random.nextBoolean();
            case "TI" -> random.nextInt(256) - 128;
            case "SM" -> random.nextInt(10) == 0 ? random.nextInt(65536) - 32768 : random.nextInt(300);
            case "I" -> anyInt();
            case "B" -> anyLong();
            case "N" -> BigDecimal.valueOf(random.nextInt(10) == 0 ? random.nextInt() : random.nextInt(400), 2);
            case "N0" -> BigDecimal.valueOf(random.nextInt(20) - 10);
            case "R" -> anyFloat();
            case "D" -> anyDouble();
            case "V" -> word();
            case "C" -> fixed(word());
            case "DA" -> date();
            case "TM" -> time();
            case "TS", "TS0" -> LocalDateTime.of(date(), time());
            case "TZ" -> OffsetDateTime.of(date(), time(), ZoneOffset.ofHours(random.nextInt(5) - 2));
            case "U" -> new UUID(random.nextInt(3) - 1, random.nextInt(5) - 2);
            case "E" -> List.of("zebra", "ape", "it's").get(random.nextInt(3));
            default -> "{}";
        };
    }

    private static String fixed(String word) {
        return word.length() <= 4 ? word : word.substring(0, 4);
    }

    /** Returns a value to compare a column with, sometimes of another type. */
    Object operand(int column) {
        Kind kind = COLUMNS.get(column).type().kind();
        return switch (kind) {
            case INTEGER, BIGINT, DECIMAL, REAL, DOUBLE -> number();
            case DATE, TIMESTAMP ->
                random.nextInt(3) == 0
                        ? date()
                        : random.nextBoolean() ? value(column) : LocalDateTime.of(date(), time());
            default -> value(column);
        };
    }

    private Object number() {
        return switch (random.nextInt(9)) {
            case 0 -> (short) (random.nextInt(300) - 10);
            case 1, 2 -> anyInt();
            case 3 -> anyLong();
            case 4 -> anyFloat();
            case 5 -> anyDouble();
            case 6 -> new BigDecimal(Float.toString(finite(anyFloat())));
            case 7 -> new BigDecimal(Double.toString(finite(anyDouble())));
            default -> BigDecimal.valueOf(random.nextInt(4000) - 10, random.nextInt(4));
        };
    }

    private static float finite(float value) {
        return Float.isFinite(value) ? value : 0;
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : 0;
    }

    private int anyInt() {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt();
            case 1 -> 1_000_000_000 + random.nextInt(130);
            case 2 -> random.nextBoolean() ? Integer.MAX_VALUE : Integer.MIN_VALUE;
            default -> random.nextInt(40) - 5;
        };
    }

    private long anyLong() {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextLong();
            case 1 -> (1L << 53) + random.nextInt(5) - 2;
            case 2 -> random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE;
            default -> random.nextInt(40) - 5;
        };
    }

    private float anyFloat() {
        return switch (random.nextInt(8)) {
            case 0 -> Float.intBitsToFloat(random.nextInt());
            case 1 -> 1_000_000_000 + random.nextInt(130);
            case 2 ->
                List.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 0f, Float.MAX_VALUE)
                        .get(random.nextInt(6));
            default -> (random.nextInt(40) - 5) / 10f;
        };
    }

    private double anyDouble() {
        return switch (random.nextInt(8)) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> (1L << 53) + random.nextInt(5) - 2;
            case 2 ->
                List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0.0, Double.MIN_VALUE)
                        .get(random.nextInt(6));
            default -> (random.nextInt(40) - 5) / 10.0;
        };
    }

    String word() {
        return random.nextInt(10) == 0 ? "long" + random.nextInt(100_000) : WORDS.get(random.nextInt(WORDS.size()));
    }

    /** Returns a pattern of LIKE. */
    String pattern() {
        var pattern = new StringBuilder(random.nextBoolean() ? word() : "");
        for (int i = random.nextInt(3); i > 0; i--) {
            pattern.append(List.of("%", "_", "\\%", "b", "\\_", "%%_", "a").get(random.nextInt(7)));
        }
        return pattern.toString();
    }

    private LocalDate date() {
        return random.nextInt(20) == 0
                ? LocalDate.of(random.nextInt(9999) + 1, 2, 28)
                : LocalDate.of(2024, 1, 1 + random.nextInt(28));
    }

    private LocalTime time() {
        return switch (random.nextInt(4)) {
            case 0 -> LocalTime.MIDNIGHT;
            case 1 -> LocalTime.ofNanoOfDay(Math.floorMod(random.nextLong(), 86_400_000_000_000L));
            default -> LocalTime.of(random.nextInt(24), 0, 0, random.nextInt(2) * 500_000_000);
        };
    }
}
