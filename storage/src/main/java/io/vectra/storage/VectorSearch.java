package io.vectra.storage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request for the rows whose vectors are nearest to a query vector.
 *
 * @param columnId the vector column, as in {@link ColumnInfo.VectorInfo#columnId()}
 * @param metric the distance to order by
 * @param query float[dimension] of the column, finite; not modified, and not to be modified while the search runs
 * @param k how many rows at the most, at least 0
 * @param eligible the only rows that may be found, or null for all rows of the table
 */
public record VectorSearch(
        int columnId,
        Metric metric,
        float[] query,
        int k,
        @Nullable EligibleRows eligible) {
    public VectorSearch {
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(query, "query");
        if (k < 0) {
            throw new IllegalArgumentException("k must be at least 0, but is " + k);
        }
    }
}
