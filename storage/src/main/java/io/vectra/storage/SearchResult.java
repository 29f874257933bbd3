package io.vectra.storage;

/**
 * The rows that a {@link VectorSearch} found, nearest first, ties by row id.
 *
 * @param rowIds long[count], the rows' ids ({@code _ROWID_} in the relational mirror)
 * @param distances double[count], the metric's value for each row; for {@link Metric#DOT_PRODUCT} the negated inner
 *     product
 * @param trace what the search did
 */
public record SearchResult(long[] rowIds, double[] distances, SearchTrace trace) {
    /** Returns how many rows were found. */
    public int count() {
        return rowIds.length;
    }
}
