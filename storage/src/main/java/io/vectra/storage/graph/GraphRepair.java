package io.vectra.storage.graph;

/**
 * Makes every node of a graph reachable from its entry on level 0.
 *
 * <p>Pruning can take away the last link to a node, and a node that nothing leads to is never found. Each such node
 * gets a link from a near one with room for it; if none has room, in place of the farthest link of the nearest.
 *
 * <p>Thread rule: one thread.
 */
final class GraphRepair {
    /** A replaced link can make other nodes unreachable; then all begins again, so many times. */
    private static final int ROUNDS_MAX = 8;

    private final LinkTable links;
    private final int nodeCount;
    private final int entry;
    private final FloatScorer scorer;
    private final int ef;

    private final VisitedNodes reachable;
    private final VisitedNodes visited;
    private final CandidateList candidates = new CandidateList();
    private final IntList open = new IntList();
    private final int[] batch;
    private final float[] distances;

    private GraphRepair(HnswGraph graph, NodeVectors nodes, int ef) {
        this.links = graph.links();
        this.nodeCount = graph.nodeCount();
        this.entry = graph.entry();
        this.scorer = new FloatScorer(nodes);
        this.ef = ef;
        this.reachable = new VisitedNodes(nodeCount);
        this.visited = new VisitedNodes(nodeCount);
        this.batch = new int[links.width()];
        this.distances = new float[links.width()];
    }

    /**
     * Adds links until all nodes can be reached.
     *
     * @param ef how many candidates the search for a node to link from keeps
     * @return how many links were added
     */
    static int connect(HnswGraph graph, NodeVectors nodes, int ef) {
        int added = 0;
        for (int round = 0; round < ROUNDS_MAX; round++) {
            int addedNow = new GraphRepair(graph, nodes, ef).connect();
            added += addedNow;
            if (addedNow == 0) {
                break;
            }
        }
        return added;
    }

    /** Returns how many nodes cannot be reached. */
    static int unreachableCount(HnswGraph graph, NodeVectors nodes) {
        var repair = new GraphRepair(graph, nodes, 1);
        repair.reach(graph.entry());
        int count = 0;
        for (int node = 0; node < graph.nodeCount(); node++) {
            count += repair.reachable.contains(node) ? 0 : 1;
        }
        return count;
    }

    private int connect() {
        int added = 0;
        reach(entry);
        for (int node = 0; node < nodeCount; node++) {
            if (!reachable.contains(node)) {
                link(node);
                reach(node);
                added++;
            }
        }
        return added;
    }

    /** Marks all nodes that can be reached from one. */
    private void reach(int start) {
        if (start < 0) {
            return;
        }
        open.clear();
        open.add(start);
        reachable.add(start);
        for (int i = 0; i < open.size(); i++) {
            int node = open.get(i);
            for (int j = 0; j < links.width() && links.link(node, j) != LinkTable.NONE; j++) {
                int link = links.link(node, j);
                if (reachable.add(link) == 1) {
                    open.add(link);
                }
            }
        }
    }

    /** Links a node from one that can be reached: the nearest that has room, or one that is linked to these. */
    private void link(int node) {
        search(node);
        visited.clear();
        open.clear();
        for (int i = 0; i < candidates.size(); i++) {
            open.add(Keys.node(candidates.key(i)));
            visited.add(open.get(i));
        }
        for (int i = 0; i < open.size(); i++) {
            int from = open.get(i);
            int count = links.count(from);
            if (count < links.width()) {
                links.setLink(from, count, node);
                return;
            }
            for (int j = 0; j < count; j++) {
                if (visited.add(links.link(from, j)) == 1) {
                    open.add(links.link(from, j));
                }
            }
        }
        int from = Keys.node(candidates.key(0));
        links.setLink(from, farthestLink(from), node);
    }

    /** Finds the nearest of the nodes that can be reached. */
    private void search(int node) {
        scorer.setQuery(node);
        candidates.reset(ef);
        visited.clear();
        visited.add(entry);
        candidates.add(Keys.of(scorer.score(entry), entry));
        int next = candidates.expandNearest();
        while (next >= 0) {
            int count = 0;
            for (int i = 0; i < links.width() && links.link(next, i) != LinkTable.NONE; i++) {
                int link = links.link(next, i);
                batch[count] = link;
                count += visited.add(link);
            }
            scorer.score(batch, count, distances);
            for (int i = 0; i < count; i++) {
                candidates.add(Keys.of(distances[i], batch[i]));
            }
            next = candidates.expandNearest();
        }
    }

    private int farthestLink(int node) {
        int count = links.count(node);
        for (int i = 0; i < count; i++) {
            batch[i] = links.link(node, i);
        }
        scorer.setQuery(node);
        scorer.score(batch, count, distances);
        int farthest = 0;
        for (int i = 1; i < count; i++) {
            if (distances[i] > distances[farthest]) {
                farthest = i;
            }
        }
        return farthest;
    }
}
