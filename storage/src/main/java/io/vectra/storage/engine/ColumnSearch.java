package io.vectra.storage.engine;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.EligibleRows;
import io.vectra.storage.Filter;
import io.vectra.storage.SearchPlan;
import io.vectra.storage.SearchPlan.Strategy;
import io.vectra.storage.SearchResult;
import io.vectra.storage.SearchTrace;
import io.vectra.storage.VectorIndexInfo;
import io.vectra.storage.VectorSearch;
import io.vectra.storage.graph.AcceptedOrdinals;
import io.vectra.storage.graph.GraphHits;
import io.vectra.storage.graph.GraphIndex;
import io.vectra.storage.graph.GraphQuery;
import io.vectra.storage.manifest.TableDefinition;
import io.vectra.storage.segment.VectorFile;
import io.vectra.storage.vector.ExactSearch;
import io.vectra.storage.vector.NearestRows;
import io.vectra.storage.vector.SearchInput;
import io.vectra.storage.vector.SearchScope;
import io.vectra.storage.vector.VectorColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One search of a vector column: walks the graphs of the segments that have one where that is cheaper than comparing,
 * and compares what they found with all the rest, exactly.
 *
 * <p>Never fewer rows than there are: a walk that gives up, or ends with fewer rows than are eligible, is replaced by
 * an exact comparison of that segment. Thread rule: used once, by one thread.
 */
final class ColumnSearch {
    private static final System.Logger LOGGER = System.getLogger(ColumnSearch.class.getName());

    /** From this {@code k} on a range search follows the radius instead of the k nearest. */
    private static final int NEAREST_MAX = 1000;

    private final ReadState state;
    private final StoredSource source;
    private final long lsn;
    private final VectorSearch search;
    private final @Nullable OwnVectors own;
    private final BooleanSupplier cancelled;
    private final VectorColumn column;
    private final TableDefinition table;
    private final List<VectorSegment> segments;
    private final @Nullable VectorIndexInfo index;
    private final @Nullable String graphName;
    private final @Nullable Matches filter;
    private final int ef;

    private final OrdinalList compared = new OrdinalList();
    private long visited;
    private long distances;
    private int walked;
    private int graphs;
    private long comparedCodes;
    /** Whether a walk was expected to be dearer than comparing. */
    private boolean isTried;

    private String reason = "";

    ColumnSearch(
            ReadState state,
            StoredSource source,
            long lsn,
            VectorSearch search,
            @Nullable OwnVectors own,
            SearchHelp help,
            BooleanSupplier cancelled) {
        this.state = state;
        this.source = source;
        this.lsn = lsn;
        this.search = search;
        this.own = own;
        this.cancelled = cancelled;
        this.column = state.schema().vectorColumn(search.columnId());
        this.table = state.schema().table(column.tableId());
        this.filter = matches(search, state.segments().ofTable(column.tableId()), help.matches());
        this.segments = state.segments().ofColumn(search.columnId());
        this.index = indexFor(table, search);
        this.graphName = index == null ? null : GraphFiles.name(index);
        this.ef = index == null ? 0 : SearchEffort.ef(index, search, segments, help.targets());
    }

    private static @Nullable Matches matches(VectorSearch search, @Nullable TableRows rows, Matches.Cache cache) {
        Filter filter = search.filter();
        if (filter == null) {
            return null;
        }
        if (rows == null) {
            throw new IllegalArgumentException(
                    "the filter " + filter + " cannot be evaluated in storage; ask canEvaluate beforehand");
        }
        return new Matches(rows, filter, cache);
    }

    private static @Nullable VectorIndexInfo indexFor(TableDefinition table, VectorSearch search) {
        for (VectorIndexInfo index : table.vectorIndexes()) {
            if (index.columnId() == search.columnId() && index.settings().metric() == search.metric()) {
                return index;
            }
        }
        return null;
    }

    /** The ways to search a segment. */
    private enum Way {
        WALK,
        /** A walk that gives up soon if matches are few on its way. */
        TRIED_WALK,
        CODES,
        FLOATS
    }

    /** Says how the search would go, without walking or comparing; a filter is evaluated. */
    SearchPlan plan() {
        EligibleVectors eligible = eligible();
        if (!isIndexed()) {
            return plan(eligible, exactCount(eligible));
        }
        long scanned = unsealed(eligible);
        for (VectorSegment segment : segments) {
            int matches = matches(segment, eligible);
            switch (way(segment, matches)) {
                case WALK -> walked++;
                case TRIED_WALK -> {
                    walked++;
                    isTried = true;
                }
                case CODES -> comparedCodes += matches;
                case FLOATS -> scanned += matches;
            }
        }
        return plan(eligible, scanned);
    }

    /** Returns the index whose graphs were walked, or null. */
    @Nullable
    VectorIndexInfo walkedIndex() {
        return walked > 0 ? index : null;
    }

    SearchResult run() {
        long start = System.nanoTime();
        EligibleVectors eligible = eligible();
        long filtered = System.nanoTime();
        SearchScope scope;
        SearchPlan plan;
        if (isIndexed()) {
            for (VectorSegment segment : segments) {
                search(segment, eligible);
            }
            long scanned = compared.count() - found + unsealed(eligible);
            plan = plan(eligible, scanned);
            scope = scope(eligible);
        } else {
            plan = plan(eligible, exactCount(eligible));
            scope = eligible == null ? SearchScope.ALL : all(eligible);
        }
        NearestRows nearest = compare(scope);
        long end = System.nanoTime();
        int count = within(nearest);
        return new SearchResult(
                count == nearest.count() ? nearest.rowIds() : Arrays.copyOf(nearest.rowIds(), count),
                count == nearest.count() ? nearest.distances() : Arrays.copyOf(nearest.distances(), count),
                new SearchTrace(plan, visited, distances + nearest.compared(), filtered - start, end - filtered));
    }

    /** How many of {@link #compared} were found by walks. */
    private long found;

    private @Nullable EligibleVectors eligible() {
        EligibleRows rows = search.eligible();
        if (filter != null) {
            return EligibleVectors.of(state, search.columnId(), lsn, filter, rows);
        }
        return rows == null ? null : EligibleVectors.of(state, search.columnId(), lsn, own, rows);
    }

    /** Returns whether any graph may serve the search; else everything is compared. */
    private boolean isIndexed() {
        if (search.options().exact()) {
            reason = "an exact search was asked for";
        } else if (index == null) {
            reason = table.vectorIndexes().stream().noneMatch(each -> each.columnId() == search.columnId())
                    ? "the column has no HNSW index"
                    : "no HNSW index of the column has this metric";
        } else {
            graphs = (int)
                    segments.stream().filter(segment -> graph(segment) != null).count();
            if (graphs > 0) {
                return true;
            }
            reason = segments.isEmpty()
                    ? "no rows are in a segment yet"
                    : "the graphs of index \"" + index.name() + "\" are still being built";
        }
        return false;
    }

    private long unsealed(@Nullable EligibleVectors eligible) {
        return eligible == null
                ? state.segments().livingUnsealed(column, lsn)
                : eligible.unsealed().count();
    }

    private int matches(VectorSegment segment, @Nullable EligibleVectors eligible) {
        return eligible == null
                ? segment.file().count() - segment.tombstones().deletedCount(lsn)
                : eligible.count(segment);
    }

    private long exactCount(@Nullable EligibleVectors eligible) {
        return eligible == null ? state.segments().living(column, lsn) : eligible.count();
    }

    private @Nullable GraphIndex graph(VectorSegment segment) {
        return graphName == null ? null : segment.graph(graphName);
    }

    private Way way(VectorSegment segment, int matches) {
        GraphIndex graph = graph(segment);
        if (matches == 0 || graph == null) {
            return Way.FLOATS;
        }
        double share = matches / (double) segment.file().count();
        double comparing = comparingCost(graph, matches);
        if (SearchCost.walk(ef, share, graph.hasCodes()) < comparing) {
            return Way.WALK;
        }
        return SearchCost.isTried(comparing, ef, graph.hasCodes()) ? Way.TRIED_WALK : comparingWay(graph);
    }

    /**
     * Returns how vectors are compared one by one: by codes only if what a range leaves out is no matter of rounding.
     */
    private Way comparingWay(GraphIndex graph) {
        return graph.hasCodes() && search.radius() == null ? Way.CODES : Way.FLOATS;
    }

    private double comparingCost(GraphIndex graph, int matches) {
        return comparingWay(graph) == Way.CODES ? SearchCost.codes(matches) : SearchCost.floats(matches);
    }

    private void search(VectorSegment segment, @Nullable EligibleVectors eligible) {
        int matches = matches(segment, eligible);
        if (matches == 0) {
            return;
        }
        int alive = segment.file().count() - segment.tombstones().deletedCount(lsn);
        AcceptedOrdinals nodes = eligible == null || matches == alive ? segment.alive(lsn) : eligible.nodes(segment);
        if (!searchGraph(segment, nodes, matches)) {
            addAll(segment, nodes, matches);
        }
    }

    /** Adds what a graph finds; returns false if its segment has to be compared. */
    private boolean searchGraph(VectorSegment segment, @Nullable AcceptedOrdinals nodes, int matches) {
        GraphIndex graph = graph(segment);
        if (graph == null) {
            return false;
        }
        Way way = way(segment, matches);
        try {
            return (way == Way.WALK || way == Way.TRIED_WALK) && walk(segment, graph, nodes, matches, way)
                    || way != Way.FLOATS
                            && comparingWay(graph) == Way.CODES
                            && compareCodes(segment, graph, nodes, matches);
        } catch (CorruptStoreException e) {
            if (!GraphFiles.isGraphPath(e.file())) {
                throw e;
            }
            // A graph is derived: the rows are compared instead, and upkeep builds another one.
            LOGGER.log(System.Logger.Level.WARNING, "A damaged graph is left aside and built anew: " + e.getMessage());
            segment.removeGraph(Objects.requireNonNull(graphName));
            return false;
        }
    }

    /** Adds what a walk finds; returns whether that is enough. */
    private boolean walk(
            VectorSegment segment, GraphIndex graph, @Nullable AcceptedOrdinals nodes, int matches, Way way) {
        VectorSearch.Radius radius = search.radius();
        boolean isRange = radius != null && search.k() > NEAREST_MAX;
        int k = isRange ? 0 : Math.min(search.k(), matches);
        double comparing = comparingCost(graph, matches);
        GraphQuery query = GraphQuery.of(search.query(), k, Math.max(ef, 1))
                .accepting(accepted(segment, nodes))
                .limitedTo(SearchCost.work(comparing))
                .worthwhileFrom(
                        way == Way.TRIED_WALK
                                ? SearchCost.TRIED_SHARE
                                : SearchCost.worthwhileShare(comparing, ef, graph.hasCodes()));
        GraphHits hits = radius != null && isRange ? graph.within(query, (float) radius.value()) : graph.nearest(query);
        count(hits);
        if (!hits.isComplete() || hits.count() < k) {
            return false;
        }
        walked++;
        isTried |= way == Way.TRIED_WALK;
        addFound(segment, hits);
        return true;
    }

    private boolean compareCodes(
            VectorSegment segment, GraphIndex graph, @Nullable AcceptedOrdinals nodes, int matches) {
        AcceptedOrdinals accepted = accepted(segment, nodes);
        int k = Math.min(search.k(), matches);
        GraphHits hits = graph.nearestByCodes(
                GraphQuery.of(search.query(), k, Math.max(ef, 1)),
                accepted == null ? AcceptedOrdinals.all(segment.file().count()) : accepted);
        count(hits);
        comparedCodes += hits.computedDistances();
        addFound(segment, hits);
        return true;
    }

    private void count(GraphHits hits) {
        visited += hits.visitedNodes();
        distances += hits.computedDistances();
    }

    private void addFound(VectorSegment segment, GraphHits hits) {
        found += hits.count();
        for (int node : hits.ordinals()) {
            compared.add(segment.file().ordinal(node));
        }
    }

    /** Returns the nodes that may be found: not what the transaction itself has deleted. */
    private @Nullable AcceptedOrdinals accepted(VectorSegment segment, @Nullable AcceptedOrdinals nodes) {
        if (own == null || own.removed().isEmpty()) {
            return nodes;
        }
        return AcceptedOrdinals.of(
                node -> (nodes == null || nodes.contains(node))
                        && !own.isDeleted(segment.file().ordinal(node)),
                segment.file().count());
    }

    private void addAll(VectorSegment segment, @Nullable AcceptedOrdinals nodes, int matches) {
        VectorFile file = segment.file();
        compared.reserve(matches);
        if (nodes == null) {
            for (int node = 0; node < file.count(); node++) {
                compared.add(file.ordinal(node));
            }
            return;
        }
        for (int node = nodes.next(0); node >= 0; node = nodes.next(node + 1)) {
            compared.add(file.ordinal(node));
        }
    }

    /** What is compared at last: what walks have found, and what is not walked. */
    private SearchScope scope(@Nullable EligibleVectors eligible) {
        if (eligible == null) {
            return new SearchScope(compared.sorted(), state.segments().sealedCount(search.columnId()), null);
        }
        for (int i = 0; i < eligible.unsealed().count(); i++) {
            compared.add(eligible.unsealed().get(i));
        }
        return new SearchScope(compared.sorted(), Long.MAX_VALUE, eligible.own().sorted());
    }

    private SearchScope all(EligibleVectors eligible) {
        for (VectorSegment segment : segments) {
            int matches = eligible.count(segment);
            if (matches > 0) {
                addAll(segment, eligible.nodes(segment), matches);
            }
        }
        return scope(eligible);
    }

    private NearestRows compare(SearchScope scope) {
        VectorSearch.Radius radius = search.radius();
        return ExactSearch.nearest(new SearchInput(
                column,
                source,
                lsn,
                search.metric(),
                search.query(),
                search.k(),
                radius == null ? Double.POSITIVE_INFINITY : radius.value(),
                scope,
                own,
                cancelled));
    }

    private int within(NearestRows nearest) {
        VectorSearch.Radius radius = search.radius();
        int count = nearest.count();
        while (radius != null && count > 0 && !radius.contains(nearest.distances()[count - 1])) {
            count--;
        }
        return count;
    }

    private SearchPlan plan(@Nullable EligibleVectors eligible, long scanned) {
        Strategy strategy;
        if (walked > 0) {
            strategy = eligible == null ? Strategy.GRAPH : Strategy.IN_GRAPH;
            reason = eligible == null
                    ? "an HNSW index has this metric"
                    : isTried
                            ? "a walk is tried, which is cheaper than comparing all matches if they are near the query"
                            : "a walk among the matches is cheaper than comparing all of them";
        } else {
            strategy = eligible == null ? Strategy.EXACT : Strategy.PRE_FILTER;
            if (reason.isEmpty()) {
                reason = eligible == null
                        ? "comparing all rows is cheaper than a walk"
                        : "comparing all matches is cheaper than a walk among them";
            }
        }
        if (graphs > 0 && graphs < segments.size()) {
            reason += "; " + (segments.size() - graphs) + " of " + segments.size() + " segments wait for a graph";
        }
        long rows = state.segments().living(column, lsn);
        return new SearchPlan(
                strategy,
                reason,
                index != null && walked + comparedCodes > 0 ? index.name() : null,
                rows,
                eligible == null ? rows : eligible.count(),
                segments.size(),
                walked,
                scanned,
                comparedCodes,
                walked > 0 ? ef : 0);
    }
}
