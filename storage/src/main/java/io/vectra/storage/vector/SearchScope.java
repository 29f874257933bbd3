package io.vectra.storage.vector;

import io.vectra.storage.EligibleRows;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which vectors of a column an exact search compares.
 *
 * @param ordinals single ones, ascending; those that are not visible are left out
 * @param fromOrdinal and all visible ones from this on, which are none of {@code ordinals}
 * @param own which of the running transaction's own vectors, ascending, or null for all of them
 */
public record SearchScope(long[] ordinals, long fromOrdinal, long @Nullable [] own) {
    private static final long[] NONE = {};

    /** Every vector. */
    public static final SearchScope ALL = new SearchScope(NONE, 0, null);

    public SearchScope {
        Objects.requireNonNull(ordinals, "ordinals");
    }

    /** Returns the scope of some rows. */
    public static SearchScope of(EligibleRows rows, int columnId) {
        long[] ordinals = EligibleOrdinals.sorted(rows, columnId);
        return new SearchScope(ordinals, Long.MAX_VALUE, ordinals);
    }

    /** Returns how many of a column's vectors are compared at the most. */
    long countMax(long columnCount) {
        return ordinals.length + Math.max(0, columnCount - fromOrdinal);
    }
}
