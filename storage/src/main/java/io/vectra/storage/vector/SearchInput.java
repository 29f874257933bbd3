package io.vectra.storage.vector;

import io.vectra.storage.EligibleRows;
import io.vectra.storage.Metric;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All that one search reads.
 *
 * @param column the vectors' directory
 * @param source the vectors' bytes
 * @param lsn the commit that the search sees last
 * @param metric the distance to order by
 * @param query float[dimension] of the column, finite, not modified
 * @param k how many rows at the most, at least 0
 * @param radius a distance beyond which no row need be found; infinite for none
 * @param scope the only vectors that may be found
 * @param own the running transaction's changes, or null for none
 * @param cancelled asked every few thousand rows; true ends the search
 */
public record SearchInput(
        VectorColumn column,
        VectorSource source,
        long lsn,
        Metric metric,
        float[] query,
        int k,
        double radius,
        SearchScope scope,
        @Nullable LocalVectors own,
        BooleanSupplier cancelled) {
    /** Searches some rows, or all of them, at any distance. */
    public SearchInput(
            VectorColumn column,
            VectorSource source,
            long lsn,
            Metric metric,
            float[] query,
            int k,
            @Nullable EligibleRows eligible,
            @Nullable LocalVectors own,
            BooleanSupplier cancelled) {
        this(
                column,
                source,
                lsn,
                metric,
                query,
                k,
                Double.POSITIVE_INFINITY,
                eligible == null ? SearchScope.ALL : SearchScope.of(eligible, column.columnId()),
                own,
                cancelled);
    }

    public SearchInput {
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(cancelled, "cancelled");
        if (k < 0) {
            throw new IllegalArgumentException("k must be at least 0, but is " + k);
        }
    }
}
