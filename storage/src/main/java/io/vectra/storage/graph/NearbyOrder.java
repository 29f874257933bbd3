package io.vectra.storage.graph;

import java.util.Arrays;

/**
 * The order in which nodes of level 0 are inserted: near ones one after the other, so that an insertion finds in the
 * caches what the last one has read.
 *
 * <p>A graph whose nodes come sorted is worse. So they come in rounds, each as large as all that were there before, and
 * are sorted within a round only (Amenta, Choi and Rote, <i>Incremental constructions con BRIO</i>, 2003). Near are
 * those that one node of level 1 is nearest to, where their searches begin; and near are two such nodes that one of
 * level 2 is nearest to.
 *
 * <p>Thread rule: {@link #find} by any number of threads, each node by one; then {@link #sort} by one.
 */
final class NearbyOrder {
    private final GraphConstruction graph;
    private final int[] nodes;
    private final int[] starts;

    /**
     * Takes nodes in a random order.
     *
     * @param nodes those of level 0, which are sorted in place
     */
    NearbyOrder(GraphConstruction graph, int[] nodes) {
        this.graph = graph;
        this.nodes = nodes;
        this.starts = new int[nodes.length];
    }

    int node(int index) {
        return nodes[index];
    }

    /** Returns where the search for a node's neighbours begins. */
    int start(int index) {
        return starts[index];
    }

    /** Finds where the search for a node's neighbours begins. */
    void find(int index, NodeInsertion insertion) {
        starts[index] = insertion.nearestAbove(0, nodes[index]);
    }

    /**
     * Sorts the nodes.
     *
     * @param before how many nodes the graph has already
     */
    void sort(int before, NodeInsertion insertion) {
        if (graph.levels().top() == 0) {
            return;
        }
        int[] ranks = ranks(insertion);
        int[] sortedNodes = new int[nodes.length];
        int[] sortedStarts = new int[nodes.length];
        var keys = new long[nodes.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (long) ranks[graph.levels().rowOf(starts[i])] << Integer.SIZE | i;
        }
        int from = 0;
        while (from < keys.length) {
            int to = (int) Math.min(keys.length, 2L * from + Math.max(1, before));
            Arrays.sort(keys, from, to);
            from = to;
        }
        for (int i = 0; i < keys.length; i++) {
            sortedNodes[i] = nodes[(int) keys[i]];
            sortedStarts[i] = starts[(int) keys[i]];
        }
        System.arraycopy(sortedNodes, 0, nodes, 0, nodes.length);
        System.arraycopy(sortedStarts, 0, starts, 0, nodes.length);
    }

    /** Returns for each row of level 1 which place it has among them, near ones together. */
    private int[] ranks(NodeInsertion insertion) {
        NodeLevels levels = graph.levels();
        var keys = new long[levels.countOf(1)];
        for (int row = 0; row < keys.length; row++) {
            int above = levels.rowOf(insertion.nearestAbove(1, levels.node(row)));
            keys[row] = (long) above << Integer.SIZE | row;
        }
        Arrays.sort(keys);
        var ranks = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            ranks[(int) keys[i]] = i;
        }
        return ranks;
    }
}
