package io.vectra.jdbc.fuzz;

import io.vectra.jdbc.fuzz.FuzzTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random tables and the statements that make and fill them. */
final class Schemas {
    private static final String[] NAMES = {
        "name",
        "\"Mixed Case\"",
        "\"select\"",
        "\"a.b\"",
        "\"quo\"\"te\"",
        "\"gr\u00f6\u00dfe\"",
        "Amount",
        "\"order\"",
        "c_1"
    };

    private final Random random;

    Schemas(Random random) {
        this.random = random;
    }

    /** A table with the statements that make it, in the database with vectors and in the plain one. */
    record Made(FuzzTable table, List<FuzzStatement> statements) {}

    Made table(int number) {
        String name = oneOf("t" + number, "\"Table " + number + "\"", "\"group" + number + "\"", "items_" + number);
        List<Column> columns = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        List<String> constraints = new ArrayList<>();
        columns.add(new Column("id", ColumnType.INTEGER));
        boolean isKeyRowId = key(parts, constraints);
        int first = random.nextInt(NAMES.length);
        int count = 2 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            column(NAMES[(first + i) % NAMES.length], columns, parts);
        }
        int dimension = random.nextInt(4) == 0 ? 0 : 2 + random.nextInt(3);
        List<String> plain = new ArrayList<>(parts);
        if (dimension > 0) {
            parts.add(1 + random.nextInt(parts.size()), "vec VECTOR(" + dimension + ")");
        }
        parts.addAll(constraints);
        plain.addAll(constraints);
        FuzzTable table = new FuzzTable(name, List.copyOf(columns), isKeyRowId, dimension);
        List<FuzzStatement> statements = new ArrayList<>();
        statements.add(FuzzStatement.change(
                "CREATE TABLE " + name + " (" + String.join(", ", parts) + ")",
                "CREATE TABLE " + name + " (" + String.join(", ", plain) + ")"));
        indexes(number, table, statements);
        return new Made(table, statements);
    }

    private boolean key(List<String> parts, List<String> constraints) {
        switch (random.nextInt(4)) {
            case 0:
                parts.add("id INT NOT NULL UNIQUE");
                return false;
            case 1:
                parts.add("id INT NOT NULL");
                constraints.add("UNIQUE (id)");
                constraints.add("PRIMARY KEY (id, key_2)");
                parts.add("key_2 VARCHAR(5) DEFAULT 'k' NOT NULL");
                return false;
            default:
                parts.add("id INT PRIMARY KEY");
                return true;
        }
    }

    private void column(String name, List<Column> columns, List<String> parts) {
        ColumnType type = ColumnType.random(random);
        boolean isGenerated = random.nextInt(15) == 0;
        columns.add(new Column(name, isGenerated ? ColumnType.INTEGER : type, !isGenerated));
        if (isGenerated) {
            parts.add(name + " INT GENERATED ALWAYS AS (id + 1)");
            return;
        }
        String rest = "";
        if (random.nextInt(4) == 0) {
            rest += " DEFAULT " + type.literal(random);
        }
        if (random.nextInt(8) == 0) {
            rest += " NOT NULL";
        }
        if (random.nextInt(8) == 0 && type.kind() == Kind.NUMBER) {
            rest += " CHECK (" + name + " < 1000)";
        }
        parts.add(name + " " + type.sql() + rest);
    }

    private void indexes(int number, FuzzTable table, List<FuzzStatement> statements) {
        for (int i = random.nextInt(3); i > 0; i--) {
            Column column = table.columns().get(random.nextInt(table.columns().size()));
            Kind kind = column.type().kind();
            if (kind != Kind.JSON && kind != Kind.ARRAY && column.type() != ColumnType.TEXT) {
                statements.add(FuzzStatement.change("CREATE INDEX ix_" + number + "_" + i + " ON " + table.name() + " ("
                        + column.sql() + oneOf("", " DESC") + ")"));
            }
        }
        if (table.hasVectors() && random.nextBoolean()) {
            String metric = oneOf("cosine", "euclidean", "dot_product", "manhattan");
            statements.add(FuzzStatement.change(
                    "CREATE INDEX hnsw_" + number + " ON " + table.name() + " USING HNSW (vec) WITH (metric = '"
                            + metric + "')",
                    ""));
        }
    }

    private String oneOf(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
