package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where WITH may stand, and what its names mean there. */
class WithTest extends DatabaseTest {
    @BeforeEach
    void fill() throws SQLException {
        execute(
                "CREATE TABLE t (id INT PRIMARY KEY, n INT, vec VECTOR(2))",
                "INSERT INTO t VALUES (1, 10, '[1, 0]'), (2, 20, '[0, 1]'), (3, 30, '[1, 1]')",
                "CREATE VIEW seen AS WITH a AS (SELECT id FROM t) SELECT id FROM a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT 1 AS x UNION ALL (WITH x AS (SELECT 2 AS y) SELECT y FROM x) | 1 2",
                "(WITH x AS (SELECT 2 AS y) SELECT y FROM x) UNION ALL SELECT 1 | 2 1",
                "SELECT 7 UNION ALL (WITH x AS (SELECT id FROM t) SELECT id FROM x ORDER BY id DESC LIMIT 1) | 7 3",
                "SELECT 7 UNION ALL (WITH t AS (SELECT id FROM t WHERE id > 1) SELECT id FROM t WHERE id < 3) | 7 2",
                "SELECT id FROM t UNION ALL (WITH t AS (SELECT 9 AS id) SELECT id FROM t) | 1 2 3 9",
                "SELECT id FROM t EXCEPT (WITH x AS (SELECT 2 AS y) SELECT y FROM x) ORDER BY id | 1 3",
                "SELECT 1 UNION (SELECT 2 UNION (WITH x AS (SELECT 3 AS y) SELECT y FROM x)) ORDER BY 1 | 1 2 3",
                "(WITH x AS (SELECT 1 AS y) SELECT y FROM x) UNION ALL (WITH x AS (SELECT 2 AS y) SELECT y FROM x) | 1 2",
                "SELECT id FROM t WHERE id IN (SELECT 1 UNION (WITH x AS (SELECT 3 AS y) SELECT y FROM x)) | 1 3",
                "WITH a AS (SELECT 1 AS x) (WITH b AS (SELECT x + 1 AS y FROM a) SELECT y FROM b) | 2",
                "WITH a AS (SELECT 1 AS x) (WITH b AS (SELECT x + id AS y FROM a, t) SELECT y FROM b ORDER BY y LIMIT 2) | 2 3",
                "(WITH x AS (SELECT id, vec FROM t) SELECT id FROM x ORDER BY vec <-> '[0, 1]' LIMIT 1) UNION ALL SELECT 9 | 2 9",
            })
    void itStandsInSetOperationsAndBeforeAnotherOne(String sql, String expected) throws SQLException {
        assertThat(column(sql)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "WITH a AS (SELECT 1 AS x) SELECT * FROM (WITH a AS (SELECT x + 1 AS x FROM a) SELECT * FROM a) AS t | 2",
                "WITH a AS (SELECT 1 AS x) SELECT a.x FROM a, (WITH a AS (SELECT a.x + 1 AS x FROM a) SELECT * FROM a) AS t | 1",
                "WITH a AS (SELECT 1 AS x), b AS (WITH a AS (SELECT x + 1 AS x FROM a) SELECT x FROM a) SELECT b.x FROM a, b | 2",
                "WITH a AS (WITH a AS (SELECT 1 AS x) SELECT x + 1 AS x FROM a) SELECT x FROM a | 2",
                "WITH t AS (SELECT id FROM t WHERE id > 1) SELECT t.id FROM t | 2 3",
                "WITH a AS (SELECT 1 AS x) SELECT x FROM a UNION ALL (WITH a AS (SELECT x + 1 AS x FROM a) SELECT x FROM a) | 1 2",
                "WITH a (x) AS (SELECT 1) SELECT y FROM (WITH a (y) AS (SELECT x + 1 FROM a) SELECT y FROM a AS b) AS t | 2",
                "WITH a AS (SELECT 1 AS id) SELECT seen.id FROM seen JOIN a ON a.id = seen.id | 1",
                "WITH \"A (1)\" AS (SELECT 5 AS x) SELECT t.x FROM (WITH a AS (SELECT x FROM \"A (1)\") SELECT x FROM a) AS t, "
                        + "(WITH a AS (SELECT 1 AS x) SELECT x FROM a) AS u | 5",
                "WITH a AS (SELECT 1 AS x) SELECT (WITH a AS (SELECT max(x) + 1 AS x FROM a) SELECT x FROM a) FROM a | 2",
            })
    void aNameMeansWhatIsNearest(String sql, String expected) throws SQLException {
        assertThat(column(sql)).isEqualTo(expected);
    }

    @Test
    void aSearchGoesThroughTheNearestName() throws SQLException {
        String sql = "WITH a AS (SELECT id, vec FROM t WHERE id > 1), b AS (SELECT id, vec FROM a)"
                + " SELECT id FROM b WHERE id IN (WITH b AS (SELECT 2 AS y) SELECT y FROM b) ORDER BY vec <-> ? LIMIT 5";

        assertThat(rows(sql, new float[] {1, 1})).containsExactly(List.of(2));
        assertThat(rows("EXPLAIN " + sql, new float[] {1, 1}).toString()).contains("Vector search");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM (WITH a AS (SELECT id, vec FROM t) SELECT id, vec FROM a) AS v ORDER BY vec <-> ? LIMIT 2",
                "WITH a AS (WITH b AS (SELECT id, vec FROM t) SELECT id, vec FROM b) SELECT id FROM a ORDER BY vec <-> ? LIMIT 2",
                "SELECT v.id FROM t JOIN (WITH t AS (SELECT id, vec FROM t) SELECT id, vec FROM t) AS v ON v.id = t.id"
                        + " ORDER BY v.vec <-> ? LIMIT 2",
                "SELECT id FROM (WITH a AS (SELECT id, vec FROM t ORDER BY vec <-> ? LIMIT 2) SELECT id FROM a) AS v",
            })
    void searchesSeeThroughSubQueriesWithIt(String sql) throws SQLException {
        assertThat(rows(sql, new float[] {1, 1})).containsExactly(List.of(3), List.of(1));
        assertThat(rows("EXPLAIN " + sql, new float[] {1, 1}).toString()).contains("Vector search");
    }

    @Test
    void searchesSeeThroughViewsWithIt() throws SQLException {
        execute("CREATE VIEW near AS WITH a AS (SELECT id, vec FROM t WHERE id > 1) SELECT id, vec FROM a");

        assertThat(rows("SELECT id FROM near ORDER BY vec <-> ? LIMIT 1", new float[] {1, 0}))
                .containsExactly(List.of(3));
        assertThat(rows("EXPLAIN SELECT id FROM near ORDER BY vec <-> ? LIMIT 1", new float[] {1, 0})
                        .toString())
                .contains("Vector search");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT (WITH x AS (SELECT max(u.id) AS m FROM t u WHERE u.id < t.id) SELECT m FROM x) FROM t",
                "SELECT (SELECT m FROM (SELECT max(u.id) AS m FROM t u WHERE u.id < t.id) AS x) FROM t",
                "SELECT id FROM t WHERE EXISTS (WITH x AS (SELECT u.id FROM t u WHERE u.n = t.n + 10) SELECT id FROM x)",
                "SELECT (WITH x AS (SELECT u.id FROM t u ORDER BY u.vec <-> t.vec LIMIT 1) SELECT id FROM x) FROM t",
                "DELETE FROM t WHERE id = (WITH x AS (SELECT max(u.id) AS m FROM t u WHERE u.n < t.n) SELECT m FROM x)",
                "UPDATE t SET n = (SELECT m FROM (SELECT max(u.id) AS m FROM t u WHERE u.id < t.id) AS x)",
            })
    void itDoesNotReadTheRowOutside(String sql) {
        assertState("0A000", () -> rows(sql)).hasMessageContaining("reads T, the row outside");
    }

    @Test
    void whatReadsItMayReadTheRowOutside() throws SQLException {
        assertThat(
                        rows(
                                "SELECT id, (WITH x AS (SELECT u.id FROM t u) SELECT count(*) FROM x WHERE x.id < t.id) FROM t"))
                .containsExactly(List.of(1, 0L), List.of(2, 1L), List.of(3, 2L));
    }

    @Test
    void changesTakeTheirRowsFromIt() throws SQLException {
        assertThat(update("INSERT INTO t (id) SELECT 4 UNION ALL (WITH t AS (SELECT 5 AS id) SELECT id FROM t)"))
                .isEqualTo(2);
        assertThat(update("UPDATE t SET n = (SELECT 1 UNION (WITH x AS (SELECT 1 AS y) SELECT y FROM x)) WHERE id = 4"))
                .isEqualTo(1);
        assertThat(update("DELETE FROM t WHERE id IN (SELECT 4 UNION (WITH x AS (SELECT 5 AS y) SELECT y FROM x))"))
                .isEqualTo(2);
        assertThat(update("MERGE INTO t USING (SELECT 1 AS id UNION (WITH t AS (SELECT 2 AS id) SELECT id FROM t)) AS s"
                        + " ON t.id = s.id WHEN MATCHED THEN DELETE"))
                .isEqualTo(2);
        assertThat(column("SELECT id FROM t")).isEqualTo("3");
    }

    @Test
    void vectorsAreReadFromTextsBesideIt() throws SQLException {
        String rows = "SELECT k, '[1, 2]' FROM (WITH x AS (SELECT 7 AS k) SELECT k FROM x) AS y";

        assertThat(update("INSERT INTO t (id, vec) WITH x AS (SELECT 6 AS k) SELECT k, '[1, 2]' FROM x"))
                .isEqualTo(1);
        assertThat(update("INSERT INTO t (id, vec) " + rows + " ON CONFLICT DO NOTHING"))
                .isEqualTo(1);
        assertThat(update("INSERT INTO t (id, vec) " + rows + " ON CONFLICT (id) DO UPDATE SET vec = EXCLUDED.vec"))
                .isEqualTo(1);
        assertThat(update("MERGE INTO t (id, vec) " + rows)).isEqualTo(1);
        assertThat(column("SELECT id FROM t WHERE vec = '[1, 2]' ORDER BY id")).isEqualTo("6 7");
    }

    @Test
    void theFirstQueryNamesTheColumns() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT n + 1 FROM t UNION ALL (WITH x AS (SELECT 1 AS y) SELECT y FROM x)")) {
            assertThat(rows.getMetaData().getColumnLabel(1)).isEqualTo("N + 1");
        }
    }

    private String column(String sql) throws SQLException {
        return String.join(
                " ", rows(sql).stream().map(row -> String.valueOf(row.get(0))).toList());
    }
}
