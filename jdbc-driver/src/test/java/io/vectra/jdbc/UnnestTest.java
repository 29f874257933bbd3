package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables made of arrays. */
class UnnestTest extends DatabaseTest {
    @BeforeEach
    void fill() throws SQLException {
        execute(
                "CREATE TABLE t (id INT PRIMARY KEY, vec VECTOR(2))",
                "INSERT INTO t VALUES (1, '[1, 0]'), (2, '[0, 1]'), (3, '[1, 1]')");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT x FROM UNNEST(ARRAY[5, 6]) AS u (x) | [[5], [6]]",
                "SELECT u FROM UNNEST(ARRAY[5, 6]) AS u | [[5], [6]]",
                "SELECT * FROM UNNEST(ARRAY[5, 6]) | [[5], [6]]",
                "SELECT x, y FROM UNNEST(ARRAY[5, 6], ARRAY['a']) AS u (x, y) | [[5, a], [6, null]]",
                "SELECT * FROM UNNEST(ARRAY[5, 6], ARRAY[7]) AS u | [[5, 7], [6, null]]",
                "SELECT * FROM UNNEST(ARRAY[5, 6]) WITH ORDINALITY AS u (x, place) | [[5, 1], [6, 2]]",
                "SELECT u.x FROM UNNEST(ARRAY['a', 'b']) WITH ORDINALITY AS u (x, place) WHERE u.place > 1 | [[b]]",
                "SELECT u, nord FROM UNNEST(ARRAY[5, 6]) WITH ORDINALITY AS u | [[5, 1], [6, 2]]",
                "SELECT c1, nord FROM UNNEST(ARRAY[5, 6]) WITH ORDINALITY | [[5, 1], [6, 2]]",
                "SELECT * FROM UNNEST(ARRAY[5], ARRAY[6]) WITH ORDINALITY AS u (x, y, place) | [[5, 6, 1]]",
                "SELECT * FROM UNNEST(ARRAY[5]) WITH ORDINALITY, UNNEST(ARRAY[6]) | [[5, 1, 6]]",
            })
    void arraysAreTables(String sql, String expected) throws SQLException {
        assertThat(rows(sql)).hasToString(expected);
    }

    @Test
    void rowsComeInTheOrderOfAnArray() throws SQLException {
        String from = " FROM t JOIN UNNEST(CAST(? AS INT ARRAY)) WITH ORDINALITY AS w (id, place) ON w.id = t.id ";
        Object ids = new Integer[] {3, 1};

        assertThat(rows("SELECT t.id" + from + "ORDER BY w.place", ids)).containsExactly(List.of(3), List.of(1));
        assertThat(rows("SELECT t.id, w.place" + from + "ORDER BY t.vec <-> '[1, 0]' LIMIT 5", ids))
                .containsExactly(List.of(1, 2), List.of(3, 1));
        assertThat(
                        update(
                                "INSERT INTO t (id) SELECT x + place FROM UNNEST(ARRAY[10, 20]) WITH ORDINALITY AS u (x, place)"))
                .isEqualTo(2);
    }

    @Test
    void arraysInColumnsAreNotSupportedInFrom() throws SQLException {
        execute("CREATE TABLE a (id INT PRIMARY KEY, list INT ARRAY)");

        assertState("0A000", () -> rows("SELECT id, u.x FROM a, UNNEST(a.list) AS u (x)"))
                .hasMessageContaining("line 1, column 31");
    }

    @Test
    void aWrongNumberOfNamesIsRefused() {
        assertState("42000", () -> rows("SELECT * FROM UNNEST(ARRAY[1]) WITH ORDINALITY AS u (x)"))
                .hasMessageContaining("line 1");
    }
}
