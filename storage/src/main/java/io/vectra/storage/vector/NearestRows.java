package io.vectra.storage.vector;

/**
 * The rows that an exact search found, nearest first, ties by row id.
 *
 * @param rowIds long[count]
 * @param distances double[count], in double precision
 * @param compared how many vectors were compared
 */
public record NearestRows(long[] rowIds, double[] distances, long compared) {
    /** Returns how many rows were found. */
    public int count() {
        return rowIds.length;
    }
}
