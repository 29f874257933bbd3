package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The settings statement_timeout and max_rows, and the limits of a java.sql.Statement, which go before them. */
class StatementLimitsTest extends DatabaseTest {
    private void createNumbers() throws SQLException {
        String values = IntStream.range(0, 1000).mapToObj(i -> "(" + i + ")").collect(Collectors.joining(", "));
        execute("CREATE TABLE numbers (n INT PRIMARY KEY)", "INSERT INTO numbers VALUES " + values);
    }

    private static final String ENDLESS =
            "SELECT count(*) FROM numbers a, numbers b, numbers c, numbers d WHERE a.n + b.n + c.n + d.n = 7";

    private Object shown(String name) throws SQLException {
        return value("SHOW " + name);
    }

    @Test
    void aTimeLimitIsANumberOfMillisecondsOrATextWithAUnit() throws SQLException {
        assertThat(shown("statement_timeout")).isEqualTo("0");
        for (List<String> each : List.of(
                List.of("2500", "2500ms"),
                List.of("'2000'", "2s"),
                List.of("'5s'", "5s"),
                List.of("'5 s'", "5s"),
                List.of("'90 s'", "90s"),
                List.of("'1.5min'", "90s"),
                List.of("'2 MIN'", "2min"),
                List.of("'1h'", "1h"),
                List.of("'2d'", "2d"),
                List.of("'700us'", "1ms"),
                List.of("0", "0"),
                List.of("DEFAULT", "0"))) {
            execute("SET statement_timeout = " + each.get(0));
            assertThat(shown("statement_timeout")).as(each.get(0)).isEqualTo(each.get(1));
        }
        for (String bad : List.of("-1", "'5 apples'", "''", "'s'", "'30d'", "off")) {
            assertState("22023", () -> execute("SET statement_timeout = " + bad))
                    .hasMessageContaining("'5s' (us, ms, s, min, h, d)");
        }
    }

    @Test
    void aStatementEndsWithTheTimeLimitOfItsConnection() throws SQLException {
        createNumbers();
        execute("SET statement_timeout = '50ms'");
        assertState("57014", () -> rows(ENDLESS)).isInstanceOf(SQLTimeoutException.class);
        assertState("57014", () -> execute("INSERT INTO numbers SELECT 5000 + n FROM (" + ENDLESS + ") AS x(n)"));
        assertThat(rows("SELECT n FROM numbers WHERE n = 3")).hasSize(1);
        execute("RESET ALL");
        assertThat(shown("statement_timeout")).isEqualTo("0");
        try (Connection other = another();
                Statement set = other.createStatement()) {
            set.execute("SET statement_timeout = 1");
            assertThat(rows("SELECT count(*) FROM numbers a, numbers b")).containsExactly(List.of(1_000_000L));
        }
    }

    @Test
    void theLimitOfAStatementGoesBeforeThatOfItsConnection() throws SQLException {
        createNumbers();
        execute("SET statement_timeout = '1min'");
        try (PreparedStatement statement = connection.prepareStatement(ENDLESS)) {
            statement.setQueryTimeout(1);
            assertState("57014", statement::executeQuery);
        }
        execute("SET statement_timeout = 1");
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT count(*) FROM numbers a, numbers b WHERE a.n + b.n < 1999")) {
            statement.setQueryTimeout(60);
            assertThat(rows(statement.executeQuery())).containsExactly(List.of(1_000_000L));
            statement.setQueryTimeout(0);
            assertState("57014", statement::executeQuery);
        }
    }

    @Test
    void aChangeDoesNotWaitLongerThanItsTimeLimitForAnother() throws SQLException {
        createNumbers();
        connection.setAutoCommit(false);
        execute("DELETE FROM numbers WHERE n = 1");
        try (Connection other = another();
                Statement waiting = other.createStatement()) {
            waiting.execute("SET statement_timeout = 20");
            assertState("57014", () -> waiting.execute("DELETE FROM numbers WHERE n = 2"))
                    .hasMessageContaining("another transaction");
        }
        connection.rollback();
    }

    @Test
    void batchesEndWithTheTimeLimitToo() throws SQLException {
        createNumbers();
        execute("SET statement_timeout = 30");
        try (PreparedStatement batch =
                connection.prepareStatement("INSERT INTO numbers SELECT 5000 + ? FROM (" + ENDLESS + ") AS x(n)")) {
            batch.setInt(1, 1);
            batch.addBatch();
            assertState("57014", batch::executeBatch).isInstanceOf(BatchUpdateException.class);
        }
        try (Statement batch = connection.createStatement()) {
            batch.addBatch("INSERT INTO numbers SELECT 5000 + n FROM (" + ENDLESS + ") AS x(n)");
            assertState("57014", batch::executeBatch).isInstanceOf(BatchUpdateException.class);
        }
        assertThat(value("SELECT max(n) FROM numbers")).isEqualTo(999);
    }

    @Test
    void aQueryGivesAtMostSoManyRowsAsAreSet() throws SQLException {
        createNumbers();
        execute("SET max_rows = 3");
        assertThat(shown("max_rows")).isEqualTo("3");
        assertThat(rows("SELECT n FROM numbers ORDER BY n")).hasSize(3);
        assertThat(value("SELECT count(*) FROM numbers")).isEqualTo(1000L);
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(5);
            assertThat(rows(statement.executeQuery("SELECT n FROM numbers"))).hasSize(5);
            statement.setMaxRows(0);
            assertThat(rows(statement.executeQuery("SELECT n FROM numbers"))).hasSize(3);
            assertThat(statement.execute("SET max_rows = 2; SELECT n FROM numbers"))
                    .isFalse();
            assertThat(statement.getMoreResults()).isTrue();
            assertThat(rows(statement.getResultSet())).hasSize(2);
        }
        assertThat(update("UPDATE numbers SET n = -n")).isEqualTo(1000);
        execute("CREATE TABLE copies (n INT)", "INSERT INTO copies SELECT n FROM numbers");
        execute("SET max_rows = 0");
        assertThat(rows("SELECT n FROM copies")).hasSize(1000);
        assertState("22023", () -> execute("SET max_rows = -1")).hasMessageContaining("0 for no limit");
    }

    @Test
    void aVectorSearchGivesAtMostSoManyRowsAsAreSet() throws SQLException {
        execute(
                "CREATE TABLE t (id INT PRIMARY KEY, vec VECTOR(2))",
                "INSERT INTO t VALUES (1, '[1, 2]'), (2, '[2, 1]'), (3, '[2, 3]')",
                "SET max_rows = 1");
        assertThat(rows("SELECT id FROM t ORDER BY vec <-> '[2, 3]' LIMIT 3")).containsExactly(List.of(3));
        assertThat(rows("SELECT id FROM FINAL TABLE (UPDATE t SET vec = NULL)")).hasSize(1);
        assertThat(rows("SELECT id FROM t WHERE vec IS NULL")).hasSize(1);
        execute("RESET max_rows");
        assertThat(rows("SELECT id FROM t WHERE vec IS NULL")).hasSize(3);
    }
}
