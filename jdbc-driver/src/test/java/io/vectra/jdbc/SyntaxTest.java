package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forms of statements that Calcite's grammar takes otherwise than the mirror does. */
class SyntaxTest extends DatabaseTest {
    @BeforeEach
    void fill() throws SQLException {
        execute(
                "CREATE TABLE docs (id INT PRIMARY KEY, title VARCHAR(10), vec VECTOR(2))",
                "INSERT INTO docs VALUES (1, 'one', '[1, 0]'), (2, 'two', '[0, 1]'), (3, NULL, NULL)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "'a' 'b' ~ ab",
                "'it''s' /* and */ ' so' ~ it's so",
                "N'a€' 'b' ~ a€b",
                "_latin1'€' ~ €",
                "U&'\\0041' '\\0042' ~ AB",
                "'a' || 'b' 'c' ~ abc",
                "CAST(X'61' '6263' AS VARCHAR) ~ abc",
            })
    void stringsThatFollowEachOtherAreOne(String expression, String expected) throws SQLException {
        assertThat(value("SELECT " + expression)).isEqualTo(expected);
        assertThat(value("SELECT count(*) FROM docs WHERE " + expression + " = ?", expected))
                .isEqualTo(3L);
    }

    @Test
    void stringsInDefinitionsAreJoinedToo() throws SQLException {
        execute("CREATE TABLE t (id INT, s VARCHAR DEFAULT 'a' 'b')", "INSERT INTO t (id) VALUES (1)");
        execute("CREATE VIEW w AS SELECT id, 'c' 'd' AS s FROM t WHERE s = 'a' 'b'");

        assertThat(rows("SELECT t.s, w.s FROM t, w")).containsExactly(List.of("ab", "cd"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "27 | SELECT id FROM docs WHERE (title, 'x')",
                "30 | SELECT id FROM docs WHERE ROW(title)",
                "36 | SELECT id FROM docs JOIN docs d ON (d.id, 1)",
                "24 | DELETE FROM docs WHERE (1, 2)",
                "27 | SELECT id FROM docs WHERE (title, 'x') AND TRUE",
                "12 | SELECT 'a' X'00'",
                "12 | SELECT 'a' N'b'",
                "28 | SELECT id FROM docs WHERE (1 LIMIT 10) = id",
                "41 | SELECT 'a' NOT ILIKE 'b' = 'c' ESCAPE '!'",
                "38 | SELECT id FROM docs WHERE (0, id) < (title > 'x' LIMIT 10 OFFSET 20, id)",
            })
    void whatHasNoMeaningIsRefusedWithItsPlace(int column, String sql) {
        assertState("42000", () -> rows(sql)).hasMessageContaining("(line 1, column " + column + ")");
    }

    @Test
    void aTextThatIsNoUuidIsRefused() {
        assertState("22018", () -> rows("SELECT UUID '2024-02-29'"));
    }

    @Test
    void numbersOfRowsAreRoundedAsInTheMirror() throws SQLException {
        for (String key : List.of("id", "vec <-> '[1, 0]'")) {
            String sql = "SELECT id FROM docs ORDER BY " + key;
            assertThat(rows(sql + " LIMIT 1.5")).containsExactly(List.of(1), List.of(2));
            assertThat(rows(sql + " LIMIT 2 OFFSET .2")).containsExactly(List.of(1), List.of(2));
            assertState("22003", () -> rows(sql + " LIMIT 99999999999999999999"));
        }
    }

    @Test
    void aQueryWithoutFromMayHaveConditions() throws SQLException {
        assertThat(rows("SELECT 1 WHERE 1 = 1")).containsExactly(List.of(1));
        assertThat(rows("SELECT 1 WHERE 1 = ?", 2)).isEmpty();
        assertThat(rows("SELECT count(*) WHERE FALSE")).containsExactly(List.of(0L));
        assertThat(rows("SELECT count(*) HAVING count(*) > 1")).isEmpty();
        assertThat(rows("SELECT id FROM docs WHERE EXISTS (SELECT 1 WHERE docs.id = 2)"))
                .containsExactly(List.of(2));
        assertThat(rows("SELECT VECTOR '[1, 2]' <-> '[1, 0]' AS d WHERE TRUE ORDER BY d LIMIT 1"))
                .containsExactly(List.of(2.0));
        assertThat(rows("SELECT 7 WHERE 1 = 2 UNION ALL SELECT 8 WHERE 1 = 1")).containsExactly(List.of(8));
    }

    @Test
    void aRowIsInsertedUnlessItIsThere() throws SQLException {
        String sql = "INSERT INTO docs (id, vec) SELECT ?, '[5, 5]' WHERE NOT EXISTS (SELECT 1 FROM docs WHERE id = ?)";

        assertThat(update(sql, 5, 5)).isEqualTo(1);
        assertThat(update(sql, 5, 5)).isZero();
        assertThat(value("SELECT CAST(vec AS VARCHAR) FROM docs WHERE id = 5")).isEqualTo("[5, 5]");
    }
}
