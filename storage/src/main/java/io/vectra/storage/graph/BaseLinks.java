package io.vectra.storage.graph;

import io.vectra.storage.Metric;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The links of an old graph, told in the nodes of a new one.
 *
 * <p>Levels have rows, as in the file; on level 0 they are the old nodes.
 *
 * <p>Thread rule: immutable.
 */
final class BaseLinks {
    private final FixedRows links;
    private final List<FixedRows> levels;

    /** Which new node each old one is, or {@link LinkTable#NONE}. */
    private final int[] nodes;

    private final int liveCount;

    /** Of the old nodes so many must live on: each that does not costs its neighbours a link. */
    private static final double LIVE_OF_OLD_MIN = 0.7;

    /** Of the new nodes so many must be in the old graph; else a graph built anew costs about the same. */
    private static final double LIVE_OF_NEW_MIN = 0.2;

    private BaseLinks(MappedGraph graph, int[] nodes) {
        this.links = Objects.requireNonNull(graph.section(GraphFile.LINKS));
        this.levels = graph.levels();
        this.nodes = nodes;
        this.liveCount = (int) Arrays.stream(nodes).filter(node -> node >= 0).count();
    }

    /** Returns the links of a graph, or null if one built anew is better or costs about the same. */
    static @Nullable BaseLinks of(
            @Nullable GraphBase base, NodeVectors nodes, EqualVectors.Groups groups, GraphSettings settings) {
        if (base == null) {
            return null;
        }
        MappedGraph graph = base.graph().mapped();
        check(graph.header(), base.newOrdinals(), nodes.vectors());
        if (!isSuited(graph.header(), settings)) {
            return null;
        }
        var links = new BaseLinks(graph, nodes(graph, base.newOrdinals(), groups));
        boolean isWorthIt = links.liveCount >= LIVE_OF_OLD_MIN * graph.header().nodeCount()
                && links.liveCount >= LIVE_OF_NEW_MIN * nodes.count();
        return isWorthIt && links.liveCount > 0 ? links : null;
    }

    /** With the inner product what is near depends on the longest vector, which may be another one now. */
    private static boolean isSuited(GraphFile.Header header, GraphSettings settings) {
        return header.metric() == settings.metric()
                && header.metric() != Metric.DOT_PRODUCT
                && header.m() == settings.m()
                && header.efConstruction() >= settings.efConstruction();
    }

    private static void check(GraphFile.Header header, int[] newOrdinals, VectorAccess vectors) {
        int max = Arrays.stream(newOrdinals).max().orElse(LinkTable.NONE);
        if (newOrdinals.length != header.vectorCount()
                || header.dimension() != vectors.dimension()
                || max >= vectors.count()) {
            throw new IllegalArgumentException("the old graph is about " + header.vectorCount()
                    + " vectors of dimension " + header.dimension() + ", the new one about " + vectors.count() + " of "
                    + vectors.dimension() + ", but there are " + newOrdinals.length + " new ordinals, up to " + max);
        }
    }

    private static int[] nodes(MappedGraph graph, int[] newOrdinals, EqualVectors.Groups groups) {
        NodeOrdinals ordinals = NodeOrdinals.of(graph);
        int[] nodesOfOrdinals = groups.nodesOfOrdinals();
        var nodes = new int[graph.header().nodeCount()];
        var isTaken = new VisitedNodes(groups.nodeCount());
        for (int old = 0; old < nodes.length; old++) {
            nodes[old] = LinkTable.NONE;
            for (int i = 0; i < ordinals.size(old) && nodes[old] < 0; i++) {
                int ordinal = newOrdinals[ordinals.get(old, i)];
                if (ordinal >= 0) {
                    int node = nodesOfOrdinals.length == 0 ? ordinal : nodesOfOrdinals[ordinal];
                    nodes[old] = isTaken.add(node) == 1 ? node : LinkTable.NONE;
                }
            }
        }
        return nodes;
    }

    int rowCount(int level) {
        return level == 0 ? links.count() : levels.get(level - 1).count();
    }

    /** Returns the new node of a row, or {@link LinkTable#NONE}. */
    int node(int level, int row) {
        if (level == 0) {
            return nodes[row];
        }
        FixedRows rows = levels.get(level - 1);
        rows.verify(row);
        return nodes[rows.piece(row).getInt(rows.index(row) + Integer.BYTES)];
    }

    /**
     * Reads the rows that a row is linked to.
     *
     * @param target int[] with room for all links of a row
     * @return how many there are
     */
    int read(int level, int row, int[] target) {
        FixedRows rows = level == 0 ? links : levels.get(level - 1);
        int step = level == 0 ? Integer.BYTES : 2 * Integer.BYTES;
        rows.verify(row);
        ByteBuffer piece = rows.piece(row);
        int at = rows.index(row) + (level == 0 ? 0 : step);
        int end = rows.index(row) + rows.rowBytes();
        int count = 0;
        for (; at < end && piece.getInt(at) >= 0; at += step) {
            target[count++] = piece.getInt(at);
        }
        return count;
    }

    /** Returns the level of each new node, -1 for those that are not in the old graph. */
    byte[] levelsOfNodes(int nodeCount) {
        var levelsOfNodes = new byte[nodeCount];
        Arrays.fill(levelsOfNodes, (byte) LinkTable.NONE);
        for (int level = 0; level <= levels.size(); level++) {
            for (int row = 0; row < rowCount(level); row++) {
                int node = node(level, row);
                if (node >= 0) {
                    levelsOfNodes[node] = (byte) level;
                }
            }
        }
        return levelsOfNodes;
    }
}
