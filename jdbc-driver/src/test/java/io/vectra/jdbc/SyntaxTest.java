package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    void nullIsATruthValue() throws SQLException {
        assertThat(rows("SELECT TRUE AND NULL, NULL OR TRUE, NOT NULL, NULL AND FALSE"))
                .hasToString("[[null, true, null, false]]");
        assertThat(rows("SELECT id FROM docs WHERE id = 1 AND NULL")).isEmpty();
        assertThat(rows("SELECT id FROM docs WHERE id = 1 OR NULL ORDER BY vec <-> '[0, 1]' LIMIT 2"))
                .containsExactly(List.of(1));
        assertThat(rows("SELECT id FROM docs WHERE NOT (NULL AND id = 1) ORDER BY vec <-> '[0, 1]' LIMIT 1"))
                .containsExactly(List.of(2));
        assertThat(rows("SELECT id FROM docs WHERE vec <-> '[1, 0]' < 1 AND NULL"))
                .isEmpty();
        assertThat(rows("SELECT id FROM docs WHERE UNKNOWN ORDER BY vec <-> '[0, 1]' LIMIT 2"))
                .isEmpty();
        assertThat(rows("SELECT id FROM docs WHERE id = 1 OR id > 1 = UNKNOWN ORDER BY vec <-> '[0, 1]' LIMIT 2"))
                .containsExactly(List.of(1));
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

    @Test
    void aNameStandsForOneQueryOfAWith() throws SQLException {
        assertState("42712", () -> rows("WITH a AS (SELECT 1), b AS (SELECT 2), A AS (SELECT 3) SELECT * FROM b"))
                .hasMessageContaining("\"A\"")
                .hasMessageContaining("column 40");
        execute("CREATE INDEX docs_text ON docs USING FULLTEXT (title)");
        assertState(
                "42712",
                () -> rows(
                        "WITH a AS (SELECT 1 AS x), a AS (SELECT 2 AS x) SELECT * FROM docs, a WHERE matches(title, 'one')"));
        assertThat(rows(
                        "SELECT * FROM (WITH a AS (SELECT id FROM docs WHERE matches(title, 'one')) SELECT * FROM a) s, "
                                + "(WITH a AS (SELECT id FROM docs WHERE matches(title, 'two')) SELECT * FROM a) t"))
                .containsExactly(List.of(1, 2));
    }

    @Test
    void rowsWithoutAVectorAreFoundThroughAnIndex() throws SQLException {
        execute(
                "CREATE TABLE keyless (id INT NOT NULL UNIQUE, vec VECTOR(2), body VARCHAR)",
                "CREATE INDEX keyless_body ON keyless USING FULLTEXT (body)",
                "INSERT INTO keyless VALUES (5, '[1, 2]', 'one'), (2, NULL, 'two'), (7, NULL, NULL)");
        assertThat(rows("SELECT id FROM keyless WHERE id = 2 ORDER BY vec <=> '[1, 1]' LIMIT 3"))
                .containsExactly(List.of(2));
        assertThat(rows("SELECT id FROM keyless WHERE id IN (2, 5, 7) ORDER BY vec <=> '[1, 1]' LIMIT 3"))
                .containsExactly(List.of(5), List.of(2), List.of(7));
        assertThat(rows("SELECT id FROM keyless WHERE id = 7 ORDER BY bm25(body, 'one') DESC LIMIT 3"))
                .containsExactly(List.of(7));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT id, row_number() OVER (ORDER BY vec <-> '[1, 0]') FROM docs",
                "SELECT id, row_number() OVER (ORDER BY vec <-> '[0, 1]' DESC) FROM docs",
                "SELECT id, row_number() OVER w FROM docs WINDOW w AS (ORDER BY vec <-> '[1, 0]')",
                "SELECT id, rank() OVER (ORDER BY d) FROM (SELECT id, vec <-> '[1, 0]' AS d FROM docs) n",
                "SELECT id, row_number() OVER (ORDER BY min(vec <-> '[1, 0]')) FROM docs GROUP BY id",
                "SELECT id, array_length(array_agg(id) OVER (ORDER BY vec <-> '[1, 0]')) FROM docs",
            })
    void rowsWithoutAVectorComeLastInWindowsToo(String sql) throws SQLException {
        assertThat(rows(sql + " ORDER BY 2"))
                .extracting(row -> ((Number) row.get(0)).intValue() + " " + row.get(1))
                .containsExactly("1 1", "2 2", "3 3");
    }

    @Test
    void nullsFirstHoldsInWindows() throws SQLException {
        assertThat(rows("SELECT id, row_number() OVER (ORDER BY vec <-> '[1, 0]' NULLS FIRST) FROM docs ORDER BY 2"))
                .containsExactly(List.of(3, 1L), List.of(1, 2L), List.of(2, 3L));
        assertThat(value("SELECT listagg(id, ',') WITHIN GROUP (ORDER BY vec <-> '[1, 0]') FROM docs"))
                .isEqualTo("1,2,3");
        assertThat(value("SELECT CAST(array_agg(id ORDER BY vec <-> '[0, 1]') AS VARCHAR) FROM docs"))
                .isEqualTo("[2, 1, 3]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM docs ORDER BY vec <-> ARRAY[?, ?] LIMIT 1",
                "SELECT id FROM docs WHERE ARRAY[?, ?] <-> vec < 0.1",
                "SELECT id FROM docs WHERE vec = ARRAY[?, ?]",
                "SELECT id FROM docs WHERE cosine(vec, CAST(ARRAY[?, ?] AS VECTOR(2))) < 0.1",
                "UPDATE docs SET vec = ARRAY[?, ?] WHERE id = 2 RETURNING id",
            })
    void anArrayOfParametersIsAVectorWhereOneIsExpected(String sql) throws SQLException {
        assertThat(rows(sql, 0, 1.0)).containsExactly(List.of(2));
    }

    @Test
    void anArrayOfParametersAloneHasNoTypeElsewhere() throws SQLException {
        assertState("42P18", () -> rows("SELECT ARRAY[?, ?]", 1, 2))
                .hasMessageContaining("CAST")
                .hasMessageContaining("line 1, column 8");
        assertThat(rows("SELECT id FROM docs WHERE id = ANY(ARRAY[CAST(? AS INTEGER), ?]) ORDER BY id", 3, 1))
                .containsExactly(List.of(1), List.of(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET recall = X'0b'",
                "BACKUP TO X'0b'",
                "COMMENT ON TABLE docs IS X'0b'",
                "CREATE TABLE t (id INT COMMENT X'0b')",
                "CREATE INDEX i ON docs USING HNSW (vec) WITH (metric = X'0b')",
            })
    void aBinaryStringIsNoText(String sql) {
        assertState("42000", () -> execute(sql)).hasMessageContaining("X'0B'").hasMessageContaining("line 1, column");
    }
}
