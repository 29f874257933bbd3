package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sub-queries that are computed before their statement mean what they mean in H2, whose rows these have to be. */
class SubqueriesBesideH2Test extends BesideH2Test {
    @BeforeEach
    void create() throws SQLException {
        executeInBoth(
                "CREATE TABLE a (id INT PRIMARY KEY, n INT, f DOUBLE, c CHAR(5), v VARCHAR(9), d DECIMAL(8, 2), t DATE)",
                "CREATE INDEX a_v ON a (v)",
                "CREATE INDEX a_c ON a (c)",
                "CREATE INDEX a_d ON a (d)",
                "CREATE TABLE b (id INT PRIMARY KEY, n INT, f DOUBLE, c CHAR(5), v VARCHAR(9), d DECIMAL(8, 2), t DATE)",
                "CREATE TABLE none (id INT)",
                "INSERT INTO a VALUES (1, 1, 1.5, 'x', 'x', 1.10, DATE '2020-01-01'), (2, NULL, 2, 'y ', 'y', 2, NULL),"
                        + " (3, 3, NULL, NULL, 'z ', NULL, DATE '2021-01-01'), (4, 4, 4, '4', NULL, 4.00, NULL),"
                        + " (5, 5, 5, '5', '5', 5, DATE '2020-01-01')",
                "INSERT INTO b VALUES (1, 1, 1.5, 'x ', 'x ', 1.1, DATE '2020-01-01'), (3, 3, 3, 'q', 'z ', 3, NULL),"
                        + " (5, 5, 5.0, '5', '5', 5.00, DATE '2021-01-01')");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM a WHERE n IN (SELECT n FROM b) ORDER BY id",
                "SELECT id FROM a WHERE n NOT IN (SELECT n FROM b) ORDER BY id",
                "SELECT id FROM a WHERE n NOT IN (SELECT n FROM b UNION ALL SELECT NULL) ORDER BY id",
                "SELECT id FROM a WHERE n NOT IN (SELECT id FROM none) ORDER BY id",
                "SELECT id, n IN (SELECT n FROM b), n NOT IN (SELECT n FROM b) FROM a ORDER BY id",
                "SELECT id, n IN (SELECT n FROM a), n IN (SELECT id FROM none), n = ANY (SELECT n FROM b) FROM a ORDER BY id",
                "SELECT id, n <> ALL (SELECT n FROM b), n > ALL (SELECT n FROM b), n < ANY (SELECT n FROM b) FROM a ORDER BY id",
                "SELECT id FROM a WHERE id IN (SELECT f FROM b) ORDER BY id",
                "SELECT id FROM a WHERE id IN (SELECT f / 1 FROM b WHERE f > 1.5) ORDER BY id",
                "SELECT id FROM a WHERE d IN (SELECT f FROM b) ORDER BY id",
                "SELECT id FROM a WHERE c IN (SELECT c FROM b) ORDER BY id",
                "SELECT id FROM a WHERE v IN (SELECT v FROM b) ORDER BY id",
                "SELECT id FROM a WHERE c IN (SELECT v FROM b) ORDER BY id",
                "SELECT id FROM a WHERE v IN (SELECT c FROM b) ORDER BY id",
                "SELECT id FROM a WHERE v = '5' AND v IN (SELECT n FROM b) AND v < (SELECT max(n) + 5 FROM b) ORDER BY id",
                "SELECT id FROM a WHERE v >= (SELECT c FROM b WHERE id = 1) ORDER BY id",
                "SELECT id FROM a WHERE t IN (SELECT t FROM b) ORDER BY id",
                "SELECT id, (n, v) IN (SELECT n, v FROM b), (n, t) IN (SELECT n, t FROM b) FROM a ORDER BY id",
                "SELECT id, (n, t) NOT IN (SELECT n, t FROM a) FROM a ORDER BY id",
                "SELECT id, (SELECT c FROM b WHERE id = 1), (SELECT v FROM b WHERE id = 1) FROM a ORDER BY id",
                "SELECT id, (SELECT d FROM b WHERE id = 1) + d, (SELECT id FROM none), (SELECT t FROM b WHERE id = 1) FROM a ORDER BY id",
                "SELECT id, (SELECT median(d) FROM b), (SELECT avg(d) FROM b) / 7, (SELECT sum(d) FROM b) * d FROM a ORDER BY id",
                "SELECT id FROM a WHERE c = (SELECT c FROM b WHERE id = 1) ORDER BY id",
                "SELECT id FROM a WHERE v > (SELECT c FROM b WHERE id = 1) ORDER BY id",
                "SELECT id FROM a WHERE n > (SELECT avg(f) FROM b) ORDER BY id",
                "SELECT id FROM a WHERE (SELECT max(n) FROM b) >= n AND EXISTS (SELECT 1 FROM b WHERE n = 3) ORDER BY id",
                "SELECT id FROM a WHERE EXISTS (SELECT 1 FROM none) OR NOT EXISTS (SELECT 1 FROM none WHERE id = 1) ORDER BY id",
                "SELECT id FROM a WHERE n = (SELECT id FROM none) ORDER BY id",
                "SELECT (SELECT max(n) FROM b), count(*) FROM a GROUP BY (SELECT max(n) FROM b)",
                "SELECT n, count(*) FROM a GROUP BY n HAVING count(*) <= (SELECT count(*) FROM b) ORDER BY n",
                "SELECT id FROM a ORDER BY (SELECT max(n) FROM b) - n, id",
                "SELECT id FROM a WHERE n IN (SELECT n FROM b WHERE n > (SELECT min(n) FROM b) AND n IN (SELECT n FROM a)) ORDER BY id",
                "SELECT id FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.n = a.n AND b.id IN (SELECT id FROM a)) ORDER BY id",
                "SELECT id FROM a WHERE CASE WHEN n > 0 OR n IS NULL THEN TRUE ELSE (SELECT 1 / (n - n) FROM b WHERE id = 1) = 1 END ORDER BY id",
                "SELECT id FROM a WHERE id < 0 AND n = (SELECT n FROM b)",
                "SELECT x.id FROM a x JOIN b y ON x.id = y.id AND y.n IN (SELECT n FROM a) ORDER BY 1",
                "SELECT id, sum((SELECT count(*) FROM b)) OVER (ORDER BY id) FROM a ORDER BY id",
                "WITH w AS (SELECT n FROM b WHERE n < 5) SELECT id FROM a WHERE n IN (SELECT n FROM w) OR n > (SELECT max(n) FROM w) + 1 ORDER BY id",
                "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 4) SELECT id FROM a WHERE n IN (SELECT n FROM r) ORDER BY id",
                "SELECT id FROM a WHERE n IN (VALUES 1, 4) ORDER BY id",
                "SELECT id, (SELECT max(n) FROM b WHERE n < (SELECT max(n) FROM b)), (SELECT 1 UNION SELECT 1) FROM a ORDER BY id",
                "SELECT id FROM a WHERE n IN (SELECT n FROM b ORDER BY n DESC LIMIT 1) ORDER BY id",
            })
    void aSubqueryMeansWhatItMeansInH2(String sql) throws SQLException {
        assertRowsOfH2(sql);
    }

    @Test
    void parametersReachSubqueries() throws SQLException {
        assertRowsOfH2("SELECT id FROM a WHERE n IN (SELECT n FROM b WHERE n > ?) AND id < ? ORDER BY id", 1, 9);
        assertRowsOfH2("SELECT id FROM a WHERE n + ? > (SELECT max(n) + ? FROM b) ORDER BY id", 1, -1);
    }

    @Test
    void aFailingSubqueryFailsTheStatementThatAsksForIt() throws SQLException {
        assertStateOfH2("22012", "SELECT id FROM a WHERE n = (SELECT 1 / 0 FROM b WHERE id = 1)");
        assertStateOfH2("90053", "SELECT id FROM a WHERE n = (SELECT n FROM b)");
    }

    @Test
    void changesTakeWhatWasThereBefore() throws SQLException {
        String all = "SELECT * FROM a ORDER BY id";
        assertChangeOfH2("UPDATE a SET n = (SELECT max(n) FROM a) + id, c = (SELECT c FROM b WHERE id = 3)", all);
        assertChangeOfH2(
                "INSERT INTO a (id, n) SELECT id + 10, n FROM b WHERE n NOT IN (SELECT id FROM a WHERE id > 3)", all);
        assertChangeOfH2("UPDATE a SET (n, v) = (SELECT max(n), 'p' FROM b) WHERE id = 3", all);
        assertChangeOfH2("INSERT INTO a (id, n) VALUES (20, (SELECT count(*) FROM a))", all);
        assertChangeOfH2("DELETE FROM a WHERE id IN (SELECT id FROM a WHERE n > (SELECT avg(n) FROM a))", all);
    }

    @Test
    void listsOfAllLengthsFindTheSameRows() throws SQLException {
        executeInBoth(
                "CREATE TABLE many (id INT PRIMARY KEY, n INT)",
                "INSERT INTO many SELECT x, CASE WHEN MOD(x, 7) = 0 THEN NULL ELSE x END FROM SYSTEM_RANGE(1, 9000)");
        for (int length : IntStream.of(0, 1, 3_999, 4_000, 4_001, 8_999).toArray()) {
            for (String column : List.of("id", "n")) {
                for (String not : List.of("", "NOT ")) {
                    assertRowsOfH2(
                            "SELECT count(*), min(id), max(id) FROM many WHERE " + column + " " + not
                                    + "IN (SELECT id FROM many WHERE id <= ?)",
                            length);
                }
            }
        }
    }

    @Test
    void explainTellsWhatIsComputedFirst() throws SQLException {
        assertThat(rows("EXPLAIN SELECT id FROM a WHERE id IN (SELECT id FROM b) AND n > (SELECT avg(n) FROM b)")
                        .toString())
                .contains("Computed once, first: SELECT \"B\".\"ID\" FROM \"PUBLIC\".\"B\" AS \"B\"")
                .contains("Computed once, first: SELECT AVG(")
                .contains("= ANY(?1");
        assertThat(rows("EXPLAIN (FORMAT JSON) SELECT id FROM a WHERE id IN (SELECT id FROM b)")
                        .toString())
                .contains("\"computedFirst\" : [ \"SELECT");
        assertThat(rows("EXPLAIN SELECT id FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.id = a.id)")
                        .toString())
                .doesNotContain("Computed once");
    }
}
