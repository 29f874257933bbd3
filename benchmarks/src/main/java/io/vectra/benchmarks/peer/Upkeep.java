package io.vectra.benchmarks.peer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/** The work of a Vectra database in the background. Stateless. */
public final class Upkeep {
    private static final int PAUSE_MS = 100;

    /** How often in a row nothing may be running before rows without a graph are no longer waited for. */
    private static final int IDLE_COUNT = 20;

    private Upkeep() {}

    /**
     * Waits until nothing is being built, sealed or merged and every row has a graph. Rows without one are waited for
     * only as long as something runs, or may be about to.
     */
    public static void await(Connection connection) throws SQLException, InterruptedException {
        int idleCount = 0;
        while (idleCount < IDLE_COUNT) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            idleCount = count(connection, "VECTRA.PROGRESS") > 0 ? 0 : idleCount + 1;
            if (idleCount > 1
                    && count(
                                    connection,
                                    "VECTRA.INDEXES WHERE method = 'hnsw' AND (unindexed_rows > 0 OR graphs < segments)")
                            == 0) {
                return;
            }
        }
    }

    private static long count(Connection connection, String rows) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM " + rows)) {
            result.next();
            return result.getLong(1);
        }
    }
}
