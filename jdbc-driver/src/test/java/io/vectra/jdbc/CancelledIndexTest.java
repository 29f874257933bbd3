package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** CREATE INDEX … USING FULLTEXT that is ended while it indexes what is there. */
@Timeout(60)
class CancelledIndexTest {
    private static final String CREATE = "CREATE INDEX docs_text ON docs USING FULLTEXT (title)";

    @TempDir
    private Path folder;

    private Connection maker;
    private Connection watcher;

    @BeforeEach
    void fill() throws SQLException {
        maker = DriverManager.getConnection("jdbc:vectra:" + folder.resolve("db"));
        watcher = DriverManager.getConnection("jdbc:vectra:" + folder.resolve("db"));
        try (Statement statement = maker.createStatement()) {
            statement.execute("CREATE TABLE docs (id INT PRIMARY KEY, title VARCHAR(100))");
            statement.execute("INSERT INTO docs SELECT x, 'word' || x || ' and word' || MOD(x, 7)"
                    + " FROM SYSTEM_RANGE(1, 30000)");
            statement.execute("VACUUM");
        }
    }

    @AfterEach
    void close() throws SQLException {
        watcher.close();
        maker.close();
    }

    @Test
    void leavesNoIndex() throws Exception {
        try (Statement statement = maker.createStatement()) {
            var canceller = new Thread(() -> cancelOnceBuilt(statement));
            canceller.start();
            try {
                DatabaseTest.assertState("57014", () -> statement.execute(CREATE));
            } finally {
                canceller.interrupt();
                canceller.join();
            }

            assertThat(indexes()).isZero();
            statement.execute(CREATE);
            assertThat(indexes()).isEqualTo(1);
            DatabaseTest.assertState("42S11", () -> statement.execute(CREATE));
            assertThat(indexes()).isEqualTo(1);
        }
    }

    /** Waits until the index is listed, so that its rows are being indexed, and then cancels. */
    private void cancelOnceBuilt(Statement statement) {
        try {
            while (indexes() == 0 && !Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            statement.cancel();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private int indexes() throws SQLException {
        try (Statement query = watcher.createStatement();
                ResultSet rows = query.executeQuery("SELECT count(*) FROM VECTRA.INDEXES")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
