package io.vectra.storage.graph;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Follows the links of a mapped graph, computing the distance of each node that it meets once.
 *
 * <p>Thread rule: one walk at a time.
 */
final class GraphWalk {
    /** As how many distances following a node's links counts. */
    static final int LINKS_WORK = 8;

    private final FixedRows links;
    private final List<FixedRows> levels;
    private final int entry;
    private final VisitedNodes visited;

    private NodeScorer scorer;
    private long computedBefore;
    private long visitedCount;

    /** The nodes that were met last, and their distances. */
    private final int[] batch;

    private final float[] distances;

    // Of the way down: the nearest node's row and distance, and all nodes that were met.
    private final int[] linkedRows;
    private int nearestRow;
    private float nearest;
    private int[] seeds = new int[256];
    private float[] seedDistances = new float[256];
    private int seedCount;

    /** What {@link #readAhead} has read, so that it is not optimised away. */
    private int sink;

    GraphWalk(MappedGraph graph, FixedRows links, NodeScorer scorer) {
        this.links = links;
        this.levels = graph.levels();
        this.entry = graph.header().entry();
        int width = links.rowBytes() / Integer.BYTES;
        this.visited = new VisitedNodes(graph.header().nodeCount());
        this.scorer = scorer;
        this.batch = new int[width];
        this.distances = new float[width];
        this.linkedRows = new int[width];
    }

    /** Begins a walk at the entry and goes down to level 0; {@link #seed} gives what was met. */
    void start(NodeScorer newScorer, float[] query) {
        scorer = newScorer;
        scorer.setQuery(query);
        computedBefore = scorer.computed();
        visitedCount = 0;
        visited.clear();
        seedCount = 0;
        if (entry >= 0) {
            descend();
        }
    }

    private void descend() {
        int top = levels.size();
        batch[0] = top == 0 ? entry : node(levels.get(top - 1), entry);
        visited.add(batch[0]);
        scorer.score(batch, 1, distances);
        addSeeds(1);
        nearestRow = entry;
        nearest = distances[0];
        for (int level = top; level > 0; level--) {
            FixedRows rows = levels.get(level - 1);
            int from = LinkTable.NONE;
            while (from != nearestRow) {
                from = nearestRow;
                approach(rows);
            }
            nearestRow = rows.intAt(nearestRow);
        }
    }

    /** Follows the links of the nearest row, and replaces it by a nearer one. */
    private void approach(FixedRows rows) {
        rows.verify(nearestRow);
        ByteBuffer piece = rows.piece(nearestRow);
        int at = rows.index(nearestRow);
        int end = at + rows.rowBytes();
        int count = 0;
        for (at += 2 * Integer.BYTES; at < end; at += 2 * Integer.BYTES) {
            int linkedRow = piece.getInt(at);
            if (linkedRow < 0) {
                break;
            }
            int node = piece.getInt(at + Integer.BYTES);
            linkedRows[count] = linkedRow;
            batch[count] = node;
            count += visited.add(node);
        }
        visitedCount++;
        scorer.score(batch, count, distances);
        addSeeds(count);
        for (int i = 0; i < count; i++) {
            if (distances[i] < nearest) {
                nearest = distances[i];
                nearestRow = linkedRows[i];
            }
        }
    }

    private static int node(FixedRows rows, int row) {
        rows.verify(row);
        return rows.piece(row).getInt(rows.index(row) + Integer.BYTES);
    }

    private void addSeeds(int count) {
        if (seedCount + count > seeds.length) {
            seeds = Arrays.copyOf(seeds, 2 * (seedCount + count));
            seedDistances = Arrays.copyOf(seedDistances, seeds.length);
        }
        System.arraycopy(batch, 0, seeds, seedCount, count);
        System.arraycopy(distances, 0, seedDistances, seedCount, count);
        seedCount += count;
    }

    /** Returns how many nodes were met on the way down. */
    int seedCount() {
        return seedCount;
    }

    /** Returns a node that was met on the way down, with its distance, as a key. */
    long seed(int index) {
        return Keys.of(seedDistances[index], seeds[index]);
    }

    /**
     * Follows the links of a node on level 0 and scores the nodes that were not met before.
     *
     * @return how many; {@link #key} gives them
     */
    int expand(int node) {
        links.verify(node);
        ByteBuffer piece = links.piece(node);
        int at = links.index(node);
        int end = at + links.rowBytes();
        int count = 0;
        for (; at < end; at += Integer.BYTES) {
            int link = piece.getInt(at);
            if (link < 0) {
                break;
            }
            batch[count] = link;
            count += visited.add(link);
        }
        visitedCount++;
        scorer.score(batch, count, distances);
        return count;
    }

    /** Returns how many links a node may have on level 0. */
    int linksMax() {
        return batch.length;
    }

    /** Returns whether at least so many of a node's links on level 0 lead to accepted nodes. */
    boolean hasAcceptedLinks(int node, NodeFilter filter, int min) {
        ByteBuffer piece = links.piece(node);
        int at = links.index(node);
        int end = at + links.rowBytes();
        int missing = min;
        for (; at < end && missing > 0; at += Integer.BYTES) {
            int link = piece.getInt(at);
            if (link < 0) {
                break;
            }
            missing -= filter.accepts(link) ? 1 : 0;
        }
        return missing <= 0;
    }

    /** Reads from the links that will be followed next, most likely: the miss goes on while distances are computed. */
    void readAhead(int node) {
        if (node >= 0) {
            ByteBuffer piece = links.piece(node);
            int at = links.index(node);
            sink = piece.getInt(at) + piece.getInt(at + links.rowBytes() / 2);
        }
    }

    /** Returns a node that the last expansion met, with its distance, as a key. */
    long key(int index) {
        return Keys.of(distances[index], batch[index]);
    }

    /** Returns of how many nodes the links were followed. */
    long visitedCount() {
        return visitedCount;
    }

    /** Returns how much work the walk was so far. */
    long work() {
        return computedCount() + LINKS_WORK * visitedCount;
    }

    /** Returns how many distances were computed. */
    long computedCount() {
        return scorer.computed() - computedBefore;
    }
}
