package io.vectra.benchmarks.data;

import io.vectra.storage.Metric;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Finds the nearest rows of several queries by reading every vector once.
 *
 * <p>Thread rule: any number of threads; each call uses all processors.
 *
 * @param accepted the rows that may be returned
 */
public record NearestRows(Vectors base, Metric metric, IntPredicate accepted) {
    private static final int ROWS_PER_TASK = 8_192;

    /** Searches among all rows. */
    public NearestRows(Vectors base, Metric metric) {
        this(base, metric, row -> true);
    }

    /**
     * Searches for several queries.
     *
     * @param queries float[queries][dimension]
     * @return int[queries][min(k, accepted rows)], nearest first
     */
    public int[][] of(float[][] queries, int k) {
        int tasks = (base.count() + ROWS_PER_TASK - 1) / ROWS_PER_TASK;
        return IntStream.range(0, tasks)
                .parallel()
                .mapToObj(task -> scan(task, queries, new Best(queries.length, k)))
                .reduce(Best::plus)
                .orElseGet(() -> new Best(queries.length, k))
                .rows();
    }

    private Best scan(int task, float[][] queries, Best best) {
        float[] vector = new float[base.dimension()];
        int end = Math.min(base.count(), (task + 1) * ROWS_PER_TASK);
        for (int row = task * ROWS_PER_TASK; row < end; row++) {
            if (accepted.test(row)) {
                base.read(row, vector);
                float scale = metric == Metric.COSINE ? Distance.inverseNorm(vector) : 1;
                for (int query = 0; query < queries.length; query++) {
                    best.offer(query, row, Distance.order(metric, queries[query], vector, scale));
                }
            }
        }
        return best;
    }

    /** The best rows of each query, sorted. */
    private static final class Best {
        private final int[][] rows;
        private final float[][] distances;
        private final int[] counts;

        Best(int queries, int k) {
            rows = new int[queries][k];
            distances = new float[queries][k];
            counts = new int[queries];
        }

        void offer(int query, int row, float distance) {
            int count = counts[query];
            float[] sorted = distances[query];
            int k = sorted.length;
            if (count == k && distance >= sorted[k - 1]) {
                return;
            }
            int place = count < k ? count : k - 1;
            while (place > 0 && sorted[place - 1] > distance) {
                sorted[place] = sorted[place - 1];
                rows[query][place] = rows[query][place - 1];
                place--;
            }
            sorted[place] = distance;
            rows[query][place] = row;
            if (count < k) {
                counts[query]++;
            }
        }

        Best plus(Best other) {
            for (int query = 0; query < rows.length; query++) {
                for (int i = 0; i < other.counts[query]; i++) {
                    offer(query, other.rows[query][i], other.distances[query][i]);
                }
            }
            return this;
        }

        int[][] rows() {
            int[][] found = new int[rows.length][];
            for (int query = 0; query < rows.length; query++) {
                found[query] = Arrays.copyOf(rows[query], counts[query]);
            }
            return found;
        }
    }
}
