package io.vectra.storage.graph;

import io.vectra.storage.Metric;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Searches one graph.
 *
 * <p>Keeps what a search needs from one to the next, so that a search makes no objects but its result.
 *
 * <p>Thread rule: one search at a time.
 */
final class GraphSearch {
    /** How many codes are compared at a time where no walk says which. */
    private static final int BATCH = 64;

    /** By how much a distance in single precision may be off, as a part of it. */
    private static final float RELATIVE_TOLERANCE = 1e-5f;

    private final MappedGraph graph;
    private final NodeVectors nodes;
    private final NodeOrdinals ordinals;
    private final FloatScorer floats;
    private final @Nullable CodeScorer codes;
    private final GraphWalk walk;

    private final CandidateList best = new CandidateList();
    private final FilteredWalk filteredWalk;
    private final CandidateList reranked = new CandidateList();
    private final Frontier frontier = new Frontier();
    private int[] batch = new int[64];
    private float[] distances = new float[64];

    GraphSearch(MappedGraph graph, VectorAccess vectors) {
        GraphFile.Header header = graph.header();
        this.graph = graph;
        this.nodes = NodeVectors.of(graph, vectors);
        this.ordinals = nodes.ordinals();
        this.floats = new FloatScorer(nodes);
        NodeCodes nodeCodes = NodeCodes.of(graph);
        this.codes = nodeCodes == null ? null : new CodeScorer(nodeCodes, header.metric());
        FixedRows links = Objects.requireNonNull(graph.section(GraphFile.LINKS));
        this.walk = new GraphWalk(graph, links, floats);
        this.filteredWalk = new FilteredWalk(walk, best);
    }

    /** Returns the nearest vectors that the walk finds. */
    GraphHits nearest(GraphQuery query) {
        AcceptedOrdinals accepted = query.accepted();
        long computedBefore = computed();
        best.reset(Math.max(query.ef(), query.k()));
        if (accepted != null && accepted.count() == 0) {
            return new GraphHits(new int[0], new float[0], true, 0, 0);
        }
        walk.start(codes == null ? floats : codes, query.vector());
        boolean isComplete;
        if (accepted == null) {
            isComplete = walkAll(query.workMax());
        } else {
            isComplete = filteredWalk.run(
                    query, new NodeFilter(accepted, ordinals, accepted.nodesForWalk(graph, ordinals)), share(accepted));
        }
        CandidateList result = codes == null ? best : rerank(query);
        return hits(result, query, isComplete, walk.visitedCount(), computed() - computedBefore);
    }

    /** Returns the nearest of the accepted vectors, all of which are compared by their codes, without a walk. */
    GraphHits nearestByCodes(GraphQuery query, AcceptedOrdinals accepted) {
        CodeScorer scorer = Objects.requireNonNull(codes, "codes");
        long computedBefore = computed();
        best.reset(Math.max(1, Math.max(query.k(), query.rerankedCount())));
        scorer.setQuery(query.vector());
        reserve(BATCH + Long.SIZE);
        AcceptedNodes acceptedNodes = accepted.nodes(graph, ordinals);
        int count = 0;
        for (int word = 0; word < acceptedNodes.wordCount(); word++) {
            for (long bits = acceptedNodes.word(word); bits != 0; bits &= bits - 1) {
                batch[count++] = (word << 6) + Long.numberOfTrailingZeros(bits);
            }
            if (count >= BATCH) {
                keepNearest(scorer, count);
                count = 0;
            }
        }
        keepNearest(scorer, count);
        return hits(rerank(query), query, true, 0, computed() - computedBefore);
    }

    /** Returns which part of the vectors is accepted; more than 0. */
    private double share(AcceptedOrdinals accepted) {
        return Math.min(1, accepted.count() / (double) graph.header().vectorCount());
    }

    private void keepNearest(CodeScorer scorer, int count) {
        scorer.score(batch, count, distances);
        float limit = limit(best.bound());
        for (int i = 0; i < count; i++) {
            // Of equal distances the key decides; NaN is not farther than anything, and the key's to judge.
            if (!(distances[i] > limit)) {
                best.add(Keys.of(distances[i], batch[i]));
                limit = limit(best.bound());
            }
        }
    }

    private static float limit(long bound) {
        return bound == Keys.LAST ? Float.POSITIVE_INFINITY : Keys.distance(bound);
    }

    private long computed() {
        return floats.computed() + (codes == null ? 0 : codes.computed());
    }

    /** Returns false if the walk gave up. */
    private boolean walkAll(long workMax) {
        for (int i = 0; i < walk.seedCount(); i++) {
            best.add(walk.seed(i));
        }
        int node = best.expandNearest();
        while (node >= 0) {
            walk.readAhead(best.nearestUnexpanded());
            int count = walk.expand(node);
            for (int i = 0; i < count; i++) {
                best.add(walk.key(i));
            }
            if (walk.work() > workMax) {
                return false;
            }
            node = best.expandNearest();
        }
        return true;
    }

    /** Compares the best candidates again by their floats. */
    private CandidateList rerank(GraphQuery query) {
        int count = Math.min(best.size(), Math.max(query.k(), query.rerankedCount()));
        reserve(count);
        for (int i = 0; i < count; i++) {
            batch[i] = Keys.node(best.key(i));
        }
        floats.setQuery(query.vector());
        floats.score(batch, count, distances);
        reranked.reset(Math.max(1, count));
        for (int i = 0; i < count; i++) {
            reranked.add(Keys.of(distances[i], batch[i]));
        }
        return reranked;
    }

    private void reserve(int count) {
        if (batch.length < count) {
            batch = new int[Math.max(count, 2 * batch.length)];
            distances = new float[batch.length];
        }
    }

    private GraphHits hits(CandidateList found, GraphQuery query, boolean isComplete, long visited, long computed) {
        var hits = new HitCollector(ordinals, query.accepted(), nodes.metric());
        for (int i = 0; i < found.size() && (hits.count() < query.k() || isTie(found, i)); i++) {
            hits.add(found.key(i), query.k());
        }
        return hits.finish(isComplete, visited, computed);
    }

    /** Returns whether a candidate is as far as the one before: which of them is found must not depend on k. */
    private static boolean isTie(CandidateList found, int index) {
        return index > 0 && Keys.distance(found.key(index)) == Keys.distance(found.key(index - 1));
    }

    /**
     * Returns all vectors within a radius that the walk finds, by their floats.
     *
     * @param query its {@code ef} is how many candidates outside the radius are followed; {@code k} does not count
     * @param radius the metric's value
     */
    GraphHits within(GraphQuery query, float radius) {
        float limit = limit(radius);
        AcceptedOrdinals accepted = query.accepted();
        var hits = new HitCollector(ordinals, accepted, nodes.metric());
        best.reset(query.ef());
        frontier.clear();
        walk.start(floats, query.vector());
        long limitKey = Keys.of(limit, Integer.MAX_VALUE);
        for (int i = 0; i < walk.seedCount(); i++) {
            meetWithin(walk.seed(i), limitKey, hits);
        }
        boolean isComplete = true;
        while (!frontier.isEmpty() && isComplete) {
            long key = frontier.poll();
            if (key > limitKey && key > best.bound()) {
                break;
            }
            int count = walk.expand(Keys.node(key));
            for (int i = 0; i < count; i++) {
                meetWithin(walk.key(i), limitKey, hits);
            }
            isComplete = walk.work() <= query.workMax();
        }
        hits.sort();
        return hits.finish(isComplete, walk.visitedCount(), walk.computedCount());
    }

    private void meetWithin(long key, long limitKey, HitCollector hits) {
        if (key <= limitKey) {
            hits.add(key, Integer.MAX_VALUE);
            frontier.add(key);
        } else if (key < best.bound()) {
            frontier.add(key);
        }
        best.add(key);
    }

    /** Returns the largest number of a scorer that may be within the radius. */
    private float limit(float radius) {
        float tolerance = RELATIVE_TOLERANCE * Math.max(1, Math.abs(radius));
        return switch (nodes.metric()) {
            case COSINE, DOT_PRODUCT -> radius + tolerance;
            case EUCLIDEAN -> radius < 0 ? -1 : radius * radius * (1 + 2 * RELATIVE_TOLERANCE);
            case MANHATTAN -> radius * (1 + RELATIVE_TOLERANCE);
        };
    }

    /** Returns the metric's value of a scorer's number. */
    static float value(Metric metric, float scored) {
        return metric == Metric.EUCLIDEAN ? (float) Math.sqrt(scored) : scored;
    }

    /** Hits of one search, as they are found. */
    private static final class HitCollector {
        private final NodeOrdinals ordinals;
        private final @Nullable AcceptedOrdinals accepted;
        private final Metric metric;
        private long[] keys = new long[16];
        private int count;

        HitCollector(NodeOrdinals ordinals, @Nullable AcceptedOrdinals accepted, Metric metric) {
            this.ordinals = ordinals;
            this.accepted = accepted;
            this.metric = metric;
        }

        int count() {
            return count;
        }

        /** Adds the first accepted vectors of a node, at most {@code max}. */
        void add(long key, int max) {
            int node = Keys.node(key);
            int size = ordinals.size(node);
            int added = 0;
            for (int i = 0; i < size && added < max; i++) {
                int ordinal = ordinals.get(node, i);
                if (accepted == null || accepted.contains(ordinal)) {
                    if (count == keys.length) {
                        keys = Arrays.copyOf(keys, 2 * count);
                    }
                    keys[count++] = Keys.of(Keys.distance(key), ordinal);
                    added++;
                }
            }
        }

        void sort() {
            Arrays.sort(keys, 0, count);
        }

        GraphHits finish(boolean isComplete, long visited, long computed) {
            var foundOrdinals = new int[count];
            var foundDistances = new float[count];
            for (int i = 0; i < count; i++) {
                foundOrdinals[i] = Keys.node(keys[i]);
                foundDistances[i] = value(metric, Keys.distance(keys[i]));
            }
            return new GraphHits(foundOrdinals, foundDistances, isComplete, visited, computed);
        }
    }
}
