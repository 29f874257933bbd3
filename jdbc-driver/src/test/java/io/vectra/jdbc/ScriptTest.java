package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest extends DatabaseTest {
    @Test
    void aTextOfSeveralStatementsGivesTheirResultsInOrder() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.execute("CREATE TABLE t (s VARCHAR(20)); -- a ; in a comment\n"
                            + "INSERT INTO t VALUES ('a;b'), ('it''s;'); /* ; */ SELECT count(*) FROM t; ;"))
                    .isFalse();
            assertThat(statement.getUpdateCount()).isZero();
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(2);
            assertThat(statement.getMoreResults()).isTrue();
            try (ResultSet rows = statement.getResultSet()) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(2);
            }
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
        }
    }

    @Test
    void theStatementsBeforeAWrongOneAreKept() throws SQLException {
        execute("CREATE TABLE t (id INT PRIMARY KEY)");

        assertState(
                "23505", () -> execute("INSERT INTO t VALUES (1); INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)"));

        assertThat(value("SELECT count(*) FROM t")).isEqualTo(1L);
    }

    @Test
    void severalStatementsAreNeitherAQueryNorPrepared() throws SQLException {
        assertState("42000", () -> connection.prepareStatement("SELECT 1; SELECT 2"));
        try (Statement statement = connection.createStatement()) {
            assertState("90002", () -> statement.executeQuery("SELECT 1; SELECT 2"));
            assertState("90001", () -> statement.executeUpdate("SELECT 1; SELECT 2"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "-- nothing", "/* nothing */ -- at all", " ; ; ", "// nothing\n;"})
    void aTextWithoutAStatementDoesNothing(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.execute(sql)).isFalse();
            assertThat(statement.getUpdateCount()).isZero();
            assertThat(statement.executeUpdate(sql)).isZero();
        }
        assertState("90002", () -> rows(sql));
    }

    @Test
    void aCommentThatDoesNotEndIsAnError() {
        assertState("42000", () -> execute("/* nothing"));
        assertState("42000", () -> execute("SELECT 1; /* nothing"));
    }
}
