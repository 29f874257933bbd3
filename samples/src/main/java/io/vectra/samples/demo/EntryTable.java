package io.vectra.samples.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The table of dictionary entries and their vectors. */
final class EntryTable {
    static final String CREATE = """
            CREATE TABLE entries (
              id      INTEGER PRIMARY KEY,
              pos     VARCHAR(10) NOT NULL,
              lexname VARCHAR(20) NOT NULL,
              words   VARCHAR(200) NOT NULL,
              n_words INTEGER NOT NULL,
              gloss   VARCHAR(1000) NOT NULL,
              vec     VECTOR(384) NOT NULL
            )""";

    private static final String INSERT =
            "INSERT INTO entries (id, pos, lexname, words, n_words, gloss, vec) VALUES (?, ?, ?, ?, ?, ?, ?)";

    private final Connection connection;

    EntryTable(Connection connection) {
        this.connection = connection;
    }

    /** Returns whether the table is there. */
    boolean exists() throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, "PUBLIC", "ENTRIES", null)) {
            return tables.next();
        }
    }

    /** Creates the table. */
    void create() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        }
    }

    /** Returns the ids of the entries that are stored. */
    Set<Integer> storedIds() throws SQLException {
        Set<Integer> ids = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM entries")) {
            while (rows.next()) {
                ids.add(rows.getInt(1));
            }
        }
        return ids;
    }

    /**
     * Stores entries in one transaction; they are on the disk when this returns.
     *
     * @param vectors one for each entry
     */
    void insert(List<Entry> entries, List<float[]> vectors) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (int i = 0; i < entries.size(); i++) {
                Entry entry = entries.get(i);
                insert.setInt(1, entry.id());
                insert.setString(2, entry.pos());
                insert.setString(3, entry.lexname());
                insert.setString(4, entry.words());
                insert.setInt(5, entry.wordCount());
                insert.setString(6, entry.gloss());
                insert.setObject(7, vectors.get(i));
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
