package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Asks plain H2 the same, beside Vectra. */
abstract class BesideH2Test extends DatabaseTest {
    private Connection plain;

    @BeforeEach
    void openH2() throws SQLException {
        plain = DriverManager.getConnection("jdbc:h2:mem:");
    }

    @AfterEach
    void closeH2() throws SQLException {
        plain.close();
    }

    /** Runs statements in both. */
    void executeInBoth(String... statements) throws SQLException {
        execute(statements);
        try (Statement statement = plain.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Expects the rows that H2 gives to a query, in its order. */
    void assertRowsOfH2(String sql, Object... parameters) throws SQLException {
        List<List<Object>> expected = rows(plain, sql, parameters);
        assertThat(rows(sql, parameters)).as(sql).isEqualTo(expected);
    }

    /** Expects that a change counts as many rows as H2 counts, and leaves the same rows of a query. */
    void assertChangeOfH2(String change, String query) throws SQLException {
        long expected;
        try (PreparedStatement statement = plain.prepareStatement(change)) {
            expected = statement.executeLargeUpdate();
        }
        assertThat(update(change)).as(change).isEqualTo(expected);
        assertRowsOfH2(query);
    }

    /** Expects that H2 fails with a state, and Vectra with the same one. */
    void assertStateOfH2(String state, String sql) {
        assertState(state, () -> rows(sql));
        assertThatThrownBy(() -> rows(plain, sql))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).as(sql).isEqualTo(state));
    }
}
