package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries of WITH RECURSIVE that read themselves. */
class RecursiveWithTest extends BesideH2Test {
    private static final String BELOW =
            "WITH RECURSIVE r (k) AS (SELECT 2 UNION ALL SELECT t.id FROM t JOIN r ON t.parent = r.k) ";

    @BeforeEach
    void fill() throws SQLException {
        executeInBoth(
                "CREATE TABLE t (id INT PRIMARY KEY, parent INT, n VARCHAR(10))",
                "INSERT INTO t VALUES (1, NULL, 'a'), (2, 1, 'b'), (3, 1, 'c'), (4, 2, 'd'), (5, 4, 'e')");
        execute(
                "CREATE TABLE docs (id INT PRIMARY KEY, vec VECTOR(2))",
                "INSERT INTO docs VALUES (1, '[1, 1]'), (2, '[2, 1]'), (3, '[3, 1]'), (4, '[4, 1]'), (5, '[5, 1]')",
                "CREATE INDEX docs_vec ON docs USING HNSW (vec) WITH (metric = 'euclidean')");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WITH RECURSIVE r (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM r WHERE k < 5) SELECT k FROM r",
                "WITH RECURSIVE r (k) AS (VALUES (1) UNION ALL SELECT k + 1 FROM r WHERE k < 5) SELECT k FROM r",
                "WITH RECURSIVE r (id, depth) AS (SELECT id, 0 FROM t WHERE parent IS NULL UNION ALL"
                        + " SELECT c.id, r.depth + 1 FROM t c JOIN r ON c.parent = r.id) SELECT * FROM r ORDER BY id",
                "WITH RECURSIVE r (id, path) AS (SELECT id, CAST(n AS VARCHAR(100)) FROM t WHERE parent IS NULL UNION ALL"
                        + " SELECT c.id, r.path || '/' || c.n FROM r, t c WHERE c.parent = r.id) SELECT * FROM r ORDER BY id",
                "WITH RECURSIVE a (x) AS (SELECT id FROM t WHERE id < 3), r (k) AS (SELECT x FROM a UNION ALL"
                        + " SELECT r.k + 10 FROM r JOIN a ON a.x < r.k WHERE k < 20) SELECT * FROM r ORDER BY k",
                "WITH RECURSIVE r (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM r WHERE k < 3), s (j) AS (SELECT k FROM r"
                        + " UNION ALL SELECT j + 100 FROM s WHERE j < 200) SELECT * FROM s ORDER BY j",
                "WITH RECURSIVE r (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM r WHERE k < 3)"
                        + " SELECT a.k, b.k FROM r a, r b ORDER BY 1, 2",
                "WITH RECURSIVE r (k) AS (SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT k + 2 FROM r WHERE k < 5)"
                        + " SELECT k FROM r ORDER BY k",
                "WITH RECURSIVE r (k) AS ((SELECT id FROM t ORDER BY id LIMIT 1) UNION ALL"
                        + " SELECT t.id FROM t JOIN r ON t.parent = r.k) SELECT k FROM r ORDER BY k",
                "WITH RECURSIVE r (k) AS (SELECT 1 UNION ALL SELECT max(t.id) FROM t JOIN r ON t.parent = r.k"
                        + " HAVING max(t.id) IS NOT NULL) SELECT k FROM r ORDER BY k",
                "WITH RECURSIVE a (k) AS (SELECT 1 UNION ALL SELECT 2) SELECT * FROM a",
                "SELECT id FROM t WHERE id IN"
                        + " (WITH RECURSIVE r (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM r WHERE k < 3) SELECT k FROM r)",
                "SELECT x.k FROM (WITH RECURSIVE r (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM r WHERE k < 3)"
                        + " SELECT k FROM r) x ORDER BY 1",
            })
    void rowsAreThoseOfH2(String sql) throws SQLException {
        assertRowsOfH2(sql);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // H2 wants the columns named, and takes a table before the query of the same name.
                "WITH RECURSIVE r AS (SELECT 1 AS k UNION ALL SELECT k + 1 FROM r WHERE k < 3) SELECT * FROM r | [[1], [2], [3]]",
                "WITH RECURSIVE t (id) AS (SELECT 1 UNION ALL SELECT t.id + 1 FROM t WHERE t.id < 3) SELECT * FROM t | [[1], [2], [3]]",
                "WITH RECURSIVE a AS (SELECT 1 AS k), b AS (SELECT k + 1 AS k FROM a INTERSECT SELECT 2) SELECT * FROM b | [[2]]",
                "WITH RECURSIVE a AS (SELECT 1 AS t), t AS (SELECT id FROM docs WHERE id = 3) SELECT id FROM t | [[3]]",
            })
    void columnsAndNamesAreTaken(String sql, String expected) throws SQLException {
        assertThat(rows(sql)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT 1 UNION SELECT k + 1 FROM r WHERE k < 3 | UNION ALL",
                "SELECT k + 1 FROM r WHERE k < 3 | first rows UNION ALL",
                "SELECT k FROM r UNION ALL SELECT 1 | first rows UNION ALL",
                "SELECT 1 UNION ALL SELECT a.k + 1 FROM r a, r b WHERE a.k < 3 | only once",
                "SELECT 1 UNION ALL SELECT id FROM t WHERE id IN (SELECT k + 1 FROM r) | in FROM alone",
                "SELECT 1 UNION ALL SELECT id FROM t LEFT JOIN r ON r.k = t.id | outer join",
                "SELECT 1 UNION ALL (SELECT k + 1 FROM r WHERE k < 3 UNION ALL SELECT 9) | in FROM alone",
                "SELECT 1 UNION ALL (SELECT k + 1 FROM r WHERE k < 3 ORDER BY k LIMIT 1) | ORDER BY and LIMIT",
                "SELECT 1 UNION ALL SELECT k FROM (WITH x AS (SELECT k + 1 AS k FROM r) SELECT k FROM x) AS y | UNION ALL",
                "SELECT 1 UNION ALL SELECT l.id FROM r, LATERAL (SELECT id FROM t WHERE parent = k) AS l | LATERAL",
            })
    void otherFormsAreRefused(String query, String reason) {
        assertState("0A000", () -> rows("WITH RECURSIVE r (k) AS (" + query + ") SELECT k FROM r"))
                .hasMessageContaining(reason)
                .hasMessageContaining("line 1");
    }

    @Test
    void namesInsideAreChecked() {
        assertState(
                "42S22",
                () -> rows("WITH RECURSIVE r (k) AS (SELECT 1 UNION ALL SELECT nosuch FROM r) SELECT k FROM r"));
        assertState("42S02", () -> rows("WITH r (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM r) SELECT k FROM r"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT d.id FROM docs d JOIN r ON r.k = d.id ORDER BY d.vec <-> ? LIMIT 2",
                "SELECT id FROM docs WHERE id IN (SELECT k FROM r) ORDER BY vec <-> ? LIMIT 2",
                "SELECT d.id FROM docs d, r WHERE r.k = d.id AND r.k > 1 ORDER BY d.vec <-> ? LIMIT 2",
                "SELECT id FROM docs WHERE id IN (SELECT k FROM r) AND vec <-> ? < 1.5 ORDER BY id",
            })
    void searchesReadTheirRows(String body) throws SQLException {
        float[] query = {4, 1};

        assertThat(rows(BELOW + body, query)).containsExactly(List.of(4), List.of(5));
        assertThat(rows("EXPLAIN " + BELOW + body, query).toString()).contains("Vector search");
        execute("DROP INDEX docs_vec");
        assertThat(rows(BELOW + body, query)).containsExactly(List.of(4), List.of(5));
    }

    @Test
    void theyBeginWithRowsOfASearch() throws SQLException {
        String first = "(SELECT id FROM docs ORDER BY vec <-> ? LIMIT 1)";
        String sql = "WITH RECURSIVE r (k) AS (" + first + " UNION ALL SELECT t.id FROM t JOIN r ON t.parent = r.k)"
                + " SELECT k FROM r ORDER BY k";
        String named = "WITH RECURSIVE near AS " + first + ", r (k) AS (SELECT id FROM near UNION ALL"
                + " SELECT t.id FROM t JOIN r ON t.parent = r.k) SELECT k FROM r ORDER BY k";
        float[] query = {2.1f, 1};

        for (String each : List.of(sql, named)) {
            assertThat(rows(each, query)).containsExactly(List.of(2), List.of(4), List.of(5));
            assertThat(rows("EXPLAIN " + each, query).toString()).contains("Vector search");
        }
    }

    @Test
    void distancesAreComputedStepByStep() throws SQLException {
        String sql = "WITH RECURSIVE r (k) AS (SELECT 1 UNION ALL SELECT t.id FROM r JOIN t ON t.parent = r.k"
                + " JOIN docs d ON d.id = t.id WHERE d.vec <-> ? < 2.5) SELECT k FROM r ORDER BY k";
        float[] query = {4, 1};

        assertThat(rows(sql, query)).containsExactly(List.of(1), List.of(2), List.of(3), List.of(4), List.of(5));
        assertThat(rows(sql, new float[] {1, 1})).containsExactly(List.of(1), List.of(2), List.of(3));
        assertThat(rows("EXPLAIN " + sql, query).toString())
                .contains("row by row")
                .doesNotContain("Vector search");
    }

    @Test
    void vectorsGoFromRowToRow() throws SQLException {
        List<List<Object>> rows = rows("WITH RECURSIVE r (k, v) AS (SELECT id, vec FROM docs WHERE id = 1 UNION ALL"
                + " SELECT d.id, d.vec + r.v FROM docs d JOIN r ON d.id = r.k + 1) SELECT k, v FROM r ORDER BY k DESC");

        assertThat(rows).hasSize(5);
        assertThat(rows.get(0).get(1)).isEqualTo(new float[] {15, 5});
    }

    @Test
    void viewsAndChangesReadThem() throws SQLException {
        execute("CREATE VIEW below AS " + BELOW + "SELECT k FROM r");

        assertThat(rows("SELECT d.id FROM docs d JOIN below ON k = d.id ORDER BY vec <-> ? LIMIT 1", new float[] {4, 1
                }))
                .containsExactly(List.of(4));
        assertThat(update("INSERT INTO docs (id, vec) WITH RECURSIVE r (k) AS (SELECT 100 UNION ALL SELECT k + 1 FROM r"
                        + " WHERE k < 105) SELECT k, '[1, 2]' FROM r"))
                .isEqualTo(6);
        assertThat(update("INSERT INTO docs (id, vec) SELECT k, '[1, 2]' FROM (" + BELOW + "SELECT k FROM r) AS x"
                        + " ON CONFLICT (id) DO UPDATE SET vec = EXCLUDED.vec"))
                .isEqualTo(3);
        assertThat(update("DELETE FROM docs WHERE id IN (" + BELOW + "SELECT k FROM r)"))
                .isEqualTo(3);
        assertThat(value("SELECT count(*) FROM docs")).isEqualTo(8L);
    }

    @Test
    void parametersStandInside() throws SQLException {
        assertThat(rows(
                        "WITH RECURSIVE r (k) AS (SELECT id FROM t WHERE n = ? UNION ALL SELECT t.id FROM t JOIN r"
                                + " ON t.parent = r.k WHERE t.id < ?) SELECT k FROM r WHERE k > ? ORDER BY k",
                        "b",
                        5,
                        2))
                .containsExactly(List.of(4));
    }

    @Test
    void oneThatNeverEndsIsStopped() throws SQLException {
        try (PreparedStatement endless = connection.prepareStatement(
                "WITH RECURSIVE r (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM r) SELECT k FROM r LIMIT 3")) {
            execute("SET statement_timeout = '200ms'");

            assertState("57014", endless::executeQuery);
        }
    }
}
