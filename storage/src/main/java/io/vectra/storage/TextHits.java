package io.vectra.storage;

import java.util.Arrays;

/**
 * The rows that a full-text query finds.
 *
 * @param rowIds long[count], the rows' ids ({@code _ROWID_} in the relational mirror)
 * @param scores double[count], above 0, except that rows found by prohibited words alone have 0
 */
public record TextHits(long[] rowIds, double[] scores) {
    /** Returns the same rows in ascending order of their ids. */
    public TextHits byRowId() {
        Integer[] order = new Integer[rowIds.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(rowIds[a], rowIds[b]));
        long[] sortedIds = new long[order.length];
        double[] sortedScores = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            sortedIds[i] = rowIds[order[i]];
            sortedScores[i] = scores[order[i]];
        }
        return new TextHits(sortedIds, sortedScores);
    }

    /** Returns how many rows were found. */
    public int count() {
        return rowIds.length;
    }
}
