package io.vectra.storage.graph;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The graph of the vectors of one column in one segment.
 *
 * <p>Thread rule: any number of threads; each search runs on the thread that asks for it.
 */
public final class GraphIndex {
    /** How many searches' memory is kept for the next ones: a bit for each node, and some KiB. */
    private static final int KEPT_SEARCHES = 2 * Runtime.getRuntime().availableProcessors();

    private final MappedGraph graph;
    private final VectorAccess vectors;
    private final ArrayBlockingQueue<GraphSearch> idle = new ArrayBlockingQueue<>(KEPT_SEARCHES);

    private GraphIndex(MappedGraph graph, VectorAccess vectors) {
        this.graph = graph;
        this.vectors = vectors;
    }

    /**
     * Builds a graph and writes its file, forced; the caller forces the folder. Without success there is no file.
     *
     * @throws io.vectra.storage.StoreException {@link io.vectra.storage.StoreError#CANCELLED}
     * @throws io.vectra.storage.CorruptStoreException if a vector is damaged
     */
    public static void build(GraphTarget target, VectorAccess vectors, GraphSettings settings, BuildProgress progress)
            throws IOException {
        build(target, vectors, settings, null, progress);
    }

    /**
     * As {@link #build(GraphTarget, VectorAccess, GraphSettings, BuildProgress)}, beginning with the links of an old
     * graph if that gives as good a graph for less.
     *
     * @param base an old graph of some of the vectors; null if there is none
     * @throws IllegalArgumentException if the base's ordinals are not about its vectors and these
     */
    public static void build(
            GraphTarget target,
            VectorAccess vectors,
            GraphSettings settings,
            @Nullable GraphBase base,
            BuildProgress progress)
            throws IOException {
        long startMs = System.nanoTime() / 1_000_000;
        EqualVectors.Groups groups = EqualVectors.group(vectors);
        BuildSteps.checkCancelled(progress);
        NodeVectors plain = NodeVectors.of(groups, vectors, settings.metric());
        CodeRanges ranges = settings.quantization() == Quantization.NONE ? null : CodeRanges.of(plain);
        NodeVectors nodes = ranges == null || !settings.builder().walksByCodes() ? plain : withCodes(plain, ranges);
        BaseLinks baseLinks = BaseLinks.of(base, nodes, groups, settings);
        HnswGraph graph = settings.builder().build(nodes, settings, baseLinks, progress);
        if (ranges != null && !CodeTrial.succeeds(graph, nodes, ranges)) {
            graph = nodes.codes() == null ? graph : settings.builder().build(plain, settings, baseLinks, progress);
            nodes = plain;
            ranges = null;
        }
        GraphRepair.connect(graph, nodes, settings.efConstruction());
        BuildSteps.checkCancelled(progress);
        int[] order = ranges == null ? IntStream.range(0, nodes.count()).toArray() : BreadthFirstOrder.of(graph);
        var content = new GraphContent(graph, nodes, groups, ranges, order);
        List<GraphContent.Rows> sections = content.sections();
        var header = new GraphFile.Header(
                target.identity(),
                settings.metric(),
                vectors.dimension(),
                vectors.count(),
                nodes.count(),
                settings.m(),
                settings.efConstruction(),
                settings.builder().id(),
                (ranges == null ? Quantization.NONE : settings.quantization()).id(),
                System.nanoTime() / 1_000_000 - startMs,
                content.entry(),
                sections.stream().map(GraphContent.Rows::section).toList());
        GraphFileWriter.write(target.directory(), target.name(), header, sections);
    }

    /** Returns vectors with codes to build by; without if these take too much room or do not tell vectors apart. */
    private static NodeVectors withCodes(NodeVectors plain, CodeRanges ranges) {
        if (!NodeCodes.fit(plain)) {
            return plain;
        }
        NodeVectors nodes = plain.withCodes(NodeCodes.of(plain, ranges));
        return CodeTrial.succeeds(null, nodes, ranges) ? nodes : plain;
    }

    /**
     * Opens a graph.
     *
     * @param vectors those that it was built of
     * @throws io.vectra.storage.CorruptStoreException if the file is damaged, as far as that is seen now
     */
    public static GraphIndex open(GraphTarget target, VectorAccess vectors) throws IOException {
        return of(MappedGraph.open(target.directory(), target.name(), target.identity()), vectors);
    }

    static GraphIndex of(MappedGraph graph, VectorAccess vectors) {
        GraphFile.Header header = graph.header();
        if (header.vectorCount() != vectors.count() || header.dimension() != vectors.dimension()) {
            throw new IllegalArgumentException("graph \"" + graph.name() + "\" is about " + header.vectorCount()
                    + " vectors of dimension " + header.dimension() + ", but there are " + vectors.count()
                    + " of dimension " + vectors.dimension());
        }
        return new GraphIndex(graph, vectors);
    }

    /**
     * Returns the nearest vectors that a walk finds: fewer than {@code k} if it ends before, more if several nodes are
     * as far as the last; then the rows' ids decide, of which each node's lowest are here.
     *
     * @throws io.vectra.storage.CorruptStoreException if bytes fail their checksum
     */
    public GraphHits nearest(GraphQuery query) {
        check(query);
        GraphSearch search = take();
        GraphHits hits = search.nearest(query);
        idle.offer(search);
        return hits;
    }

    /** Returns whether the graph has codes, so that {@link #nearestByCodes} can be asked for. */
    public boolean hasCodes() {
        return graph.section(GraphFile.CODES) != null;
    }

    /**
     * Returns the nearest of the accepted vectors without a walk: all are compared by their codes, and the best of
     * these by their floats.
     *
     * @param query its own {@code accepted}, its {@code ef} and its limit do not count
     * @throws io.vectra.storage.CorruptStoreException if bytes fail their checksum
     */
    public GraphHits nearestByCodes(GraphQuery query, AcceptedOrdinals accepted) {
        GraphQuery accepting = query.accepting(accepted);
        check(accepting);
        GraphSearch search = take();
        GraphHits hits = search.nearestByCodes(accepting, accepted);
        idle.offer(search);
        return hits;
    }

    /**
     * Returns the vectors within a radius that a walk finds, and some that are farther by less than single precision
     * can tell.
     *
     * @param query its {@code ef} is how many candidates outside the radius are followed; its {@code k} does not count
     * @param radius the metric's value
     */
    public GraphHits within(GraphQuery query, float radius) {
        check(query);
        GraphSearch search = take();
        GraphHits hits = search.within(query, radius);
        idle.offer(search);
        return hits;
    }

    private void check(GraphQuery query) {
        if (query.vector().length != vectors.dimension()) {
            throw new IllegalArgumentException("the graph's vectors have dimension " + vectors.dimension()
                    + ", but the query has " + query.vector().length);
        }
        AcceptedOrdinals accepted = query.accepted();
        if (accepted != null && accepted.vectorCount() != vectors.count()) {
            throw new IllegalArgumentException("the graph is about " + vectors.count()
                    + " vectors, but the accepted ordinals are of " + accepted.vectorCount());
        }
    }

    private GraphSearch take() {
        GraphSearch search = idle.poll();
        return search == null ? new GraphSearch(graph, vectors) : search;
    }

    /**
     * Verifies all bytes of the file that were not verified yet.
     *
     * @throws io.vectra.storage.CorruptStoreException if some fail their checksum
     */
    public void verify() {
        graph.verifyAll();
    }

    MappedGraph mapped() {
        return graph;
    }

    /** Returns what statistics show. */
    public GraphStatistics statistics() {
        return GraphStatistics.of(graph.header());
    }
}
