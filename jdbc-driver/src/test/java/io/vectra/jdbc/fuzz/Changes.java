package io.vectra.jdbc.fuzz;

import io.vectra.jdbc.fuzz.FuzzTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Random statements that change the scalar columns of rows. */
final class Changes {
    private final Random random;
    private final List<FuzzTable> tables;
    private int nextId;

    Changes(Random random, List<FuzzTable> tables) {
        this.random = random;
        this.tables = tables;
    }

    FuzzStatement change() {
        FuzzTable table = tables.get(random.nextInt(tables.size()));
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> insert(table, 1 + random.nextInt(3));
            case 3, 4, 5 -> update(table);
            case 6, 7 -> delete(table);
            case 8 -> merge(table);
            case 9 -> upsert(table);
            case 10 -> returning(table);
            default -> insertSelect(table);
        };
    }

    FuzzStatement insert(FuzzTable table, int rows) {
        List<Column> chosen = chosen(table);
        return FuzzStatement.change(insertText(table, chosen, values(chosen, rows)));
    }

    private static String insertText(FuzzTable table, List<Column> chosen, String rows) {
        return "INSERT INTO " + table.name() + " (id" + named(chosen) + ") " + rows;
    }

    private static String named(List<Column> columns) {
        return columns.stream().map(c -> ", " + c.sql()).collect(Collectors.joining());
    }

    private List<Column> chosen(FuzzTable table) {
        return table.changeable().stream().filter(c -> random.nextInt(6) != 0).toList();
    }

    private String values(List<Column> chosen, int rows) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            int id = random.nextInt(12) == 0 ? random.nextInt(nextId + 1) : nextId++;
            lines.add("(" + id + chosen.stream().map(c -> ", " + value(c)).collect(Collectors.joining()) + ")");
        }
        return "VALUES " + String.join(", ", lines);
    }

    private String value(Column column) {
        return switch (random.nextInt(12)) {
            case 0, 1 -> "NULL";
            case 2 -> "DEFAULT";
            default -> column.type().literal(random);
        };
    }

    private FuzzStatement insertSelect(FuzzTable table) {
        FuzzTable from = tables.get(random.nextInt(tables.size()));
        List<Column> chosen = chosen(table);
        Expressions expressions = new Expressions(random, tables, from.of("x"), true);
        int first = nextId;
        nextId += 100;
        String items = chosen.stream()
                .map(c -> ", " + expressions.leaf(c.type().kind()))
                .collect(Collectors.joining());
        return FuzzStatement.change(insertText(
                table,
                chosen,
                "SELECT x.id - (SELECT MIN(y.id) FROM " + from.name() + " y) + " + first + items + " FROM "
                        + from.name() + " x WHERE " + expressions.condition(1) + " ORDER BY x.id LIMIT 3"));
    }

    private String assignment(Column column, Expressions expressions) {
        Kind kind = column.type().kind();
        String value = switch (random.nextInt(10)) {
            case 0 -> "NULL";
            case 1 -> "DEFAULT";
            case 2, 3, 4 -> column.type().literal(random);
            case 5 -> column.sql();
            default -> expressions.of(kind, 1);
        };
        return column.sql() + " = " + value;
    }

    private String assignments(FuzzTable table, Expressions expressions) {
        List<Column> columns = table.changeable();
        if (columns.isEmpty()) {
            return "id = id";
        }
        List<String> parts = new ArrayList<>();
        int first = random.nextInt(columns.size());
        int count = Math.min(columns.size(), 1 + random.nextInt(2));
        for (int i = 0; i < count; i++) {
            parts.add(assignment(columns.get((first + i) % columns.size()), expressions));
        }
        return String.join(", ", parts);
    }

    private FuzzStatement update(FuzzTable table) {
        boolean hasAlias = random.nextInt(3) == 0;
        List<Column> columns = hasAlias ? table.of("a") : table.columns();
        Expressions expressions = new Expressions(random, tables, columns, hasAlias);
        return FuzzStatement.change("UPDATE " + table.name() + (hasAlias ? " AS a" : "") + " SET "
                + assignments(table, expressions) + " WHERE " + expressions.condition(1));
    }

    private FuzzStatement delete(FuzzTable table) {
        Expressions expressions = new Expressions(random, tables, table.columns(), false);
        return FuzzStatement.change("DELETE FROM " + table.name() + " WHERE " + expressions.condition(1)
                + " AND MOD(id, 3) = " + random.nextInt(3));
    }

    private FuzzStatement merge(FuzzTable table) {
        FuzzTable from = tables.get(random.nextInt(tables.size()));
        List<Column> chosen = chosen(table);
        List<Column> both = new ArrayList<>(table.of("a"));
        both.addAll(from.of("b"));
        Expressions on = new Expressions(random, tables, from.of("b"), false);
        int first = nextId;
        nextId += 10_000;
        String values =
                chosen.stream().map(c -> ", " + on.leaf(c.type().kind())).collect(Collectors.joining());
        String matched = random.nextBoolean()
                ? " WHEN MATCHED" + oneOf("", " AND b.id < 7") + " THEN UPDATE SET "
                        + assignments(table, new Expressions(random, tables, both, false))
                : " WHEN MATCHED AND a.id > 5 THEN DELETE";
        String notMatched = random.nextInt(3) == 0
                ? ""
                : " WHEN NOT MATCHED THEN INSERT (id" + named(chosen) + ") VALUES (b.id + " + first + values + ")";
        return FuzzStatement.change("MERGE INTO " + table.name() + " AS a USING " + from.name()
                + " AS b ON a.id = b.id AND b.id < 9" + matched + notMatched);
    }

    /** ON CONFLICT, beside MERGE that does the same. */
    private FuzzStatement upsert(FuzzTable table) {
        List<Column> chosen = table.changeable();
        String values = "(" + random.nextInt(nextId + 1)
                + chosen.stream().map(c -> ", " + c.type().literal(random)).collect(Collectors.joining())
                + ")";
        String insert = insertText(table, chosen, "VALUES " + values) + " ON CONFLICT (id) DO ";
        String source = chosen.stream().map(c -> ", s." + c.sql()).collect(Collectors.joining());
        String merge = "MERGE INTO " + table.name() + " AS a USING (VALUES " + values + ") AS s (id" + named(chosen)
                + ") ON a.id = s.id";
        String notMatched = " WHEN NOT MATCHED THEN INSERT (id" + named(chosen) + ") VALUES (s.id" + source + ")";
        if (chosen.isEmpty() || random.nextInt(3) == 0) {
            return FuzzStatement.change(insert + "NOTHING", merge + notMatched);
        }
        Column set = chosen.get(random.nextInt(chosen.size()));
        return FuzzStatement.change(
                insert + "UPDATE SET " + set.sql() + " = EXCLUDED." + set.sql(),
                merge + " WHEN MATCHED THEN UPDATE SET " + set.sql() + " = s." + set.sql() + notMatched);
    }

    private FuzzStatement returning(FuzzTable table) {
        Expressions expressions = new Expressions(random, tables, table.columns(), false);
        String items = "id, " + expressions.of(Kind.NUMBER, 1) + " AS n, " + expressions.of(Kind.TEXT, 1) + " AS s";
        String change = switch (random.nextInt(3)) {
            case 0 -> insert(table, 2).sql();
            case 1 ->
                "UPDATE " + table.name() + " SET " + assignments(table, expressions) + " WHERE "
                        + expressions.condition(1);
            default -> "DELETE FROM " + table.name() + " WHERE " + expressions.condition(1) + " AND MOD(id, 4) = 1";
        };
        String kind = change.startsWith("DELETE") ? "OLD" : "FINAL";
        String plain = "SELECT " + items + " FROM " + kind + " TABLE (" + change + ")";
        String before = random.nextBoolean() ? plain : change + " RETURNING " + items;
        boolean marksMove = before.indexOf('\u0001') >= 0;
        return FuzzStatement.of(marksMove ? plain : before, plain, true, false);
    }

    private String oneOf(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
