package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search beside other tables, prepared once and run again and again while those tables change. */
class JoinedSearchesTest extends DatabaseTest {
    /** So often that a plan knows what the other table has. */
    private static final int RUNS = 15;

    private static final float[] ORIGIN = {1, 0};
    private static final String JOIN = "SELECT d.id FROM docs d JOIN authors a ON a.id = d.author WHERE a.place = ?"
            + " ORDER BY cosine(d.vec, ?), d.id LIMIT 3";

    /** The nearest document of author n is n; every tenth author is in place 1. */
    @BeforeEach
    void createTables() throws SQLException {
        execute(
                "CREATE TABLE authors (id INT PRIMARY KEY, place INT)",
                "CREATE TABLE docs (id INT PRIMARY KEY, author INT, vec VECTOR(2))",
                "CREATE INDEX docs_vec ON docs USING HNSW (vec)");
        for (int id = 0; id < 100; id++) {
            update("INSERT INTO authors VALUES (?, ?)", id, id % 10 == 0 ? 1 : 2);
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO docs VALUES (?, ?, ?)")) {
            for (int id = 0; id < 1_000; id++) {
                insert.setInt(1, id);
                insert.setInt(2, id % 100);
                insert.setObject(3, new float[] {1, id / 1000f});
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static List<Integer> ids(PreparedStatement query, int place) throws SQLException {
        query.setInt(1, place);
        query.setObject(2, ORIGIN);
        List<Integer> ids = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getInt(1));
            }
        }
        return ids;
    }

    private static void repeat(PreparedStatement query) throws SQLException {
        for (int run = 0; run < RUNS; run++) {
            assertThat(ids(query, 1)).containsExactly(0, 10, 20);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                JOIN,
                "SELECT d.id FROM docs d WHERE d.author IN (SELECT id FROM authors WHERE place = ?)"
                        + " ORDER BY cosine(d.vec, ?), d.id LIMIT 3",
                "SELECT d.id FROM docs d WHERE EXISTS (SELECT 1 FROM authors a WHERE a.id = d.author AND a.place = ?)"
                        + " ORDER BY cosine(d.vec, ?), d.id LIMIT 3",
                "WITH a AS (SELECT * FROM authors) SELECT d.id FROM docs d JOIN a ON a.id = d.author WHERE a.place = ?"
                        + " ORDER BY cosine(d.vec, ?), d.id LIMIT 3"
            })
    void aCommitOfAnotherConnectionIsSeen(String sql) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql);
                Connection other = another();
                Statement change = other.createStatement()) {
            repeat(query);

            change.execute("UPDATE authors SET place = 3 WHERE id = 10");

            assertThat(ids(query, 1)).containsExactly(0, 20, 30);
            assertThat(ids(query, 3)).containsExactly(10, 110, 210);
        }
    }

    @Test
    void commitsOfTheVectorsTableLeaveWhatIsKnownOfTheOther() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(JOIN)) {
            for (int run = 0; run < RUNS; run++) {
                assertThat(ids(query, 1)).containsExactly(0, 10, 20);
                update("INSERT INTO docs VALUES (?, 10, ?)", 2_000 + run, new float[] {0, 1});
            }
            update("INSERT INTO docs VALUES (5000, 20, ?)", ORIGIN);
            assertThat(ids(query, 1)).containsExactly(0, 5000, 10);
        }
    }

    @Test
    void rowsThatGoWithOthersAreMissed() throws SQLException {
        execute(
                "CREATE TABLE places (id INT PRIMARY KEY)",
                "INSERT INTO places VALUES (1), (2), (3)",
                "ALTER TABLE authors ADD CONSTRAINT place_of FOREIGN KEY (place) REFERENCES places (id) ON DELETE CASCADE");
        try (PreparedStatement query = connection.prepareStatement(JOIN)) {
            repeat(query);
            execute("INSERT INTO docs VALUES (5000, 20, '[0, 1]')", "DELETE FROM places WHERE id = 1");
            assertThat(ids(query, 1)).isEmpty();
            assertThat(ids(query, 2)).containsExactly(1, 2, 3);
            execute("TRUNCATE TABLE authors");
            assertThat(ids(query, 2)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT d.id FROM docs d JOIN authors a ON a.id = d.author WHERE a.place >= ?"
                        + " ORDER BY cosine(d.vec, ?) LIMIT 3",
                "SELECT d.id FROM docs d WHERE EXISTS"
                        + " (SELECT 1 FROM authors a WHERE a.id = d.author AND a.place + 0 >= ?)"
                        + " ORDER BY cosine(d.vec, ?) LIMIT 3"
            })
    void aShareOfEligibleRowsThatFallsCostsNoRows(String sql) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int run = 0; run < 3; run++) {
                assertThat(ids(query, 1)).containsExactly(0, 1, 2);
            }
            update("UPDATE authors SET place = 0 WHERE id < 50");
            assertThat(ids(query, 1)).containsExactly(50, 51, 52);
            update("UPDATE authors SET place = 0 WHERE id NOT IN (98, 99)");
            assertThat(ids(query, 1)).containsExactly(98, 99, 198);
            update("UPDATE docs SET vec = NULL WHERE id > 98");
            assertThat(ids(query, 1)).containsExactly(98, 99, 198);
            update("UPDATE authors SET place = 1");
            for (int run = 0; run < 3; run++) {
                assertThat(ids(query, 1)).containsExactly(0, 1, 2);
            }
            query.setMaxRows(2);
            assertThat(ids(query, 1)).containsExactly(0, 1);
        }
    }

    @Test
    void ownChangesAreSeenAndUndone() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(JOIN)) {
            repeat(query);
            connection.setAutoCommit(false);
            execute("UPDATE authors SET place = 1 WHERE id = 5");

            assertThat(ids(query, 1)).containsExactly(0, 5, 10);

            connection.rollback();
            repeat(query);
            connection.setAutoCommit(true);
        }
    }

    @Test
    void aTransactionKeepsItsSnapshot() throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        try (PreparedStatement query = connection.prepareStatement(JOIN);
                Connection other = another();
                Statement change = other.createStatement();
                PreparedStatement otherQuery = other.prepareStatement(JOIN)) {
            repeat(query);
            repeat(otherQuery);

            change.execute("UPDATE authors SET place = 3 WHERE id = 10");

            assertThat(ids(otherQuery, 1)).containsExactly(0, 20, 30);
            repeat(query);
            connection.commit();
            assertThat(ids(query, 1)).containsExactly(0, 20, 30);
        }
        connection.setAutoCommit(true);
    }

    /** A setting changes without a commit. */
    @Test
    void whatIsNotCommittedIsAskedForAnew() throws SQLException {
        String sql = "SELECT d.id FROM docs d JOIN authors a ON a.id = d.author WHERE a.place = ?"
                + " AND a.id < (SELECT CAST(current_value AS INT) FROM VECTRA.SETTINGS WHERE name = 'ef_search')"
                + " ORDER BY cosine(d.vec, ?), d.id LIMIT 3";
        execute("SET ef_search = 40");
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            repeat(query);

            execute("SET ef_search = 15");

            assertThat(ids(query, 1)).containsExactly(0, 10, 100);
        }
    }
}
