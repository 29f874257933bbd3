package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shapes of changing statements that the vector search answers: docs/SQL.md lists them with these tests. */
class ShapesOfChangesTest extends ShapesTest {
    private static final String NEAREST = "SELECT id FROM docs WHERE price > 4 ORDER BY vec <-> ? LIMIT 9";

    /** Expects that a change searches, and that the table then has the rows that it has without push-down. */
    private void assertChange(String table, String sql, Object... values) throws SQLException {
        assertThat(explain(sql, values)).as(sql).contains("Vector search: ");
        String all = "SELECT * FROM " + table + " ORDER BY id";
        List<String> before = texts(all);
        connection.setAutoCommit(false);
        try {
            change(sql, values);
            List<String> changed = texts(all);
            connection.rollback();
            changeWithoutPushDown(connection, sql, values);
            assertThat(changed)
                    .as("%s, -Dvectra.seed=%d", sql, seed)
                    .isEqualTo(texts(all))
                    .isNotEqualTo(before);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private List<String> texts(String sql) throws SQLException {
        return rows(sql).stream().map(row -> Arrays.deepToString(row.toArray())).toList();
    }

    private long change(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeLargeUpdate();
        }
    }

    @Test
    void insertsTakeRowsFromASearch() throws SQLException {
        assertChange(
                "docs",
                "INSERT INTO docs (id, price, vec) SELECT id + 10000, price, vec FROM docs ORDER BY vec <=> ? LIMIT 7",
                vector());
        assertChange(
                "docs",
                "INSERT INTO docs (id, category, other) SELECT n.id + 10000, a.country, n.vec FROM"
                        + " (SELECT id, author_id, vec FROM docs ORDER BY vec <-> ?, price, id LIMIT 20) n JOIN authors a ON a.id = n.author_id",
                vector());
    }

    @Test
    void updatesAndDeletesChooseRowsByASearch() throws SQLException {
        assertChange("docs", "UPDATE docs SET price = price + 100 WHERE id IN (" + NEAREST + ")", vector());
        assertChange("docs", "DELETE FROM docs WHERE id IN (" + NEAREST + ")", vector());
        assertChange("docs", "DELETE FROM docs WHERE category = 'c1' AND id NOT IN (" + NEAREST + ")", vector());
        assertChange(
                "docs",
                "DELETE FROM docs d WHERE d.author_id IN (SELECT n.author_id FROM (SELECT id, author_id, vec <-> ? AS x FROM docs) n ORDER BY n.x, n.id LIMIT 5)",
                vector());
        assertChange(
                "authors",
                "UPDATE authors SET name = 'near', vec = (SELECT vec FROM docs ORDER BY vec <-> ?, id LIMIT 1)"
                        + " WHERE id IN (SELECT d.author_id FROM docs d ORDER BY d.vec <-> ? LIMIT 6)",
                vector(),
                vector());
    }

    @Test
    void mergesTakeTheirSourceFromASearch() throws SQLException {
        String nearest = "SELECT id, author_id, price, vec FROM docs ORDER BY vec <-> ?, id LIMIT 11";
        assertChange(
                "authors",
                "MERGE INTO authors a USING (" + nearest
                        + ") s ON a.id = s.id WHEN MATCHED AND s.price > 8 THEN UPDATE SET name = 'dear'"
                        + " WHEN MATCHED THEN UPDATE SET name = 'near', vec = s.vec"
                        + " WHEN NOT MATCHED THEN INSERT (id, name, vec) VALUES (s.id, 'new', s.vec)",
                vector());
        assertChange(
                "authors",
                "MERGE INTO authors a USING (WITH n AS (" + nearest
                        + ") SELECT DISTINCT author_id FROM n) s ON a.id = s.author_id"
                        + " WHEN MATCHED THEN UPDATE SET vec = (SELECT vec FROM docs ORDER BY vec <=> ?, id LIMIT 1), country = ?",
                vector(),
                vector(),
                "far");
        assertChange(
                "authors",
                "MERGE INTO authors (id, name, vec) KEY (id) SELECT id, 'keyed', vec FROM docs ORDER BY vec <=> ?, id LIMIT 9",
                vector());
    }

    @Test
    void rowsInConflictMayComeFromASearch() throws SQLException {
        String insert = "INSERT INTO authors (id, name, vec) SELECT id, 'near', vec FROM docs WHERE price > ?"
                + " ORDER BY vec <-> ?, id LIMIT 20 ON CONFLICT (id) ";
        assertChange("authors", insert + "DO NOTHING", 3, vector());
        assertChange(
                "authors",
                insert + "DO UPDATE SET name = 'known', vec = EXCLUDED.vec WHERE authors.country <> ?",
                3,
                vector(),
                "l1");
    }

    @Test
    void changesThatGiveRowsSearch() throws SQLException {
        assertReturned(
                "DELETE FROM docs WHERE id IN (" + NEAREST + ") RETURNING id, price",
                "SELECT id, price FROM docs WHERE id IN (" + NEAREST + ")");
        assertReturned(
                "UPDATE docs SET price = price + 1 WHERE id IN (" + NEAREST + ") RETURNING id, price",
                "SELECT id, price + 1 FROM docs WHERE id IN (" + NEAREST + ")");
        assertReturned(
                "INSERT INTO docs (id, price) SELECT id + 10000, price FROM docs ORDER BY vec <-> ?, id LIMIT 4"
                        + " RETURNING id, price",
                "SELECT id + 10000, price FROM docs ORDER BY vec <-> ?, id LIMIT 4");
    }

    /** Expects that a change searches, and gives the rows of a query without push-down. */
    private void assertReturned(String change, String query) throws SQLException {
        Object vector = vector();
        assertThat(explain(change, vector)).contains("Vector search: ");
        connection.setAutoCommit(false);
        try {
            List<List<Object>> expected = withoutPushDown(query, vector);
            assertThat(rows(change, vector))
                    .as("%s, -Dvectra.seed=%d", change, seed)
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(expected);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    @Test
    void aConditionOfAMergeIsComputedForEachPair() throws SQLException {
        String sql =
                "MERGE INTO authors a USING (SELECT id, vec FROM docs WHERE id < 30) s ON cosine(a.vec, s.vec) < 0.000001 AND a.id = s.id"
                        + " WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id + 1000, 'apart')";
        assertThat(explain(sql)).doesNotContain("Vector search: ");
        connection.setAutoCommit(false);
        try {
            assertThat(change(sql)).isBetween(1L, 30L);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    @Test
    void aSearchSeesTheChangesBeforeIt() throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO docs (id, price, vec) VALUES (7001, 5, '[90,90,90,90]')");
            assertThat(
                            change(
                                    "DELETE FROM docs WHERE id IN (SELECT id FROM docs WHERE price > 4 ORDER BY vec <-> '[91,90,90,90]' LIMIT 1)"))
                    .isEqualTo(1);
            assertThat(rows("SELECT id FROM docs WHERE id = 7001")).isEmpty();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    @Test
    void eachRowOfABatchSearchesAnew() throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM docs WHERE id IN (SELECT id FROM docs ORDER BY vec <-> ? LIMIT ?)")) {
            List<List<Object>> before =
                    new ArrayList<>(rows("SELECT id FROM docs ORDER BY vec <-> '[0,0,0,0]' LIMIT 6"));
            for (int count = 1; count <= 3; count++) {
                delete.setObject(1, new float[4]);
                delete.setInt(2, count);
                delete.addBatch();
            }
            assertThat(delete.executeBatch()).containsExactly(1, 2, 3);
            assertThat(rows("SELECT id FROM docs")).hasSize(394).doesNotContainAnyElementsOf(before);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    @Test
    void aChangeWithoutAQueryVectorIsTheMirrorsAlone() throws SQLException {
        connection.setAutoCommit(false);
        try {
            assertThat(change("DELETE FROM docs WHERE id IN (" + NEAREST + ")", (Object) null))
                    .isEqualTo(9);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
