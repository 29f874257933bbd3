package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionTest extends DatabaseTest {
    @BeforeEach
    void createTable() throws SQLException {
        execute("CREATE TABLE t (id INT PRIMARY KEY, vec VECTOR(2))");
    }

    private long count() throws SQLException {
        return (Long) value("SELECT COUNT(*) FROM t");
    }

    private void insert(int id) throws SQLException {
        update("INSERT INTO t VALUES (?, ?)", id, new float[] {id, 1});
    }

    @Test
    void rollbackLeavesNoRowAndNoVector() throws SQLException {
        connection.setAutoCommit(false);
        insert(1);
        assertThat(rows("SELECT id FROM t ORDER BY vec <-> '[1, 1]' LIMIT 1")).containsExactly(List.of(1));

        connection.rollback();

        assertThat(count()).isZero();
        assertThat(rows("SELECT id FROM t ORDER BY vec <-> '[1, 1]' LIMIT 1")).isEmpty();
    }

    @Test
    void othersSeeACommitAndNothingBefore() throws SQLException {
        connection.setAutoCommit(false);
        insert(1);
        try (Connection other = another()) {
            assertThat(rows(other, "SELECT id FROM t")).isEmpty();

            connection.commit();

            assertThat(rows(other, "SELECT id FROM t")).containsExactly(List.of(1));
        }
    }

    @Test
    void switchingAutoCommitOnCommits() throws SQLException {
        connection.setAutoCommit(false);
        insert(1);

        connection.setAutoCommit(true);

        try (Connection other = another()) {
            assertThat(rows(other, "SELECT id FROM t")).hasSize(1);
        }
    }

    @Test
    void closingRollsBack() throws SQLException {
        try (Connection other = another()) {
            other.setAutoCommit(false);
            other.createStatement().execute("INSERT INTO t VALUES (1, NULL)");
        }

        assertThat(count()).isZero();
    }

    @Test
    void savepointsUndoInPart() throws SQLException {
        connection.setAutoCommit(false);
        insert(1);
        Savepoint named = connection.setSavepoint("first");
        insert(2);
        Savepoint unnamed = connection.setSavepoint();
        insert(3);

        connection.rollback(unnamed);
        assertThat(count()).isEqualTo(2);
        connection.rollback(named);
        assertThat(count()).isEqualTo(1);
        insert(4);
        connection.commit();

        assertThat(rows("SELECT id FROM t ORDER BY id")).containsExactly(List.of(1), List.of(4));
        assertThat(named.getSavepointName()).isEqualTo("first");
        assertState("90065", named::getSavepointId);
        assertState("90064", unnamed::getSavepointName);
    }

    @Test
    void aReleasedOrForeignSavepointIsRefused() throws SQLException {
        connection.setAutoCommit(false);
        Savepoint savepoint = connection.setSavepoint("a");
        connection.releaseSavepoint(savepoint);

        assertState("90063", () -> connection.rollback(savepoint));
        try (Connection other = another()) {
            other.setAutoCommit(false);
            assertState("90063", () -> other.rollback(savepoint));
        }
    }

    @Test
    void savepointsWorkAsStatementsToo() throws SQLException {
        connection.setAutoCommit(false);
        insert(1);
        execute("SAVEPOINT here");
        insert(2);
        execute("ROLLBACK TO SAVEPOINT here", "COMMIT");

        assertThat(count()).isEqualTo(1);
    }

    @Test
    void commitAndRollbackAreForTransactions() {
        assertState("25000", connection::commit).hasMessageContaining("setAutoCommit(false)");
        assertState("25000", connection::rollback);
        assertState("25000", connection::setSavepoint);
    }

    @Test
    void isolationLevelsAreRaisedToThoseThereAre() throws SQLException {
        int[][] askedAndGranted = {
            {Connection.TRANSACTION_READ_UNCOMMITTED, Connection.TRANSACTION_READ_COMMITTED},
            {Connection.TRANSACTION_READ_COMMITTED, Connection.TRANSACTION_READ_COMMITTED},
            {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_REPEATABLE_READ},
            {Connection.TRANSACTION_SERIALIZABLE, Connection.TRANSACTION_SERIALIZABLE}
        };
        for (int[] pair : askedAndGranted) {
            connection.setTransactionIsolation(pair[0]);
            assertThat(connection.getTransactionIsolation()).isEqualTo(pair[1]);
            assertThat(connection.getMetaData().supportsTransactionIsolationLevel(pair[0]))
                    .isTrue();
        }
        assertState("90008", () -> connection.setTransactionIsolation(Connection.TRANSACTION_NONE));
    }

    @Test
    void aSnapshotDoesNotMoveAndReadCommittedDoes() throws SQLException {
        try (Connection reader = another()) {
            reader.setAutoCommit(false);
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            assertThat(rows(reader, "SELECT id FROM t")).isEmpty();
            insert(1);
            assertThat(rows(reader, "SELECT id FROM t")).isEmpty();
            assertThat(rows(reader, "SELECT id FROM t ORDER BY vec <-> '[1, 1]' LIMIT 1"))
                    .isEmpty();
            reader.commit();

            reader.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            assertThat(rows(reader, "SELECT id FROM t")).hasSize(1);
            insert(2);
            assertThat(rows(reader, "SELECT id FROM t")).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO u VALUES (2)",
                "SAVEPOINT s; DELETE FROM u",
                "SELECT id FROM u FOR UPDATE",
                "INSERT INTO own VALUES (1); INSERT INTO u VALUES (2)"
            })
    void aSnapshotThatIsNotTheNewestChangesNothing(String change) throws SQLException {
        execute("CREATE TABLE u (id INT PRIMARY KEY)", "INSERT INTO u VALUES (1)");
        try (Connection other = another();
                Statement snapshot = other.createStatement()) {
            snapshot.execute("CREATE TEMPORARY TABLE own (id INT)");
            other.setAutoCommit(false);
            other.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            snapshot.execute("SELECT id FROM t");
            insert(1);
            assertState("40001", () -> snapshot.execute(change));
            insert(2);

            snapshot.execute("INSERT INTO u SELECT id + 10 FROM t");
            other.commit();
            assertThat(rows(connection, "SELECT id FROM u ORDER BY id"))
                    .containsExactly(List.of(1), List.of(11), List.of(12));
        }
    }

    @Test
    void aReadOnlyConnectionRefusesChanges() throws SQLException {
        connection.setReadOnly(true);

        assertThat(connection.isReadOnly()).isTrue();
        assertState("90097", () -> insert(1));
        assertThat(count()).isZero();
        connection.setReadOnly(false);
        insert(1);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aDefinitionCommits() throws SQLException {
        connection.setAutoCommit(false);
        insert(1);
        execute("CREATE TABLE u (i INT)");
        connection.rollback();

        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aSnapshotReadsVectorsWhereTheyLayBeforeASeal() throws SQLException {
        execute(
                "CREATE TABLE near (id INT PRIMARY KEY, vec VECTOR(2))",
                "CREATE INDEX near_vec ON near USING HNSW (vec)",
                "INSERT INTO near VALUES (1, '[1, 0]'), (2, '[0, 1]'), (3, '[1, 1]')");
        String query = "SELECT id, CAST(vec AS VARCHAR) FROM near ORDER BY vec <-> '[1, 0.2]' LIMIT 2";
        try (Connection reader = another()) {
            reader.setAutoCommit(false);
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            List<List<Object>> before = rows(reader, query);
            execute("DELETE FROM near WHERE id = 1", "INSERT INTO near VALUES (4, '[1, 0.2]')", "VACUUM");
            execute("INSERT INTO near VALUES (5, '[1, 0.2]')", "VACUUM");

            assertThat(rows(reader, query)).isEqualTo(before);
            assertThat(rows(reader, "SELECT id FROM near WHERE vec <-> '[1, 0.2]' < 1 ORDER BY id"))
                    .containsExactly(List.of(1), List.of(3));
            reader.commit();
            assertThat(rows(reader, "SELECT id FROM near ORDER BY vec <-> '[1, 0.2]' LIMIT 2"))
                    .containsExactly(List.of(4), List.of(5));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEGIN", "BEGIN WORK", "START TRANSACTION"})
    void aTransactionMayBeginWithAnIsolationOfItsOwn(String begin) throws SQLException {
        try (Connection other = another();
                Statement writer = other.createStatement()) {
            execute(begin + " ISOLATION LEVEL REPEATABLE READ");
            assertThat(count()).isZero();
            writer.execute("INSERT INTO t (id) VALUES (1)");
            assertThat(count()).isZero();
            assertState("25000", () -> execute(begin + " ISOLATION LEVEL READ COMMITTED"));
            execute("COMMIT");
            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);

            execute(begin + " ISOLATION LEVEL READ COMMITTED");
            assertThat(count()).isEqualTo(1);
            writer.execute("INSERT INTO t (id) VALUES (2)");
            assertThat(count()).isEqualTo(2);
            execute("ROLLBACK");

            connection.setAutoCommit(false);
            execute(begin + " ISOLATION LEVEL SERIALIZABLE");
            assertThat(count()).isEqualTo(2);
            writer.execute("INSERT INTO t (id) VALUES (3)");
            assertThat(count()).isEqualTo(2);
            execute("COMMIT");
            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
            assertThat(count()).isEqualTo(3);
            connection.commit();
        }
    }
}
