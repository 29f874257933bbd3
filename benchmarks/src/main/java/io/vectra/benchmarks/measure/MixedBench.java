package io.vectra.benchmarks.measure;

import io.vectra.benchmarks.data.DataSet;
import io.vectra.benchmarks.peer.VectraSearcher;
import io.vectra.benchmarks.peer.VectraStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Random;

/** A reader beside a writer at full speed, and whether a committed row is found by the next query. */
public final class MixedBench {
    private static final int CHECKS = 300;
    private static final int WRITES_PER_CHECK = 20;

    private final DataSet set;
    private final Settings settings;
    private final Report report;

    /** Measures with these settings. */
    public MixedBench(DataSet set, Settings settings, Report report) {
        this.set = set;
        this.settings = settings;
        this.report = report;
    }

    /** Prints the figures beside their bars. */
    public void run() throws Exception {
        try (LoadedStore loaded = new LoadedStore(set, settings)) {
            loaded.bulk(report);
            VectraStore store = loaded.store();
            BackgroundReader reader = new BackgroundReader(store, set);
            reader.alone(2 * settings.seconds());
            Writer writer = new Writer(store);
            double[] ratios = new double[settings.rounds()];
            double[] alone = new double[ratios.length];
            for (int round = 0; round < ratios.length; round++) {
                report.progress("round " + (round + 1) + " of " + ratios.length);
                alone[round] = reader.alone(settings.seconds()).percentileMs(0.95);
                ratios[round] =
                        reader.beside(() -> writer.write(settings.seconds())).percentileMs(0.95) / alone[round];
            }
            report.figures();
            report.figure(Figure.atMost(
                    "reader p95 beside a writer over alone",
                    Medians.of(ratios),
                    2,
                    " x",
                    CurveBench.format(
                            "alone %.3f ms, median of %d rounds; the writer made %.0f durable one-row changes a second",
                            Medians.of(alone), ratios.length, writer.changes / writer.seconds)));
            int missed = missedCommits(store);
            report.figure(Figure.atMost(
                    "just committed rows that the next query of another connection misses",
                    missed,
                    0,
                    "",
                    "of " + CHECKS + ", with " + WRITES_PER_CHECK + " other commits between two of them"));
        }
    }

    private int missedCommits(VectraStore store) throws Exception {
        report.progress("reading what was just committed");
        Random random = new Random(11);
        Writer others = new Writer(store);
        int missed = 0;
        try (VectraSearcher searcher = store.searcher();
                Connection connection = store.connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO docs (id, vec) VALUES (?, ?)")) {
            for (int i = 0; i < CHECKS; i++) {
                others.write(WRITES_PER_CHECK);
                float[] vector = new float[set.dimension()];
                for (int j = 0; j < vector.length; j++) {
                    // Long, so that by the inner product it is nearest to itself too.
                    vector[j] = 1_000 * (float) random.nextGaussian();
                }
                int id = 2 * set.count() + i;
                insert.setLong(1, id);
                insert.setObject(2, vector);
                insert.executeUpdate();
                int[] found = searcher.search(vector, 1);
                missed += found.length == 1 && found[0] == id ? 0 : 1;
            }
        }
        return missed;
    }

    /** Changes one row a commit: inserts, updates and deletes in turn, so that the table keeps its size. */
    private final class Writer {
        private final VectraStore store;
        private long changes;
        private double seconds;

        Writer(VectraStore store) {
            this.store = store;
        }

        /** Writes for some seconds, and returns how many changes that were. */
        long write(double durationSeconds) throws Exception {
            return write(Long.MAX_VALUE, System.nanoTime() + (long) (durationSeconds * 1e9));
        }

        /** Writes some changes. */
        void write(int count) throws Exception {
            write(count, Long.MAX_VALUE);
        }

        private long write(long count, long end) throws Exception {
            long start = System.nanoTime();
            long done = 0;
            try (Connection connection = store.connect();
                    PreparedStatement insert = connection.prepareStatement("INSERT INTO docs (id, vec) VALUES (?, ?)");
                    PreparedStatement update = connection.prepareStatement("UPDATE docs SET vec = ? WHERE id = ?");
                    PreparedStatement delete = connection.prepareStatement("DELETE FROM docs WHERE id = ?")) {
                for (; done < count && System.nanoTime() < end; done += 3) {
                    int row = (int) ((changes + done) % set.count());
                    insert.setLong(1, set.count() + row);
                    insert.setObject(2, set.base().vector(row));
                    insert.executeUpdate();
                    update.setObject(1, set.base().vector((row + 1) % set.count()));
                    update.setLong(2, row);
                    update.executeUpdate();
                    delete.setLong(1, set.count() + row);
                    delete.executeUpdate();
                }
            }
            changes += done;
            seconds += (System.nanoTime() - start) / 1e9;
            return done;
        }
    }
}
