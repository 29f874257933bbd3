package io.vectra.sql.execute;

import io.vectra.sql.execute.Blend.Weight;
import io.vectra.sql.execute.TopKSearch.RowCount;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.HitColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a part of a query gets, from a full-text index, the few rows of its table that are enough for its result.
 *
 * @param place the table and its columns, for people
 * @param tableId the table
 * @param textSlot the slot of the full-text query
 * @param slot the slot that takes the row ids
 * @param ranking what the part orders by, or null if it takes all rows that meet the query
 * @param filter which rows are eligible, or null for all
 * @param isOnlyUse whether nothing else in the statement asks the same query
 */
public record Candidates(
        String place,
        int tableId,
        int textSlot,
        int slot,
        @Nullable Ranking ranking,
        @Nullable Filtering filter,
        boolean isOnlyUse) {

    /**
     * An order by score, best first, of which the first rows are wanted.
     *
     * @param fetch how many rows
     * @param offset how many of the best are left out
     * @param hasOtherKeys whether rows of equal score are ordered by something else than their ids
     * @param weight what the score is multiplied by, if only that is ordered by
     * @param blend how vectors count, or null if only the score is ordered by
     * @param unfound the eligible rows that have a text but do not meet the query, by row id; without their number
     * @param textless the eligible rows without a text, by row id
     * @param hitColumns the result's columns, if the statement asks for nothing but the ids and scores of these rows;
     *     else null
     */
    public record Ranking(
            RowCount fetch,
            RowCount offset,
            boolean hasOtherKeys,
            Weight weight,
            @Nullable Blend blend,
            MirrorSql unfound,
            MirrorSql textless,
            @Nullable List<HitColumn> hitColumns) {}

    /**
     * A condition.
     *
     * @param template the condition for the storage engine, or null if only the mirror can evaluate it
     * @param sql the mirror's statement that gives the ids of the rows, of those in {@link #slot}, that meet it
     */
    public record Filtering(@Nullable FilterTemplate template, MirrorSql sql) {}
}
