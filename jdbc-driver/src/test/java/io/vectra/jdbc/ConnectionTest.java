package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.storage.Database;
import io.vectra.storage.Session;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What pools and frameworks do with a connection. */
class ConnectionTest extends DatabaseTest {
    @Test
    void aFreshConnectionHasTheDefaults() throws SQLException {
        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(connection.isReadOnly()).isFalse();
        assertThat(connection.isValid(1)).isTrue();
        assertThat(connection.isClosed()).isFalse();
        assertThat(connection.getSchema()).isEqualTo("PUBLIC");
        assertThat(connection.getCatalog()).isEqualTo("VECTRA");
        assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
        assertThat(connection.getHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
        assertThat(connection.getTypeMap()).isEmpty();
        assertThat((Throwable) connection.getWarnings()).isNull();
        assertThat(connection.getNetworkTimeout()).isZero();
    }

    @Test
    void aPoolsRoundOfResettingWorks() throws SQLException {
        connection.setNetworkTimeout(Runnable::run, 5000);
        assertThat(connection.getNetworkTimeout()).isEqualTo(5000);
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        connection.setSchema("public");
        connection.setCatalog("whatever");
        assertThat(connection.getCatalog()).isEqualTo("VECTRA");
        connection.rollback();
        connection.setReadOnly(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(true);
        connection.clearWarnings();

        assertThat(connection.isValid(0)).isTrue();
    }

    @Test
    void closeIsIdempotentAndClosesTheStatements() throws SQLException {
        Connection other = another();
        Statement statement = other.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1");

        other.close();
        other.close();

        assertThat(other.isClosed()).isTrue();
        assertThat(other.isValid(1)).isFalse();
        assertThat(statement.isClosed()).isTrue();
        assertThat(rows.isClosed()).isTrue();
        assertThatThrownBy(other::createStatement).isInstanceOf(SQLNonTransientConnectionException.class);
        assertState("08003", other::createStatement);
        assertState("08003", other::getMetaData);
        assertState("08003", () -> other.setAutoCommit(false));
    }

    @Test
    void clientInfoKeepsTheNamesOfJdbc() throws SQLException {
        connection.setClientInfo("ApplicationName", "shop");
        assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("shop");

        connection.setClientInfo("Colour", "red");
        assertThat(connection.getClientInfo("Colour")).isNull();
        assertThat((Throwable) connection.getWarnings()).hasMessageContaining("\"Colour\" is ignored");
        connection.clearWarnings();

        var properties = new Properties();
        properties.setProperty("ClientUser", "u");
        connection.setClientInfo(properties);
        assertThat(connection.getClientInfo()).isEqualTo(properties);
    }

    @Test
    void onlyASchemaThatIsThereCanBeEntered() {
        assertState("90079", () -> connection.setSchema("NOPE")).hasMessageContaining("\"NOPE\"");
    }

    @Test
    void featuresThatAreNotThereAre0A000() {
        assertState("0A000", () -> connection.setTypeMap(Map.of("X", String.class)));
        assertState("0A000", connection::createSQLXML);
        assertState("0A000", () -> connection.createStruct("X", new Object[0]));
        assertState("0A000", () -> connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT));
    }

    @Test
    void scrollSensitiveIsLoweredWithAWarning() throws SQLException {
        try (Statement statement =
                connection.createStatement(ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
            assertThat(statement.getResultSetType()).isEqualTo(ResultSet.TYPE_SCROLL_INSENSITIVE);
        }
        assertThat((Throwable) connection.getWarnings()).hasMessageContaining("TYPE_SCROLL_INSENSITIVE");
    }

    @Test
    void itUnwrapsToItsSessionAndDatabase() throws SQLException {
        assertThat(connection.unwrap(Session.class).isAutoCommit()).isTrue();
        assertThat(connection.unwrap(Database.class).isReadOnly()).isFalse();
        assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
        assertThat(connection.isWrapperFor(Database.class)).isTrue();
        assertThat(connection.isWrapperFor(String.class)).isFalse();
        assertState("90008", () -> connection.unwrap(String.class));
        assertState("90008", () -> connection.unwrap(null));
        assertThat(connection.isWrapperFor(null)).isFalse();
    }

    @Test
    void anAbortedConnectionIsClosedBeforeTheExecutorHasClosedIt() throws SQLException {
        List<Runnable> closing = new ArrayList<>();
        Connection other = another();

        other.abort(closing::add);

        assertThat(other.isClosed()).isTrue();
        assertState("08003", other::rollback);
        assertState("08003", other::createStatement);
        assertThat(closing).hasSize(1);
        closing.forEach(Runnable::run);
        assertThat(other.isClosed()).isTrue();
    }

    /** One call is enough, whether the statement runs already, is about to, or is being planned. */
    @RepeatedTest(20)
    void abortEndsAStatementAtAnyMoment(RepetitionInfo repetition) throws Exception {
        endsAStatement(repetition, other -> other.abort(Runnable::run));
    }

    @RepeatedTest(20)
    void closeEndsAStatementOfAnotherThread(RepetitionInfo repetition) throws Exception {
        endsAStatement(repetition, Connection::close);
    }

    /** What one thread does to the connection while another one uses it. */
    private interface Ending {
        void of(Connection other) throws SQLException;
    }

    private void endsAStatement(RepetitionInfo repetition, Ending ending) throws Exception {
        execute("CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (1), (2), (3), (4), (5), (6), (7), (8)");
        Connection other = another();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            var isRunning = new CountDownLatch(1);
            var query = executor.submit(() -> {
                try (Statement statement = other.createStatement()) {
                    isRunning.countDown();
                    return DatabaseTest.rows(statement.executeQuery(
                            "SELECT COUNT(*) FROM t a, t b, t c, t d, t e, t f, t g, t h, t i, t j, t k"));
                }
            });
            isRunning.await();
            for (int i = 0; i < repetition.getCurrentRepetition() * 20_000; i++) {
                Thread.onSpinWait();
            }

            ending.of(other);

            assertThatThrownBy(query::get).hasCauseInstanceOf(SQLException.class);
            assertThat(other.isClosed()).isTrue();
        } finally {
            executor.shutdown();
        }
        assertThat(value("SELECT COUNT(*) FROM t")).isEqualTo(8L);
    }

    @Test
    void nativeSqlIsWhatRuns() throws SQLException {
        assertThat(connection.nativeSQL("SELECT * FROM {oj a}").trim()).isEqualTo("SELECT * FROM     a");
    }

    @Test
    void theDataSourceGivesConnections() throws SQLException {
        var source = new VectraDataSource(url);
        source.setUser("someone");
        source.setPassword("secret");
        execute("CREATE TABLE t (i INT)", "INSERT INTO t VALUES (1)");

        try (Connection pooled = source.getConnection();
                Connection named = source.getConnection("a", "b");
                PreparedStatement query = named.prepareStatement("SELECT i FROM t")) {
            assertThat(rows(pooled, "SELECT i FROM t")).hasSize(1);
            assertThat(rows(query.executeQuery())).hasSize(1);
        }
        source.setLoginTimeout(3);
        assertThat(source.getLoginTimeout()).isEqualTo(3);
        assertThat(source.isWrapperFor(VectraDataSource.class)).isTrue();
        assertState("HY000", new VectraDataSource()::getConnection);
    }
}
