package io.vectra.sql.execute;

import io.vectra.sql.execute.TopKPlan.Hits;
import io.vectra.sql.execute.TopKSearch.Order;
import io.vectra.sql.execute.TopKSearch.RowCount;
import io.vectra.sql.mirror.MirrorSql;
import io.vectra.storage.EligibleRows;
import io.vectra.storage.Filter;
import io.vectra.storage.SearchPlan;
import io.vectra.storage.SearchResult;
import io.vectra.storage.SearchTrace;
import io.vectra.storage.VectorSearch;
import io.vectra.storage.VectorSearch.Radius;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of a search. Thread rule: used by the thread that runs the statement only. */
final class TopKRun {
    /** How many rows beyond those wanted are asked for at first where rows at the last distance count. */
    private static final int SLACK = 16;

    /** With more found rows than this, and than this share of the table, the mirror is faster alone. */
    private static final int MANY_ROWS = 20_000;

    private static final int MANY_ROWS_PART = 5;

    private static final Hits NOTHING = new Hits(new Long[0], new @Nullable Double[0]);

    private final TopKSearch search;
    private final Run run;
    private final List<SearchTrace> traces = new ArrayList<>();
    private long queryNanos;
    private long collectNanos;

    TopKRun(TopKSearch search, Run run) {
        this.search = search;
        this.run = run;
    }

    /**
     * What the parameters make of the search.
     *
     * @param query the query vector
     * @param k how many rows, or {@link VectorSearch#ALL}
     * @param radius how far a row may be, or null
     * @param isEmpty whether there can be no rows, because the bound is NULL
     * @param filter which rows are eligible, or null for all
     */
    private record Request(
            float[] query,
            int k,
            @Nullable Radius radius,
            boolean isEmpty,
            @Nullable RowFilter filter) {}

    /**
     * Returns the rows found, or null if the mirror has to answer the query alone: without a query vector, a number of
     * rows, or a bound, or because too many rows are within the bound.
     */
    @Nullable
    Hits find() throws SQLException {
        Request request = request();
        if (request == null) {
            return null;
        }
        Hits hits = request.isEmpty() || request.k() == 0 ? NOTHING : find(request);
        Measurements measured = run.measured();
        if (measured != null) {
            measured.add(new Measurements.Search(
                    queryNanos, collectNanos, traces, hits == null ? -1 : hits.rowIds().length));
        }
        return hits;
    }

    /** Says how {@link #find} would go about it; null if the mirror would answer the query alone. */
    @Nullable
    SearchPlan plan() throws SQLException {
        Request request = request();
        return request == null || request.isEmpty()
                ? null
                : run.view().plan(storageSearch(request, request.k(), eligible(request)));
    }

    private @Nullable Hits find(Request request) throws SQLException {
        Eligibility eligible = eligible(request);
        int offset = (int) search.offset().of(run.slots());
        return switch (search.order()) {
            case KEPT -> cut(nearest(request, request.k(), eligible), offset, request.k());
            case BROKEN_TIES -> all(nearestWithTies(request, eligible), request.k());
            case FREE -> {
                SearchResult result = nearest(request, request.k(), eligible);
                long rows = result.trace().plan().rows();
                boolean isTooMany = result.count() > MANY_ROWS && result.count() > rows / MANY_ROWS_PART;
                yield isTooMany ? null : cut(result, 0, result.count());
            }
        };
    }

    private @Nullable Request request() throws SQLException {
        long k = k();
        if (k < 0) {
            return null;
        }
        long start = System.nanoTime();
        float[] query = run.vector(search.query());
        SearchBound bound = search.bound();
        Request request;
        if (query == null) {
            request = null;
        } else if (bound == null) {
            request = new Request(query, (int) k, null, false, search.filter());
        } else {
            request = bounded(query, (int) k, bound);
        }
        queryNanos = System.nanoTime() - start;
        return request;
    }

    /** Returns how many rows to search for, or -1 if that is no number. */
    private long k() {
        RowCount wanted = search.fetch();
        if (wanted == null) {
            return VectorSearch.ALL;
        }
        long fetch = wanted.of(run.slots());
        long offset = search.offset().of(run.slots());
        boolean isRight = fetch >= 0 && offset >= 0 && fetch + offset < VectorSearch.ALL && fetch + offset >= 0;
        return !isRight ? -1 : fetch == 0 ? 0 : fetch + offset;
    }

    private @Nullable Request bounded(float[] query, int k, SearchBound bound) throws SQLException {
        if (!bound.query().equals(search.query()) && !Arrays.equals(query, run.vector(bound.query()))) {
            return new Request(query, k, null, false, bound.filterInstead());
        }
        Double compared = run.number(bound.value());
        if (compared == null) {
            return new Request(query, k, null, true, null);
        }
        if (compared.isNaN()) {
            // The mirror takes NaN for the largest number; which rows that lets through is for it to say.
            return search.order() == Order.FREE ? null : new Request(query, k, null, false, bound.filterInstead());
        }
        return new Request(query, k, new Radius(bound.radius(compared), true), false, search.filter());
    }

    /** The eligible rows: found by the mirror, or by the storage engine itself; all rows with neither. */
    private record Eligibility(
            @Nullable EligibleRows rows, @Nullable Filter filter) {
        static final Eligibility ALL = new Eligibility(null, null);
    }

    private Eligibility eligible(Request request) throws SQLException {
        RowFilter condition = request.filter();
        if (condition == null) {
            return Eligibility.ALL;
        }
        FilterTemplate template = condition.template();
        Filter filter = template == null ? null : template.bind(run.slots());
        return filter != null && run.view().canEvaluate(search.columnId(), filter)
                ? new Eligibility(null, filter)
                : new Eligibility(collected(condition.sql()), null);
    }

    private EligibleRows collected(MirrorSql filter) throws SQLException {
        long start = System.nanoTime();
        try (PreparedStatement statement = run.prepare(filter)) {
            return run.view().collect(statement);
        } finally {
            collectNanos += System.nanoTime() - start;
        }
    }

    private SearchResult nearest(Request request, int k, Eligibility eligible) {
        SearchResult result = run.view().nearest(storageSearch(request, k, eligible));
        traces.add(result.trace());
        return result;
    }

    private VectorSearch storageSearch(Request request, int k, Eligibility eligible) {
        return new VectorSearch(
                search.columnId(),
                search.metric(),
                request.query(),
                k,
                request.radius(),
                eligible.rows(),
                eligible.filter(),
                search.options(run.search()));
    }

    /** Asks for more rows until all those at the distance of the k-th are there. */
    private SearchResult nearestWithTies(Request request, Eligibility eligible) {
        int k = request.k();
        long wanted = (long) k + SLACK;
        while (true) {
            int asked = (int) Math.min(wanted, VectorSearch.ALL - 1);
            SearchResult result = nearest(request, asked, eligible);
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
            return cut(result, 0, VectorSearch.ALL);
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
