package io.vectra.sql.plan;

import io.vectra.sql.plan.LateralJoins.RowWise;
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
 * @param rowWise the table outside, for each row of which is searched; null for one search
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
        @Nullable SearchOptions hint,
        @Nullable RowWise rowWise) {

    /** Returns the table. */
    SearchedTable table() {
        return distance.table();
    }

    /** Returns how many rows are wanted, or null for all. */
    @Nullable
    SqlNode fetch() {
        return rowWise == null ? select.getFetch() : rowWise.fetch();
    }

    /** Returns how many of the nearest rows are left out, or null for none. */
    @Nullable
    SqlNode offset() {
        return rowWise == null ? select.getOffset() : rowWise.offset();
    }

    /** Returns the part as it is for one row of the table outside. */
    SearchPart forRow(Substitution values) {
        List<SqlNode> conditions = where.filter().stream().map(values::in).toList();
        boolean isRead = rowWise != null && rowWise.place() != RowWise.Place.AROUND;
        return new SearchPart(
                select,
                read.inside(values, isRead),
                distance.withQuery(values.in(distance.query())),
                key,
                isGrouped,
                takesAny,
                otherKeys,
                new Where(conditions, conditions, null, List.of()),
                hint,
                rowWise);
    }

    /** Returns whether all rows within the bound are wanted, in any order. */
    boolean isRange() {
        return key == null;
    }

    /** Returns whether the part reads the table by itself, and nothing else. */
    boolean isAlone() {
        return rowWise == null && select.getFrom() == table().leaf();
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
