package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transaction sees each of its own changes once, in order, in whatever way its rows are read. */
class OwnChangesTest extends DatabaseTest {
    @BeforeEach
    void fill() throws SQLException {
        execute(
                "CREATE TABLE t (id INT PRIMARY KEY, n INT, s INT, vec VECTOR(2))",
                "CREATE INDEX t_n ON t (n)",
                "INSERT INTO t (id, n, vec) VALUES (1, 10, '[1, 0]'), (3, 30, '[0, 1]'), (5, 50, NULL)");
    }

    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_READ_COMMITTED, Connection.TRANSACTION_SERIALIZABLE})
    void backwardsTheyAreReadOnce(int isolation) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(isolation);
        assertThat(rows("SELECT id FROM t ORDER BY id DESC LIMIT 5")).isEqualTo(ids(5, 3, 1));

        update("UPDATE t SET s = 7, vec = vec + '[1, 1]' WHERE id IN (1, 5)");
        update("UPDATE t SET n = 20 WHERE id = 5");
        update("INSERT INTO t (id, n) VALUES (4, 40)");

        assertThat(rows("SELECT id FROM t ORDER BY id DESC LIMIT 5")).isEqualTo(ids(5, 4, 3, 1));
        assertThat(rows("SELECT id FROM t ORDER BY n DESC LIMIT 5")).isEqualTo(ids(4, 3, 5, 1));
        assertThat(value("SELECT MAX(id) FROM t")).isEqualTo(5);
        assertThat(value("SELECT MAX(n) FROM t")).isEqualTo(40);
        connection.rollback();
        assertThat(rows("SELECT id FROM t ORDER BY n DESC LIMIT 5")).isEqualTo(ids(5, 3, 1));
    }

    @Test
    void aSnapshotThatHasReadKeepsWhatItSaw() throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        assertThat(value("SELECT COUNT(*) FROM t")).isEqualTo(3L);
        update("UPDATE t SET s = 1 WHERE id = 3");
        try (Connection other = another()) {
            assertThat(rows(other, "SELECT s FROM t WHERE id = 3")).isEqualTo(rows("SELECT NULL"));
        }
        assertThat(value("SELECT s FROM t WHERE id = 3")).isEqualTo(1);
        connection.commit();
        assertThat(value("SELECT MAX(s) FROM t")).isEqualTo(1);
    }

    private static List<List<Object>> ids(Integer... ids) {
        return List.of(ids).stream().map(id -> List.<Object>of(id)).toList();
    }
}
