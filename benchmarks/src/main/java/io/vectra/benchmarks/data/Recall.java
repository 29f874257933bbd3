package io.vectra.benchmarks.data;

import io.vectra.storage.Metric;

/**
 * The share of the true nearest rows that searches have found.
 *
 * <p>A found row counts if it is no farther than the k-th nearest, so that rows at the same distance may stand for each
 * other; a row that is found twice counts once.
 *
 * <p>Thread rule: one thread.
 */
public final class Recall {
    private static final double TOLERANCE = 1e-6;

    private final Vectors base;
    private final Metric metric;
    private long found;
    private long expected;

    /** Starts with nothing searched. */
    public Recall(Vectors base, Metric metric) {
        this.base = base;
        this.metric = metric;
    }

    /**
     * Counts one query's answer.
     *
     * @param rows the answer
     * @param truth the exact answer, nearest first; its length says how many rows there are to be found
     */
    public void add(float[] query, int[] rows, int[] truth) {
        expected += truth.length;
        if (truth.length == 0) {
            return;
        }
        double farthest = Distance.exact(metric, query, base.vector(truth[truth.length - 1]));
        double limit = farthest + TOLERANCE * Math.max(1, Math.abs(farthest));
        int hits = 0;
        for (int i = 0; i < rows.length && hits < truth.length; i++) {
            if (isFirst(rows, i) && Distance.exact(metric, query, base.vector(rows[i])) <= limit) {
                hits++;
            }
        }
        found += hits;
    }

    private static boolean isFirst(int[] rows, int index) {
        for (int i = 0; i < index; i++) {
            if (rows[i] == rows[index]) {
                return false;
            }
        }
        return true;
    }

    /** Returns found over expected; 1 if nothing was expected. */
    public double value() {
        return expected == 0 ? 1 : (double) found / expected;
    }
}
