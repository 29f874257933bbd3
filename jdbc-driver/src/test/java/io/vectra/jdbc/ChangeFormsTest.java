package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms of INSERT, UPDATE, DELETE and MERGE: WITH before them, some rows only, several columns from one query. */
class ChangeFormsTest extends BesideH2Test {
    private static final String NEAR = "WITH near AS (SELECT id, vec FROM docs ORDER BY vec <-> ? LIMIT 2) ";

    @BeforeEach
    void fill() throws SQLException {
        executeInBoth(
                "CREATE TABLE t (id INT PRIMARY KEY, n INT, c VARCHAR(10))",
                "INSERT INTO t VALUES (1, 10, 'a'), (2, 20, 'b'), (3, 30, 'c'), (4, 40, 'd'), (5, 50, 'e')",
                "CREATE TABLE u (id INT PRIMARY KEY, n INT, c VARCHAR(10))");
        execute(
                "CREATE TABLE docs (id INT PRIMARY KEY, title VARCHAR(20), vec VECTOR(2))",
                "INSERT INTO docs VALUES (1, 'a', '[1, 0]'), (2, 'b', '[2, 0]'), (3, 'c', '[3, 0]'), (4, 'd', '[4, 0]')");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM t WHERE id > 1 LIMIT 1",
                "DELETE FROM t FETCH FIRST ROW ONLY",
                "DELETE FROM t x WHERE x.id > 1 FETCH NEXT 2 ROWS ONLY",
                "UPDATE t SET n = n + 1 FETCH FIRST 2 ROWS ONLY",
                "UPDATE t SET n = n + 1 WHERE n > 10 LIMIT 3",
                "DELETE FROM t LIMIT 0",
            })
    void someRowsAreChanged(String sql) throws SQLException {
        assertChangeOfH2(sql, "SELECT * FROM t ORDER BY id");
    }

    @Test
    void howManyIsAParameter() throws SQLException {
        assertThat(update("DELETE FROM t WHERE id > ? LIMIT ?", 2, 2)).isEqualTo(2);
        assertThat(update("UPDATE t SET n = ? FETCH FIRST ? ROWS ONLY", 0, 1)).isEqualTo(1);
        assertThat(rows("DELETE FROM t WHERE id > ? LIMIT ? RETURNING id", 2, 5))
                .containsExactly(List.of(5));
        assertThat(rows("SELECT id FROM FINAL TABLE (UPDATE t SET c = 'z' LIMIT 1)"))
                .containsExactly(List.of(1));
        assertThat(value("SELECT count(*) FROM t")).isEqualTo(2L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE t SET (n, c) = (SELECT n * 2, c || 'x' FROM t x WHERE x.id = t.id)",
                "UPDATE t SET (n, c) = (SELECT max(x.n), 'q' FROM t x WHERE x.id < t.id) WHERE id = 5",
                "UPDATE t SET (n, c) = (SELECT count(*), 'none' FROM t x WHERE x.id > t.id + 4)",
                "UPDATE t SET (n, c) = (SELECT n, c FROM u) WHERE id < 3",
                "UPDATE t SET c = 'y', (n) = (SELECT sum(x.n) FROM t x), id = id + 1 WHERE id = 5",
                "UPDATE t SET (n, c) = (SELECT x.n, max(x.c) FROM t x WHERE x.id = 3 GROUP BY x.n)",
            })
    void severalColumnsComeFromOneQuery(String sql) throws SQLException {
        assertChangeOfH2(sql, "SELECT * FROM t ORDER BY id");
    }

    @Test
    void vectorsComeFromSuchAQuery() throws SQLException {
        update(
                "UPDATE docs SET (title, vec) = (SELECT 'x', d.vec + ? FROM docs d WHERE d.id = docs.id) WHERE id = 1",
                v(1));

        assertThat(rows("SELECT title, vec FROM docs WHERE id = 1").get(0)).containsExactly("x", new float[] {2, 1});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0A000 | SELECT * FROM u",
                "0A000 | SELECT n, c FROM u ORDER BY n LIMIT 1",
                "0A000 | SELECT DISTINCT n, c FROM u",
                "0A000 | SELECT 1, 'a' UNION SELECT 2, 'b'",
                "42000 | SELECT n FROM u",
                "42S22 | SELECT n, nosuch FROM u",
            })
    void otherQueriesForSeveralColumnsAreRefused(String state, String query) {
        assertState(state, () -> update("UPDATE t SET (n, c) = (" + query + ")"))
                .hasMessageContaining("line 1");
    }

    @Test
    void severalRowsForSeveralColumnsFail() {
        assertState("90053", () -> update("UPDATE t SET (n, c) = (SELECT x.n, x.c FROM t x)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "WITH x AS (SELECT id + 10 AS k FROM t) INSERT INTO u (id, n) SELECT k, 7 FROM x WHERE k < 13 | [[11, 7], [12, 7]]",
                "WITH x (k) AS (SELECT 9) INSERT INTO u (id, n) VALUES (1, (SELECT k FROM x)), ((SELECT k FROM x), 2) | [[1, 9], [9, 2]]",
                "WITH x (k) AS (SELECT 1) INSERT INTO u (id, n) (SELECT k, 5 FROM x ORDER BY k LIMIT 1) | [[1, 5]]",
                "WITH x (k) AS (SELECT 1) INSERT INTO u (id) WITH y AS (SELECT k + 1 AS j FROM x) SELECT j FROM y | [[2, null]]",
                "WITH x (k) AS (SELECT 2) MERGE INTO u (id, n) SELECT k, 3 FROM x | [[2, 3]]",
                "WITH x (k, m) AS (SELECT id, n FROM t WHERE id < 3) MERGE INTO u USING x ON u.id = x.k"
                        + " WHEN NOT MATCHED THEN INSERT (id, n) VALUES (x.k, (SELECT max(m) FROM x)) | [[1, 20], [2, 20]]",
                "WITH x (k) AS (SELECT id FROM t WHERE id = 4) MERGE INTO u USING x AS s ON u.id = s.k"
                        + " WHEN NOT MATCHED AND s.k IN (SELECT k FROM x) THEN INSERT (id) VALUES (s.k) | [[4, null]]",
                "WITH RECURSIVE r (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM r WHERE k < 3) INSERT INTO u (id) SELECT k FROM r"
                        + " | [[1, null], [2, null], [3, null]]",
            })
    void itStandsBeforeInsertAndMerge(String sql, String expected) throws SQLException {
        update(sql);

        assertThat(rows("SELECT id, n FROM u ORDER BY id")).hasToString(expected);
    }

    @Test
    void itStandsBeforeUpdateAndDelete() throws SQLException {
        assertThat(
                        update(
                                "WITH x (k) AS (SELECT 1) UPDATE t SET n = (SELECT k + 1 FROM x) WHERE id IN (SELECT k FROM x)"))
                .isEqualTo(1);
        assertThat(value("SELECT n FROM t WHERE id = 1")).isEqualTo(2);
        assertThat(
                        update(
                                "WITH x AS (SELECT max(id) AS k FROM t) UPDATE t SET (n, c) = (SELECT k, 'max' FROM x WHERE k = t.id)"))
                .isEqualTo(5);
        assertThat(rows("SELECT n FROM t WHERE c = 'max'")).containsExactly(List.of(5));
        assertThat(rows(
                        "WITH x (k) AS (SELECT CAST(? AS INT)) DELETE FROM t WHERE id > (SELECT max(k) FROM x) LIMIT 1"
                                + " RETURNING id",
                        3))
                .containsExactly(List.of(4));
        assertThat(rows("SELECT id FROM FINAL TABLE (UPDATE t SET n = 0 WHERE id = 1)"))
                .hasSize(1);
        assertState(
                "42S22", () -> update("WITH x AS (SELECT 1 AS k) DELETE FROM t WHERE id IN (SELECT nosuch FROM x)"));
        assertState("42S02", () -> update("WITH x AS (SELECT 1 AS k) DELETE FROM x"));
    }

    @Test
    void itStandsBeforeInsertInConflict() throws SQLException {
        String sql = "WITH x (k) AS (SELECT 1) INSERT INTO u (id, n) SELECT k, 5 FROM x ON CONFLICT (id) DO UPDATE"
                + " SET n = (SELECT k + 900 FROM x)";

        assertThat(update(sql)).isEqualTo(1);
        assertThat(update(sql)).isEqualTo(1);
        assertThat(rows("SELECT id, n FROM u")).containsExactly(List.of(1, 901));
    }

    @Test
    void searchesStandInIt() throws SQLException {
        String update = NEAR + "UPDATE docs SET title = 'near' WHERE id IN (SELECT id FROM near)";
        String insert = NEAR + "INSERT INTO docs (id, vec) SELECT id + 100, vec FROM near";
        String delete = NEAR + "DELETE FROM docs WHERE id IN (SELECT id FROM near) LIMIT 1";

        for (String each : List.of(update, insert, delete)) {
            assertThat(rows("EXPLAIN " + each, v(0)).toString()).contains("Vector search");
        }
        assertThat(update(update, v(0))).isEqualTo(2);
        assertThat(rows("SELECT id FROM docs WHERE title = 'near'")).containsExactly(List.of(1), List.of(2));
        assertThat(update(insert, new float[] {4, 0})).isEqualTo(2);
        assertThat(rows("SELECT id FROM docs WHERE id > 100")).containsExactly(List.of(103), List.of(104));
        assertThat(update(delete, v(0))).isEqualTo(1);
        assertThat(value("SELECT count(*) FROM docs WHERE id < 3")).isEqualTo(1L);
    }

    private static float[] v(float second) {
        return new float[] {1, second};
    }
}
