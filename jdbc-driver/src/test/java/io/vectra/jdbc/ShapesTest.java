package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.sql.Execution;
import io.vectra.sql.Plan;
import io.vectra.sql.SqlEngine;
import io.vectra.storage.Database;
import io.vectra.storage.Session;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * Documents with authors and tags, many at equal distances, some without a vector, an author or a tag.
 *
 * <p>Each query is asked how it would be answered, several times for its rows, and for its rows without push-down.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ShapesTest {
    private static final int ROWS = 400;
    private static final int AUTHORS = 40;

    /** A plan goes about its second run with what it has seen in the first one. */
    private static final int RUNS = 3;

    final long seed = Long.getLong("vectra.seed", System.nanoTime());
    final Random random = new Random(seed);
    Connection connection;

    @BeforeAll
    void fill() throws SQLException {
        System.out.println(getClass().getSimpleName() + ": -Dvectra.seed=" + seed);
        connection = DriverManager.getConnection("jdbc:vectra:mem:" + getClass().getSimpleName());
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE authors (id INT PRIMARY KEY, name VARCHAR(10), country VARCHAR(5), vec VECTOR(4))");
            statement.execute(
                    "CREATE TABLE docs (id INT PRIMARY KEY, author_id INT REFERENCES authors (id), category VARCHAR(5),"
                            + " price INT, vec VECTOR(4), other VECTOR(4))");
            statement.execute("CREATE TABLE tags (doc_id INT, tag VARCHAR(5))");
            statement.execute("CREATE INDEX tags_doc ON tags (doc_id)");
        }
        try (PreparedStatement author = connection.prepareStatement("INSERT INTO authors VALUES (?, ?, ?, ?)");
                PreparedStatement doc = connection.prepareStatement("INSERT INTO docs VALUES (?, ?, ?, ?, ?, ?)");
                PreparedStatement tag = connection.prepareStatement("INSERT INTO tags VALUES (?, ?)")) {
            for (int id = 0; id < AUTHORS; id++) {
                add(author, id, "a" + id % 13, "l" + id % 5, vector());
            }
            author.executeBatch();
            for (int id = 0; id < ROWS; id++) {
                Integer by = random.nextInt(10) == 0 ? null : random.nextInt(AUTHORS);
                add(doc, id, by, "c" + random.nextInt(4), random.nextInt(20), vectorOrNull(), vectorOrNull());
                for (int tags = random.nextInt(4); tags > 0; tags--) {
                    add(tag, id, "t" + random.nextInt(9));
                }
            }
            doc.executeBatch();
            tag.executeBatch();
        }
    }

    private static void add(PreparedStatement insert, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            insert.setObject(i + 1, values[i]);
        }
        insert.addBatch();
    }

    @AfterAll
    void close() throws SQLException {
        connection.close();
    }

    /** Small whole numbers, so that distances are often equal. */
    final float[] vector() {
        float[] vector = new float[4];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = random.nextInt(5) - 2;
        }
        return vector;
    }

    private float[] vectorOrNull() {
        return random.nextInt(12) == 0 ? null : vector();
    }

    final List<List<Object>> rows(String sql, Object... values) throws SQLException {
        return DatabaseTest.rows(connection, sql, values);
    }

    final String explain(String sql, Object... values) throws SQLException {
        return rows("EXPLAIN " + sql, values).stream()
                .map(row -> String.valueOf(row.get(0)))
                .collect(Collectors.joining("\n"));
    }

    /** Expects that a query is answered by as many searches, with the rows that the mirror gives alone. */
    final List<List<Object>> assertSearched(int searches, String sql, Object... values) throws SQLException {
        String plan = explain(sql, values);
        assertThat(plan.split("Vector search: ", -1)).as("%s%n%s", sql, plan).hasSize(searches + 1);
        assertThat(plan).as(sql).doesNotContain("row by row");
        return assertSame(sql, values);
    }

    final List<List<Object>> assertSame(String sql, Object... values) throws SQLException {
        List<List<Object>> expected = withoutPushDown(sql, values);
        for (int run = 0; run < RUNS; run++) {
            assertThat(rows(sql, values))
                    .as("%s %s, run %d, -Dvectra.seed=%d", sql, Arrays.deepToString(values), run, seed)
                    .isEqualTo(expected);
        }
        return expected;
    }

    final List<List<Object>> withoutPushDown(String sql, Object... values) throws SQLException {
        return withoutPushDown(connection, sql, values);
    }

    static List<List<Object>> withoutPushDown(Connection asked, String sql, Object... values) throws SQLException {
        Database database = asked.unwrap(Database.class);
        Plan plan = new SqlEngine(database).withPushDown(false).prepare(sql);
        try (Session session = database.newSession();
                Execution execution = plan.execute(session, values, Plan.ExecuteOptions.NONE)) {
            return DatabaseTest.rows(execution.rows());
        }
    }

    /** Changes rows in the connection's transaction, but without push-down. */
    static void changeWithoutPushDown(Connection changed, String sql, Object... values) throws SQLException {
        Session session = changed.unwrap(Session.class);
        new SqlEngine(session.database())
                .withPushDown(false)
                .prepare(sql)
                .execute(session, values, Plan.ExecuteOptions.NONE)
                .close();
    }
}
