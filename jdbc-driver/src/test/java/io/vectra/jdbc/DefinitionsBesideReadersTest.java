package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What readers see of a table whose definition changes: the rows before, those after, or an error; nothing else. */
class DefinitionsBesideReadersTest {
    private static final String URL = "jdbc:vectra:mem:definitions-beside-readers";
    private static final String NEAREST = "SELECT id, n FROM t ORDER BY vec <-> '[1, 0]' LIMIT 3";
    private static final int CHANGES = 30;
    private static final int READERS = 2;

    private Connection connection;
    private Connection reader;

    @BeforeEach
    void fill() throws SQLException {
        connection = DriverManager.getConnection(URL);
        run(connection, "CREATE TABLE t (id INT PRIMARY KEY, n INT NOT NULL, text VARCHAR(20), vec VECTOR(2))");
        run(connection, "CREATE TABLE other (id INT PRIMARY KEY)");
        run(connection, "INSERT INTO other VALUES (1)");
        run(connection, "CREATE INDEX t_text ON t USING FULLTEXT (text)");
        run(connection, "INSERT INTO t SELECT x, x, 'word', ARRAY[x, 1] FROM SYSTEM_RANGE(1, 100)");
        reader = DriverManager.getConnection(URL);
        reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        reader.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        reader.close();
        connection.close();
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns the first column, which is never NULL. */
    private static List<Integer> ids(Connection connection, String sql) throws SQLException {
        List<Integer> ids = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                ids.add(rows.getInt(1));
                assertThat(rows.wasNull()).as(sql).isFalse();
            }
        }
        return ids;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRUNCATE TABLE t",
                "ALTER TABLE t ADD COLUMN more INT",
                "ALTER TABLE t DROP COLUMN text",
                "CREATE INDEX t_n ON t (n)"
            })
    void aSnapshotEndsWithAChangeThatTheMirrorHasNoVersionsOf(String change) throws SQLException {
        assertThat(ids(reader, NEAREST)).containsExactly(1, 2, 3);

        run(connection, "UPDATE t SET n = 1000 + n");
        run(connection, change);

        assertThatThrownBy(() -> ids(reader, "SELECT id FROM t WHERE n = 7"))
                .isInstanceOf(SQLTransactionRollbackException.class)
                .hasMessageContaining("\"PUBLIC\".\"T\"")
                .hasMessageEndingWith("Run it again.");
        assertThat(ids(reader, "SELECT count(*) FROM t WHERE n < 1000"))
                .as("the next transaction reads the newest commit")
                .containsExactly(0);
    }

    @Test
    void aSnapshotCannotBeWrittenOverSuchAChange() throws SQLException {
        ids(reader, NEAREST);

        run(connection, "TRUNCATE TABLE t");

        assertThatThrownBy(() -> run(reader, "INSERT INTO other SELECT id + 1 FROM t"))
                .isInstanceOf(SQLTransactionRollbackException.class);
        run(reader, "INSERT INTO other SELECT id + 1 FROM t");
        reader.commit();
        assertThat(ids(connection, "SELECT count(*) FROM other")).containsExactly(1);
    }

    @Test
    void aSnapshotOutlivesChangesOfOtherTablesAndOfSearchIndexes() throws SQLException {
        assertThat(ids(reader, NEAREST)).containsExactly(1, 2, 3);

        run(connection, "DELETE FROM t WHERE id = 2");
        run(connection, "TRUNCATE TABLE other");
        run(connection, "CREATE INDEX t_vec ON t USING HNSW (vec)");
        run(connection, "DROP INDEX t_text");
        run(connection, "COMMENT ON TABLE t IS 'all the same'");
        run(connection, "CREATE VIEW v AS SELECT id FROM t");

        assertThat(ids(reader, NEAREST)).containsExactly(1, 2, 3);
        assertThat(ids(reader, "SELECT count(*) FROM t")).containsExactly(100);
    }

    @Test
    void statementsSeeATableBeforeOrAfterItsChange() throws Exception {
        var isDone = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(READERS);
        try {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(threads.submit(() -> readUntil(isDone)));
            }
            for (int i = 0; i < CHANGES; i++) {
                run(connection, "ALTER TABLE t ADD COLUMN more INT DEFAULT " + i);
                run(connection, "CREATE INDEX t_n ON t (n)");
                run(connection, "ALTER TABLE t DROP COLUMN more");
                run(connection, "DROP INDEX t_n");
            }
            isDone.set(true);
            for (Future<Integer> each : readers) {
                assertThat(each.get()).isPositive();
            }
        } finally {
            isDone.set(true);
            threads.shutdownNow();
        }
    }

    @Test
    void searchesSeeATableBeforeOrAfterItIsEmptied() throws Exception {
        var isDone = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(READERS);
        try {
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(threads.submit(() -> {
                    try (Connection own = DriverManager.getConnection(URL)) {
                        do {
                            assertThat(ids(own, NEAREST)).isIn(List.of(), List.of(1, 2, 3));
                        } while (!isDone.get());
                    }
                    return null;
                }));
            }
            for (int i = 0; i < CHANGES; i++) {
                run(connection, "TRUNCATE TABLE t");
                run(connection, "INSERT INTO t SELECT x, x, 'word', ARRAY[x, 1] FROM SYSTEM_RANGE(1, 100)");
            }
            isDone.set(true);
            for (Future<?> each : readers) {
                each.get();
            }
        } finally {
            isDone.set(true);
            threads.shutdownNow();
        }
    }

    private static int readUntil(AtomicBoolean isDone) throws SQLException {
        int runs = 0;
        try (Connection own = DriverManager.getConnection(URL)) {
            do {
                assertThat(ids(own, NEAREST)).containsExactly(1, 2, 3);
                assertThat(ids(own, "SELECT count(*) FROM t WHERE n BETWEEN 11 AND 20"))
                        .containsExactly(10);
                assertThat(ids(own, "SELECT count(*) FROM t WHERE matches(text, 'word')"))
                        .containsExactly(100);
                runs++;
            } while (!isDone.get());
        }
        return runs;
    }
}
