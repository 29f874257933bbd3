package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables, columns and indexes come and go between changes of rows, and the database is closed, found as after a kill,
 * or robbed of what is derived: it always opens, with the rows that H2 has after the same statements.
 */
class RecoveryModelTest {
    private static final int ROUNDS = 8;
    private static final int STEPS = 14;
    private static final int IDS = 30;
    private static final String[] WORDS = {"red", "green", "blue", "grey", "pink"};

    /** The columns besides {@code id}; H2 keeps vectors as texts. */
    private static final Map<String, String> TYPES = new LinkedHashMap<>();

    static {
        TYPES.put("n", "INT");
        TYPES.put("word", "VARCHAR(20)");
        TYPES.put("price", "DECIMAL(8, 2)");
        TYPES.put("flag", "BOOLEAN DEFAULT TRUE");
        TYPES.put("vec", "VECTOR(3)");
        TYPES.put("other", "VECTOR(2)");
    }

    @TempDir
    private Path temp;

    private final Map<String, List<String>> tables = new LinkedHashMap<>();
    private Random random = new Random();
    private String history = "";

    @Test
    void whatIsCommittedIsThereAfterAnyChangesOfTheSchema() throws Exception {
        long seed = Long.getLong("vectra.seed", System.nanoTime());
        System.out.println("RecoveryModelTest: -Dvectra.seed=" + seed);
        random = new Random(seed);
        history = "-Dvectra.seed=" + seed;
        Path folder = temp.resolve("0");
        try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:")) {
            for (int round = 1; round <= ROUNDS; round++) {
                Path next = random.nextBoolean() ? folder : temp.resolve(Integer.toString(round));
                try (Connection vectra = DriverManager.getConnection("jdbc:vectra:" + folder)) {
                    compare(vectra, h2);
                    execute(vectra, "SET auto_vacuum = " + random.nextBoolean());
                    for (int step = 0; step < STEPS; step++) {
                        step(vectra, h2);
                    }
                    compare(vectra, h2);
                    if (!next.equals(folder)) {
                        note("killed");
                        copyAsAfterAKill(folder, next);
                    }
                }
                folder = next;
                lose(folder);
            }
            try (Connection vectra = DriverManager.getConnection("jdbc:vectra:" + folder)) {
                compare(vectra, h2);
            }
        }
    }

    private void note(String what) {
        history += "\n" + what;
    }

    private void step(Connection vectra, Connection h2) throws SQLException {
        int kind = random.nextInt(20);
        if (tables.isEmpty() || (kind == 0 && tables.size() < 3)) {
            createTable(vectra, h2);
            return;
        }
        String table = any(new ArrayList<>(tables.keySet()));
        switch (kind) {
            case 1 -> {
                both(vectra, h2, "DROP TABLE " + table);
                tables.remove(table);
            }
            case 2, 3 -> addColumn(vectra, h2, table);
            case 4, 5 -> dropColumn(vectra, h2, table);
            case 6 -> both(vectra, h2, "TRUNCATE TABLE " + table);
            case 7 -> index(vectra, table);
            case 8 -> vectraOnly(vectra, random.nextBoolean() ? "VACUUM" : "VACUUM " + table);
            case 9 -> rename(vectra, h2, table);
            case 10, 11 -> transaction(vectra, h2);
            default -> change(vectra, h2, table);
        }
    }

    private void createTable(Connection vectra, Connection h2) throws SQLException {
        String name = "t" + random.nextInt(100);
        if (tables.containsKey(name)) {
            return;
        }
        List<String> columns = new ArrayList<>();
        StringBuilder sql = new StringBuilder("CREATE TABLE " + name + " (id INT PRIMARY KEY");
        for (Map.Entry<String, String> column : TYPES.entrySet()) {
            if (random.nextBoolean()) {
                columns.add(column.getKey());
                sql.append(", ").append(column.getKey()).append(' ').append(column.getValue());
            }
        }
        both(vectra, h2, sql.append(')').toString());
        tables.put(name, columns);
    }

    private void addColumn(Connection vectra, Connection h2, String table) throws SQLException {
        List<String> columns = tables.get(table);
        String column = any(new ArrayList<>(TYPES.keySet()));
        if (!columns.contains(column)) {
            both(vectra, h2, "ALTER TABLE " + table + " ADD COLUMN " + column + " " + TYPES.get(column));
            columns.add(column);
        }
    }

    private void dropColumn(Connection vectra, Connection h2, String table) throws SQLException {
        List<String> columns = tables.get(table);
        if (!columns.isEmpty()) {
            String column = any(columns);
            both(vectra, h2, "ALTER TABLE " + table + " DROP COLUMN " + column);
            columns.remove(column);
        }
    }

    private void rename(Connection vectra, Connection h2, String table) throws SQLException {
        String name = "r" + random.nextInt(100);
        if (!tables.containsKey(name)) {
            both(vectra, h2, "ALTER TABLE " + table + " RENAME TO " + name);
            tables.put(name, tables.remove(table));
        }
    }

    private void index(Connection vectra, String table) throws SQLException {
        List<String> columns = tables.get(table);
        String column = random.nextBoolean() ? "vec" : "word";
        String using = column.equals("vec") ? "HNSW" : "FULLTEXT";
        String name = table + "_" + column;
        vectraOnly(vectra, "DROP INDEX IF EXISTS " + name);
        if (columns.contains(column)) {
            vectraOnly(vectra, "CREATE INDEX " + name + " ON " + table + " USING " + using + " (" + column + ")");
            if (random.nextBoolean()) {
                vectraOnly(vectra, "REINDEX " + name);
            }
        }
    }

    /** Changes of rows, of which some or all are taken back. */
    private void transaction(Connection vectra, Connection h2) throws SQLException {
        vectra.setAutoCommit(false);
        h2.setAutoCommit(false);
        for (int i = random.nextInt(4); i >= 0; i--) {
            change(vectra, h2, any(new ArrayList<>(tables.keySet())));
            if (random.nextInt(4) == 0) {
                both(vectra, h2, "SAVEPOINT s");
                change(vectra, h2, any(new ArrayList<>(tables.keySet())));
                both(vectra, h2, "ROLLBACK TO SAVEPOINT s");
            }
        }
        boolean isKept = random.nextInt(3) > 0;
        note(isKept ? "COMMIT" : "ROLLBACK");
        for (Connection each : List.of(vectra, h2)) {
            if (isKept) {
                each.commit();
            } else {
                each.rollback();
            }
            each.setAutoCommit(true);
        }
    }

    private void change(Connection vectra, Connection h2, String table) throws SQLException {
        List<String> columns = tables.get(table);
        int id = random.nextInt(IDS);
        switch (random.nextInt(4)) {
            case 0 -> both(vectra, h2, "DELETE FROM " + table + " WHERE id BETWEEN " + id + " AND " + (id + 3));
            case 1 -> {
                if (!columns.isEmpty()) {
                    String column = any(columns);
                    both(
                            vectra,
                            h2,
                            "UPDATE " + table + " SET " + column + " = " + value(column) + " WHERE id >= " + id);
                }
            }
            default -> {
                for (int i = id; i < id + 5; i++) {
                    List<String> values = new ArrayList<>();
                    columns.forEach(column -> values.add(value(column)));
                    values.add(0, Integer.toString(i));
                    List<String> names = new ArrayList<>(columns);
                    names.add(0, "id");
                    String insert = "INSERT INTO " + table + " (" + String.join(", ", names) + ") SELECT "
                            + String.join(", ", values) + " WHERE NOT EXISTS (SELECT 1 FROM " + table + " WHERE id = "
                            + i + ")";
                    both(vectra, h2, insert);
                }
            }
        }
    }

    private String value(String column) {
        if (random.nextInt(6) == 0) {
            return "CAST(NULL AS " + TYPES.get(column).replace(" DEFAULT TRUE", "") + ")";
        }
        return switch (column) {
            case "n" -> Integer.toString(random.nextInt(1000));
            case "word" -> "'" + WORDS[random.nextInt(WORDS.length)] + "'";
            case "price" -> random.nextInt(100) + ".25";
            case "flag" -> random.nextBoolean() ? "TRUE" : "FALSE";
            case "vec" -> "'" + Arrays.toString(random.ints(3, 1, 50).toArray()) + "'";
            default -> "'" + Arrays.toString(random.ints(2, 1, 50).toArray()) + "'";
        };
    }

    private void both(Connection vectra, Connection h2, String sql) throws SQLException {
        vectraOnly(vectra, sql);
        execute(h2, sql.replaceAll("VECTOR\\(\\d\\)", "VARCHAR(100)"));
    }

    private void vectraOnly(Connection vectra, String sql) throws SQLException {
        note(sql);
        try {
            execute(vectra, sql);
        } catch (SQLException e) {
            throw new AssertionError(e.getSQLState() + " after\n" + history, e);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private void compare(Connection vectra, Connection h2) throws SQLException {
        for (Map.Entry<String, List<String>> table : tables.entrySet()) {
            StringBuilder columns = new StringBuilder("id");
            StringBuilder expected = new StringBuilder("id");
            for (String column : table.getValue()) {
                boolean isVector = TYPES.get(column).startsWith("VECTOR");
                columns.append(", ").append(isVector ? "CAST(" + column + " AS VARCHAR)" : column);
                expected.append(", ").append(column);
            }
            String from = " FROM " + table.getKey() + " ORDER BY id";
            List<List<Object>> rows = DatabaseTest.rows(h2, "SELECT " + expected + from);
            assertThat(DatabaseTest.rows(vectra, "SELECT " + columns + from))
                    .as(history)
                    .isEqualTo(rows);
            if (table.getValue().contains("vec")) {
                compareNearest(vectra, h2, table.getKey());
            }
            compareFiltered(vectra, h2, table.getKey(), table.getValue());
        }
    }

    /** All rows are asked for, so that the order is certain with a graph, too. */
    private void compareNearest(Connection vectra, Connection h2, String table) throws SQLException {
        List<List<Object>> vectors = DatabaseTest.rows(h2, "SELECT id FROM " + table);
        List<List<Object>> found =
                DatabaseTest.rows(vectra, "SELECT id FROM " + table + " ORDER BY vec <-> '[1, 2, 3]' LIMIT 100");
        assertThat(found).as(history).containsExactlyInAnyOrderElementsOf(vectors);
    }

    private void compareFiltered(Connection vectra, Connection h2, String table, List<String> columns)
            throws SQLException {
        if (columns.contains("n") && columns.contains("vec")) {
            String where = " FROM " + table + " WHERE n < 500 AND vec IS NOT NULL";
            assertThat(DatabaseTest.rows(vectra, "SELECT id" + where + " ORDER BY vec <-> '[1, 2, 3]' LIMIT 100"))
                    .as(history)
                    .containsExactlyInAnyOrderElementsOf(DatabaseTest.rows(h2, "SELECT id" + where));
        }
        if (columns.contains("word")
                && !DatabaseTest.rows(
                                vectra,
                                "SELECT 1 FROM vectra.indexes WHERE index_name = ?",
                                table.toUpperCase(Locale.ROOT) + "_WORD")
                        .isEmpty()) {
            assertThat(DatabaseTest.rows(vectra, "SELECT id FROM " + table + " WHERE matches(word, 'red') ORDER BY id"))
                    .as(history)
                    .isEqualTo(DatabaseTest.rows(h2, "SELECT id FROM " + table + " WHERE word = 'red' ORDER BY id"));
        }
    }

    /**
     * Copies the files of an open database, none of which is being written but by upkeep: a copy during which the
     * manifest was replaced is made again.
     */
    private static void copyAsAfterAKill(Path from, Path to) throws IOException {
        byte[] before;
        do {
            before = Files.readAllBytes(from.resolve("MANIFEST.json"));
            deleteAll(to);
            copyAll(from, to);
        } while (!Arrays.equals(before, Files.readAllBytes(from.resolve("MANIFEST.json"))));
    }

    private static void copyAll(Path from, Path to) throws IOException {
        for (Path path : paths(from)) {
            Path target = to.resolve(from.relativize(path).toString());
            if (Files.isDirectory(path)) {
                Files.createDirectories(target);
            } else if (Files.exists(path)) {
                Files.copy(path, target);
            }
        }
    }

    private static List<Path> paths(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.toList();
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> paths = new ArrayList<>(paths(folder));
            Collections.reverse(paths);
            for (Path path : paths) {
                Files.delete(path);
            }
        }
    }

    /** Takes something that is derived away. */
    private void lose(Path folder) throws IOException {
        String lost = any(List.of("", "", "relational.mv.db", "vectors/", ".graph.", ".text.", ".columns"));
        note("reopened without \"" + lost + "\"");
        if (!lost.isEmpty()) {
            for (Path path : paths(folder)) {
                if (Files.isRegularFile(path)
                        && folder.relativize(path).toString().replace('\\', '/').contains(lost)) {
                    Files.delete(path);
                }
            }
        }
    }
}
