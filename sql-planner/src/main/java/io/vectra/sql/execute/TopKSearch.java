package io.vectra.sql.execute;

import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.Metric;
import io.vectra.storage.SearchOptions;
import org.jspecify.annotations.Nullable;

/**
 * A search for the nearest rows of a table, or for those within a range, which a query does before its statement of the
 * mirror runs. Immutable.
 *
 * @param place the table and column, as people read it
 * @param columnId the vector column
 * @param metric the distance
 * @param query the query vector
 * @param bound how far a row may be, or null for any distance
 * @param filter which rows are eligible, or null for all rows
 * @param nullRows the query of the mirror for the row ids of eligible rows whose vector is NULL, in their order; null
 *     if there can be none
 * @param fetch how many rows are wanted, or null for all within the bound
 * @param offset how many of the nearest rows are left out
 * @param order what the mirror does with the order of the rows
 * @param keys how the sort key follows the distance where it is another value, or null
 * @param hitsSlot where the row ids of what was found go; their distances, and the ids of the rows outside, go into the
 *     next ones
 * @param outer the rows outside, for each of which is searched, or null for one search
 * @param hint how hard to try by a hint of the query, or null without one
 */
public record TopKSearch(
        String place,
        int columnId,
        Metric metric,
        QueryVector query,
        @Nullable SearchBound bound,
        @Nullable RowFilter filter,
        @Nullable MirrorSql nullRows,
        @Nullable RowCount fetch,
        RowCount offset,
        Order order,
        @Nullable KeyOrder keys,
        int hitsSlot,
        @Nullable OuterRows outer,
        @Nullable SearchOptions hint) {

    /** Returns how hard the search tries: what a hint says, or else the session. */
    SearchOptions options(SearchOptions session) {
        return hint == null ? session : hint;
    }

    /** What the mirror does with the order of the rows. */
    public enum Order {
        /** It keeps the order of the search, which has cut the rows. */
        KEPT,
        /** It sorts and cuts the rows again, so that all rows at the last distance are needed. */
        BROKEN_TIES,
        /** It sorts and cuts the rows in whatever way, so that all rows are needed, or any. */
        FREE
    }

    /**
     * A number of rows: given in the text, or by a parameter.
     *
     * @param parameter the parameter's index, or -1 if {@code rows} is the number
     */
    public record RowCount(int parameter, long rows) {
        /** No rows. */
        public static final RowCount ZERO = new RowCount(-1, 0);

        /** Returns the number, or -1 if the parameter's value is not a number of rows. */
        long of(@Nullable Object[] values) {
            if (parameter < 0) {
                return rows;
            }
            Object value = values[parameter];
            boolean isWhole = value instanceof Long
                    || value instanceof Integer
                    || value instanceof Short
                    || value instanceof Byte;
            return isWhole ? Math.max(-1, ((Number) value).longValue()) : -1;
        }
    }

    /**
     * What a search found, as the mirror takes it.
     *
     * @param rowIds Long[count]
     * @param distances Double[count], null where the row's vector is NULL
     * @param outerIds Long[count], the ids of the rows outside for which they were found; null for one search
     */
    record Hits(Long[] rowIds, @Nullable Double[] distances, Long @Nullable [] outerIds) {
        /** No array of the mirror has more elements. */
        static final int COUNT_MAX = 1 << 16;

        /** Returns whether they are too many for the mirror. */
        boolean isTooMany() {
            return rowIds.length > COUNT_MAX;
        }

        /** Makes them known to the searches that follow, and to the mirror. */
        void into(@Nullable Object[] slots, TopKSearch search) {
            slots[search.hitsSlot()] = rowIds;
            slots[search.hitsSlot() + 1] = distances;
            slots[search.hitsSlot() + 2] = outerIds;
        }
    }
}
