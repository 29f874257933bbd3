package io.vectra.benchmarks.peer;

import io.vectra.benchmarks.data.Vectors;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** H2 with the vectors as VARBINARY and the distance as a function in Java: every row is read. */
final class H2Contestant implements Contestant {
    private static final int BATCH = 1_000;

    private @Nullable Workload workload;
    private String version = "";

    @Override
    public String description() {
        return "H2 " + version + ", distance function in Java, all rows read";
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public void load(Workload given) throws SQLException {
        workload = given;
        Vectors vectors = given.peerVectors();
        String function = switch (given.metric()) {
            case COSINE -> "cosine";
            case EUCLIDEAN -> "euclidean";
            case DOT_PRODUCT -> "dotProduct";
            case MANHATTAN -> "manhattan";
        };
        try (Connection connection = connect(given);
                Statement statement = connection.createStatement()) {
            version = connection.getMetaData().getDatabaseProductVersion();
            statement.execute(
                    "CREATE ALIAS distance DETERMINISTIC FOR '" + VectorBytes.class.getName() + "." + function + "'");
            statement.execute("CREATE TABLE docs (id INTEGER PRIMARY KEY, vec VARBINARY(64000))");
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
            statement.execute("CHECKPOINT SYNC");
        }
    }

    private static Connection connect(Workload given) throws SQLException {
        return DriverManager.getConnection("jdbc:h2:file:"
                + given.folder().resolve("docs").toAbsolutePath() + ";DB_CLOSE_DELAY=-1;OPTIMIZE_REUSE_RESULTS=FALSE");
    }

    @Override
    public void build() {}

    @Override
    public Searcher searcher() throws SQLException {
        Workload given = Peers.loaded(workload);
        Connection connection = connect(given);
        PreparedStatement search = connection.prepareStatement("SELECT id FROM docs ORDER BY distance(vec, ?) LIMIT ?");
        return new SqliteContestant.SqlSearcher(given, connection, search);
    }

    @Override
    public void close() throws SQLException {
        if (workload != null) {
            try (Connection connection = connect(workload);
                    Statement statement = connection.createStatement()) {
                statement.execute("SHUTDOWN IMMEDIATELY");
            }
        }
    }
}
