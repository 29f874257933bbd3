package io.vectra.sql.execute;

import io.vectra.sql.Execution;
import io.vectra.sql.execute.TopKSearch.Hits;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.HitColumn;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A query whose vector orders are answered by the vector search; the rest is one statement of the mirror over what was
 * found.
 */
public final class TopKPlan extends QueryPlan {
    private final SearchedSql searched;
    private final @Nullable MirrorSql unchecked;
    private final @Nullable List<HitColumn> hitColumns;

    /**
     * Creates the plan.
     *
     * @param exact the query without any search, which runs when a parameter makes a search impossible
     * @param unchecked the statement over the rows that its only search finds without knowing which are eligible: right
     *     if it gives as many rows as are wanted; null if that says nothing
     * @param hitColumns the result's columns, if the last search gives all of them; else null
     */
    public TopKPlan(
            QueryPlan exact,
            SearchedSql searched,
            @Nullable MirrorSql unchecked,
            @Nullable List<HitColumn> hitColumns,
            Environment environment) {
        super(exact.sql(), exact.binding(), exact.parameters(), exact.plainColumns(), environment);
        this.searched = searched;
        this.unchecked = unchecked;
        this.hitColumns = hitColumns;
    }

    /** Returns the statement over rows found without knowing which are eligible, or null if it says nothing. */
    @Nullable
    MirrorSql unchecked() {
        return unchecked;
    }

    /** Returns the searches, with the statement of the mirror that runs after them. */
    SearchedSql searched() {
        return searched;
    }

    @Override
    Execution run(Run run, ExecuteOptions options) throws SQLException {
        Run searching = searched.prepared(run);
        // A run that is measured shows how it is found out which rows are eligible.
        Execution counted = unchecked == null || run.measured() != null ? null : counted(unchecked, searching, options);
        if (counted != null) {
            return counted;
        }
        Hits hits = searched.search(searching, hitColumns != null);
        if (hits == null) {
            return super.run(run, options);
        }
        if (hitColumns != null) {
            return rows(hitColumns, hits.rowIds(), hits.distances(), run.view(), options);
        }
        return executed(searched.sql(), searching, options);
    }

    /**
     * Finds some rows more than wanted and lets the statement itself say which are eligible, if so many of them were
     * lately that this is likely to do; returns null if it does not.
     */
    private @Nullable Execution counted(MirrorSql sql, Run searching, ExecuteOptions options) throws SQLException {
        TopKSearch search = searched.searches().get(0);
        Hits hits = new TopKRun(search, searching).findUnchecked();
        if (hits == null) {
            return null;
        }
        hits.into(searching.slots(), search);
        long wanted = Objects.requireNonNull(search.fetch()).of(searching.slots());
        Execution execution = executed(sql, searching, options);
        try {
            if (count(execution) == (options.maxRows() > 0 ? Math.min(wanted, options.maxRows()) : wanted)) {
                return execution;
            }
        } catch (SQLException | RuntimeException e) {
            Closing.after(e, execution);
            throw e;
        }
        execution.close();
        return null;
    }

    private static long count(Execution execution) throws SQLException {
        ResultSet rows = Objects.requireNonNull(execution.rows());
        long count = rows.last() ? rows.getRow() : 0;
        rows.beforeFirst();
        return count;
    }

    private Execution executed(MirrorSql sql, Run searching, ExecuteOptions options) throws SQLException {
        PreparedStatement statement = searching.prepare(sql);
        try {
            return result(statement, searching.view(), options);
        } catch (SQLException | RuntimeException e) {
            Closing.after(e, statement);
            throw e;
        }
    }

    /** Returns the result's columns, if the last search gives all of them; else null. */
    @Nullable
    List<HitColumn> hitColumns() {
        return hitColumns;
    }
}
