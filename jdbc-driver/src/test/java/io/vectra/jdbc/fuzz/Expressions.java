package io.vectra.jdbc.fuzz;

import io.vectra.jdbc.fuzz.FuzzTable.Column;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random scalar expressions over the columns in sight. */
final class Expressions {
    private final Random random;
    private final List<FuzzTable> tables;
    private final List<Column> columns;
    private final boolean hasSubQueries;

    /**
     * Creates what writes expressions.
     *
     * @param tables those that sub-queries may read
     * @param columns those that expressions may name
     */
    Expressions(Random random, List<FuzzTable> tables, List<Column> columns, boolean hasSubQueries) {
        this.random = random;
        this.tables = tables;
        this.columns = columns;
        this.hasSubQueries = hasSubQueries && !tables.isEmpty();
    }

    String of(Kind kind, int depth) {
        return switch (kind) {
            case NUMBER -> number(depth);
            case TEXT -> text(depth);
            case BOOLEAN -> random.nextInt(3) == 0 ? leaf(Kind.BOOLEAN) : "(" + condition(depth) + ")";
            case DATE, TIME, TIMESTAMP, ZONED -> moment(kind, depth);
            case ARRAY -> array(depth);
            default -> choice(kind, depth);
        };
    }

    /** A column or a literal. */
    String leaf(Kind kind) {
        List<Column> of = columns.stream().filter(c -> c.type().kind() == kind).toList();
        if (!of.isEmpty() && random.nextInt(4) != 0) {
            return of.get(random.nextInt(of.size())).sql();
        }
        if (random.nextInt(25) == 0) {
            return "CAST(NULL AS " + ColumnType.of(kind).sql() + ")";
        }
        if (random.nextInt(8) == 0 && kind == Kind.NUMBER) {
            return "CAST(" + FuzzStatement.parameter(random.nextInt(7)) + " AS INT)";
        }
        if (random.nextInt(8) == 0 && kind == Kind.TEXT) {
            return "CAST(" + FuzzStatement.parameter("ab") + " AS VARCHAR(10))";
        }
        return literal(kind);
    }

    private String literal(Kind kind) {
        if (kind == Kind.NUMBER) {
            return oneOf("0", "1", "2", "3", "10", "0.5", "1.25", "2E0", "-1");
        }
        // Without '' and X'': in a sub-query, H2 writes them down as values of a type of length 0, and cannot read
        // that.
        String literal = ColumnType.of(kind).literal(random).replaceFirst("^(X?)''$", "$1'0b'");
        return kind == Kind.ENUM ? "CAST(" + literal + " AS " + ColumnType.ENUM.sql() + ")" : literal;
    }

    private String choice(Kind kind, int depth) {
        if (depth <= 0) {
            return leaf(kind);
        }
        return switch (random.nextInt(6)) {
            case 0 -> "COALESCE(" + of(kind, depth - 1) + ", " + of(kind, depth - 1) + ")";
            case 1 ->
                "CASE WHEN " + condition(depth - 1) + " THEN " + of(kind, depth - 1) + " ELSE " + of(kind, depth - 1)
                        + " END";
            case 2 -> "NULLIF(" + of(kind, depth - 1) + ", " + leaf(kind) + ")";
            case 3 -> hasSubQueries ? scalarQuery(kind) : leaf(kind);
            default -> leaf(kind);
        };
    }

    private String scalarQuery(Kind kind) {
        FuzzTable table = tables.get(random.nextInt(tables.size()));
        List<Column> of =
                table.of("s").stream().filter(c -> c.type().kind() == kind).toList();
        if (of.isEmpty()) {
            return leaf(kind);
        }
        String column = of.get(random.nextInt(of.size())).sql();
        String where = random.nextBoolean() ? "" : " WHERE " + inner(table, "s").condition(1);
        boolean isOrdered = kind != Kind.BOOLEAN && kind != Kind.JSON;
        return isOrdered && random.nextBoolean()
                ? "(SELECT MAX(" + column + ") FROM " + table.name() + " AS s" + where + ")"
                : "(SELECT " + column + " FROM " + table.name() + " s" + where + " ORDER BY s.id LIMIT 1)";
    }

    /** Expressions inside a sub-query over one more table. */
    Expressions inner(FuzzTable table, String alias) {
        List<Column> seen = new java.util.ArrayList<>(table.of(alias));
        seen.addAll(columns.stream().filter(c -> !c.sql().contains("(")).toList());
        return new Expressions(random, tables, seen, false);
    }

    private String number(int depth) {
        if (depth <= 0) {
            return leaf(Kind.NUMBER);
        }
        int less = depth - 1;
        return switch (random.nextInt(26)) {
            case 0, 1 -> "(" + number(less) + oneOf(" + ", " - ") + number(less) + ")";
            case 2 -> "(" + number(less) + " * " + leaf(Kind.NUMBER) + ")";
            case 3 -> "(" + number(less) + " / " + oneOf("2", "4", "0.5", "NULLIF(" + leaf(Kind.NUMBER) + ", 0)") + ")";
            case 4 -> "(- " + number(less) + ")";
            case 5 -> "ABS(" + number(less) + ")";
            case 6 -> "SIGN(" + number(less) + ")";
            case 7 -> oneOf("ROUND(", "TRUNC(") + number(less) + ", " + random.nextInt(3) + ")";
            case 8 -> oneOf("FLOOR(", "CEIL(", "CEILING(") + number(less) + ")";
            case 9 -> "MOD(" + integer() + ", 3)";
            case 10 -> "(" + integer() + " % 4)";
            case 11 -> oneOf("CHAR_LENGTH(", "LENGTH(", "OCTET_LENGTH(") + text(less) + ")";
            case 12 -> "POSITION(" + oneOf("'a'", "'b'") + " IN " + text(less) + ")";
            case 13 -> oneOf("GREATEST(", "LEAST(") + number(less) + ", " + number(less) + ")";
            case 14 ->
                "CAST(" + number(less) + " AS "
                        + oneOf("DECIMAL(12, 3)", "DOUBLE PRECISION", "BIGINT", "NUMERIC(20, 1)") + ")";
            case 15 ->
                "EXTRACT(" + oneOf("YEAR", "MONTH", "DAY", "QUARTER", "ISO_WEEK", "DOW", "DOY") + " FROM "
                        + moment(Kind.DATE, less) + ")";
            case 16 -> oneOf("YEAR(", "MONTH(", "HOUR(", "MINUTE(") + moment(Kind.TIMESTAMP, less) + ")";
            case 17 ->
                "DATEDIFF('" + oneOf("DAY", "MONTH", "YEAR") + "', " + moment(Kind.DATE, less) + ", "
                        + moment(Kind.DATE, less) + ")";
            case 18 -> "CARDINALITY(" + array(less) + ")";
            case 19 -> array(0) + "[" + (1 + random.nextInt(1)) + "]";
            case 20 ->
                "CASE " + integer() + " WHEN " + leaf(Kind.NUMBER) + " THEN " + number(less) + " WHEN "
                        + leaf(Kind.NUMBER) + " THEN " + number(less) + oneOf(" END", " ELSE 7 END");
            case 21 -> oneOf("BITAND(", "BITOR(", "BITXOR(") + integer() + ", " + integer() + ")";
            case 22 -> "SQRT(ABS(" + number(less) + "))";
            default -> choice(Kind.NUMBER, depth);
        };
    }

    private String integer() {
        List<Column> of = columns.stream().filter(c -> c.type().isInteger()).toList();
        return of.isEmpty() ? "5" : of.get(random.nextInt(of.size())).sql();
    }

    private String text(int depth) {
        if (depth <= 0) {
            return leaf(Kind.TEXT);
        }
        int less = depth - 1;
        return switch (random.nextInt(24)) {
            case 0, 1 -> "(" + text(less) + " || " + oneOf(text(less), leaf(Kind.NUMBER), "'-'") + ")";
            case 2 -> oneOf("UPPER(", "LOWER(") + text(less) + ")";
            case 3 -> oneOf("TRIM(", "LTRIM(", "RTRIM(") + text(less) + ")";
            case 4 -> "TRIM(" + oneOf("BOTH", "LEADING", "TRAILING") + " 'a' FROM " + text(less) + ")";
            case 5 -> "SUBSTRING(" + text(less) + " FROM " + (1 + random.nextInt(2)) + oneOf("", " FOR 2") + ")";
            case 6 -> "SUBSTRING(" + text(less) + ", " + (1 + random.nextInt(3)) + oneOf("", ", 1") + ")";
            case 7 -> oneOf("LEFT(", "RIGHT(") + text(less) + ", " + random.nextInt(4) + ")";
            case 8 -> oneOf("LPAD(", "RPAD(") + text(less) + ", 6, '*')";
            case 9 -> "REPLACE(" + text(less) + ", 'a', " + oneOf("'zz'", "''", leaf(Kind.TEXT)) + ")";
            case 10 ->
                "CAST(" + oneOf(integer(), leaf(Kind.DATE), leaf(Kind.BOOLEAN), leaf(Kind.TEXT), leaf(Kind.UUID))
                        + " AS VARCHAR" + oneOf("", "(50)") + ")";
            case 11 -> "CONCAT(" + text(less) + ", " + text(less) + ", " + leaf(Kind.TEXT) + ")";
            case 12 -> "CONCAT_WS('/', " + text(less) + ", " + leaf(Kind.TEXT) + ")";
            case 13 -> "REPEAT(" + leaf(Kind.TEXT) + ", " + random.nextInt(3) + ")";
            case 14 -> "TRANSLATE(" + text(less) + ", 'ab', 'xy')";
            case 15 -> "REGEXP_REPLACE(" + text(less) + ", '[a-c]+', '.')";
            case 16 -> oneOf("DAYNAME(", "MONTHNAME(") + leaf(Kind.DATE) + ")";
            case 17 -> "CAST(" + leaf(Kind.TEXT) + " AS CHAR(3))";
            default -> choice(Kind.TEXT, depth);
        };
    }

    private String moment(Kind kind, int depth) {
        if (depth <= 0) {
            return leaf(kind);
        }
        int less = depth - 1;
        int what = random.nextInt(8);
        if (what == 0 && kind == Kind.DATE) {
            return "CAST(" + leaf(Kind.TIMESTAMP) + " AS DATE)";
        }
        if (what == 0 && kind == Kind.TIMESTAMP) {
            return "CAST(" + leaf(Kind.DATE) + " AS TIMESTAMP)";
        }
        if (what == 1 && kind != Kind.TIME) {
            return "DATEADD(" + oneOf("'DAY'", "MONTH", "'YEAR'", "DAY") + ", " + random.nextInt(40) + ", "
                    + moment(kind, less) + ")";
        }
        if (what == 2 && kind != Kind.TIME) {
            return "(" + moment(kind, less) + oneOf(" + ", " - ") + "INTERVAL '" + random.nextInt(9) + "' "
                    + oneOf("DAY", "MONTH", "YEAR") + ")";
        }
        if (what == 3 && (kind == Kind.TIMESTAMP || kind == Kind.ZONED)) {
            return "DATE_TRUNC('" + oneOf("DAY", "MONTH", "HOUR") + "', " + moment(kind, less) + ")";
        }
        return choice(kind, depth);
    }

    private String array(int depth) {
        if (depth > 0 && random.nextInt(3) == 0) {
            return "ARRAY[" + integer() + ", " + integer() + "]";
        }
        return depth > 0 && random.nextInt(3) == 0
                ? "ARRAY_APPEND(" + leaf(Kind.ARRAY) + ", " + random.nextInt(5) + ")"
                : leaf(Kind.ARRAY);
    }

    String condition(int depth) {
        if (depth > 0 && random.nextInt(3) == 0) {
            return switch (random.nextInt(6)) {
                case 0, 1 -> "(" + condition(depth - 1) + " OR " + condition(depth - 1) + ")";
                case 2 -> "NOT (" + condition(depth - 1) + ")";
                case 3 ->
                    "(" + text(depth - 1) + " < " + text(depth - 1) + ") "
                            + oneOf(
                                    "IS TRUE",
                                    "IS NOT TRUE",
                                    "IS FALSE",
                                    "IS NOT FALSE",
                                    "IS UNKNOWN",
                                    "IS NOT UNKNOWN");
                default -> condition(depth - 1) + " AND " + condition(depth - 1);
            };
        }
        Kind kind = comparable();
        int less = depth - 1;
        Supplier<String> value = () -> of(kind, less);
        return switch (random.nextInt(18)) {
            case 0, 1, 2 -> value.get() + oneOf(" = ", " <> ", " < ", " <= ", " > ", " >= ", " != ") + value.get();
            case 3 -> value.get() + oneOf(" IS NULL", " IS NOT NULL");
            case 4 -> value.get() + oneOf(" IS DISTINCT FROM ", " IS NOT DISTINCT FROM ") + value.get();
            case 5 ->
                value.get() + oneOf(" BETWEEN ", " NOT BETWEEN ", " BETWEEN SYMMETRIC ") + leaf(kind) + " AND "
                        + leaf(kind);
            case 6, 7 ->
                value.get() + oneOf(" IN (", " NOT IN (")
                        + IntStream.rangeClosed(0, random.nextInt(4))
                                .mapToObj(i -> leaf(kind))
                                .collect(Collectors.joining(", "))
                        + ")";
            case 8, 9 -> text(less) + oneOf(" LIKE ", " NOT LIKE ", " ILIKE ", " NOT ILIKE ") + pattern();
            case 10, 11 -> subQueryCondition(kind, less);
            case 12 ->
                "(" + leaf(Kind.NUMBER) + ", " + leaf(Kind.TEXT) + ")" + oneOf(" = ", " <> ", " < ") + "("
                        + leaf(Kind.NUMBER) + ", " + leaf(Kind.TEXT) + ")";
            case 13 -> leaf(Kind.BOOLEAN);
            case 14 ->
                "(" + leaf(Kind.NUMBER) + ", " + leaf(Kind.TEXT) + ") IN ((1, 'ab'), (" + leaf(Kind.NUMBER) + ", "
                        + leaf(Kind.TEXT) + "))";
            case 15 -> "REGEXP_LIKE(" + text(less) + ", '^[aA]')";
            case 16 -> value.get() + " = " + parameter(kind);
            default -> number(less) + oneOf(" < ", " >= ", " = ") + number(less);
        };
    }

    /** No empty one: H2 cannot read what it writes of {@code ILIKE ''}. */
    private String pattern() {
        return oneOf("'a%'", "'%b'", "'_b%'", "'%!%' ESCAPE '!'", "'%'", "CONCAT(" + leaf(Kind.TEXT) + ", '%')");
    }

    private String parameter(Kind kind) {
        if (kind == Kind.NUMBER) {
            return FuzzStatement.parameter(random.nextInt(5));
        }
        return kind == Kind.TEXT ? FuzzStatement.parameter(oneOf("a", "ab", "it's")) : leaf(kind);
    }

    private String subQueryCondition(Kind kind, int depth) {
        FuzzTable table = hasSubQueries ? tables.get(random.nextInt(tables.size())) : null;
        List<Column> of = table == null
                ? List.of()
                : table.of("s").stream().filter(c -> c.type().kind() == kind).toList();
        if (of.isEmpty()) {
            return of(kind, depth) + " IS NOT NULL";
        }
        String column = of.get(random.nextInt(of.size())).sql();
        String rest =
                " FROM " + table.name() + " AS s WHERE " + inner(table, "s").condition(1) + ")";
        return switch (random.nextInt(5)) {
            case 0 -> oneOf("EXISTS (SELECT 1", "NOT EXISTS (SELECT 1", "EXISTS (SELECT *") + rest;
            case 1 ->
                of(kind, depth)
                        + oneOf(" = ANY (SELECT ", " <> ALL (SELECT ", " >= ALL (SELECT ", " < SOME (SELECT ")
                        + column
                        + rest;
            default -> of(kind, depth) + oneOf(" IN (SELECT ", " NOT IN (SELECT ") + column + rest;
        };
    }

    private Kind comparable() {
        if (random.nextInt(3) != 0 || columns.isEmpty()) {
            return random.nextBoolean() ? Kind.NUMBER : Kind.TEXT;
        }
        return columns.get(random.nextInt(columns.size())).type().kind();
    }

    String oneOf(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
