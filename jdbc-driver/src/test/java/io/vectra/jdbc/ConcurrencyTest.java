package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConcurrencyTest extends DatabaseTest {
    private static final int THREADS = 4;
    private static final int ROWS = 50;

    @BeforeEach
    void createTable() throws SQLException {
        execute("CREATE TABLE t (id INT PRIMARY KEY, thread INT, vec VECTOR(4))");
    }

    private static void together(int count, java.util.function.IntFunction<Callable<Void>> task) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(count);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                tasks.add(task.apply(i));
            }
            for (Future<Void> future : executor.invokeAll(tasks)) {
                future.get();
            }
        } finally {
            executor.shutdown();
        }
    }

    private static void insertRows(Connection connection, int thread) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?)")) {
            for (int i = 0; i < ROWS; i++) {
                insert.setInt(1, thread * ROWS + i);
                insert.setInt(2, thread);
                insert.setObject(3, new float[] {thread, i, 1, 0});
                insert.executeUpdate();
            }
        }
    }

    private static void findOwnRows(Connection connection, int thread) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT id, vec FROM t WHERE thread = ? ORDER BY vec <-> ? LIMIT 1")) {
            for (int i = 0; i < ROWS; i++) {
                query.setInt(1, thread);
                query.setObject(2, new float[] {thread, i, 1, 0});
                try (ResultSet row = query.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getInt(1)).isEqualTo(thread * ROWS + i);
                    assertThat((float[]) row.getObject(2)).containsExactly(thread, i, 1, 0);
                }
            }
        }
    }

    @Test
    void severalThreadsShareOneConnection() throws Exception {
        together(THREADS, thread -> () -> {
            insertRows(connection, thread);
            findOwnRows(connection, thread);
            return null;
        });

        assertThat(value("SELECT COUNT(*) FROM t")).isEqualTo((long) THREADS * ROWS);
    }

    @Test
    void severalConnectionsWriteAndReadAtOnce() throws Exception {
        together(THREADS, thread -> () -> {
            try (Connection own = another()) {
                insertRows(own, thread);
                findOwnRows(own, thread);
            }
            return null;
        });

        assertThat(value("SELECT COUNT(*) FROM t")).isEqualTo((long) THREADS * ROWS);
    }

    @Test
    void aReaderNeverSeesHalfATransaction() throws Exception {
        execute("INSERT INTO t VALUES (1, 0, '[1, 0, 0, 0]'), (2, 0, '[2, 0, 0, 0]')");
        var isDone = new AtomicBoolean();
        together(3, role -> () -> {
            try (Connection own = another()) {
                if (role == 0) {
                    own.setAutoCommit(false);
                    for (int i = 0; i < 100; i++) {
                        own.createStatement().execute("UPDATE t SET thread = thread + 1 WHERE id = 1");
                        own.createStatement().execute("UPDATE t SET thread = thread + 1 WHERE id = 2");
                        own.commit();
                    }
                    isDone.set(true);
                } else {
                    while (!isDone.get()) {
                        List<List<Object>> rows =
                                rows(own, "SELECT thread FROM t ORDER BY vec <-> '[1, 0, 0, 0]' LIMIT 2");
                        assertThat(rows.get(0)).isEqualTo(rows.get(1));
                    }
                }
            }
            return null;
        });
    }
}
