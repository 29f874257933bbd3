package io.vectra.sql.plan;

import io.vectra.storage.SearchOptions;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/**
 * A part of a query that a vector search answers: the nearest rows of one of the tables that it reads, or those within
 * a range.
 *
 * @param select the part
 * @param read what it reads and which rows it keeps
 * @param distance the distance that is searched by
 * @param key the first sort key, which follows the distance; null in a range
 * @param isGrouped whether the part groups its rows, so that expressions have to stay as they are
 * @param takesAny whether any rows that meet the WHERE will do, as many as LIMIT says
 * @param otherKeys the ORDER BY items after the distance; empty in a range
 * @param where how the conditions are divided
 * @param hint how hard to try by a hint of the part, or null without one
 */
record SearchPart(
        SqlSelect select,
        FlatQuery read,
        VectorDistance distance,
        @Nullable RankingKey key,
        boolean isGrouped,
        boolean takesAny,
        List<SqlNode> otherKeys,
        Where where,
        @Nullable SearchOptions hint) {

    /** Returns the table. */
    SearchedTable table() {
        return distance.table();
    }

    /** Returns whether all rows within the bound are wanted, in any order. */
    boolean isRange() {
        return key == null;
    }

    /** Returns whether the part reads the table by itself, and nothing else. */
    boolean isAlone() {
        return select.getFrom() == table().leaf();
    }

    /**
     * Conditions, joined by AND.
     *
     * @param all all of them
     * @param filter those that say which rows are eligible before the search
     * @param bound what the search itself keeps to, or null
     * @param afterwards what the found rows have to meet; the bound is among them, because its comparison is the
     *     mirror's
     */
    record Where(
            List<SqlNode> all,
            List<SqlNode> filter,
            @Nullable VectorBound bound,
            List<SqlNode> afterwards) {
        Where {
            all = List.copyOf(all);
            filter = List.copyOf(filter);
            afterwards = List.copyOf(afterwards);
        }
    }
}
