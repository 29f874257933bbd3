package io.vectra.benchmarks.measure;

import io.vectra.benchmarks.data.DataSet;
import io.vectra.benchmarks.peer.VectraSearcher;
import io.vectra.benchmarks.peer.VectraStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Deletes half of the rows, updates a fifth of the rest ten times, and compares VACUUM's result with a fresh database.
 */
public final class ChurnBench {
    private static final int CHURN_ROUNDS = 10;
    private static final int SMALL_ROWS = 1_000;
    private static final int CHANGES_PER_ROUND = 10;
    private static final int WARM_UP = 10;
    private static final int ROUNDS = 31;

    private final DataSet set;
    private final Settings settings;
    private final Report report;

    /** Measures with these settings. */
    public ChurnBench(DataSet set, Settings settings, Report report) {
        this.set = set;
        this.settings = settings;
        this.report = report;
    }

    /** What VACUUM took, and the size of the files before. */
    private record Vacuum(double seconds, long bytesBefore) {}

    /** What a database is like. */
    private record State(double recall, long diskBytes) {
        static State of(LoadedStore loaded, ChangingRows rows, int queries) throws Exception {
            try (VectraSearcher searcher = loaded.store().searcher()) {
                return new State(rows.recall(searcher, queries), loaded.diskBytes());
            }
        }
    }

    /** Prints the figures beside their bars. */
    public void run() throws Exception {
        try (LoadedStore loaded = new LoadedStore(set, settings)) {
            loaded.bulk(report);
            report.figures();
            oneRowChanges(loaded.store());
            loaded.store().execute("SET auto_vacuum = false");
            ChangingRows rows = new ChangingRows(set, settings.metric());
            rows.noteDeleted((WARM_UP + ROUNDS) * CHANGES_PER_ROUND);
            report.progress("deleting 50 %, then updating 20 % of the rest " + CHURN_ROUNDS + " times");
            rows.delete(loaded.store(), 0.5);
            for (int round = 0; round < CHURN_ROUNDS; round++) {
                rows.update(loaded.store(), 0.2);
            }
            loaded.store().awaitUpkeep();
            long dirtyBytes = loaded.diskBytes();
            BackgroundReader reader = new BackgroundReader(loaded.store(), set);
            reader.alone(settings.seconds());
            Latencies before = reader.alone(3 * settings.seconds());
            report.progress("VACUUM");
            long start = System.nanoTime();
            Latencies during = reader.beside(() -> {
                loaded.store().execute("VACUUM docs");
                return null;
            });
            double vacuumSeconds = (System.nanoTime() - start) / 1e9;
            loaded.store().awaitUpkeep();
            State vacuumed = State.of(loaded, rows, settings.queries());
            fresh(rows, reader, vacuumed, new Vacuum(vacuumSeconds, dirtyBytes));
            report.figure(Figure.atMost(
                    "reader p99 during VACUUM over before",
                    during.percentileMs(0.99) / before.percentileMs(0.99),
                    3,
                    " x",
                    CurveBench.format(
                            "%.2f over %.2f ms; the longest during VACUUM %.1f ms",
                            during.percentileMs(0.99), before.percentileMs(0.99), during.percentileMs(1))));
        }
    }

    /** Compares with a database into which the same rows were loaded. */
    private void fresh(ChangingRows rows, BackgroundReader reader, State vacuumed, Vacuum vacuum) throws Exception {
        try (LoadedStore loaded = new LoadedStore(set, settings)) {
            report.progress("a fresh database with the same rows");
            loaded.store().createTable();
            loaded.store().load(rows, rows::isAlive, 1_000);
            long start = System.nanoTime();
            reader.beside(() -> {
                loaded.index(report);
                return null;
            });
            double buildSeconds = (System.nanoTime() - start) / 1e9;
            State fresh = State.of(loaded, rows, settings.queries());
            report.figure(Figure.atMost(
                    "recall@10 of a fresh database minus that after VACUUM",
                    fresh.recall() - vacuumed.recall(),
                    0.01,
                    "",
                    CurveBench.format("%.4f and %.4f", fresh.recall(), vacuumed.recall())));
            report.figure(Figure.atMost(
                    "files after VACUUM over a fresh database's",
                    (double) vacuumed.diskBytes() / fresh.diskBytes(),
                    1.25,
                    " x",
                    CurveBench.format(
                            "%.1f and %.1f MB; before VACUUM %.1f MB",
                            vacuumed.diskBytes() / 1e6, fresh.diskBytes() / 1e6, vacuum.bytesBefore() / 1e6)));
            report.figure(Figure.atMost(
                    "VACUUM over a fresh build of the index",
                    vacuum.seconds() / buildSeconds,
                    1.2,
                    " x",
                    CurveBench.format(
                            "%.1f and %.1f s, each beside a reader; without the load of the rows",
                            vacuum.seconds(), buildSeconds)));
        }
    }

    /** Compares a durable one-row change with the same in a small table, in turn. */
    private void oneRowChanges(VectraStore large) throws Exception {
        DataSet few = set.head(Math.min(SMALL_ROWS, set.count()), settings.folder());
        try (LoadedStore small = new LoadedStore(few, settings)) {
            small.bulk(report);
            for (String sql : new String[] {"UPDATE docs SET vec = ? WHERE id = ?", "DELETE FROM docs WHERE id = ?"}) {
                oneRowChange(sql, large, small.store());
            }
        }
    }

    private void oneRowChange(String sql, VectraStore large, VectraStore small) throws Exception {
        try (Connection toLarge = large.connect();
                PreparedStatement inLarge = toLarge.prepareStatement(sql);
                Connection toSmall = small.connect();
                PreparedStatement inSmall = toSmall.prepareStatement(sql)) {
            int[] next = new int[2];
            Duel duel = Duel.of(
                    WARM_UP,
                    ROUNDS,
                    round -> next[0] = change(inLarge, sql, next[0]),
                    round -> next[1] = change(inSmall, sql, next[1]));
            report.figure(Figure.atMost(
                    sql.substring(0, 6) + " of one row, " + set.count() + " rows over " + SMALL_ROWS,
                    duel.ratio(),
                    1.3,
                    " x",
                    CurveBench.format(
                            "durable; %.0f and %.0f µs",
                            duel.medianFirst() / CHANGES_PER_ROUND * 1e6,
                            duel.medianSecond() / CHANGES_PER_ROUND * 1e6)));
        }
    }

    /** Changes the next rows one by one, and returns the row after them. */
    private int change(PreparedStatement statement, String sql, int first) throws SQLException {
        for (int row = first; row < first + CHANGES_PER_ROUND; row++) {
            int parameter = 1;
            if (sql.startsWith("UPDATE")) {
                statement.setObject(parameter++, set.base().vector(row));
            }
            statement.setLong(parameter, row);
            statement.executeUpdate();
        }
        return first + CHANGES_PER_ROUND;
    }
}
