package io.vectra.storage.graph;

import io.vectra.storage.vector.CodeRows;
import java.nio.ByteBuffer;
import java.util.Arrays;

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

    private final HnswGraph graph;
    private final NodeVectors nodes;
    private final CodeRanges ranges;
    private final FloatScorer floats;
    private final FixedRows codeRows;
    private final CodeScorer codes;
    private final VisitedNodes met;

    private final float[] vector;
    private final int[] around = new int[AROUND_MAX];
    private final int[] rows = new int[AROUND_MAX];
    private final float[] distances = new float[AROUND_MAX];
    private final float[] codeDistances = new float[AROUND_MAX];

    private CodeTrial(HnswGraph graph, NodeVectors nodes, CodeRanges ranges) {
        this.graph = graph;
        this.nodes = nodes;
        this.ranges = ranges;
        this.floats = new FloatScorer(nodes);
        this.codeRows = FixedRows.inMemory(AROUND_MAX, CodeRows.rowBytes(nodes.dimension()));
        this.codes = new CodeScorer(codeRows, nodes.metric(), ranges);
        this.met = new VisitedNodes(nodes.count());
        this.vector = new float[nodes.dimension()];
    }

    /** Returns whether a walk by codes will find about what one by floats finds. */
    static boolean succeeds(HnswGraph graph, NodeVectors nodes, CodeRanges ranges) {
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
            floats.read(around[i], vector);
            ByteBuffer target =
                    codeRows.piece(i).duplicate().order(codeRows.piece(i).order());
            ranges.encode(vector, target.position(codeRows.index(i)));
            rows[i] = i;
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

    /** Collects the nodes that are linked to a node, and those that are linked to these. */
    private int collect(int node) {
        met.clear();
        met.add(node);
        int count = add(node, 0);
        int linked = count;
        for (int i = 0; i < linked; i++) {
            count = add(around[i], count);
        }
        return count;
    }

    private int add(int node, int before) {
        int count = before;
        LinkTable links = graph.links();
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
