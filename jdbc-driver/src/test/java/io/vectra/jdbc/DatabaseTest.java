package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Opens an empty database in memory for each test, and asks it through java.sql alone. */
abstract class DatabaseTest {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    final String url = "jdbc:vectra:mem:test " + DATABASES.incrementAndGet();
    Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection(url);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    Connection another() throws SQLException {
        return DriverManager.getConnection(url);
    }

    void execute(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    long update(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeLargeUpdate();
        }
    }

    List<List<Object>> rows(String sql, Object... parameters) throws SQLException {
        return rows(connection, sql, parameters);
    }

    static List<List<Object>> rows(Connection asked, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = asked.prepareStatement(sql)) {
            bind(statement, parameters);
            return rows(statement.executeQuery());
        }
    }

    static List<List<Object>> rows(ResultSet result) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        try (result) {
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getObject(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    Object value(String sql, Object... parameters) throws SQLException {
        List<List<Object>> rows = rows(sql, parameters);
        assertThat(rows).as(sql).hasSize(1);
        return rows.get(0).get(0);
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    /** Expects an SQLException of a state, whose message shows nothing from inside. */
    static AbstractThrowableAssert<?, ? extends Throwable> assertState(String state, ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).as("expected SQLState %s", state).isInstanceOf(SQLException.class);
        var failure = (SQLException) thrown;
        assertThat(failure.getSQLState())
                .as("state of: %s", failure.getMessage())
                .isEqualTo(state);
        return assertThat(thrown)
                .hasMessageNotContaining("SQL statement")
                .hasMessageNotContaining("VECTRA_INTERNAL")
                .hasMessageNotContaining("VECTRA_ROW")
                .hasMessageNotContaining("org.h2")
                .hasMessageNotContaining("calcite");
    }
}
