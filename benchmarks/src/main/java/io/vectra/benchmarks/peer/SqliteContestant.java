package io.vectra.benchmarks.peer;

import io.vectra.benchmarks.data.Vectors;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;
import org.sqlite.SQLiteJDBCLoader;

/** SQLite with the vectors as BLOBs and the distance as a function in Java: every row is read. */
final class SqliteContestant implements Contestant {
    private static final int BATCH = 1_000;

    private @Nullable Workload workload;

    @Override
    public String description() {
        return "SQLite " + SQLiteJDBCLoader.getVersion() + " (JDBC), distance function in Java, all rows read";
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public void load(Workload given) throws SQLException {
        workload = given;
        Vectors vectors = given.peerVectors();
        try (Connection connection = connect(given);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE docs (id INTEGER PRIMARY KEY, vec BLOB)");
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO docs VALUES (?, ?)")) {
                for (int row = 0; row < vectors.count(); row++) {
                    insert.setInt(1, row);
                    insert.setBytes(2, VectorBytes.of(vectors.vector(row)));
                    insert.addBatch();
                    if ((row + 1) % BATCH == 0) {
                        insert.executeBatch();
                    }
                }
                insert.executeBatch();
            }
            connection.commit();
        }
    }

    private static Connection connect(Workload given) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + given.folder().resolve("docs.sqlite"));
    }

    @Override
    public void build() {}

    @Override
    public Searcher searcher() throws SQLException {
        Workload given = Peers.loaded(workload);
        Connection connection = connect(given);
        Function.create(connection, "distance", new Function() {
            @Override
            protected void xFunc() throws SQLException {
                result(VectorBytes.distance(given.metric(), value_blob(0), value_blob(1)));
            }
        });
        PreparedStatement search = connection.prepareStatement("SELECT id FROM docs ORDER BY distance(vec, ?) LIMIT ?");
        return new SqlSearcher(given, connection, search);
    }

    @Override
    public void close() {}

    /** Binds a query's bytes and k, and reads row numbers. */
    record SqlSearcher(Workload given, Connection connection, PreparedStatement statement) implements Searcher {
        @Override
        public int[] search(float[] query, int k, int effort) throws SQLException {
            statement.setBytes(1, VectorBytes.of(given.peerQuery(query)));
            statement.setInt(2, k);
            int[] rows = new int[k];
            int count = 0;
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    rows[count++] = found.getInt(1);
                }
            }
            return Arrays.copyOf(rows, count);
        }

        @Override
        public void close() throws SQLException {
            statement.close();
            connection.close();
        }
    }
}
