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

    /**
     * A walk among few matches grows dearer by the share of matches to about this power (measured, see
     * {@code docs/adr/0019-choice-of-a-search.md}).
     */
    private static final double WALK_GROWTH = 0.75;

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
    private final @Nullable Matches filter;
    private final int ef;

    private final OrdinalList compared = new OrdinalList();
    private long visited;
    private long distances;
    private int walked;
    private int graphs;
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
        this.ef = index == null ? 0 : SearchEffort.ef(index, search, segments, help.targets());
    }

    private static @Nullable Matches matches(VectorSearch search, @Nullable TableRows rows, Matches.Cache cache) {
        Filter filter = search.filter();
        if (filter == null) {
            return null;
        }
        if (rows == null || !rows.canEvaluate(filter)) {
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

    /** Says how the search would go, without walking or comparing; a filter is evaluated. */
    SearchPlan plan() {
        EligibleVectors eligible = eligible();
        if (!isIndexed()) {
            return exactPlan(eligible);
        }
        long scanned = unsealed(eligible);
        for (VectorSegment segment : segments) {
            int matches = matches(segment, eligible);
            if (matches > 0 && isWalkCheaper(segment, matches)) {
                walked++;
            } else {
                scanned += matches;
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
            plan = exactPlan(eligible);
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
            String name = GraphFiles.name(index);
            graphs = (int) segments.stream()
                    .filter(segment -> segment.graph(name) != null)
                    .count();
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
                ? Math.max(0, column.count() - state.segments().sealedCount(search.columnId()))
                : eligible.unsealed().count();
    }

    private int matches(VectorSegment segment, @Nullable EligibleVectors eligible) {
        return eligible == null
                ? segment.file().count() - segment.tombstones().deletedCount(lsn)
                : eligible.count(segment);
    }

    private @Nullable GraphIndex graph(VectorSegment segment) {
        return index == null ? null : segment.graph(GraphFiles.name(index));
    }

    private boolean isWalkCheaper(VectorSegment segment, int matches) {
        return graph(segment) != null && walkCost(segment, matches) < matches;
    }

    /** Estimates how many comparisons in the order of the file cost as much as a walk. */
    private double walkCost(VectorSegment segment, int matches) {
        double share = matches / (double) segment.file().count();
        return SearchEffort.distances(ef) * Math.pow(share, -WALK_GROWTH);
    }

    private void search(VectorSegment segment, @Nullable EligibleVectors eligible) {
        int matches = matches(segment, eligible);
        if (matches == 0) {
            return;
        }
        long[] words = eligible == null ? segment.tombstones().aliveWords(lsn) : eligible.nodes(segment);
        GraphIndex graph = graph(segment);
        if (graph == null || !isWalkCheaper(segment, matches) || !walk(segment, graph, words, matches)) {
            addAll(segment, words);
        }
    }

    /** Adds what a walk finds; returns whether that is enough. */
    private boolean walk(VectorSegment segment, GraphIndex graph, long @Nullable [] words, int matches) {
        AcceptedOrdinals accepted = accepted(segment, words);
        VectorSearch.Radius radius = search.radius();
        boolean isRange = radius != null && search.k() > NEAREST_MAX;
        int k = isRange ? 0 : Math.min(search.k(), matches);
        GraphQuery query = new GraphQuery(
                search.query(),
                k,
                Math.max(ef, 1),
                GraphQuery.rerankedCount(k),
                accepted,
                GraphQuery.FilterWalk.PLAIN,
                Math.max(matches, 1));
        GraphHits hits;
        try {
            hits = radius != null && isRange ? graph.within(query, (float) radius.value()) : graph.nearest(query);
        } catch (CorruptStoreException e) {
            if (!GraphFiles.isGraphPath(e.file())) {
                throw e;
            }
            // A graph is derived: the rows are compared instead, and upkeep builds another one.
            LOGGER.log(System.Logger.Level.WARNING, "A damaged graph is left aside and built anew: " + e.getMessage());
            segment.removeGraph(GraphFiles.name(Objects.requireNonNull(index)));
            return false;
        }
        visited += hits.visitedNodes();
        distances += hits.computedDistances();
        if (!hits.isComplete() || hits.count() < k) {
            return false;
        }
        walked++;
        found += hits.count();
        for (int node : hits.ordinals()) {
            compared.add(segment.file().ordinal(node));
        }
        return true;
    }

    /** Returns the nodes that may be found: of the words, but not what the transaction itself has deleted. */
    private @Nullable AcceptedOrdinals accepted(VectorSegment segment, long @Nullable [] words) {
        if (own != null && !own.removed().isEmpty()) {
            int count = segment.file().count();
            return AcceptedOrdinals.of(
                    node -> (words == null || (words[node >>> 6] & 1L << node) != 0)
                            && !own.isDeleted(segment.file().ordinal(node)),
                    count);
        }
        return words == null ? null : segment.accepted(words);
    }

    private void addAll(VectorSegment segment, long @Nullable [] words) {
        int count = segment.file().count();
        for (int node = 0; node < count; node++) {
            if (words == null || (words[node >>> 6] & 1L << node) != 0) {
                compared.add(segment.file().ordinal(node));
            }
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
            long[] words = eligible.nodes(segment);
            if (words != null) {
                addAll(segment, words);
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

    private SearchPlan exactPlan(@Nullable EligibleVectors eligible) {
        long rows = state.segments().living(column, lsn);
        return new SearchPlan(
                eligible == null ? Strategy.EXACT : Strategy.PRE_FILTER,
                reason,
                null,
                rows,
                eligible == null ? rows : eligible.count(),
                segments.size(),
                0,
                eligible == null ? rows : eligible.count(),
                0);
    }

    private SearchPlan plan(@Nullable EligibleVectors eligible, long scanned) {
        long rows = state.segments().living(column, lsn);
        Strategy strategy;
        if (walked > 0) {
            strategy = eligible == null ? Strategy.GRAPH : Strategy.IN_GRAPH;
            reason = eligible == null
                    ? "an HNSW index has this metric"
                    : "a walk among the matches is cheaper than comparing all of them";
        } else {
            strategy = eligible == null ? Strategy.EXACT : Strategy.PRE_FILTER;
            reason = eligible == null
                    ? "comparing all rows is cheaper than a walk"
                    : "comparing all matches is cheaper than a walk among them";
        }
        if (graphs < segments.size()) {
            reason += "; " + (segments.size() - graphs) + " of " + segments.size() + " segments wait for a graph";
        }
        return new SearchPlan(
                strategy,
                reason,
                walked > 0 && index != null ? index.name() : null,
                rows,
                eligible == null ? rows : eligible.count(),
                segments.size(),
                walked,
                scanned,
                walked > 0 ? ef : 0);
    }
}
