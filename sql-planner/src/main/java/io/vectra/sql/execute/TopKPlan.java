package io.vectra.sql.execute;

import io.vectra.sql.Execution;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.HitColumn;
import io.vectra.storage.StatementView;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query whose vector orders are answered by the vector search; the rest is one statement of the mirror over what was
 * found.
 */
public final class TopKPlan extends QueryPlan {
    private final List<TopKSearch> searches;
    private final MirrorSql rest;
    private final @Nullable List<HitColumn> hitColumns;

    /**
     * Creates the plan.
     *
     * @param exact the query without any search, which runs when a parameter makes a search impossible
     * @param searches what they find goes into {@code rest} and into the searches that follow
     * @param rest the statement of the mirror
     * @param hitColumns the result's columns, if the last search gives all of them; else null
     */
    public TopKPlan(
            QueryPlan exact,
            List<TopKSearch> searches,
            MirrorSql rest,
            @Nullable List<HitColumn> hitColumns,
            Environment environment) {
        super(exact.sql(), exact.binding(), exact.parameters(), exact.plainColumns(), environment);
        this.searches = List.copyOf(searches);
        this.rest = rest;
        this.hitColumns = hitColumns;
    }

    /** Returns the searches. */
    public List<TopKSearch> searches() {
        return searches;
    }

    /** Returns the statement of the mirror that runs after the searches. */
    public MirrorSql rest() {
        return rest;
    }

    @Override
    Execution run(Run run, ExecuteOptions options) throws SQLException {
        Run searching = searching(run);
        Hits last = new Hits(new Long[0], new @Nullable Double[0]);
        for (TopKSearch search : searches) {
            Hits hits = new TopKRun(search, searching).find();
            if (hits == null) {
                return super.run(run, options);
            }
            hits.into(searching.slots(), search);
            last = hits;
        }
        if (hitColumns != null) {
            return rows(hitColumns, last, run.view(), options);
        }
        PreparedStatement statement = searching.prepare(rest);
        try {
            return result(statement, run.view(), options);
        } catch (SQLException | RuntimeException e) {
            Closing.after(e, statement);
            throw e;
        }
    }

    /** Returns the same run with room for what the searches find, and for two values of a sort key. */
    Run searching(Run run) {
        return run.with(Arrays.copyOf(run.slots(), binding().slotCount() + 2 * searches.size() + 2));
    }

    private Execution rows(List<HitColumn> columns, Hits hits, StatementView view, ExecuteOptions options) {
        int count = hits.rowIds().length;
        if (options.maxRows() > 0) {
            count = (int) Math.min(count, options.maxRows());
        }
        ResultSet rows = view.rows(columns, hits.rowIds(), hits.distances(), count);
        return new Execution(rows, plainColumns(), null, -1, null, rows::close);
    }

    /** Returns the result's columns, if the last search gives all of them; else null. */
    @Nullable
    List<HitColumn> hitColumns() {
        return hitColumns;
    }

    /**
     * What a search found, as the mirror takes it.
     *
     * @param rowIds Long[count]
     * @param distances Double[count], null where the row's vector is NULL
     */
    record Hits(Long[] rowIds, @Nullable Double[] distances) {
        /** Makes them known to the searches that follow, and to the mirror. */
        void into(@Nullable Object[] slots, TopKSearch search) {
            slots[search.hitsSlot()] = rowIds;
            slots[search.hitsSlot() + 1] = distances;
        }
    }
}
