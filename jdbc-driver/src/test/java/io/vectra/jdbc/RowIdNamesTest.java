package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** H2's name for the number of a row. */
class RowIdNamesTest extends BesideH2Test {
    @BeforeEach
    void fill() throws SQLException {
        executeInBoth(
                "CREATE TABLE t (id BIGINT PRIMARY KEY, n INT, c VARCHAR(10))",
                "INSERT INTO t VALUES (1, 10, 'a'), (2, 20, 'a'), (3, 30, 'b'), (4, NULL, 'c')",
                "CREATE TABLE words (word VARCHAR(10) PRIMARY KEY, t_id INT)",
                "INSERT INTO words VALUES ('one', 1), ('four', 4)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT _ROWID_, c FROM t",
                "SELECT t._rowid_ FROM t ORDER BY t._rowid_ DESC",
                "SELECT x.r FROM (SELECT _rowid_ AS r FROM t WHERE _rowid_ > 1) x",
                "SELECT max(_rowid_), c FROM t GROUP BY c",
                "SELECT a._rowid_ + 1 FROM t AS a JOIN words AS w ON w.t_id = a._rowid_",
                "SELECT word, (SELECT n FROM t WHERE t._rowid_ = words.t_id) FROM words",
                "SELECT n FROM t WHERE EXISTS (SELECT 1 FROM words WHERE t_id = t._rowid_)",
            })
    void itIsTheKeyWhereThatIsOneInteger(String sql) throws SQLException {
        assertRowsOfH2(sql);
    }

    @Test
    void changesReadIt() throws SQLException {
        executeInBoth(
                "UPDATE t SET n = 0 WHERE t._rowid_ IN (SELECT t._rowid_ FROM t ORDER BY t.c FETCH NEXT 1 ROWS ONLY)",
                "DELETE FROM public.t WHERE public.t._rowid_ = 2",
                "INSERT INTO t SELECT _rowid_ + 10, n, c FROM t");
        assertRowsOfH2("SELECT * FROM t");
    }

    @Test
    void searchesByTheIndexReadIt() throws SQLException {
        execute(
                "CREATE TABLE docs (id INT PRIMARY KEY, vec VECTOR(2))",
                "CREATE INDEX docs_vec ON docs USING HNSW (vec) WITH (metric = 'cosine')",
                "INSERT INTO docs VALUES (1, '[1, 0]'), (2, '[1, 1]'), (3, '[0, 1]')");
        assertThat(rows("SELECT _rowid_ FROM docs WHERE _rowid_ > 1 ORDER BY vec <=> '[1, 0]' LIMIT 1"))
                .containsExactly(List.of(2));
    }

    @Test
    void otherTablesHaveNone() {
        assertThatThrownBy(() -> execute("SELECT t_id FROM words WHERE _rowid_ = 1"))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused -> assertThat(refused.getSQLState()).isEqualTo("0A000"))
                .hasMessage(
                        "_ROWID_ of table WORDS is not supported, because its primary key is not one integer column;"
                                + " name the key's columns (line 1, column 30)");
    }
}
