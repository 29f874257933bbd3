package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.sql.Execution;
import io.vectra.sql.Plan;
import io.vectra.sql.SqlEngine;
import io.vectra.storage.Database;
import io.vectra.storage.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Every vector query gives the same ids in the same order as brute force in Java, and as the mirror without push-down.
 *
 * <p>{@code -Dvectra.data=FOLDER} adds a data set of real vectors: {@code base.fvecs}, {@code query.fvecs},
 * {@code rows.tsv}.
 */
class ExactnessTest {
    private static final String[] CATEGORIES = {"c0", "c1", "c2", "c3", null};

    private final long seed = Long.getLong("vectra.seed", System.nanoTime());

    /** A row of the table, as the test knows it. */
    private record Row(int id, String category, Double price, String title, float[] vector) {}

    /** A WHERE, and what makes it TRUE (neither FALSE nor UNKNOWN). */
    private record Filter(String sql, Predicate<Row> isTrue) {}

    /** How a query orders, and the distance that says so in Java, smaller first. */
    private enum Order {
        COSINE("cosine(vec, ?)") {
            @Override
            double distance(float[] a, float[] b) {
                double norms = Math.sqrt(dot(a, a)) * Math.sqrt(dot(b, b));
                return norms == 0 ? 1 : 1 - dot(a, b) / norms;
            }
        },
        EUCLIDEAN("euclidean(vec, ?)") {
            @Override
            double distance(float[] a, float[] b) {
                double sum = 0;
                for (int i = 0; i < a.length; i++) {
                    double difference = (double) a[i] - b[i];
                    sum += difference * difference;
                }
                return Math.sqrt(sum);
            }
        },
        DOT_PRODUCT("dot_product(vec, ?) DESC") {
            @Override
            double distance(float[] a, float[] b) {
                return -dot(a, b);
            }
        };

        private final String sql;

        Order(String sql) {
            this.sql = sql;
        }

        abstract double distance(float[] a, float[] b);

        private static double dot(float[] a, float[] b) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += (double) a[i] * b[i];
            }
            return sum;
        }
    }

    /** From about 0.01 % of the rows to all of them. */
    private static List<Filter> filters(int rows) {
        return List.of(
                new Filter("id = 7", row -> row.id == 7),
                new Filter("id BETWEEN 10 AND 19", row -> row.id >= 10 && row.id <= 19),
                new Filter(
                        "id IN (1, 5, 400, 1200, -3)",
                        row -> List.of(1, 5, 400, 1200).contains(row.id)),
                new Filter(
                        "category = 'c3' AND price < 10",
                        row -> "c3".equals(row.category) && row.price != null && row.price < 10),
                new Filter("NOT (category = 'c3')", row -> row.category != null && !"c3".equals(row.category)),
                new Filter("category IS NULL", row -> row.category == null),
                new Filter(
                        "category IS NOT NULL AND (price >= 50 OR price IS NULL)",
                        row -> row.category != null && (row.price == null || row.price >= 50)),
                new Filter("title LIKE 'a%'", row -> row.title != null && row.title.startsWith("a")),
                new Filter(
                        "title NOT LIKE '%e%' OR id < 100",
                        row -> row.id < 100 || (row.title != null && !row.title.contains("e"))),
                new Filter("price < 1 OR price > 99", row -> row.price != null && (row.price < 1 || row.price > 99)),
                new Filter(
                        "(category = 'c1' OR category = 'c2') AND NOT (price BETWEEN 20 AND 80)",
                        row -> ("c1".equals(row.category) || "c2".equals(row.category))
                                && row.price != null
                                && (row.price < 20 || row.price > 80)),
                new Filter("id >= 0 AND id < " + rows, row -> true));
    }

    @Test
    void queriesOverRandomRowsEqualBruteForce() throws SQLException {
        System.out.println("exactness test: -Dvectra.seed=" + seed);
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int id = 0; id < 3_000; id++) {
            float[] vector = random.nextInt(20) == 0 ? null : randomVector(random, 24);
            if (id % 10 == 9) {
                vector = rows.get(id - 1 - random.nextInt(8)).vector; // Equal distances: the row id decides.
            }
            rows.add(row(id, random, title(random), vector));
        }
        try (Connection connection = DriverManager.getConnection("jdbc:vectra:mem:exactness")) {
            load(connection, rows, 24);
            List<Filter> filters = filters(rows.size());
            for (Filter filter : filters) {
                for (Order order : Order.values()) {
                    check(connection, rows, filter, order, randomVector(random, 24), random.nextInt(4) * 7);
                }
            }
            change(connection, rows, random);
            for (Filter filter : filters) {
                check(connection, rows, filter, Order.COSINE, randomVector(random, 24), 0);
            }
        }
    }

    /** Deletes a fifth of the rows, and gives a fifth new vectors. */
    private static void change(Connection connection, List<Row> rows, Random random) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM items WHERE id = ?");
                PreparedStatement update = connection.prepareStatement("UPDATE items SET vec = ? WHERE id = ?")) {
            for (Row row : List.copyOf(rows)) {
                int kind = random.nextInt(5);
                if (kind == 0) {
                    delete.setInt(1, row.id);
                    delete.addBatch();
                    rows.remove(row);
                } else if (kind == 1) {
                    float[] vector = randomVector(random, 24);
                    update.setObject(1, vector);
                    update.setInt(2, row.id);
                    update.addBatch();
                    rows.set(rows.indexOf(row), new Row(row.id, row.category, row.price, row.title, vector));
                }
            }
            delete.executeBatch();
            update.executeBatch();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "vectra.data", matches = ".+")
    void queriesOverRealVectorsEqualBruteForce() throws SQLException, IOException {
        System.out.println("exactness test: -Dvectra.seed=" + seed);
        Path folder = Path.of(System.getProperty("vectra.data"));
        float[][] base = floats(folder.resolve("base.fvecs"));
        float[][] queries = floats(folder.resolve("query.fvecs"));
        List<String> lines = Files.readAllLines(folder.resolve("rows.tsv"));
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int id = 0; id < base.length; id++) {
            String title = lines.get(id + 1).split("\t")[3];
            rows.add(row(id, random, title.substring(0, Math.min(200, title.length())), base[id]));
        }
        try (Connection connection = DriverManager.getConnection("jdbc:vectra:mem:exactness-real")) {
            load(connection, rows, base[0].length);
            List<Filter> filters = filters(rows.size());
            for (int i = 0; i < queries.length; i++) {
                for (Order order : Order.values()) {
                    check(connection, rows, filters.get(i % filters.size()), order, queries[i], 0);
                }
            }
        }
        System.out.println("exactness test: " + queries.length + " queries x " + Order.values().length
                + " metrics equal brute force and the mirror alone");
    }

    private void check(Connection connection, List<Row> rows, Filter filter, Order order, float[] query, int offset)
            throws SQLException {
        String sql = "SELECT id FROM items WHERE " + filter.sql + " ORDER BY " + order.sql + " LIMIT ? OFFSET ?";
        List<Integer> expected = bruteForce(rows, filter, order, query, offset);

        List<Integer> found = new ArrayList<>();
        try (PreparedStatement search = connection.prepareStatement(sql)) {
            search.setObject(1, query);
            search.setInt(2, 10);
            search.setInt(3, offset);
            try (ResultSet result = search.executeQuery()) {
                while (result.next()) {
                    found.add(result.getInt(1));
                }
            }
        }

        String when = sql + ", -Dvectra.seed=" + seed;
        assertThat(found).as(when).isEqualTo(expected);
        assertThat(withoutPushDown(connection, sql, query, offset))
                .as("without push-down: %s", when)
                .isEqualTo(expected);
    }

    private static List<Integer> bruteForce(List<Row> rows, Filter filter, Order order, float[] query, int offset) {
        return rows.stream()
                .filter(filter.isTrue)
                .sorted(Comparator.comparing((Row row) -> row.vector == null)
                        .thenComparing(row -> row.vector == null ? 0 : order.distance(row.vector, query))
                        .thenComparing(Row::id))
                .skip(offset)
                .limit(10)
                .map(Row::id)
                .toList();
    }

    private static List<Integer> withoutPushDown(Connection connection, String sql, float[] query, int offset)
            throws SQLException {
        Database database = connection.unwrap(Database.class);
        Plan plan = new SqlEngine(database).withPushDown(false).prepare(sql);
        List<Integer> found = new ArrayList<>();
        try (Session session = database.newSession();
                Execution execution =
                        plan.execute(session, new Object[] {query, 10, offset}, Plan.ExecuteOptions.NONE)) {
            ResultSet result = execution.rows();
            while (result.next()) {
                found.add(result.getInt(1));
            }
        }
        return found;
    }

    private static void load(Connection connection, List<Row> rows, int dimension) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE items (id INT PRIMARY KEY, category VARCHAR(10), price DOUBLE PRECISION,"
                    + " title VARCHAR(200), vec VECTOR(" + dimension + "))");
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO items VALUES (?, ?, ?, ?, ?)")) {
            for (Row row : rows) {
                insert.setInt(1, row.id);
                insert.setString(2, row.category);
                insert.setObject(3, row.price);
                insert.setString(4, row.title);
                insert.setObject(5, row.vector);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static Row row(int id, Random random, String title, float[] vector) {
        String category = CATEGORIES[random.nextInt(CATEGORIES.length)];
        Double price = random.nextInt(8) == 0 ? null : random.nextInt(10_001) / 100.0;
        return new Row(id, category, price, random.nextInt(12) == 0 ? null : title, vector);
    }

    private static String title(Random random) {
        StringBuilder title = new StringBuilder();
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            title.append((char) ('a' + random.nextInt(26)));
        }
        return title.toString();
    }

    private static float[] randomVector(Random random, int dimension) {
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    private static float[][] floats(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int dimension = bytes.getInt(0);
        float[][] vectors = new float[bytes.limit() / (4 + 4 * dimension)][dimension];
        for (float[] vector : vectors) {
            bytes.getInt();
            bytes.asFloatBuffer().get(vector);
            bytes.position(bytes.position() + 4 * dimension);
        }
        return vectors;
    }
}
