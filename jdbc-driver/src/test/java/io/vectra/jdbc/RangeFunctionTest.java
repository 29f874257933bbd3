package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SYSTEM_RANGE and GENERATE_SERIES in FROM. */
class RangeFunctionTest extends DatabaseTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM generate_series(1, 3) | [[1], [2], [3]]",
                "SELECT generate_series FROM generate_series(1, 2) | [[1], [2]]",
                "SELECT i FROM generate_series(1, 2) AS i | [[1], [2]]",
                "SELECT g.i FROM generate_series(1, 2) AS g (i) | [[1], [2]]",
                "SELECT x FROM SYSTEM_RANGE(1, 10, 4) | [[1], [5], [9]]",
                "SELECT r.x FROM SYSTEM_RANGE(2, 1, -1) r | [[2], [1]]",
                "SELECT x FROM SYSTEM_RANGE(2, 1) | []",
                "SELECT a, b FROM generate_series(1, 2) a, generate_series(3, 3) b | [[1, 3], [2, 3]]",
                "SELECT sum(x) FROM SYSTEM_RANGE(1, 100000) | [[5000050000]]",
            })
    void wholeNumbersAreListed(String sql, String expected) throws SQLException {
        assertThat(rows(sql)).hasToString(expected);
    }

    @Test
    void rowsAreMadeOfThem() throws SQLException {
        execute("CREATE TABLE items (id BIGINT PRIMARY KEY, vec VECTOR(2))");

        assertThat(update("INSERT INTO items SELECT i, ARRAY[i, 1] FROM generate_series(1, ?) AS i", 100))
                .isEqualTo(100);
        assertThat(rows("SELECT id FROM items WHERE id IN (SELECT x FROM SYSTEM_RANGE(5, 7)) "
                        + "ORDER BY vec <-> '[1, 1]' LIMIT 2"))
                .containsExactly(List.of(5L), List.of(6L));
        assertThat(rows("SELECT i.id, g FROM items i, generate_series(1, 2) g "
                        + "WHERE i.id < 3 ORDER BY i.vec <-> '[1, 1]', g LIMIT 3"))
                .containsExactly(List.of(1L, 1L), List.of(1L, 2L), List.of(2L, 1L));
        execute("CREATE VIEW numbers AS SELECT n FROM generate_series(1, 3) AS n");
        assertThat(rows("SELECT count(*), max(n) FROM numbers")).containsExactly(List.of(3L, 3L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "42000 | generate_series(1)",
                "42000 | SYSTEM_RANGE(1, 2, 3, 4)",
                "42804 | generate_series('[1, 2]'::vector, 3)",
                "0A000 | generate_series(1, (SELECT 3))",
                "0A000 | range(1, 3)",
                "22018 | generate_series('a', 'b')",
                "90142 | SYSTEM_RANGE(1, 3, 0)",
            })
    void otherOperandsAreRefused(String state, String call) {
        assertState(state, () -> rows("SELECT * FROM " + call + " AS g"));
    }

    @Test
    void columnsAreRefused() throws SQLException {
        execute("CREATE TABLE items (id BIGINT PRIMARY KEY)");

        for (String sql : List.of(
                "SELECT * FROM items i, generate_series(1, i.id) g",
                "SELECT * FROM items i, LATERAL (SELECT x FROM generate_series(1, i.id) AS x) g",
                "SELECT (SELECT count(*) FROM generate_series(1, id) AS x) FROM items")) {
            assertState("0A000", () -> rows(sql)).hasMessageContaining("GENERATE_SERIES of a column");
        }
    }
}
