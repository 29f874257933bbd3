package io.vectra.sql.execute;

import io.vectra.sql.execute.TopKPlan.Hits;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.EligibleRows;
import io.vectra.storage.Filter;
import io.vectra.storage.SearchResult;
import io.vectra.storage.VectorSearch;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of a search. Thread rule: used by the thread that runs the statement only. */
final class TopKRun {
    /** How many rows beyond those wanted are asked for at first where rows at the last distance count. */
    private static final int SLACK = 16;

    private final TopKSearch search;
    private final Run run;

    TopKRun(TopKSearch search, Run run) {
        this.search = search;
        this.run = run;
    }

    /**
     * Returns the rows found, or null if the parameters make a search impossible: no query vector, or no number of
     * rows.
     */
    @Nullable
    Hits find() throws SQLException {
        long fetch = search.fetch().of(run.slots());
        long offset = search.offset().of(run.slots());
        if (fetch < 0 || offset < 0 || fetch + offset >= Integer.MAX_VALUE || fetch + offset < 0) {
            return null;
        }
        float[] query = query();
        if (query == null) {
            return null;
        }
        int k = (int) (fetch + offset);
        if (fetch == 0) {
            return new Hits(new Long[0], new @Nullable Double[0]);
        }
        Filter filter = filter();
        EligibleRows eligible = filter == null ? eligible() : null;
        var request = new VectorSearch(
                search.columnId(), search.metric(), query, k, null, eligible, filter, search.options(run.search()));
        return search.isReordered()
                ? all(nearestWithTies(request), k)
                : cut(run.view().nearest(request), (int) offset, k);
    }

    private float @Nullable [] query() throws SQLException {
        Integer parameter = search.query();
        MirrorSql sql = search.querySql();
        if (parameter != null || sql == null) {
            return parameter == null ? null : run.binding().vector(parameter, run.slots());
        }
        try (PreparedStatement statement = run.prepare(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            long reference = rows.getLong(1);
            return rows.wasNull() ? null : run.view().vectors().vector(reference);
        }
    }

    /** Returns the WHERE as the storage engine evaluates it; null if there is none, or the mirror has to. */
    private @Nullable Filter filter() {
        FilterTemplate condition = search.condition();
        Filter filter = condition == null ? null : condition.bind(run.slots());
        return filter != null && run.view().canEvaluate(search.columnId(), filter) ? filter : null;
    }

    private @Nullable EligibleRows eligible() throws SQLException {
        MirrorSql filter = search.filter();
        if (filter == null) {
            return null;
        }
        try (PreparedStatement statement = run.prepare(filter)) {
            return run.view().collect(statement);
        }
    }

    /** Asks for more rows until all those at the distance of the k-th are there. */
    private SearchResult nearestWithTies(VectorSearch request) {
        int k = request.k();
        long wanted = (long) k + SLACK;
        while (true) {
            int asked = (int) Math.min(wanted, Integer.MAX_VALUE - 1);
            SearchResult result = run.view().nearest(request.withK(asked));
            boolean isComplete = result.count() < asked || result.distances()[asked - 1] != result.distances()[k - 1];
            if (isComplete) {
                return result;
            }
            wanted *= 4;
        }
    }

    /** Returns the rows from the offset on; rows with a NULL vector follow those with one. */
    private Hits cut(SearchResult result, int offset, int k) throws SQLException {
        int missing = k - result.count();
        List<Long> nulls = missing > 0 ? nullRows(missing) : List.of();
        int total = result.count() + nulls.size();
        int count = Math.max(0, total - offset);
        Long[] rowIds = new Long[count];
        @Nullable Double[] distances = new @Nullable Double[count];
        for (int i = 0; i < count; i++) {
            int from = offset + i;
            boolean isHit = from < result.count();
            rowIds[i] = isHit ? Long.valueOf(result.rowIds()[from]) : nulls.get(from - result.count());
            distances[i] = isHit ? Double.valueOf(result.distances()[from]) : null;
        }
        return new Hits(rowIds, distances);
    }

    /** Returns all rows up to the distance of the k-th. */
    private Hits all(SearchResult result, int k) throws SQLException {
        if (result.count() < k) {
            return cut(result, 0, Integer.MAX_VALUE);
        }
        int count = k;
        while (count < result.count() && result.distances()[count] == result.distances()[k - 1]) {
            count++;
        }
        Long[] rowIds = new Long[count];
        @Nullable Double[] distances = new @Nullable Double[count];
        for (int i = 0; i < count; i++) {
            rowIds[i] = result.rowIds()[i];
            distances[i] = result.distances()[i];
        }
        return new Hits(rowIds, distances);
    }

    private List<Long> nullRows(int count) throws SQLException {
        MirrorSql sql = search.nullRows();
        if (sql == null) {
            return List.of();
        }
        try (PreparedStatement statement = run.prepare(sql)) {
            statement.setMaxRows(count);
            List<Long> rowIds = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    rowIds.add(rows.getLong(1));
                }
            }
            return rowIds;
        }
    }
}
