package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A statement sees one state of all tables that it reads, however it names them. */
class StatementSnapshotTest extends DatabaseTest {
    private static final int RUNS = 100;

    /** Each gives one row, with the same number of changes from both tables. */
    static final List<String> SHAPES = List.of(
            "SELECT a.n, b.n FROM a JOIN b ON a.id = b.id WHERE a.id = 1",
            "SELECT n, (SELECT n FROM b WHERE b.id = a.id) FROM a WHERE id = 1",
            "SELECT max(n), (SELECT max(n) FROM b) FROM a",
            "SELECT x, y FROM both_tables WHERE id = 1",
            "SELECT x, y FROM outer_view",
            "WITH w AS (SELECT id, n FROM b) SELECT a.n, w.n FROM a JOIN w ON a.id = w.id WHERE a.id = 1",
            "SELECT n, (SELECT max(n) FROM b) FROM a ORDER BY vec <-> '[1, 0]' LIMIT 1",
            "SELECT s.n, b.n FROM (SELECT id, n FROM a ORDER BY vec <-> '[1, 0]' LIMIT 1) s JOIN b ON s.id = b.id",
            "SELECT s.n, b.n FROM (SELECT id, n FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.id = a.id AND b.n = a.n)"
                    + " ORDER BY vec <-> '[1, 0]' LIMIT 1) s, b WHERE b.id = s.id",
            "SELECT a.n, t.n FROM a, LATERAL (SELECT n FROM b WHERE b.id = a.id ORDER BY vec <-> a.vec LIMIT 1) t"
                    + " WHERE a.id = 1",
            "SELECT n, (SELECT n FROM b ORDER BY bm25(text, 'word') DESC, id LIMIT 1) FROM a WHERE id = 1",
            "SELECT a.n, b.n FROM other.c JOIN a ON a.id = c.id JOIN b ON b.id = c.id WHERE c.id = 1");

    @BeforeEach
    void createTables() throws SQLException {
        execute(
                "CREATE TABLE a (id INT PRIMARY KEY, n INT, text VARCHAR(20), vec VECTOR(2))",
                "CREATE TABLE b (id INT PRIMARY KEY, n INT, text VARCHAR(20), vec VECTOR(2))",
                "CREATE SCHEMA other",
                "CREATE TABLE other.c (id INT PRIMARY KEY)",
                "CREATE INDEX b_text ON b USING FULLTEXT (text)",
                "CREATE VIEW both_tables AS SELECT a.id, a.n AS x, b.n AS y FROM a JOIN b ON a.id = b.id",
                "CREATE VIEW outer_view AS SELECT x, y FROM both_tables WHERE id = 1",
                "INSERT INTO a VALUES (1, 0, 'word', '[1, 0]'), (2, 0, 'other', '[0, 9]')",
                "INSERT INTO b VALUES (1, 0, 'word', '[1, 0]'), (2, 0, 'other', '[0, 9]')",
                "INSERT INTO other.c VALUES (1)");
    }

    /** Changes both tables in one transaction, again and again. */
    private void changeBoth(AtomicBoolean isDone) throws SQLException {
        try (Connection writer = another();
                Statement change = writer.createStatement()) {
            writer.setAutoCommit(false);
            while (!isDone.get()) {
                change.executeUpdate("UPDATE b SET n = n + 1");
                change.executeUpdate("UPDATE a SET n = n + 1");
                writer.commit();
            }
        }
    }

    static Stream<Arguments> shapesAndModes() {
        return SHAPES.stream().flatMap(sql -> Stream.of(Arguments.of(sql, true), Arguments.of(sql, false)));
    }

    @ParameterizedTest
    @MethodSource("shapesAndModes")
    void bothTablesAreSeenAfterTheSameCommit(String sql, boolean autoCommit) throws Exception {
        AtomicBoolean isDone = new AtomicBoolean();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Connection reader = another();
                PreparedStatement statement = reader.prepareStatement(sql)) {
            reader.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            reader.setAutoCommit(autoCommit);
            Future<?> writing = thread.submit(() -> {
                changeBoth(isDone);
                return null;
            });
            int last = 0;
            for (int run = 0; run < RUNS || last == 0; run++) {
                if (writing.isDone()) {
                    writing.get(); // Fails, since nobody has told it to end.
                }
                List<List<Object>> rows = rows(statement.executeQuery());
                assertThat(rows).hasSize(1);
                assertThat(rows.get(0).get(1)).isEqualTo(rows.get(0).get(0));
                int seen = (Integer) rows.get(0).get(0);
                assertThat(seen).isGreaterThanOrEqualTo(last);
                last = seen;
            }
            isDone.set(true);
            writing.get();
        } finally {
            isDone.set(true);
            thread.shutdown();
        }
    }

    /** What a prepared statement remembers of its tables is of the definitions that there are. */
    @ParameterizedTest
    @FieldSource("SHAPES")
    void aStatementGoesOnAfterItsTablesWereMadeAnew(String sql) throws SQLException {
        try (Connection reader = another();
                PreparedStatement statement = reader.prepareStatement(sql)) {
            for (int run = 1; run <= 3; run++) {
                execute(
                        "ALTER TABLE a ADD COLUMN more" + run + " VARCHAR(10)",
                        "CREATE INDEX a_n" + run + " ON a (n, id)",
                        "ALTER TABLE b ALTER COLUMN text VARCHAR(" + (30 + run) + ")",
                        "UPDATE a SET n = " + run,
                        "UPDATE b SET n = " + run);

                assertThat(rows(statement.executeQuery())).containsExactly(List.of(run, run));
            }
        }
    }

    @Test
    void aTableThatWasDroppedAndMadeAnewIsRead() throws SQLException {
        try (Connection reader = another();
                PreparedStatement statement = reader.prepareStatement("SELECT id FROM other.c")) {
            assertThat(rows(statement.executeQuery())).containsExactly(List.of(1));
            execute(
                    "DROP TABLE other.c",
                    "CREATE TABLE other.c (id INT PRIMARY KEY)",
                    "INSERT INTO other.c VALUES (7)");

            assertThat(rows(statement.executeQuery())).containsExactly(List.of(7));
        }
    }
}
