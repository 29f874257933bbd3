package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Searches under conditions that only the mirror can evaluate, run so often that it is known of which rows they hold,
 * while the rows change.
 */
class CheckedSearchesTest extends DatabaseTest {
    private static final int RUNS = 60;
    private static final int DOCS = 300;
    private static final int AUTHORS = 12;
    private static final int LIMIT = 4;

    /** A document of the model. */
    private record Doc(String title, int author) {}

    /** Says whether a document is eligible. */
    private interface Condition {
        boolean holds(Doc doc, Map<Integer, Integer> places, int parameter);
    }

    /** A statement with a number and a vector as parameters. */
    private record Search(String name, String sql, Condition condition) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Search> searches() {
        String order = " ORDER BY cosine(d.vec, ?), d.id LIMIT " + LIMIT;
        return List.of(
                new Search(
                        "function",
                        "SELECT d.id FROM docs d WHERE LOCATE('a', LOWER(d.title)) > ?" + order,
                        (doc, places, parameter) ->
                                doc.title().toLowerCase(Locale.ROOT).indexOf('a') + 1 > parameter),
                new Search(
                        "EXISTS",
                        "SELECT d.id FROM docs d WHERE EXISTS"
                                + " (SELECT 1 FROM authors a WHERE a.id = d.author AND a.place + 0 >= ?)" + order,
                        (doc, places, parameter) -> places.getOrDefault(doc.author(), -1) >= parameter),
                new Search(
                        "NOT EXISTS",
                        "SELECT d.id FROM docs d WHERE NOT EXISTS"
                                + " (SELECT 1 FROM authors a WHERE a.id = d.author AND a.place < ?)" + order,
                        (doc, places, parameter) -> places.getOrDefault(doc.author(), 99) >= parameter),
                new Search(
                        "join",
                        "SELECT d.id FROM docs d JOIN authors a ON a.id = d.author AND a.place + 0 >= ?" + order,
                        (doc, places, parameter) -> places.getOrDefault(doc.author(), -1) >= parameter));
    }

    private final Map<Integer, Doc> docs = new TreeMap<>();
    private final Map<Integer, Integer> places = new HashMap<>();

    @BeforeEach
    void createTables() throws SQLException {
        execute(
                "CREATE TABLE authors (id INT PRIMARY KEY, place INT)",
                "CREATE TABLE docs (id INT PRIMARY KEY, title VARCHAR(20), author INT, vec VECTOR(3))",
                "CREATE INDEX docs_vec ON docs USING HNSW (vec)");
        for (int id = 0; id < AUTHORS; id++) {
            update("INSERT INTO authors VALUES (?, ?)", id, id % 4);
            places.put(id, id % 4);
        }
        Random random = new Random(1);
        connection.setAutoCommit(false);
        for (int id = 0; id < DOCS; id++) {
            put(connection, id, new Doc(id % 3 == 0 ? "Pear" : "Fig", id % AUTHORS), random);
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private void put(Connection by, int id, Doc doc, Random random) throws SQLException {
        try (PreparedStatement merge =
                by.prepareStatement("MERGE INTO docs (id, title, author, vec) KEY (id) VALUES (?, ?, ?, ?)")) {
            merge.setInt(1, id);
            merge.setString(2, doc.title());
            merge.setInt(3, doc.author());
            merge.setObject(4, vector(random));
            merge.executeUpdate();
        }
        docs.put(id, doc);
    }

    private static float[] vector(Random random) {
        return new float[] {1 + random.nextFloat(), random.nextFloat(), random.nextFloat()};
    }

    private static List<Integer> ids(PreparedStatement query, int parameter, float[] near) throws SQLException {
        query.setInt(1, parameter);
        query.setObject(2, near);
        List<Integer> ids = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getInt(1));
            }
        }
        return ids;
    }

    /** Returns what the model says, of distances that are computed row by row. */
    private List<Integer> expected(Search search, int parameter, float[] near) throws SQLException {
        Map<Integer, Double> distances = new HashMap<>();
        try (PreparedStatement all = connection.prepareStatement("SELECT id, cosine(vec, ?) FROM docs")) {
            all.setObject(1, near);
            try (ResultSet rows = all.executeQuery()) {
                while (rows.next()) {
                    distances.put(rows.getInt(1), rows.getDouble(2));
                }
            }
        }
        return docs.entrySet().stream()
                .filter(doc -> search.condition().holds(doc.getValue(), places, parameter))
                .map(Map.Entry::getKey)
                .sorted(Comparator.<Integer, Double>comparing(distances::get).thenComparing(Comparator.naturalOrder()))
                .limit(LIMIT)
                .toList();
    }

    private void check(PreparedStatement query, Search search, int parameter, float[] near) throws SQLException {
        assertThat(ids(query, parameter, near)).isEqualTo(expected(search, parameter, near));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void changesOfEveryTableAreSeen(Search search) throws SQLException {
        long seed = Long.getLong("vectra.seed", System.nanoTime());
        System.out.println("CheckedSearchesTest: -Dvectra.seed=" + seed);
        Random random = new Random(seed);
        float[][] queries = new float[5][];
        for (int i = 0; i < queries.length; i++) {
            queries[i] = vector(random);
        }
        try (Connection other = another();
                PreparedStatement query = connection.prepareStatement(search.sql())) {
            for (int round = 0; round < 6; round++) {
                for (int parameter = 1; parameter <= 2; parameter++) {
                    for (int run = 0; run < RUNS; run++) {
                        check(query, search, parameter, queries[random.nextInt(queries.length)]);
                    }
                }
                change(random.nextBoolean() ? other : connection, random);
            }
        }
    }

    private void change(Connection by, Random random) throws SQLException {
        int id = random.nextInt(DOCS + 20);
        int author = random.nextInt(AUTHORS);
        int place = random.nextInt(4);
        try (Statement statement = by.createStatement()) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    statement.execute("DELETE FROM docs WHERE id = " + id);
                    docs.remove(id);
                }
                case 1 -> {
                    statement.execute("UPDATE authors SET place = " + place + " WHERE id = " + author);
                    places.replace(author, place);
                }
                case 2 -> {
                    statement.execute("UPDATE docs SET title = 'Banana' WHERE author = " + author);
                    docs.replaceAll((key, doc) -> doc.author() == author ? new Doc("Banana", author) : doc);
                }
                default -> put(by, id, new Doc("Apple", author), random);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("searches")
    void ownChangesAreSeenAndUndone(Search search) throws SQLException {
        float[] near = {1, 1, 1};
        try (PreparedStatement query = connection.prepareStatement(search.sql())) {
            for (int run = 0; run < RUNS; run++) {
                check(query, search, 1, near);
            }
            List<Integer> before = ids(query, 1, near);
            connection.setAutoCommit(false);
            execute("UPDATE docs SET title = 'Fig', author = NULL WHERE id = " + before.get(0));
            execute("UPDATE authors SET place = 3 WHERE id = 4");

            Doc doc = docs.put(before.get(0), new Doc("Fig", -1));
            places.put(4, 3);
            check(query, search, 1, near);

            connection.rollback();
            docs.put(before.get(0), doc);
            places.put(4, 0);
            assertThat(ids(query, 1, near)).isEqualTo(before);
            connection.setAutoCommit(true);
        }
    }

    @ParameterizedTest
    @MethodSource("searches")
    void aTransactionKeepsItsSnapshot(Search search) throws SQLException {
        float[] near = {1, 1, 1};
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        try (PreparedStatement query = connection.prepareStatement(search.sql());
                Connection other = another();
                Statement change = other.createStatement();
                PreparedStatement otherQuery = other.prepareStatement(search.sql())) {
            List<Integer> before = ids(query, 1, near);
            change.execute("UPDATE docs SET title = 'Fig', author = 0 WHERE id IN (" + before.get(0) + ", "
                    + before.get(1) + ")");
            change.execute("UPDATE authors SET place = 0 WHERE id = 0");
            for (int run = 0; run < RUNS; run++) {
                assertThat(ids(query, 1, near)).isEqualTo(before);
                assertThat(ids(otherQuery, 1, near)).doesNotContain(before.get(0), before.get(1));
            }
            connection.commit();
            assertThat(ids(query, 1, near)).doesNotContain(before.get(0), before.get(1));
        }
        connection.setAutoCommit(true);
    }

    /** A setting changes without a commit. */
    @Test
    void whatIsNotCommittedIsAskedForAnew() throws SQLException {
        String sql = "SELECT d.id FROM docs d WHERE EXISTS (SELECT 1 FROM VECTRA.SETTINGS s WHERE s.name = 'ef_search'"
                + " AND s.current_value = '101' AND d.id >= ?) ORDER BY cosine(d.vec, ?) LIMIT 3";
        float[] near = {1, 1, 1};
        execute("SET ef_search = 101");
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int run = 0; run < RUNS; run++) {
                assertThat(ids(query, 10, near)).hasSize(3);
            }
            execute("SET ef_search = 102");
            assertThat(ids(query, 10, near)).isEmpty();
        }
    }
}
