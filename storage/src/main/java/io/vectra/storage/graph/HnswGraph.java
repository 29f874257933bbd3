package io.vectra.storage.graph;

import java.util.List;

/**
 * A graph that was built, on the heap.
 *
 * @param nodeCount how many nodes there are
 * @param m how many links a node of an upper level has at the most; on level 0 twice as many
 * @param entry the node of the highest level where searches begin; -1 if there is none
 * @param links the links of level 0, a row for each node
 * @param upperLevels levels 1, 2, …; the nodes of each are on the one below too
 */
record HnswGraph(int nodeCount, int m, int entry, LinkTable links, List<Level> upperLevels) {
    /**
     * A level above 0.
     *
     * @param nodes int[] of its nodes, in the order of the rows
     * @param links a row for each of its nodes; links are nodes, not rows
     */
    record Level(int[] nodes, LinkTable links) {}
}
