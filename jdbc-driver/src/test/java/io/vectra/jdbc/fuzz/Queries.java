package io.vectra.jdbc.fuzz;

import io.vectra.jdbc.fuzz.FuzzTable.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Random queries over scalar columns. */
final class Queries {
    private static final Kind[] KINDS = {
        Kind.NUMBER,
        Kind.NUMBER,
        Kind.NUMBER,
        Kind.TEXT,
        Kind.TEXT,
        Kind.BOOLEAN,
        Kind.DATE,
        Kind.TIMESTAMP,
        Kind.UUID,
        Kind.TIME,
        Kind.ZONED,
        Kind.BINARY,
        Kind.ENUM,
        Kind.INTERVAL,
        Kind.ARRAY
    };

    private final Random random;
    private final List<FuzzTable> tables;
    private int aliases;

    Queries(Random random, List<FuzzTable> tables) {
        this.random = random;
        this.tables = tables;
    }

    /** What a FROM says, and the columns in sight after it. */
    private record From(String sql, List<Column> columns, String unique) {}

    FuzzStatement query() {
        List<Kind> kinds = kinds(1 + random.nextInt(4));
        String body = random.nextInt(5) == 0 ? with(kinds) : body(kinds, 2);
        boolean isOrdered = random.nextInt(3) != 0;
        return FuzzStatement.query(isOrdered ? body + order(kinds.size()) + limit() : body, isOrdered);
    }

    List<Kind> kinds(int count) {
        List<Kind> kinds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            kinds.add(KINDS[random.nextInt(KINDS.length)]);
        }
        return kinds;
    }

    private String order(int count) {
        List<Integer> positions = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            positions.add(i);
        }
        Collections.shuffle(positions, random);
        return positions.stream()
                .map(p -> p + oneOf("", " ASC", " DESC", " NULLS LAST", " DESC NULLS FIRST", " NULLS FIRST"))
                .collect(Collectors.joining(", ", " ORDER BY ", ""));
    }

    private String limit() {
        int rows = random.nextInt(12);
        return switch (random.nextInt(7)) {
            case 0 -> " LIMIT " + rows;
            case 1 -> " LIMIT " + rows + " OFFSET " + random.nextInt(4);
            case 2 -> " OFFSET " + random.nextInt(4) + " ROWS FETCH NEXT " + (rows + 1) + " ROWS ONLY";
            case 3 -> " FETCH FIRST " + (rows + 1) + " ROWS ONLY";
            case 4 -> " LIMIT " + FuzzStatement.parameter(rows) + " OFFSET " + FuzzStatement.parameter(1);
            default -> "";
        };
    }

    private String with(List<Kind> kinds) {
        List<Kind> inner = kinds(1 + random.nextInt(3));
        String name = oneOf("w", "\"With Name\"");
        String names = names("k", inner.size());
        List<Column> columns = derived("k", inner, "w1");
        String body = body(inner, 1);
        String twice = oneOf("", ", " + name + " AS w2");
        return "WITH " + name + " (" + names + ") AS (" + body + ") "
                + selectFrom(kinds, new From(name + " AS w1" + twice, columns, ""), 1);
    }

    private static String names(String prefix, int count) {
        return java.util.stream.IntStream.rangeClosed(1, count)
                .mapToObj(i -> prefix + i)
                .collect(Collectors.joining(", "));
    }

    private static List<Column> derived(String prefix, List<Kind> kinds, String alias) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            columns.add(new Column(alias + "." + prefix + (i + 1), ColumnType.of(kinds.get(i))));
        }
        return columns;
    }

    private String body(List<Kind> kinds, int depth) {
        if (depth > 1 && random.nextInt(6) == 0) {
            String operator = oneOf(" UNION ", " UNION ALL ", " INTERSECT ", " EXCEPT ");
            String left = select(kinds, 1);
            return random.nextInt(3) == 0
                    ? "(" + left + ")" + operator + "(" + select(kinds, 1) + ")"
                    : left + operator + select(kinds, 1);
        }
        return select(kinds, depth);
    }

    private String select(List<Kind> kinds, int depth) {
        return selectFrom(kinds, from(depth), depth);
    }

    private String selectFrom(List<Kind> kinds, From from, int depth) {
        boolean isGrouped = random.nextInt(4) == 0;
        Expressions plain = new Expressions(random, tables, from.columns, true);
        String where = random.nextInt(3) == 0 ? "" : " WHERE " + plain.condition(2);
        if (isGrouped) {
            return grouped(kinds, from, where);
        }
        List<Column> seen = new ArrayList<>(from.columns);
        boolean isDistinct = random.nextInt(6) == 0;
        if (!isDistinct && !from.unique.isEmpty() && random.nextInt(4) == 0) {
            seen.addAll(windows(from, plain));
        }
        return "SELECT " + (isDistinct ? "DISTINCT " : "")
                + items(kinds, new Expressions(random, tables, seen, true), depth)
                + (from.sql.isEmpty() ? "" : " FROM " + from.sql + where);
    }

    private String items(List<Kind> kinds, Expressions expressions, int depth) {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            String item = expressions.of(kinds.get(i), Math.max(1, depth));
            items.add(item + oneOf("", " AS c" + i, " AS \"Col " + i + "\"", " x" + i));
        }
        return String.join(", ", items);
    }

    private String grouped(List<Kind> kinds, From from, String where) {
        Expressions plain = new Expressions(random, tables, from.columns, false);
        List<Column> keys = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0 && !from.columns.isEmpty(); i--) {
            keys.add(from.columns.get(random.nextInt(from.columns.size())));
        }
        List<Column> seen = new ArrayList<>(keys);
        for (int i = 0; i < 3; i++) {
            seen.add(aggregate(plain));
        }
        Expressions over = new Expressions(random, tables, seen, false);
        String groupBy = keys.stream().map(Column::sql).distinct().collect(Collectors.joining(", "));
        String having = random.nextInt(3) != 0 ? "" : " HAVING " + over.condition(1);
        return "SELECT " + items(kinds, over, 1)
                + (from.sql.isEmpty() ? " FROM (VALUES (1)) AS one (x)" : " FROM " + from.sql + where)
                + (groupBy.isEmpty() ? "" : " GROUP BY " + groupBy) + having;
    }

    private Column aggregate(Expressions plain) {
        String filter = random.nextInt(5) == 0 ? " FILTER (WHERE " + plain.condition(1) + ")" : "";
        String number = plain.of(Kind.NUMBER, 1);
        String text = plain.of(Kind.TEXT, 1);
        return switch (random.nextInt(14)) {
            case 0 -> new Column("COUNT(*)" + filter, ColumnType.BIGINT);
            case 1 -> new Column("COUNT(" + plain.of(Kind.TEXT, 1) + ")" + filter, ColumnType.BIGINT);
            case 2 -> new Column("COUNT(DISTINCT " + number + ")" + filter, ColumnType.BIGINT);
            case 3, 4 -> new Column("SUM(" + number + ")" + filter, ColumnType.DECIMAL);
            case 5 -> new Column("AVG(" + number + ")" + filter, ColumnType.DECIMAL);
            case 6 -> new Column(oneOf("MIN(", "MAX(") + number + ")" + filter, ColumnType.DECIMAL);
            case 7 -> new Column(oneOf("MIN(", "MAX(") + text + ")" + filter, ColumnType.VARCHAR);
            case 8 -> new Column(oneOf("MIN(", "MAX(") + plain.of(Kind.DATE, 1) + ")" + filter, ColumnType.DATE);
            case 9 -> new Column(oneOf("EVERY(", "BOOL_OR(") + plain.condition(1) + ")" + filter, ColumnType.BOOLEAN);
            case 10 ->
                new Column(
                        "LISTAGG(" + text + ", ',') WITHIN GROUP (ORDER BY " + text + oneOf("", " DESC") + ")" + filter,
                        ColumnType.VARCHAR);
            case 11 -> new Column("SUM(DISTINCT " + number + ")" + filter, ColumnType.DECIMAL);
            case 12 ->
                new Column(oneOf("STDDEV_POP(", "VAR_SAMP(", "MEDIAN(") + number + ")" + filter, ColumnType.DOUBLE);
            default -> new Column("CAST(COUNT(*) AS INT)", ColumnType.INTEGER);
        };
    }

    private List<Column> windows(From from, Expressions plain) {
        String partition = random.nextBoolean() ? "" : "PARTITION BY " + plain.leaf(Kind.NUMBER) + " ";
        String total = partition + "ORDER BY " + plain.of(Kind.NUMBER, 1) + oneOf("", " DESC") + ", " + from.unique;
        String frame = oneOf(
                "",
                " ROWS BETWEEN 1 PRECEDING AND CURRENT ROW",
                " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING",
                " ROWS 2 PRECEDING",
                " ROWS BETWEEN CURRENT ROW AND 2 FOLLOWING");
        String number = plain.of(Kind.NUMBER, 1);
        return List.of(
                new Column("ROW_NUMBER() OVER (" + total + ")", ColumnType.BIGINT),
                new Column(
                        oneOf("RANK()", "DENSE_RANK()", "CUME_DIST()", "NTILE(3)") + " OVER (" + total + ")",
                        ColumnType.DOUBLE),
                new Column(
                        oneOf("SUM(", "COUNT(", "MIN(", "AVG(") + number + ") OVER (" + total + frame + ")",
                        ColumnType.DECIMAL),
                new Column(
                        oneOf("LAG(", "LEAD(") + number + oneOf("", ", 2", ", 1, 0") + ") OVER (" + total + ")",
                        ColumnType.DECIMAL),
                new Column(
                        oneOf("FIRST_VALUE(", "LAST_VALUE(", "MAX(") + plain.of(Kind.TEXT, 1) + ") OVER (" + total
                                + frame + ")",
                        ColumnType.VARCHAR),
                new Column("SUM(" + number + ") OVER (" + partition + ")", ColumnType.DECIMAL));
    }

    private From from(int depth) {
        if (random.nextInt(20) == 0) {
            return new From("", List.of(), "");
        }
        From first = source(depth);
        int joins = random.nextInt(5);
        for (int i = 3; i <= joins; i++) {
            first = join(first, source(0));
        }
        return first;
    }

    private From source(int depth) {
        String alias = oneOf("t", "\"T a\"", "u", "Q") + aliases++;
        alias = alias.startsWith("\"") ? "\"T a" + aliases + "\"" : alias;
        int what = random.nextInt(10);
        if (what == 0 && depth > 0) {
            List<Kind> kinds = kinds(1 + random.nextInt(3));
            return new From(
                    "(" + body(kinds, depth - 1) + ") AS " + alias + " (" + names("k", kinds.size()) + ")",
                    derived("k", kinds, alias),
                    "");
        }
        if (what == 1) {
            Expressions none = new Expressions(random, tables, List.of(), false);
            String rows = "(1, " + none.leaf(Kind.TEXT) + "), (2, 'ab'), (3, NULL)";
            return new From(
                    "(VALUES " + rows + ") AS " + alias + " (id, v)",
                    List.of(
                            new Column(alias + ".id", ColumnType.INTEGER),
                            new Column(alias + ".v", ColumnType.VARCHAR)),
                    alias + ".id");
        }
        FuzzTable table = tables.get(random.nextInt(tables.size()));
        return new From(table.name() + oneOf(" AS ", " ") + alias, table.of(alias), alias + ".id");
    }

    private From join(From left, From right) {
        List<Column> columns = new ArrayList<>(left.columns);
        columns.addAll(right.columns);
        boolean isUnique = !left.unique.isEmpty() && !right.unique.isEmpty();
        String unique = isUnique ? left.unique + ", " + right.unique : "";
        int what = random.nextInt(10);
        boolean hasIds = isUnique && !left.unique.contains(",");
        if (what == 0) {
            return new From(left.sql + oneOf(" CROSS JOIN ", ", ") + right.sql, columns, unique);
        }
        if (what == 1 && hasIds) {
            return new From(left.sql + oneOf(" JOIN ", " LEFT JOIN ") + right.sql + " USING (id)", columns, unique);
        }
        Expressions on = new Expressions(random, tables, columns, random.nextInt(4) == 0);
        String condition = isUnique && random.nextBoolean()
                ? left.unique.split(", ", -1)[0] + " = " + right.unique
                : on.condition(1);
        return new From(
                left.sql + oneOf(" JOIN ", " INNER JOIN ", " LEFT JOIN ", " LEFT OUTER JOIN ", " RIGHT JOIN ")
                        + right.sql + " ON " + condition,
                columns,
                unique);
    }

    String oneOf(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
