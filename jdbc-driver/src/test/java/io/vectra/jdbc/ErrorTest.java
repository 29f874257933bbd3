package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLSyntaxErrorException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorTest extends DatabaseTest {
    @BeforeEach
    void createTables() throws SQLException {
        execute(
                "CREATE TABLE parent (id INT PRIMARY KEY)",
                "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(3) NOT NULL, n INT CHECK (n > 0), "
                        + "p INT REFERENCES parent (id), vec VECTOR(2), other VECTOR(3))",
                "INSERT INTO t VALUES (1, 'a', 1, NULL, '[1, 1]', '[1, 1, 1]')");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "42000 | SELEC 1",
                "42000 | SELECT FROM t",
                "42000 | SELECT 'open",
                "42S02 | SELECT * FROM nowhere",
                "42S22 | SELECT nope FROM t",
                "42S01 | CREATE TABLE t (i INT)",
                "42S02 | DROP TABLE nowhere",
                "23505 | INSERT INTO t (id, name) VALUES (1, 'b')",
                "23502 | INSERT INTO t (id, name) VALUES (2, NULL)",
                "23513 | INSERT INTO t (id, name, n) VALUES (2, 'b', -1)",
                "23506 | INSERT INTO t (id, name, p) VALUES (2, 'b', 99)",
                "22001 | INSERT INTO t (id, name) VALUES (2, 'too long')",
                "22012 | SELECT 1 / (id - 1) FROM t",
                "22018 | SELECT CAST('x' AS INT)",
                "42804 | SELECT cosine(vec, other) FROM t",
                "22000 | SELECT id FROM t ORDER BY cosine(vec, '[1, 2, 3]') LIMIT 1",
                "42804 | SELECT vec + 1 FROM t",
                "22000 | INSERT INTO t (id, name, vec) VALUES (2, 'b', '[1, 2, 3]')",
                "22000 | SELECT id FROM t ORDER BY cosine(vec, '[1, x]') LIMIT 1"
            })
    void aStateTellsTheKindOfError(String state, String sql) {
        assertState(state, () -> execute(sql));
    }

    /** H2 has three codes for a table that is not found: without candidates, with them, and in an empty database. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "42000 | SELEC 1",
                "42101 | CREATE TABLE t (id INT)",
                "42102 | SELECT * FROM nothing",
                "42112 | DROP INDEX nothing",
                "42122 | SELECT nothing FROM t",
                "90022 | SELECT nothing(id) FROM t",
                "23505 | INSERT INTO t (id, name) VALUES (1, 'b')"
            })
    void codesAreThoseOfH2(int code, String sql) {
        assertThat(catchThrowable(() -> execute(sql)))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getErrorCode()).isEqualTo(code));
    }

    @Test
    void aViolatedKeyIsNamedWithoutTheOtherRowsValues() {
        assertThat(catchThrowable(() -> execute("INSERT INTO t (id, name) VALUES (1, 'b')")))
                .hasMessageContaining("ON PUBLIC.T(ID)")
                .hasMessageNotContaining("key:")
                .hasMessageNotContaining("'a'");
    }

    @Test
    void subclassesFollowTheStates() {
        assertThat(catchThrowable(() -> execute("SELEC 1"))).isInstanceOf(SQLSyntaxErrorException.class);
        assertThat(catchThrowable(() -> execute("INSERT INTO t (id, name) VALUES (1, 'b')")))
                .isInstanceOf(SQLIntegrityConstraintViolationException.class);
        assertThat(catchThrowable(() -> execute("SELECT CAST('x' AS INT)"))).isInstanceOf(SQLDataException.class);
        assertThat(catchThrowable(() -> execute("CHECK DATABASE"))).isInstanceOf(SQLFeatureNotSupportedException.class);
    }

    @Test
    void anErrorOfTheTextSaysWhere() {
        assertState("42S02", () -> execute("SELECT *\nFROM nowhere"))
                .hasMessageContaining("NOWHERE")
                .hasMessageContaining("line 2, column 6");
    }

    @Test
    void whatIsPromisedForLaterIs0A000() {
        for (String sql : new String[] {"CHECK DATABASE", "COPY t TO 'x'", "CREATE TABLE u (v VECTOR(8, INT8))"}) {
            assertState("0A000", () -> execute(sql));
        }
    }

    @Test
    void aFailedStatementLeavesTheTransactionGoingOn() throws SQLException {
        connection.setAutoCommit(false);
        update("INSERT INTO t (id, name) VALUES (2, 'b')");
        assertState("23505", () -> update("INSERT INTO t (id, name) VALUES (3, 'c'), (1, 'd')"));
        connection.commit();

        assertThat(value("SELECT COUNT(*) FROM t")).isEqualTo(2L);
    }

    @Test
    void deepNestingIsAnErrorAndNotTheEndOfTheThread() {
        String sql = "SELECT " + "(".repeat(20_000) + "1" + ")".repeat(20_000);

        assertThat(catchThrowable(() -> execute(sql))).isInstanceOf(SQLException.class);
    }
}
