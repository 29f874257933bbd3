package io.vectra.sql.plan;

import io.vectra.storage.SearchOptions;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/**
 * A part of a query that a vector search answers: the nearest rows of one table, or those within a range.
 *
 * @param select the part
 * @param table the table
 * @param distance the distance that is ordered by, or, in a range, bounded
 * @param isRange whether all rows within the bound are wanted, in any order
 * @param isGrouped whether the part groups its rows, so that expressions have to stay as they are
 * @param takesAny whether any rows that meet the WHERE will do, as many as LIMIT says
 * @param otherKeys the ORDER BY items after the distance; empty in a range
 * @param where how the part's WHERE is divided
 * @param hint how hard to try by a hint of the part, or null without one
 */
record SearchPart(
        SqlSelect select,
        SearchedTable table,
        VectorDistance distance,
        boolean isRange,
        boolean isGrouped,
        boolean takesAny,
        List<SqlNode> otherKeys,
        Where where,
        @Nullable SearchOptions hint) {

    /**
     * A WHERE, whose parts are joined by AND.
     *
     * @param filter what says which rows are eligible before the search; null for all
     * @param bound what the search itself keeps to, or null
     * @param afterwards what the found rows have to meet; the bound is among them, because its comparison is the
     *     mirror's
     */
    record Where(@Nullable SqlNode filter, @Nullable VectorBound bound, List<SqlNode> afterwards) {}
}
