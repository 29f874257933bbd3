package io.vectra.sql.execute;

import io.vectra.sql.Execution;
import io.vectra.sql.execute.TopKSearch.Hits;
import io.vectra.storage.HitColumn;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query whose vector orders are answered by the vector search; the rest is one statement of the mirror over what was
 * found.
 */
public final class TopKPlan extends QueryPlan {
    private final SearchedSql searched;
    private final @Nullable List<HitColumn> hitColumns;

    /**
     * Creates the plan.
     *
     * @param exact the query without any search, which runs when a parameter makes a search impossible
     * @param hitColumns the result's columns, if the last search gives all of them; else null
     */
    public TopKPlan(
            QueryPlan exact, SearchedSql searched, @Nullable List<HitColumn> hitColumns, Environment environment) {
        super(exact.sql(), exact.binding(), exact.parameters(), exact.plainColumns(), environment);
        this.searched = searched;
        this.hitColumns = hitColumns;
    }

    /** Returns the searches, with the statement of the mirror that runs after them. */
    SearchedSql searched() {
        return searched;
    }

    @Override
    Execution run(Run run, ExecuteOptions options) throws SQLException {
        Run searching = searched.prepared(run);
        Hits hits = searched.search(searching, hitColumns != null);
        if (hits == null) {
            return super.run(run, options);
        }
        if (hitColumns != null) {
            return rows(hitColumns, hits.rowIds(), hits.distances(), run.view(), options);
        }
        PreparedStatement statement = searching.prepare(searched.sql());
        try {
            return result(statement, run.view(), options);
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
