package io.vectra.sql.execute;

import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.Metric;
import io.vectra.storage.SearchOptions;
import org.jspecify.annotations.Nullable;

/**
 * A search for the nearest rows of a table, which a query does before its statement of the mirror runs. Immutable.
 *
 * @param columnId the vector column
 * @param metric the distance
 * @param query the parameter that holds the query vector, or null if {@code querySql} computes it
 * @param querySql a query of the mirror whose one value is the query vector, or null
 * @param filter the query of the mirror that collects the eligible rows, or null for all rows
 * @param condition the same condition for the storage engine, or null if only the mirror can evaluate it
 * @param nullRows the query of the mirror for the row ids of eligible rows whose vector is NULL, in their order; null
 *     if there can be none
 * @param fetch how many rows are wanted
 * @param offset how many of the nearest rows are left out
 * @param isReordered whether the mirror sorts and cuts the rows again, so that all rows at the last distance are needed
 * @param hint how hard to try by a hint of the query, or null without one
 */
public record TopKSearch(
        int columnId,
        Metric metric,
        @Nullable Integer query,
        @Nullable MirrorSql querySql,
        @Nullable MirrorSql filter,
        @Nullable FilterTemplate condition,
        @Nullable MirrorSql nullRows,
        RowCount fetch,
        RowCount offset,
        boolean isReordered,
        @Nullable SearchOptions hint) {

    /** Returns how hard the search tries: what a hint says, or else the session. */
    SearchOptions options(SearchOptions session) {
        return hint == null ? session : hint;
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
}
