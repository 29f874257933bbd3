package io.vectra.sql.execute;

import io.vectra.sql.execute.ListedFilter.ValueList;
import io.vectra.sql.execute.TopKSearch.Hits;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One run of a search. Thread rule: used by the thread that runs the statement only. */
final class TopKRun {
    /** How many rows are asked for at the least when more are needed than those wanted and the one after them. */
    private static final int TIES_MIN = 64;

    /** With more found rows than this, and than this share of the table, the mirror is faster alone. */
    private static final int MANY_ROWS = 20_000;

    private static final int MANY_ROWS_PART = 5;

    /** How many rows are found first where some of them may turn out not to be eligible, and how many at the most. */
    private static final int CHECKED_MIN = 64;

    private static final int CHECKED_MAX = 1_000;

    /** As many found rows are left to the statement itself without asking before which of them are eligible. */
    private static final int UNCHECKED_MAX = 128;

    private static final int CHECKED_FACTOR = 3;
    private static final int CHECKS = 2;

    /** How many rows beyond those expected to pass are found. */
    private static final double CHECKED_MORE = 1.3;

    private static final int CHECKED_EXTRA = 8;

    /** With more rows to check than this, listing values is tried first. */
    private static final int CHECKED_RATHER = 256;

    private static final Hits NOTHING = new Hits(new Long[0], new @Nullable Double[0], null);

    private final TopKSearch search;
    private final Run run;
    private final List<SearchTrace> traces = new ArrayList<>();
    private long queryNanos;
    private long collectNanos;
    private @Nullable EligibleRows collected;
    private @Nullable Filter listed;
    private boolean triedLists;

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

    /**
     * Returns rows among which there are most likely as many eligible ones as wanted, and all with the same distances;
     * null if too many would be needed, or if it is known without the mirror which rows are eligible.
     */
    @Nullable
    Hits findUnchecked() throws SQLException {
        RowFilter condition = search.filter();
        ListedFilter lists = condition == null ? null : condition.listed();
        long k = k();
        if (condition == null || k <= 0 || k >= UNCHECKED_MAX || (lists != null && lists.isFirst())) {
            return null;
        }
        long asked = condition.passed().needed((int) k) + 1;
        if (asked <= k || asked > UNCHECKED_MAX || isKnownWell(condition)) {
            return null;
        }
        Request request = request();
        if (request == null) {
            return null;
        }
        SearchResult found = searched(request, (int) asked, eligible(request));
        int count = found.count();
        while (count > 0 && found.distances()[count - 1] == found.distances()[found.count() - 1]) {
            count--;
        }
        if (found.count() < asked || count < request.k()) {
            return null;
        }
        return hits(found, 0, count, List.of());
    }

    /** Returns whether the mirror has lately said of most of the rows that are found whether they are eligible. */
    private boolean isKnownWell(RowFilter condition) {
        KnownRows known = condition.known();
        SeenState state = known == null ? null : known.state(run);
        return known != null && state != null && known.isWorthwhile(state);
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

    /**
     * Which rows are eligible.
     *
     * @param rows found by the mirror, or null for all
     * @param filter evaluated by the storage engine, or null for none
     * @param isChecked whether the mirror has to say which of the found rows are eligible
     */
    private record Eligibility(
            @Nullable EligibleRows rows, @Nullable Filter filter, boolean isChecked) {
        static final Eligibility ALL = new Eligibility(null, null, false);
    }

    private Eligibility eligible(Request request) throws SQLException {
        RowFilter condition = request.filter();
        if (condition == null) {
            return Eligibility.ALL;
        }
        FilterTemplate template = condition.template();
        Filter filter = template == null ? null : template.bind(run.slots());
        boolean isUsed = filter != null && run.view().canEvaluate(search.columnId(), filter);
        if (isUsed && condition.isWhole()) {
            return new Eligibility(null, filter, false);
        }
        ListedFilter lists = condition.listed();
        Filter whole = lists != null && lists.isFirst() ? listed(lists) : null;
        return whole != null
                ? new Eligibility(null, whole, false)
                : new Eligibility(null, isUsed ? filter : null, true);
    }

    /** Returns the whole condition with the values that the mirror lists, or null if there are too many, or others. */
    private @Nullable Filter listed(ListedFilter lists) throws SQLException {
        long start = System.nanoTime();
        try {
            for (ValueList list : lists.lists()) {
                ListedValues values = values(list);
                if (values == null) {
                    return null;
                }
                run.slots()[list.slot()] = values;
            }
            Filter filter = lists.template().bind(run.slots());
            return filter != null && run.view().canEvaluate(search.columnId(), filter) ? filter : null;
        } finally {
            collectNanos += System.nanoTime() - start;
        }
    }

    private @Nullable ListedValues values(ValueList list) throws SQLException {
        KnownValues known = list.known();
        SeenState state = known == null ? null : known.state(run);
        if (known == null || state == null) {
            return readValues(list);
        }
        ListedValues values = known.get(state);
        if (values == null) {
            values = readValues(list);
            known.put(state, values);
        }
        return values;
    }

    private @Nullable ListedValues readValues(ValueList list) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        try (PreparedStatement statement = run.prepare(list.sql())) {
            statement.setMaxRows(ListedFilter.VALUES_MAX + 1);
            try (ResultSet rows = statement.executeQuery()) {
                // Text that ignores case, or is padded, is compared in its own way.
                boolean isText = rows.getMetaData().getColumnTypeName(1).equals("CHARACTER VARYING");
                while (rows.next()) {
                    Object value = rows.getObject(1);
                    if (value instanceof String && !isText) {
                        return null;
                    }
                    values.add(value);
                }
            }
        }
        return values.size() > ListedFilter.VALUES_MAX ? null : new ListedValues(values);
    }

    private SearchResult nearest(Request request, int k, Eligibility eligible) throws SQLException {
        RowFilter condition = request.filter();
        if (!eligible.isChecked() || condition == null) {
            return searched(request, k, eligible);
        }
        boolean isKnown = listed != null || collected != null;
        SearchResult checked =
                isKnown || isListedFirst(condition, k) ? null : nearestChecked(request, k, eligible, condition);
        if (checked != null) {
            return checked;
        }
        Eligibility known;
        if (isListed(condition)) {
            known = new Eligibility(null, listed, false);
        } else {
            if (collected == null) {
                collected = collected(condition.collecting());
            }
            known = new Eligibility(collected, null, false);
        }
        SearchResult result = searched(request, k, known);
        condition
                .passed()
                .of(result.trace().plan().matches(), result.trace().plan().rows());
        return result;
    }

    /**
     * Returns whether listing the values is tried before found rows are checked: when they are known, or when lately
     * too few of the rows passed.
     */
    private boolean isListedFirst(RowFilter condition, int k) throws SQLException {
        boolean isRare = k != VectorSearch.ALL && firstAsked(condition, k) > CHECKED_RATHER;
        return (isKnown(condition) || isRare) && isListed(condition);
    }

    /** Returns whether all lists are known from other runs, or are asked for because others may use them. */
    private boolean isKnown(RowFilter condition) {
        ListedFilter lists = condition.listed();
        boolean isKnown = lists != null;
        for (ValueList list : lists == null ? List.<ValueList>of() : lists.lists()) {
            KnownValues known = list.known();
            SeenState state = known == null ? null : known.state(run);
            isKnown &= known != null && state != null && known.isWorthwhile(state);
        }
        return isKnown;
    }

    /** Returns how many rows to find so that, by what passed lately, k of them pass. */
    private static long firstAsked(RowFilter condition, int k) {
        double share = condition.passed().last();
        return Double.isNaN(share)
                ? Math.max(CHECKED_MIN, (long) k * CHECKED_FACTOR)
                : Math.min(VectorSearch.ALL - 1, (long) (CHECKED_MORE * k / share) + CHECKED_EXTRA);
    }

    private SearchResult searched(Request request, int k, Eligibility eligible) {
        SearchResult result = run.view().nearest(storageSearch(request, k, eligible));
        traces.add(result.trace());
        return result;
    }

    /**
     * Finds more rows than needed, and keeps those that the mirror says are eligible. Returns null if too few are: then
     * it is cheaper to list what makes rows eligible, or to collect those rows, first.
     */
    private @Nullable SearchResult nearestChecked(Request request, int k, Eligibility eligible, RowFilter condition)
            throws SQLException {
        boolean isAll = k == VectorSearch.ALL;
        long asked = isAll ? k : firstAsked(condition, k);
        for (int check = 0; check < CHECKS && (isAll || asked <= CHECKED_MAX); check++) {
            SearchResult found = searched(request, (int) asked, eligible);
            if (found.count() > CHECKED_MAX) {
                return null;
            }
            SearchResult passed = passed(found, condition);
            condition.passed().of(passed.count(), found.count());
            if (passed.count() >= k || found.count() < asked) {
                return first(passed, k);
            }
            if (isListed(condition)) {
                return null;
            }
            asked = asked * k * CHECKED_FACTOR / Math.max(1, 2L * passed.count());
        }
        return null;
    }

    /** Lists values, if that was not tried before, and returns whether they say which rows are eligible. */
    private boolean isListed(RowFilter condition) throws SQLException {
        ListedFilter lists = condition.listed();
        if (lists != null && !lists.isFirst() && !triedLists) {
            triedLists = true;
            listed = listed(lists);
        }
        return listed != null;
    }

    /** Returns those of the found rows that meet a condition: as it is known, or else as the mirror says. */
    private SearchResult passed(SearchResult found, RowFilter condition) throws SQLException {
        if (found.count() == 0) {
            return found;
        }
        long start = System.nanoTime();
        KnownRows known = condition.known();
        SeenState state = known == null ? null : known.state(run);
        @Nullable
        Boolean[] isKnown =
                known == null || state == null ? new @Nullable Boolean[found.count()] : known.of(state, found.rowIds());
        SearchResult unknown = chosen(found, i -> isKnown[i] == null);
        Set<Long> eligible = unknown.count() == 0 ? Set.of() : checked(unknown, condition.checking());
        if (known != null && state != null) {
            known.put(state, unknown.rowIds(), eligible);
        }
        SearchResult passed = chosen(found, i -> {
            Boolean isEligible = isKnown[i];
            return isEligible == null ? eligible.contains(found.rowIds()[i]) : isEligible;
        });
        collectNanos += System.nanoTime() - start;
        return passed;
    }

    /** Returns those of the found rows whose indexes are chosen. */
    private static SearchResult chosen(SearchResult found, IntPredicate isChosen) {
        int[] indexes = IntStream.range(0, found.count()).filter(isChosen).toArray();
        return new SearchResult(
                Arrays.stream(indexes).mapToLong(i -> found.rowIds()[i]).toArray(),
                Arrays.stream(indexes).mapToDouble(i -> found.distances()[i]).toArray(),
                found.trace());
    }

    /** Returns those of the found rows that the mirror gives back. */
    private Set<Long> checked(SearchResult found, MirrorSql checking) throws SQLException {
        Hits all = hits(found, 0, found.count(), List.of());
        run.slots()[search.hitsSlot()] = all.rowIds();
        run.slots()[search.hitsSlot() + 1] = all.distances();
        Set<Long> eligible = new HashSet<>();
        try (PreparedStatement statement = run.prepare(checking);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                eligible.add(rows.getLong(1));
            }
        }
        return eligible;
    }

    private static SearchResult first(SearchResult result, int k) {
        return result.count() <= k
                ? result
                : new SearchResult(
                        Arrays.copyOf(result.rowIds(), k), Arrays.copyOf(result.distances(), k), result.trace());
    }

    private EligibleRows collected(MirrorSql filter) throws SQLException {
        long start = System.nanoTime();
        try (PreparedStatement statement = run.prepare(filter)) {
            return run.view().collect(statement);
        } finally {
            collectNanos += System.nanoTime() - start;
        }
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

    /** Asks for more rows until all those with the sort key of the k-th are there. */
    private SearchResult nearestWithTies(Request request, Eligibility eligible) throws SQLException {
        int k = request.k();
        long wanted = (long) k + 1;
        while (true) {
            int asked = (int) Math.min(wanted, VectorSearch.ALL - 1);
            SearchResult result = nearest(request, asked, eligible);
            if (result.count() < asked || isFarther(result.distances()[k - 1], result.distances()[asked - 1])) {
                return result;
            }
            wanted = Math.max(TIES_MIN, wanted * 4);
        }
    }

    private boolean isFarther(double near, double far) throws SQLException {
        KeyOrder keys = search.keys();
        if (far == near || keys == null) {
            return far != near;
        }
        run.slots()[keys.nearSlot()] = keys.near(near);
        run.slots()[keys.farSlot()] = keys.far(far);
        try (PreparedStatement statement = run.prepare(keys.isFarther());
                ResultSet rows = statement.executeQuery()) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    /** Returns the rows from the offset on; rows with a NULL vector follow those with one. */
    private Hits cut(SearchResult result, int offset, int k) throws SQLException {
        int missing = k - result.count();
        return hits(result, offset, result.count(), missing > 0 ? nullRows(missing) : List.of());
    }

    private static Hits hits(SearchResult result, int first, int end, List<Long> nulls) {
        int count = Math.max(0, end + nulls.size() - first);
        Long[] rowIds = new Long[count];
        @Nullable Double[] distances = new @Nullable Double[count];
        for (int i = 0; i < count; i++) {
            int from = first + i;
            boolean isHit = from < end;
            rowIds[i] = isHit ? Long.valueOf(result.rowIds()[from]) : nulls.get(from - end);
            distances[i] = isHit ? Double.valueOf(result.distances()[from]) : null;
        }
        return new Hits(rowIds, distances, null);
    }

    /** Returns all rows up to the sort key of the k-th, and perhaps some more. */
    private Hits all(SearchResult result, int k) throws SQLException {
        if (result.count() < k) {
            return cut(result, 0, VectorSearch.ALL);
        }
        int count = search.keys() == null ? k : result.count();
        while (count < result.count() && result.distances()[count] == result.distances()[k - 1]) {
            count++;
        }
        return hits(result, 0, count, List.of());
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
