package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A pool of connections: what one borrower set is put back before the next one has the connection. */
class HikariTest extends DatabaseTest {
    private HikariDataSource pool(int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(size);
        config.setConnectionTestQuery("SELECT 1");
        return new HikariDataSource(config);
    }

    @Test
    void connectionsAreUsedAgainAsTheyWere() throws SQLException {
        execute("CREATE TABLE t (id INT PRIMARY KEY, vec VECTOR(2))");
        try (HikariDataSource pool = pool(1)) {
            try (Connection first = pool.getConnection()) {
                first.setAutoCommit(false);
                first.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                first.createStatement().execute("INSERT INTO t VALUES (1, '[1, 2]')");
            }
            try (Connection second = pool.getConnection()) {
                assertThat(second.getAutoCommit()).isTrue();
                assertThat(second.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
                assertThat(rows(second, "SELECT id FROM t")).isEmpty();
                second.createStatement().execute("INSERT INTO t VALUES (2, '[1, 2]')");
            }
        }
        assertThat(value("SELECT count(*) FROM t")).isEqualTo(1L);
    }

    @Test
    void manyThreadsShareFewConnections() throws Exception {
        execute("CREATE TABLE t (id INT PRIMARY KEY, vec VECTOR(2))");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (HikariDataSource pool = pool(3)) {
            Future<?>[] runs = new Future<?>[8];
            for (int i = 0; i < runs.length; i++) {
                int first = i * 100;
                runs[i] = threads.submit(() -> {
                    for (int id = first; id < first + 20; id++) {
                        try (Connection borrowed = pool.getConnection();
                                PreparedStatement insert = borrowed.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
                            insert.setInt(1, id);
                            insert.setObject(2, new float[] {id, 1});
                            insert.executeUpdate();
                        }
                    }
                    return null;
                });
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(value("SELECT count(*) FROM t")).isEqualTo(160L);
    }
}
