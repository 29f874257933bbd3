package io.vectra.storage;

import java.util.Arrays;

/**
 * The rows that a full-text query finds.
 *
 * @param rowIds long[count], the rows' ids ({@code _ROWID_} in the relational mirror)
 * @param scores double[count], above 0, except that rows found by prohibited words alone, or by words whose scores are
 *     multiplied by 0, have 0
 */
public record TextHits(long[] rowIds, double[] scores) {
    /** Returns the same rows in ascending order of their ids. */
    public TextHits byRowId() {
        long[] sorted = rowIds.clone();
        Arrays.sort(sorted);
        double[] sortedScores = new double[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            sortedScores[Arrays.binarySearch(sorted, rowIds[i])] = scores[i];
        }
        return new TextHits(sorted, sortedScores);
    }

    /** Returns the rows from one place in their order up to another, without that. */
    public TextHits range(int from, int to) {
        return new TextHits(Arrays.copyOfRange(rowIds, from, to), Arrays.copyOfRange(scores, from, to));
    }

    /** Returns the rows with the highest scores, best first, ties by row id. */
    public TextHits best(int k) {
        Integer[] order = new Integer[rowIds.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> {
            int byScore = Double.compare(scores[b], scores[a]);
            return byScore != 0 ? byScore : Long.compare(rowIds[a], rowIds[b]);
        });
        return picked(Arrays.copyOf(order, Math.min(k, order.length)));
    }

    private TextHits picked(Integer[] order) {
        long[] pickedIds = new long[order.length];
        double[] pickedScores = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            pickedIds[i] = rowIds[order[i]];
            pickedScores[i] = scores[order[i]];
        }
        return new TextHits(pickedIds, pickedScores);
    }

    /** Returns the highest score, 0 without rows. */
    public double bestScore() {
        return Arrays.stream(scores).max().orElse(0);
    }

    /** Returns how many rows have a score above 0: more than those that were not found. */
    public int scoredCount() {
        int count = 0;
        for (double score : scores) {
            count += score > 0 ? 1 : 0;
        }
        return count;
    }

    /** Returns how many rows were found. */
    public int count() {
        return rowIds.length;
    }
}
