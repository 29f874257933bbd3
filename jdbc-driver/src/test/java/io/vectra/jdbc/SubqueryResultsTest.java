package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sub-query has found is used for all rows of its statement, and for no other statement. */
class SubqueryResultsTest {
    private static final int ROWS = 20_000;

    private Connection connection;
    private Connection other;

    @BeforeEach
    void create() throws SQLException {
        connection = DriverManager.getConnection("jdbc:vectra:mem:subqueries");
        other = DriverManager.getConnection("jdbc:vectra:mem:subqueries");
        run(other, "CREATE TABLE docs (id INT PRIMARY KEY, price INT)");
        run(other, "CREATE TABLE wanted (id INT)");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        other.close();
    }

    /** Each of these would take minutes if its sub-query ran for each row. */
    @ParameterizedTest
    @Timeout(60)
    @ValueSource(
            strings = {
                "SELECT id FROM docs WHERE id IN (SELECT id FROM wanted)",
                "SELECT id FROM docs WHERE id NOT IN (SELECT id + 100000 FROM wanted)",
                "SELECT id FROM docs WHERE price <= (SELECT max(id) FROM wanted WHERE id > 0)",
                "SELECT id FROM docs WHERE (id, price) IN (SELECT id, id FROM wanted)",
                "SELECT id FROM docs WHERE EXISTS (SELECT 1 FROM wanted WHERE id + 0 = 20000)",
                "SELECT id FROM docs WHERE (SELECT max(id + 0) FROM wanted) + price > price",
                "WITH w AS (SELECT id + 0 AS id FROM wanted) SELECT id FROM docs WHERE id = ANY (SELECT id FROM w)",
                "DELETE FROM docs WHERE id IN (SELECT id FROM docs)",
                "DELETE FROM docs WHERE id IN (SELECT id FROM wanted)",
                "UPDATE docs SET price = 0 WHERE price IN (SELECT id FROM wanted)",
            })
    void aSubqueryThatReadsNoOuterRowRunsOnce(String sql) throws SQLException {
        fill(ROWS);

        assertThat(count(connection, sql)).isEqualTo(ROWS);
    }

    @ParameterizedTest
    @CsvSource({
        "READ COMMITTED, COMMIT",
        "READ COMMITTED, ROLLBACK",
        "SNAPSHOT, COMMIT",
        "SNAPSHOT, ROLLBACK",
    })
    void theNextTransactionSeesWhatWasCommittedMeanwhile(String isolation, String end) throws SQLException {
        fill(2);
        String query = "SELECT id FROM docs WHERE id IN (SELECT id FROM wanted)";
        String change = "UPDATE docs SET price = price + 1 WHERE id IN (SELECT id FROM wanted)";
        run(connection, "SET TRANSACTION ISOLATION LEVEL " + isolation);
        connection.setAutoCommit(false);
        for (int run = 0; run < 8; run++) {
            count(connection, "SELECT id FROM wanted");
            run(other, run % 2 == 0 ? "DELETE FROM wanted WHERE id = 2" : "INSERT INTO wanted VALUES (2)");
            assertThat(count(connection, query)).isEqualTo(count(connection, "SELECT id FROM wanted"));
            run(connection, end);

            int expected = run % 2 == 0 ? 1 : 2;
            assertThat(count(connection, query)).isEqualTo(expected);
            assertThat(count(connection, change)).isEqualTo(expected);
            run(connection, end);
        }
    }

    @Test
    void aTransactionsOwnChangesCountAndGoWithIt() throws SQLException {
        fill(2);
        String sql = "SELECT id FROM docs WHERE id IN (SELECT id FROM wanted)";
        connection.setAutoCommit(false);
        assertThat(count(connection, sql)).isEqualTo(2);

        run(connection, "DELETE FROM wanted WHERE id = 1");
        assertThat(count(connection, sql)).isEqualTo(1);
        run(connection, "SAVEPOINT before");
        run(connection, "DELETE FROM wanted");
        assertThat(count(connection, sql)).isZero();
        run(connection, "ROLLBACK TO SAVEPOINT before");
        assertThat(count(connection, sql)).isEqualTo(1);
        connection.rollback();
        assertThat(count(connection, sql)).isEqualTo(2);
    }

    @Test
    void moreTextsWithSubqueriesThanAreKeptFindTheirRows() throws SQLException {
        fill(100);
        for (int run = 0; run < 2; run++) {
            for (int column = 1; column <= 100; column++) {
                String sql = "SELECT id AS id" + column + " FROM docs WHERE id IN (SELECT id FROM wanted WHERE id <= "
                        + column + ")";
                assertThat(count(connection, sql)).as(sql).isEqualTo(column);
            }
        }
    }

    private void fill(int rows) throws SQLException {
        run(other, "INSERT INTO docs SELECT x, x FROM SYSTEM_RANGE(1, " + rows + ")");
        run(other, "INSERT INTO wanted SELECT id FROM docs");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns how many rows a statement gives or changes. */
    private static int count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return statement.getUpdateCount();
            }
            int count = 0;
            try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                    count++;
                }
            }
            return count;
        }
    }
}
