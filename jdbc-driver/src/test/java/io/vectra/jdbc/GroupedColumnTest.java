package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns beside the groups that a query is not grouped by. */
class GroupedColumnTest extends BesideH2Test {
    @BeforeEach
    void fill() throws SQLException {
        executeInBoth(
                "CREATE TABLE t (id INT PRIMARY KEY, n INT, c VARCHAR(10))",
                "INSERT INTO t VALUES (1, 10, 'a'), (2, 20, 'a'), (3, 30, 'b'), (4, NULL, 'c')");
        execute(
                "CREATE TABLE docs (id INT PRIMARY KEY, title VARCHAR(40), n INT, vec VECTOR(2))",
                "CREATE INDEX docs_text ON docs USING FULLTEXT (title)",
                "INSERT INTO docs VALUES (1, 'red shoes', 5, '[1, 0]'), (2, 'blue shoes', 5, '[1, 1]'),"
                        + " (3, 'hat', 6, '[1, 0]')");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id, c, n FROM t GROUP BY id",
                "SELECT * FROM t GROUP BY id",
                "SELECT t.*, count(*) FROM t GROUP BY t.id ORDER BY n",
                "SELECT a.id, a.n, a.c || 'x', count(*) FROM t a JOIN t b ON a.id < b.id GROUP BY a.id",
                "SELECT c FROM t GROUP BY id ORDER BY n DESC",
                "SELECT c, sum(n) FROM t GROUP BY id HAVING n > 10",
                "SELECT c || n || id, sum(n) FROM t GROUP BY c || n",
                "SELECT c, rank() OVER (ORDER BY n) FROM t GROUP BY id ORDER BY id",
                "SELECT c, (SELECT max(u.id) FROM t u WHERE u.n = t.n) FROM t GROUP BY id",
                "SELECT id, count(*) FROM t WHERE id = 1",
                "SELECT count(*) FROM (SELECT id, n FROM t GROUP BY id) AS x WHERE n > 10",
            })
    void aColumnMayHaveOneValueInEachGroup(String sql) throws SQLException {
        assertRowsOfH2(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT COALESCE(id, n) FROM t GROUP BY c, id",
                "SELECT c, CASE WHEN 1 = 0 THEN n END FROM t GROUP BY c",
                "SELECT - id FROM t GROUP BY id HAVING NOT NULL BETWEEN + id AND AVG(n) + - n",
                "SELECT c, count(*) FROM t WHERE id < 0 GROUP BY n",
            })
    void aColumnMayStandWhereItsValueCannotMatter(String sql) throws SQLException {
        assertRowsOfH2(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT c, n FROM t GROUP BY c",
                "SELECT id, count(*) FROM t",
                "SELECT max(n) + n FROM t",
                "SELECT c FROM t GROUP BY c ORDER BY n",
                "SELECT c, sum(n) FROM t GROUP BY c HAVING n > 1",
                "SELECT c, rank() OVER (ORDER BY n) FROM t GROUP BY c",
            })
    void severalValuesInAGroupAreRefused(String sql) {
        assertStateOfH2("90016", sql);
    }

    @Test
    void namesAreCheckedAllTheSame() {
        assertState("42S22", () -> rows("SELECT c, nosuch FROM t GROUP BY c")).hasMessageContaining("column 11");
        assertState("42S22", () -> rows("SELECT c FROM t GROUP BY c HAVING nosuch > 1"));
        assertStateOfH2("42S22", "SELECT c FROM t GROUP BY c ORDER BY nosuch");
    }

    @Test
    void vectorsAndScoresMayBeSuchColumns() throws SQLException {
        assertThat(rows(
                        "SELECT id, title, cosine(vec, '[1, 0]') FROM docs GROUP BY id ORDER BY vec <-> ? LIMIT 1",
                        v()))
                .containsExactly(List.of(2, "blue shoes", 0.29289321881345254));
        assertThat(rows("SELECT id, avg(vec), vec FROM docs WHERE id = 3 GROUP BY id")
                        .get(0)
                        .subList(1, 3))
                .containsExactly(new float[] {1, 0}, new float[] {1, 0});
        assertThat(rows("SELECT id, title FROM docs GROUP BY id HAVING bm25(title, 'red') > 0"))
                .containsExactly(List.of(1, "red shoes"));
        assertThat(rows("SELECT n, title, count(*) FROM docs WHERE cosine(vec, '[1, 0]') < 0.2 GROUP BY n"))
                .containsExactly(List.of(5, "red shoes", 1L), List.of(6, "hat", 1L));
        assertThat(rows(
                        "SELECT id, title, count(*) FROM (SELECT id, title FROM docs ORDER BY vec <-> ? LIMIT 1) AS n"
                                + " GROUP BY id",
                        v()))
                .containsExactly(List.of(2, "blue shoes", 1L));
    }

    @Test
    void severalVectorsInAGroupAreRefused() {
        assertState("90016", () -> rows("SELECT n, vec FROM docs GROUP BY n")).hasMessageContaining("DOCS.VEC");
        assertState("90016", () -> rows("SELECT n FROM docs GROUP BY n ORDER BY vec <-> '[1, 1]' LIMIT 2"));
        assertState("90016", () -> rows("SELECT n, bm25(title, 'shoes') FROM docs GROUP BY n"))
                .hasMessageContaining("DOCS.TITLE");
    }

    private static float[] v() {
        return new float[] {1, 1};
    }
}
