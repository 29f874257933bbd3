package io.vectra.benchmarks.measure;

import io.vectra.benchmarks.data.DataSet;
import io.vectra.benchmarks.data.Entries;
import io.vectra.benchmarks.peer.Upkeep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A dictionary in a database with both indexes, which goes away with it. Thread rule: one thread. */
final class TextStore implements AutoCloseable {
    private static final int BATCH = 1_000;

    private final Path folder;
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    /** A row that was found. */
    record Hit(int row, double score) {}

    /** Loads the entries and builds the indexes. */
    TextStore(DataSet set, Entries entries, Path runs) throws Exception {
        folder = Files.createTempDirectory(Files.createDirectories(runs), "text-");
        connection = DriverManager.getConnection("jdbc:vectra:" + folder.resolve("db"));
        execute("CREATE TABLE docs (id BIGINT PRIMARY KEY, words INT, text VARCHAR(4000), vec VECTOR(" + set.dimension()
                + "))");
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO docs VALUES (?, ?, ?, ?)")) {
            for (int row = 0; row < set.count(); row++) {
                insert.setInt(1, row);
                insert.setInt(2, entries.words().get(row).size());
                insert.setString(3, entries.text(row));
                insert.setObject(4, set.base().vector(row));
                insert.addBatch();
                if ((row + 1) % BATCH == 0 || row + 1 == set.count()) {
                    insert.executeBatch();
                    connection.commit();
                }
            }
        }
        connection.setAutoCommit(true);
        execute("CREATE INDEX docs_text ON docs USING FULLTEXT (text) WITH (analyzer = 'english')");
        execute("CREATE INDEX docs_vec ON docs USING HNSW (vec)");
        Upkeep.await(connection);
    }

    /** A folder for other files of the run. */
    Path folder(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    /** Executes a statement. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns the rows of a query for a row's number and, perhaps, its score. */
    List<Hit> hits(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        List<Hit> hits = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            boolean hasScores = rows.getMetaData().getColumnCount() > 1;
            while (rows.next()) {
                hits.add(new Hit(rows.getInt(1), hasScores ? rows.getDouble(2) : 0));
            }
        }
        return hits;
    }

    @Override
    public void close() throws SQLException, IOException {
        connection.close();
        Folders.delete(folder);
    }
}
