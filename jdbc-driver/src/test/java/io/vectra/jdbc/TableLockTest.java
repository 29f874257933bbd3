package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** FOR UPDATE locks its tables until the transaction ends; other tables can be changed meanwhile. */
class TableLockTest extends DatabaseTest {
    private static final int SECONDS_MAX = 30;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Connection other;

    @BeforeEach
    void createTables() throws SQLException {
        execute(
                "CREATE TABLE t (id INT PRIMARY KEY, n INT)",
                "INSERT INTO t VALUES (1, 1), (2, 2)",
                "CREATE TABLE u (id INT PRIMARY KEY, n INT)",
                "INSERT INTO u VALUES (1, 1)",
                "CREATE TABLE part (id INT PRIMARY KEY, t INT REFERENCES t ON DELETE CASCADE)",
                "INSERT INTO part VALUES (1, 1)");
        connection.setAutoCommit(false);
        other = another();
    }

    @AfterEach
    void closeOther() throws SQLException {
        threads.shutdownNow();
        other.close();
    }

    private void inOther(String sql) throws SQLException {
        try (Statement statement = other.createStatement()) {
            statement.execute(sql);
        }
    }

    private Future<?> beginInOther(String... sql) {
        return threads.submit(() -> {
            for (String each : sql) {
                inOther(each);
            }
            return null;
        });
    }

    private void limit(Connection waiting) throws SQLException {
        try (Statement statement = waiting.createStatement()) {
            statement.execute("SET statement_timeout = '100ms'");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE t SET n = 5 WHERE id = 2",
                "INSERT INTO t VALUES (3, 3)",
                "DELETE FROM t",
                "MERGE INTO t KEY (id) VALUES (1, 7)",
                "SELECT n FROM t FOR UPDATE",
                "TRUNCATE TABLE part",
                "DROP TABLE part",
                "ALTER TABLE t ADD COLUMN m INT",
                "CREATE INDEX i ON t (n)"
            })
    void aLockedTableWaits(String sql) throws Exception {
        assertThat(rows("SELECT t.n FROM t JOIN part ON part.t = t.id FOR UPDATE"))
                .containsExactly(List.of(1));
        limit(other);

        assertThatThrownBy(() -> inOther(sql))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"))
                .hasMessageContaining("while it waited for another transaction to end");

        connection.commit();
        inOther(sql);
    }

    @Test
    void otherTablesAreChangedAndDefinedMeanwhile() throws SQLException {
        assertThat(rows("SELECT n FROM t WHERE id = ? FOR UPDATE", 1)).containsExactly(List.of(1));

        inOther("UPDATE u SET n = 2");
        inOther("CREATE TABLE v (id INT PRIMARY KEY)");
        inOther("INSERT INTO v SELECT id FROM u");
        inOther("VACUUM u");

        assertThat(rows("SELECT n FROM u")).containsExactly(List.of(2));
        update("UPDATE t SET n = n + (SELECT n FROM u)");
        connection.commit();
        assertThat(rows("SELECT n FROM t ORDER BY id")).containsExactly(List.of(3), List.of(4));
    }

    @Test
    void whoHasLockedWritesWhileAnotherWaits() throws Exception {
        rows("SELECT n FROM t FOR UPDATE");
        Future<?> waiting = beginInOther("UPDATE t SET n = n * 10");

        update("UPDATE t SET n = n + 1");
        update("UPDATE u SET n = n + 1");
        assertThat(waiting.isDone()).isFalse();
        connection.commit();

        waiting.get(SECONDS_MAX, TimeUnit.SECONDS);
        assertThat(rows("SELECT n FROM t ORDER BY id")).containsExactly(List.of(20), List.of(30));
    }

    @Test
    void twoThatWaitForEachOtherAreTold() throws Exception {
        rows("SELECT n FROM t FOR UPDATE");
        other.setAutoCommit(false);
        inOther("UPDATE u SET n = 7");
        Future<?> waiting = beginInOther("UPDATE t SET n = 7");

        List<SQLException> failures = List.of(failureOf(() -> update("UPDATE t SET n = 8")), failureOf(() -> {
            try {
                waiting.get(SECONDS_MAX, TimeUnit.SECONDS);
            } catch (java.util.concurrent.ExecutionException e) {
                throw (SQLException) e.getCause();
            }
        }));

        assertThat(failures)
                .filteredOn(failure -> failure.getSQLState().equals("40001"))
                .hasSize(1)
                .allMatch(failure -> failure.getMessage().contains("wait for each other"));
        assertThat(failures)
                .filteredOn(failure -> failure.getSQLState().equals("00000"))
                .hasSize(1);
        connection.commit();
        other.commit();
        assertThat(rows("SELECT DISTINCT n FROM t")).hasSize(1);
        connection.rollback();
    }

    private interface Work {
        void run() throws Exception;
    }

    private static SQLException failureOf(Work work) throws Exception {
        try {
            work.run();
            return new SQLException("none", "00000");
        } catch (SQLException e) {
            return e;
        }
    }

    @Test
    void twoThatLockInDifferentOrderAreTold() throws Exception {
        other.setAutoCommit(false);
        rows("SELECT n FROM t FOR UPDATE");
        inOther("SELECT n FROM u FOR UPDATE");
        Future<?> waiting = beginInOther("SELECT n FROM t FOR UPDATE", "COMMIT");

        SQLException mine = failureOf(() -> rows("SELECT n FROM u FOR UPDATE"));
        connection.commit();
        SQLException its = failureOf(() -> {
            try {
                waiting.get(SECONDS_MAX, TimeUnit.SECONDS);
            } catch (java.util.concurrent.ExecutionException e) {
                throw (SQLException) e.getCause();
            }
        });

        assertThat(List.of(mine.getSQLState(), its.getSQLState())).containsExactlyInAnyOrder("40001", "00000");
        other.rollback();
    }

    @Test
    void rowsOfALockedTableAreNotChangedByCascades() throws Exception {
        rows("SELECT id FROM part FOR UPDATE");
        limit(other);

        assertThatThrownBy(() -> inOther("DELETE FROM t WHERE id = 1")).hasMessageContaining("another transaction");

        connection.rollback();
        inOther("DELETE FROM t WHERE id = 1");
        assertThat(rows("SELECT id FROM part")).isEmpty();
    }

    @Test
    void aLockOutlivesAFailedStatement() throws Exception {
        update("UPDATE u SET n = 0 WHERE id = 99");
        rows("SELECT n FROM t FOR UPDATE");
        assertThatThrownBy(() -> update("INSERT INTO u VALUES (1, 1)")).hasMessageContaining("primary key violation");
        limit(other);

        assertThatThrownBy(() -> inOther("UPDATE t SET n = 0")).hasMessageContaining("another transaction");
        inOther("UPDATE u SET n = 5");

        update("UPDATE t SET n = 9 WHERE id = 1");
        connection.commit();
        assertThat(rows("SELECT n FROM t WHERE id = 1")).containsExactly(List.of(9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMMIT", "ROLLBACK", "close", "CREATE TABLE w (id INT)"})
    void locksEndWithTheirTransaction(String end) throws SQLException {
        try (Connection third = another()) {
            third.setAutoCommit(false);
            try (Statement statement = third.createStatement()) {
                statement.execute("SELECT n FROM t FOR UPDATE");
                if (end.equals("close")) {
                    third.close();
                } else {
                    statement.execute(end);
                }
            }
            limit(other);
            inOther("UPDATE t SET n = 0");
        }
    }

    @Test
    void aWaitCanBeCancelled() throws Exception {
        rows("SELECT n FROM t FOR UPDATE");
        try (Statement statement = other.createStatement()) {
            Future<?> waiting = threads.submit(() -> statement.execute("UPDATE t SET n = 0"));
            SQLException failure = failureOf(() -> {
                while (!waiting.isDone()) {
                    statement.cancel();
                    Thread.onSpinWait();
                }
                try {
                    waiting.get();
                } catch (java.util.concurrent.ExecutionException e) {
                    throw (SQLException) e.getCause();
                }
            });
            assertThat(failure.getSQLState()).isEqualTo("57014");
        }
    }
}
