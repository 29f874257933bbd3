package io.vectra.benchmarks.peer;

import io.vectra.storage.vector.VectorKernels;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Vectra through JDBC, metadata included. */
final class VectraContestant implements Contestant {
    private static final int ROWS_PER_COMMIT = 1_000;

    private final String options;
    private @Nullable Workload workload;
    private @Nullable VectraStore store;
    private boolean isIndexRefused;
    private String index = "";

    /** @param options of the index, beyond metric, m and ef_construction */
    VectraContestant(String options) {
        this.options = options;
    }

    @Override
    public String description() {
        return "Vectra through JDBC" + (options.isEmpty() ? "" : ", " + options) + ", kernel "
                + VectorKernels.best().name() + ", " + index;
    }

    @Override
    public boolean isExact() {
        return isIndexRefused;
    }

    @Override
    public void load(Workload given) throws SQLException, IOException {
        workload = given;
        store = new VectraStore(given.set(), given.metric(), given.folder());
        store.createTable();
        store.load(ROWS_PER_COMMIT);
    }

    @Override
    public void build() throws SQLException, InterruptedException {
        Workload given = Peers.loaded(workload);
        try {
            Peers.loaded(store).createIndex(given.m(), given.efConstruction(), options);
            index = Peers.loaded(store).describeIndexes();
        } catch (SQLException refused) {
            if (!"0A000".equals(refused.getSQLState())) {
                throw refused;
            }
            isIndexRefused = true;
            index = "NO INDEX, exact search: CREATE INDEX is refused";
        }
    }

    @Override
    public Searcher searcher() throws SQLException {
        VectraSearcher searcher = Peers.loaded(store).searcher();
        return isIndexRefused ? new ExactSearcher(searcher) : searcher;
    }

    @Override
    public void close() throws SQLException {
        if (store != null) {
            store.close();
        }
    }

    /** Searches that set no effort, since a database without an index refuses that. */
    private record ExactSearcher(VectraSearcher searcher) implements Searcher {
        @Override
        public int[] search(float[] query, int k, int effort) throws SQLException {
            return searcher.search(query, k);
        }

        @Override
        public void close() throws SQLException {
            searcher.close();
        }
    }
}
