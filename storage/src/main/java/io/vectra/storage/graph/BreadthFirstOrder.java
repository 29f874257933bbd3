package io.vectra.storage.graph;

/**
 * The order in which a breadth-first walk from the entry meets the nodes.
 *
 * <p>Numbered so, nodes that a search reads one after the other lie near each other: fewer pages and lines are read.
 *
 * <p>Thread rule: stateless.
 */
final class BreadthFirstOrder {
    private BreadthFirstOrder() {}

    /** Returns all nodes in order; those that cannot be reached come last. */
    static int[] of(HnswGraph graph) {
        var order = new int[graph.nodeCount()];
        var met = new VisitedNodes(graph.nodeCount());
        int count = 0;
        if (graph.entry() >= 0) {
            met.add(graph.entry());
            order[count++] = graph.entry();
        }
        LinkTable links = graph.links();
        for (int i = 0; i < count; i++) {
            int node = order[i];
            for (int j = 0; j < links.width() && links.link(node, j) != LinkTable.NONE; j++) {
                if (met.add(links.link(node, j)) == 1) {
                    order[count++] = links.link(node, j);
                }
            }
        }
        for (int node = 0; count < order.length; node++) {
            if (met.add(node) == 1) {
                order[count++] = node;
            }
        }
        return order;
    }
}
