package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A statement waits for another connection's transaction, and is ended meanwhile. */
@Timeout(60)
class CancelledWaitsTest {
    @TempDir
    private Path folder;

    private Connection writer;
    private Connection waiter;

    @BeforeEach
    void write() throws SQLException {
        writer = DriverManager.getConnection("jdbc:vectra:" + folder.resolve("db"));
        waiter = DriverManager.getConnection("jdbc:vectra:" + folder.resolve("db"));
        try (Statement statement = writer.createStatement()) {
            statement.execute("CREATE TABLE docs (id INT PRIMARY KEY, title VARCHAR(20), vec VECTOR(2))");
            statement.execute("CREATE INDEX docs_vec ON docs USING HNSW (vec)");
            statement.execute("INSERT INTO docs VALUES (1, 'one', '[1, 2]'), (2, 'two', '[3, 4]')");
            writer.setAutoCommit(false);
            statement.execute("DELETE FROM docs WHERE id = 2");
        }
    }

    @AfterEach
    void close() throws SQLException {
        waiter.close();
        writer.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO docs (id) VALUES (3)",
                "CREATE TABLE others (id INT)",
                "ALTER TABLE docs ADD COLUMN price INT",
                "CREATE INDEX docs_text ON docs USING FULLTEXT (title)",
                "VACUUM",
                "REINDEX docs_vec"
            })
    void anotherThreadCancels(String sql) throws Exception {
        try (Statement statement = waiter.createStatement()) {
            endsIn("57014", statement, sql, () -> {
                try {
                    statement.cancel();
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            });
            writer.commit();
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INSERT INTO docs (id) VALUES (3)", "VACUUM"})
    void aTimeLimitEndsTheWait(String sql) throws Exception {
        try (Statement statement = waiter.createStatement()) {
            statement.execute("SET statement_timeout = '200ms'");
            endsIn("57014", statement, sql, () -> {});
            writer.commit();
            statement.execute("SET statement_timeout = 0");
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INSERT INTO docs (id) VALUES (3)", "CREATE TABLE others (id INT)", "VACUUM"})
    void anInterruptEndsTheWait(String sql) throws Exception {
        Thread thread = Thread.currentThread();
        try (Statement statement = waiter.createStatement()) {
            endsIn("57014", statement, sql, thread::interrupt);
            assertThat(Thread.interrupted()).isTrue();
            writer.commit();
            statement.execute(sql);
        }
    }

    /** Runs a statement while another thread tries to end it, again and again because it may not have begun. */
    private static void endsIn(String state, Statement statement, String sql, Runnable ending) throws Exception {
        var canceller = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                ending.run();
                Thread.onSpinWait();
            }
        });
        canceller.start();
        try {
            DatabaseTest.assertState(state, () -> statement.execute(sql));
        } finally {
            canceller.interrupt();
            while (canceller.isAlive()) {
                // The canceller may interrupt this thread until its end.
                Thread.onSpinWait();
            }
        }
    }
}
