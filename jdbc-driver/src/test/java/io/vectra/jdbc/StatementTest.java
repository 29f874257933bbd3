package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatementTest extends DatabaseTest {
    /** Counts 8 to the power of 14 rows, for which the fastest machine needs days. */
    private static final String MANY_ROWS =
            "SELECT COUNT(*) FROM t a, t b, t c, t d, t e, t f, t g, t h, t i, t j, t k, t l, t m, t n";

    @BeforeEach
    void createTable() throws SQLException {
        execute("CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (1), (2), (3), (4), (5), (6), (7), (8)");
    }

    @Test
    void executeTellsRowsFromCounts() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.execute("SELECT 1")).isTrue();
            assertThat(statement.getResultSet()).isNotNull();
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getResultSet()).isNull();

            assertThat(statement.execute("DELETE FROM t WHERE id < 3")).isFalse();
            assertThat(statement.getResultSet()).isNull();
            assertThat(statement.getUpdateCount()).isEqualTo(2);
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
        }
    }

    @Test
    void theWrongMethodDoesNotRunTheStatement() throws SQLException {
        try (Statement statement = connection.createStatement();
                PreparedStatement query = connection.prepareStatement("SELECT 1");
                PreparedStatement delete = connection.prepareStatement("DELETE FROM t")) {
            assertState("90002", () -> statement.executeQuery("DELETE FROM t"));
            assertState("90001", () -> statement.executeUpdate("SELECT 1"));
            assertState("90002", delete::executeQuery);
            assertState("90001", query::executeUpdate);
            assertState("90130", () -> query.executeQuery("SELECT 1"));
            assertState("90130", () -> query.addBatch("SELECT 1"));
        }
        assertThat(value("SELECT COUNT(*) FROM t")).isEqualTo(8L);
    }

    @Test
    void runningAgainClosesTheLastResult() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            ResultSet first = statement.executeQuery("SELECT id FROM t");
            ResultSet second = statement.executeQuery("SELECT id FROM t");

            assertThat(first.isClosed()).isTrue();
            assertThat(second.isClosed()).isFalse();
            assertState("90007", first::next);
        }
    }

    @Test
    void closingAStatementClosesItsResult() throws SQLException {
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM t");

        statement.close();
        statement.close();

        assertThat(statement.isClosed()).isTrue();
        assertThat(rows.isClosed()).isTrue();
        assertState("90007", () -> statement.executeQuery("SELECT 1"));
    }

    @Test
    void closeOnCompletionClosesWithTheResult() throws SQLException {
        Statement statement = connection.createStatement();
        statement.closeOnCompletion();
        statement.executeQuery("SELECT id FROM t");
        ResultSet rows = statement.executeQuery("SELECT id FROM t");
        assertThat(statement.isCloseOnCompletion()).isTrue();
        assertThat(statement.isClosed()).isFalse();

        rows.close();

        assertThat(statement.isClosed()).isTrue();
    }

    @Test
    void maxRowsLimitsQueriesAlone() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(3);

            assertThat(rows(statement.executeQuery("SELECT id FROM t ORDER BY id")))
                    .containsExactly(List.of(1), List.of(2), List.of(3));
            assertThat(statement.executeUpdate("UPDATE t SET id = id + 100")).isEqualTo(8);
            assertState("90008", () -> statement.setMaxRows(-1));
        }
    }

    @Test
    void aMissingParameterIsNamed() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT id FROM t WHERE id BETWEEN ? AND ?")) {
            query.setInt(1, 1);
            assertState("90012", query::executeQuery).hasMessageContaining("Parameter 2 of 2");
            assertState("90012", query::addBatch);
            query.setInt(2, 2);
            assertThat(rows(query.executeQuery())).hasSize(2);
            query.clearParameters();
            assertState("90012", query::executeQuery);
            assertState("90008", () -> query.setInt(3, 1)).hasMessageContaining("1 to 2");
            assertState("90008", () -> query.setInt(0, 1));
        }
    }

    @Test
    void parametersKeepTheirValuesFromRunToRun() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT id FROM t WHERE id BETWEEN ? AND ?")) {
            query.setInt(1, 1);
            query.setInt(2, 2);
            assertThat(rows(query.executeQuery())).hasSize(2);
            query.setInt(2, 4);
            assertThat(rows(query.executeQuery())).hasSize(4);
        }
    }

    @Test
    void aParameterStandsInArithmeticAnywhere() throws SQLException {
        execute(
                "CREATE TABLE v (id INT PRIMARY KEY, vec VECTOR(2))",
                "INSERT INTO v VALUES (1, '[1, 0]'), (2, '[0, 3]'), (3, '[5, 5]')");
        float[] query = {1, 1};
        assertThat(rows("SELECT id FROM v ORDER BY ? * (vec <-> ?) LIMIT 1", 2.5, query))
                .containsExactly(List.of(1));
        assertThat(rows("SELECT id FROM v ORDER BY ? * (vec <-> ?) LIMIT 1", -2.5, query))
                .containsExactly(List.of(3));
        assertThat(rows("SELECT id FROM v ORDER BY (vec <-> ?) / ?, id DESC LIMIT 1", query, -1))
                .containsExactly(List.of(3));
        assertThat(rows("SELECT id FROM v ORDER BY 1 - ? * (vec <-> ?) DESC LIMIT 1", 2, query))
                .containsExactly(List.of(1));
        assertThat(rows("SELECT id FROM v WHERE ? - (vec <-> ?) > ?", 3, query, 1.9))
                .containsExactly(List.of(1));
        assertThat(rows("SELECT id FROM v WHERE ? * (vec <-> ?) > ?", -1, query, -1.1))
                .containsExactly(List.of(1));
        assertThat(rows("SELECT id FROM v WHERE id * ? = ? + 1 AND ? - id < 9", 2, 3, 4))
                .containsExactly(List.of(2));
    }

    @Test
    void aLongQueryEndsWithItsTimeout() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            assertState("57014", () -> statement.executeQuery(MANY_ROWS))
                    .hasMessage("The statement was ended after 1000 ms, its time limit, which setQueryTimeout or SET"
                            + " statement_timeout has set.");
            assertThat(statement.getQueryTimeout()).isEqualTo(1);
            statement.setQueryTimeout(0);
            assertThat(rows(statement.executeQuery("SELECT 1"))).hasSize(1);
        }
    }

    @Test
    void anotherThreadCancels() throws Exception {
        try (Statement statement = connection.createStatement()) {
            var canceller = new Thread(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    try {
                        statement.cancel();
                    } catch (SQLException e) {
                        throw new AssertionError(e);
                    }
                    Thread.onSpinWait();
                }
            });
            canceller.start();
            try {
                assertState("57014", () -> statement.executeQuery(MANY_ROWS))
                        .hasMessage("The statement was cancelled.");
            } finally {
                canceller.interrupt();
                canceller.join();
            }
            assertThat(rows(statement.executeQuery("SELECT 1"))).hasSize(1);
        }
    }

    @Test
    void cancellingNothingIsHarmless() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.cancel();

            assertThat(rows(statement.executeQuery("SELECT 1"))).hasSize(1);
        }
    }

    @Test
    void gettersGiveOurObjects() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT id FROM t")) {
            ResultSet rows = query.executeQuery();

            assertThat(rows.getStatement()).isSameAs(query);
            assertThat(query.getConnection()).isSameAs(connection);
            assertThat(query.getResultSet()).isSameAs(rows);
            assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
        }
    }

    @Test
    void calledStatementsAndUpdatableResultsAreRefused() {
        assertState("0A000", () -> {
            try (CallableStatement call = connection.prepareCall("CALL x()")) {
                call.execute();
            }
        });
        assertState("0A000", () -> connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE));
    }

    @Test
    void jdbcEscapesAreUnderstood() throws SQLException {
        execute("CREATE TABLE e (d DATE, s VARCHAR(9))", "INSERT INTO e VALUES ({d '2026-01-02'}, 'a%b')");

        assertThat(value("SELECT {fn UCASE(s)} FROM {oj e LEFT JOIN t ON t.id = 99} WHERE s LIKE 'a!%b' {escape '!'}"))
                .isEqualTo("A%B");
    }
}
