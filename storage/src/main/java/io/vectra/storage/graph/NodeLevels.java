package io.vectra.storage.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The highest level of each node: drawn from the seed and the node, so that it does not depend on threads.
 *
 * <p>Thread rule: immutable.
 */
final class NodeLevels {
    private static final int LEVEL_MAX = 30;

    private final int[] upperNodes;
    private final int[] upperLevels;
    private final int[] rows;
    private final int entry;
    private final long seed;

    /** Draws the levels; one of {@code m} nodes is on the next level, on the average. */
    static NodeLevels drawn(int nodeCount, int m, long seed) {
        double scale = 1 / Math.log(m);
        return new NodeLevels(nodeCount, node -> draw(seed, node, scale), LinkTable.NONE, seed);
    }

    /**
     * Takes the levels of nodes that are linked already, and draws those of the others; none is higher than the former.
     *
     * @param levels byte[nodes], negative for those that are not linked
     */
    static NodeLevels beside(byte[] levels, int m, long seed) {
        int highest = 0;
        for (int node = 0; node < levels.length; node++) {
            highest = levels[node] > levels[highest] ? node : highest;
        }
        int top = levels[highest];
        double scale = 1 / Math.log(m);
        return new NodeLevels(
                levels.length,
                node -> levels[node] >= 0 ? levels[node] : Math.min(top, draw(seed, node, scale)),
                highest,
                seed);
    }

    private NodeLevels(int nodeCount, IntUnaryOperator levelOf, int entry, long seed) {
        this.seed = seed;
        List<IntList> nodesOfLevel = new ArrayList<>();
        for (int node = 0; node < nodeCount; node++) {
            int level = levelOf.applyAsInt(node);
            while (nodesOfLevel.size() < level) {
                nodesOfLevel.add(new IntList());
            }
            if (level > 0) {
                nodesOfLevel.get(level - 1).add(node);
            }
        }
        int count = nodesOfLevel.stream().mapToInt(IntList::size).sum();
        this.upperNodes = new int[count];
        this.upperLevels = new int[count];
        this.rows = new int[nodeCount];
        int row = 0;
        for (int level = nodesOfLevel.size(); level > 0; level--) {
            IntList nodes = nodesOfLevel.get(level - 1);
            for (int i = 0; i < nodes.size(); i++) {
                upperNodes[row] = nodes.get(i);
                upperLevels[row] = level;
                rows[nodes.get(i)] = row++;
            }
        }
        this.entry = entry >= 0 ? entry : count == 0 ? 0 : upperNodes[0];
    }

    /** Returns the highest level. */
    int top() {
        return upperLevels.length == 0 ? 0 : upperLevels[0];
    }

    /** Returns how many nodes a level above 0 has: those of the first rows. */
    int countOf(int level) {
        int low = 0;
        int high = upperLevels.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (upperLevels[middle] >= level) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Returns the node of a row, from the highest level down. */
    int node(int row) {
        return upperNodes[row];
    }

    /** Returns the highest level of a node. */
    int levelOf(int node) {
        int row = rows[node];
        return row < upperNodes.length && upperNodes[row] == node ? upperLevels[row] : 0;
    }

    /** Returns the row of a node that is above level 0, the same on all its levels. */
    int rowOf(int node) {
        return rows[node];
    }

    /** Returns the node of the highest level, the entry of the graph; 0 if there is one level only. */
    int entry() {
        return entry;
    }

    /**
     * Returns all nodes, the entry first, the others shuffled: so the graph does not depend on the order of the data,
     * which often is that of its clusters.
     */
    int[] shuffledNodes() {
        var order = new int[rows.length];
        for (int i = 0; i < order.length; i++) {
            int swapped = (int) Long.remainderUnsigned(mix(~seed + i * 0x9e3779b97f4a7c15L), i + 1);
            order[i] = order[swapped];
            order[swapped] = i;
        }
        for (int i = 0; i < order.length; i++) {
            if (order[i] == entry()) {
                order[i] = order[0];
                order[0] = entry();
                break;
            }
        }
        return order;
    }

    private static int draw(long seed, int node, double scale) {
        double uniform = ((mix(seed + node * 0x9e3779b97f4a7c15L) >>> 11) + 1) * 0x1p-53;
        return (int) Math.min(LEVEL_MAX, -Math.log(uniform) * scale);
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
