package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words that mean something in SQL, used as names without quotes. */
class NamesTest extends DatabaseTest {
    /** What columns are called, ours and Calcite's keywords among them. */
    private static final String WORDS = """
            returning vector metric text progress fulltext settings conflict nothing vacuum backup reindex analyze level score distance
            value key type name date time timestamp week user_id position rank count sum min max avg
            rows range next new only of at begin column cursor define measure member real power floor abs mod exp element
            references similar without rollback commit truncate int integer bigint char double float boolean binary bit blob uuid
            comment cache cancel do if index off rename persistent snapshot task temp transactional method result sql start state
            version size number path source status label length description language data content match matches percent pattern
            """;

    @Test
    void wordsNameColumnsAliasesAndTables() throws SQLException {
        for (String word : WORDS.trim().split("\\s+")) {
            String[] statements = {
                "CREATE TABLE t (id INT PRIMARY KEY, $ INT)",
                "INSERT INTO t (id, $) VALUES (1, 2)",
                "UPDATE t SET $ = $ + 1 WHERE $ = 2",
                "CREATE INDEX t_index ON t ($)",
                "CREATE TABLE $ (id INT PRIMARY KEY)",
                "INSERT INTO $ SELECT $ FROM t",
                "MERGE INTO t AS $ USING (SELECT 3 AS k) AS s ON $.id = s.k WHEN NOT MATCHED THEN INSERT (id, $) VALUES (4, 5)",
                "DELETE FROM t WHERE $ > 3",
                "DROP TABLE $",
            };
            for (String statement : statements) {
                execute(statement.replace("$", word));
            }
            for (String query : List.of(
                    "SELECT $ FROM t",
                    "SELECT t.$ FROM t WHERE $ = 3 AND t.$ IN (3, 4)",
                    "SELECT $ FROM t GROUP BY $ HAVING max($) = 3 ORDER BY $ DESC LIMIT 5",
                    "SELECT $ + 0 FROM t ORDER BY t.$",
                    "SELECT $.id + 2 AS $ FROM t AS $",
                    "SELECT a.$ FROM (SELECT 3 AS $) AS a",
                    "WITH $ AS (SELECT 3 AS $) SELECT $ FROM $",
                    "UPDATE t SET $ = 3 RETURNING $")) {
                String sql = query.replace("$", word);
                assertThat(rows(sql)).as(sql).containsExactly(List.of(3));
            }
            execute("DROP TABLE t");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id date, id count, id rank, id position, id value FROM t",
                "SELECT DATE '2024-02-29', TIME '10:00:00', TIMESTAMP '2024-02-29 10:00:00' FROM t",
                "SELECT TIMESTAMP WITH TIME ZONE '2024-02-29 10:00:00+00', CAST('2024-02-29' AS DATE) FROM t",
                "SELECT CAST(id AS DOUBLE PRECISION), CAST(id AS CHARACTER VARYING(5)), CAST(id AS BINARY VARYING(9)) FROM t",
                "SELECT sum(id) OVER (ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t",
                "SELECT sum(id) OVER (ORDER BY id RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM t",
                "SELECT sum(id) OVER (PARTITION BY id ROWS UNBOUNDED PRECEDING) FROM t",
                "SELECT sum(id) OVER (w ROWS UNBOUNDED PRECEDING) FROM t WINDOW w AS (ORDER BY id)",
                "SELECT position('a' IN 'ba'), extract(YEAR FROM DATE '2024-02-29'), trim(BOTH ' ' FROM ' a ') FROM t",
                "SELECT substring('abc' FROM 2 FOR 1), floor(1.5), ceil(1.5), mod(7, 2), coalesce(NULL, 1), nullif(1, 2) FROM t",
                "SELECT count(*), min(id), max(id), count(DISTINCT id) FROM t",
                "SELECT id FROM t WHERE (id, 1) IN (SELECT 1, 1) AND ROW (1, 2) = ROW (1, 2)",
                "SELECT id FROM t OFFSET 0 ROWS FETCH NEXT 1 ROW ONLY",
                "SELECT id FROM t FETCH FIRST ? ROWS ONLY",
                "SELECT NEXT VALUE FOR s",
                "SELECT {fn abs(1)}, {d '2024-02-29'} FROM t",
            })
    void whatTheyMeanInSqlTheyStillDo(String sql) throws SQLException {
        execute("CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (1)", "CREATE SEQUENCE s");

        assertThat(sql.contains("?") ? rows(sql, 1) : rows(sql)).hasSize(1);
    }

    @Test
    void returningAfterAChangeIsNoName() throws SQLException {
        execute("CREATE TABLE t (id INT PRIMARY KEY, returning INT)", "INSERT INTO t VALUES (1, 2)");

        assertThat(rows("INSERT INTO t (id) SELECT id + 1 FROM t RETURNING id")).containsExactly(List.of(2));
        assertThat(rows("INSERT INTO t (id, returning) SELECT 3, 4 RETURNING returning AS returning"))
                .containsExactly(List.of(4));
        assertThat(
                        rows(
                                "INSERT INTO t (id, returning) SELECT 5, max(returning) AS returning FROM t AS returning RETURNING returning"))
                .containsExactly(List.of(4));
        assertThat(rows("UPDATE t SET returning = returning + 1 WHERE returning = 2 RETURNING returning"))
                .containsExactly(List.of(3));
        assertThat(rows("DELETE FROM t RETURNING id")).hasSize(4);
    }
}
