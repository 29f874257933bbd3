package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that random ones (package fuzz) once showed to be answered otherwise than H2 answers them. */
class FuzzFindingsTest extends DatabaseTest {
    @BeforeEach
    void fill() throws SQLException {
        execute(
                "CREATE TABLE t (id INT PRIMARY KEY, s VARCHAR(10), n SMALLINT, a INT ARRAY, vec VECTOR(2))",
                "INSERT INTO t (id, s, n, a) VALUES (1, 'ab', 10, ARRAY[1, 2]), (2, NULL, 20, ARRAY[3])");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "('1' || '2') + 3 ~ 15",
                "'1' || 2 + 3 ~ 15",
                "'a' || 'b' || 1 ~ ab1",
                "TRUE = (2 IN (1, 3)) ~ FALSE",
                "(1 = 1) = (2 NOT BETWEEN 1 AND 3) ~ FALSE",
                "(1 = 2) IS NOT DISTINCT FROM ('a' LIKE 'b') ~ TRUE",
                "(EXISTS (SELECT 1)) IS UNKNOWN ~ FALSE",
                "NOT ((1 = 2) IS TRUE) ~ TRUE",
            })
    void conditionsInConditionsKeepTheirParentheses(String expression, String expected) throws SQLException {
        assertThat(value("SELECT CAST(" + expression + " AS VARCHAR)")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "JSON '[1, 2]' ~ [1,2]",
                "TIMESTAMP WITH TIME ZONE '2024-02-29 10:00:00.5-05:30' ~ 2024-02-29 10:00:00.5-05:30",
                "TIME '10:11' ~ 10:11:00",
                "DATEADD(MONTH, 2, DATE '2024-01-31') ~ 2024-03-31",
                "DATEDIFF(DAY, DATE '2024-01-31', DATE '2024-02-02') ~ 2",
                "EXTRACT(ISO_WEEK FROM DATE '2024-01-31') ~ 5",
                "EXTRACT(DAY_OF_YEAR FROM DATE '2024-02-01') ~ 32",
            })
    void literalsAndUnitsOfTheMirrorAreTaken(String expression, String expected) throws SQLException {
        assertThat(value("SELECT CAST(" + expression + " AS VARCHAR)")).isEqualTo(expected);
    }

    @Test
    void anUnknownFieldOfADateIsRefused() {
        assertState("42000", () -> rows("SELECT EXTRACT(FOO FROM CURRENT_DATE)"))
                .hasMessageContaining("FOO");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM t WHERE ARRAY[3] = a",
                "SELECT id FROM t WHERE a <> ALL (SELECT ARRAY[1, 2])",
                "SELECT id FROM t WHERE CAST(ARRAY[1] AS INT ARRAY) <> a AND id = 2",
                "SELECT id FROM t WHERE ARRAY[id + 1, n] = ARRAY[3, 20]",
                "SELECT id FROM t WHERE CASE WHEN 'x' = ? THEN DATE '2024-01-01' ELSE DATE '2024-02-02' END"
                        + " - INTERVAL '1' DAY < DATE '2024-01-15' AND id = 2",
            })
    void arraysAndParametersAreCompared(String sql) throws SQLException {
        Object[] values = sql.contains("?") ? new Object[] {"x"} : new Object[0];
        assertThat(rows(sql, values)).isEqualTo(List.of(List.of(2)));
    }

    @Test
    void arraysOfColumnsAreAssigned() throws SQLException {
        assertThat(update("UPDATE t AS u SET a = ARRAY[u.id, u.n] WHERE u.id = 1"))
                .isEqualTo(1);
        assertThat(value("SELECT CAST(a AS VARCHAR) FROM t WHERE id = 1")).isEqualTo("[1, 10]");
    }

    @Test
    void aCastToNumericIsNumeric() throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT CAST(1 AS NUMERIC(20, 1))")) {
            assertThat(rows.getMetaData().getColumnTypeName(1)).isEqualTo("NUMERIC");
        }
    }

    @Test
    void aJoinConditionDoesNotSeeTablesBeforeTheComma() {
        assertState(
                        "42S22",
                        () -> rows("SELECT 1 FROM t a, t b LEFT JOIN t c ON (b.id, a.s) IN ((1, 'ab'), (c.id, a.s))"))
                .hasMessageContaining("A.S");
    }

    @Test
    void aSetOperationIsOrderedAsItIsWritten() throws SQLException {
        String sql = "SELECT id, s FROM t WHERE (EXISTS (SELECT 1 FROM t u WHERE u.id > t.id)) IS TRUE"
                + " UNION SELECT 7, 'x' ORDER BY s DESC NULLS LAST, 1 OFFSET 0 ROWS FETCH FIRST 5 ROWS ONLY";
        assertThat(rows(sql)).isEqualTo(List.of(List.of(7, "x"), List.of(1, "ab")));
        assertThat(String.valueOf(rows("EXPLAIN " + sql))).doesNotContain("FROM (SELECT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(EXISTS (SELECT 1 FROM t u WHERE u.id = t.id)) = (t.id > 0)",
                "(t.id > 0) = EXISTS (SELECT 1 FROM t u WHERE u.id = t.id)",
                "(NOT EXISTS (SELECT 1 FROM t u WHERE u.id = t.id)) = (t.id < 0)",
                "(EXISTS (SELECT 1 FROM t u WHERE u.id = t.id)) IN (t.id > 0, t.id < 0)",
                "(EXISTS (SELECT 1 FROM t u WHERE u.id = t.id)) IS NOT NULL",
                "(EXISTS (SELECT 1 FROM t u WHERE u.id = t.id)) || 'x' = 'TRUEx'",
            })
    void existsIsAValueInsideAQueryInFrom(String condition) throws SQLException {
        String sql = "SELECT x.k FROM (SELECT id AS k FROM t WHERE " + condition + ") AS x WHERE x.k = 1";
        assertThat(rows(sql)).isEqualTo(List.of(List.of(1)));
    }

    @Test
    void isDistinctFromBeginsNoFrom() throws SQLException {
        assertThat(rows("SELECT id, id IS NOT DISTINCT FROM 1 FROM FINAL TABLE (UPDATE t SET n = 3 WHERE id = 1)"))
                .isEqualTo(List.of(List.of(1, true)));
    }

    @Test
    void aChangeThatFailsAtItsSecondRowKeepsNone() throws SQLException {
        assertState("23505", () -> rows("SELECT id FROM FINAL TABLE (INSERT INTO t (id) VALUES (9), (1))"));
        assertThat(rows("SELECT id FROM t WHERE id = 9")).isEmpty();
    }
}
