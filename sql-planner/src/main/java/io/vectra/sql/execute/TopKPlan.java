package io.vectra.sql.execute;

import io.vectra.sql.Execution;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.StatementView;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query whose vector orders are answered by the vector search; the rest is one statement of the mirror over what was
 * found.
 */
public final class TopKPlan extends QueryPlan {
    private final List<TopKSearch> searches;
    private final MirrorSql rest;

    /**
     * Creates the plan.
     *
     * @param exact the query without any search, which runs when a parameter makes a search impossible
     * @param searches each gives the two arrays that the next two parameters of {@code rest} take
     * @param rest the statement of the mirror
     */
    public TopKPlan(QueryPlan exact, List<TopKSearch> searches, MirrorSql rest, SchemaVersion version) {
        super(exact.sql(), exact.binding(), exact.parameters(), exact.plainColumns(), version);
        this.searches = List.copyOf(searches);
        this.rest = rest;
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
    Execution run(StatementView view, @Nullable Object[] values, ExecuteOptions options) throws SQLException {
        Object[][] found = new Object[searches.size() * 2][];
        for (int i = 0; i < searches.size(); i++) {
            Hits hits = new TopKRun(searches.get(i), view, binding(), values).find();
            if (hits == null) {
                return super.run(view, values, options);
            }
            found[2 * i] = hits.rowIds();
            found[2 * i + 1] = hits.distances();
        }
        PreparedStatement statement = view.prepare(rest.text());
        try {
            binding().bind(statement, rest, view, values, found);
            return result(statement, view, options);
        } catch (SQLException | RuntimeException e) {
            Closing.after(e, statement);
            throw e;
        }
    }

    /**
     * What a search found, as the mirror takes it.
     *
     * @param rowIds Long[count]
     * @param distances Double[count], null where the row's vector is NULL
     */
    record Hits(Long[] rowIds, @Nullable Double[] distances) {}
}
