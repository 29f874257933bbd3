package io.vectra.benchmarks.measure;

import io.vectra.benchmarks.data.DataSet;
import io.vectra.benchmarks.data.NearestRows;
import io.vectra.benchmarks.data.Recall;
import io.vectra.benchmarks.data.Vectors;
import io.vectra.benchmarks.peer.VectraSearcher;
import io.vectra.benchmarks.peer.VectraStore;
import io.vectra.storage.Metric;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;

/**
 * Deletes and updates rows of a database, and knows what is then in it.
 *
 * <p>An update gives a row the vector of another row of the data set, so that the vectors stay as they are spread.
 *
 * <p>Thread rule: one thread.
 */
final class ChangingRows implements Vectors {
    private static final int ROWS_PER_COMMIT = 1_000;

    private final DataSet set;
    private final Metric metric;
    private final BitSet alive = new BitSet();

    /** For each row the row of the data set whose vector it has. */
    private final int[] sources;

    private final Random random = new Random(7);

    /** Begins with the first rows as the data set has them. */
    ChangingRows(DataSet set, Metric metric) {
        this.set = set;
        this.metric = metric;
        sources = new int[set.count()];
        Arrays.setAll(sources, row -> row);
        alive.set(0, set.count());
    }

    @Override
    public int count() {
        return sources.length;
    }

    @Override
    public int dimension() {
        return set.dimension();
    }

    @Override
    public void read(int row, float[] into) {
        set.base().read(sources[row], into);
    }

    int aliveCount() {
        return alive.cardinality();
    }

    boolean isAlive(int row) {
        return alive.get(row);
    }

    /** Takes note that somebody else has deleted the first rows. */
    void noteDeleted(int rowCount) {
        alive.clear(0, rowCount);
    }

    /** Deletes a share of the living rows, chosen by chance. */
    void delete(VectraStore store, double share) throws SQLException {
        change(store, "DELETE FROM docs WHERE id = ?", share, (statement, row) -> {
            statement.setLong(1, row);
            alive.clear(row);
        });
    }

    /** Gives a share of the living rows other vectors. */
    void update(VectraStore store, double share) throws SQLException {
        change(store, "UPDATE docs SET vec = ? WHERE id = ?", share, (statement, row) -> {
            sources[row] = random.nextInt(set.count());
            statement.setObject(1, vector(row));
            statement.setLong(2, row);
        });
    }

    /** Binds the change of a row, and notes it. */
    private interface Change {
        void bind(PreparedStatement statement, int row) throws SQLException;
    }

    private void change(VectraStore store, String sql, double share, Change change) throws SQLException {
        int[] rows = alive.stream().filter(row -> random.nextDouble() < share).toArray();
        try (Connection connection = store.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            connection.setAutoCommit(false);
            for (int i = 0; i < rows.length; i++) {
                change.bind(statement, rows[i]);
                statement.addBatch();
                if ((i + 1) % ROWS_PER_COMMIT == 0) {
                    statement.executeBatch();
                    connection.commit();
                }
            }
            statement.executeBatch();
            connection.commit();
        }
    }

    /** Returns recall at 10 of searches in a session as it is set. */
    double recall(VectraSearcher searcher, int queryCount) throws SQLException {
        float[][] queries = Arrays.copyOf(set.queries(), Math.min(queryCount, set.queries().length));
        int[][] truth = new NearestRows(this, metric, alive::get).of(queries, SearchRun.K);
        Recall recall = new Recall(this, metric);
        for (int i = 0; i < queries.length; i++) {
            int[] found = searcher.search(queries[i], SearchRun.K);
            if (found.length != truth[i].length || Arrays.stream(found).anyMatch(row -> !alive.get(row))) {
                throw new IllegalStateException("query " + i + " gave the rows " + Arrays.toString(found)
                        + "; expected " + truth[i].length + " living ones");
            }
            recall.add(queries[i], found, truth[i]);
        }
        return recall.value();
    }
}
