package io.vectra.storage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request for the rows whose vectors are nearest to a query vector.
 *
 * @param columnId the vector column, as in {@link ColumnInfo.VectorInfo#columnId()}
 * @param metric the distance to order by
 * @param query float[dimension] of the column, finite; not modified, and not to be modified while the search runs
 * @param k how many rows at the most, at least 0; {@link #ALL} with a radius for all rows within it
 * @param radius how far a row may be, or null for any distance
 * @param eligible the only rows that may be found, or null for all rows of the table
 * @param filter a condition that the rows have to meet too, or null; only one that {@link StatementView#canEvaluate}
 *     takes
 * @param options how hard to try
 */
public record VectorSearch(
        int columnId,
        Metric metric,
        float[] query,
        int k,
        @Nullable Radius radius,
        @Nullable EligibleRows eligible,
        @Nullable Filter filter,
        SearchOptions options) {
    /** A {@link #k} without a limit. */
    public static final int ALL = Integer.MAX_VALUE;

    public VectorSearch {
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(options, "options");
        if (k < 0) {
            throw new IllegalArgumentException("k must be at least 0, but is " + k);
        }
    }

    /** Asks with the default options, for rows at any distance. */
    public VectorSearch(int columnId, Metric metric, float[] query, int k, @Nullable EligibleRows eligible) {
        this(columnId, metric, query, k, null, eligible, null, SearchOptions.DEFAULT);
    }

    /**
     * A bound on the distance.
     *
     * @param value the metric's value; for {@link Metric#DOT_PRODUCT} the negated inner product
     * @param isInclusive whether a row at this very distance is within
     */
    public record Radius(double value, boolean isInclusive) {
        /** Returns whether a distance is within. */
        public boolean contains(double distance) {
            return isInclusive ? distance <= value : distance < value;
        }
    }
}
