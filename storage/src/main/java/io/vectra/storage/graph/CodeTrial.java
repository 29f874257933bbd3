package io.vectra.storage.graph;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tries whether codes tell near nodes apart.
 *
 * <p>They do not where the vectors' lengths differ by orders of magnitude: then all short ones have about the same
 * code, and a walk by codes finds any of them. A graph is better off without such codes.
 *
 * <p>Thread rule: one thread.
 */
final class CodeTrial {
    private static final int SAMPLES = 100;
    private static final int NEAREST = 10;

    /** So many nodes around a sampled one are told apart, at the most. */
    private static final int AROUND_MAX = 500;

    /** Of the nearest nodes such a part must be among those that a search would compare again. */
    private static final double FOUND_MIN = 0.97;

    private final @Nullable HnswGraph graph;
    private final NodeVectors nodes;
    private final FloatScorer floats;
    private final NodeCodes nodeCodes;
    private final CodeScorer codes;
    private final VisitedNodes met;

    private final float[] vector;
    private final int[] around = new int[AROUND_MAX];
    private final int[] rows = new int[AROUND_MAX];
    private final float[] distances = new float[AROUND_MAX];
    private final float[] codeDistances = new float[AROUND_MAX];

    private CodeTrial(@Nullable HnswGraph graph, NodeVectors nodes, CodeRanges ranges) {
        this.graph = graph;
        this.nodes = nodes;
        this.floats = new FloatScorer(nodes);
        NodeCodes known = nodes.codes();
        this.nodeCodes = known == null ? NodeCodes.room(AROUND_MAX, nodes.metric(), ranges) : known;
        this.codes = new CodeScorer(nodeCodes, nodes.metric());
        this.met = new VisitedNodes(nodes.count());
        this.vector = new float[nodes.dimension()];
    }

    /**
     * Returns whether a walk by codes will find about what one by floats finds.
     *
     * @param graph tells which nodes are near; null if there is none yet, and nodes from everywhere are compared
     */
    static boolean succeeds(@Nullable HnswGraph graph, NodeVectors nodes, CodeRanges ranges) {
        int sampleCount = Math.min(SAMPLES, nodes.count());
        var trial = new CodeTrial(graph, nodes, ranges);
        double found = 0;
        for (int i = 0; i < sampleCount; i++) {
            found += trial.found((int) ((long) i * nodes.count() / sampleCount));
        }
        return found >= FOUND_MIN * sampleCount;
    }

    /** Returns which part of the nodes nearest to one is found by codes. */
    private double found(int node) {
        int count = collect(node);
        for (int i = 0; i < count; i++) {
            rows[i] = around[i];
        }
        if (nodes.codes() == null) {
            encode(count);
        }
        floats.read(node, vector);
        floats.setQuery(vector);
        floats.score(around, count, distances);
        codes.setQuery(vector);
        codes.score(rows, count, codeDistances);
        int k = Math.min(NEAREST, count);
        int compared = Math.min(count, GraphQuery.rerankedCount(k));
        if (compared == 0) {
            return 1;
        }
        float farthest = sorted(distances, count)[k - 1];
        float farthestByCode = sorted(codeDistances, count)[compared - 1];
        int nearest = 0;
        int found = 0;
        for (int i = 0; i < count; i++) {
            if (distances[i] <= farthest) {
                nearest++;
                found += codeDistances[i] <= farthestByCode ? 1 : 0;
            }
        }
        return nearest == 0 ? 1 : found / (double) nearest;
    }

    /** Encodes the collected nodes, which have no codes yet. */
    private void encode(int count) {
        for (int i = 0; i < count; i++) {
            floats.read(around[i], vector);
            nodeCodes.set(i, vector);
            rows[i] = i;
        }
    }

    /** Collects nodes to compare with a node. */
    private int collect(int node) {
        met.clear();
        met.add(node);
        return graph == null ? collectAnywhere() : collectAround(node, graph.links());
    }

    private int collectAnywhere() {
        int sampleCount = Math.min(AROUND_MAX, nodes.count());
        int count = 0;
        for (int i = 0; i < sampleCount; i++) {
            around[count] = (int) ((long) i * nodes.count() / sampleCount);
            count += met.add(around[count]);
        }
        return count;
    }

    /** Collects the nodes that are linked to a node, and those that are linked to these. */
    private int collectAround(int node, LinkTable links) {
        int count = add(links, node, 0);
        int linked = count;
        for (int i = 0; i < linked; i++) {
            count = add(links, around[i], count);
        }
        return count;
    }

    private int add(LinkTable links, int node, int before) {
        int count = before;
        for (int i = 0; i < links.width() && links.link(node, i) != LinkTable.NONE && count < AROUND_MAX; i++) {
            around[count] = links.link(node, i);
            count += met.add(around[count]);
        }
        return count;
    }

    private static float[] sorted(float[] values, int count) {
        float[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted;
    }
}
