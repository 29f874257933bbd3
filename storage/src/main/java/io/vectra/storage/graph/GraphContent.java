package io.vectra.storage.graph;

import io.vectra.storage.Metric;
import io.vectra.storage.vector.CodeRows;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes into a file: the rows of each section, numbered as the file numbers nodes.
 *
 * <p>Thread rule: one thread.
 */
final class GraphContent {
    private final HnswGraph graph;
    private final NodeVectors nodes;
    private final EqualVectors.Groups groups;
    private final @Nullable CodeRanges ranges;

    /** Which node each of the file's nodes is, and the reverse. */
    private final int[] order;

    private final int[] positions;

    /** Which row a node has on level 1, and which one a row of level 1 has on level 2, 3 …; -1 if none. */
    private final List<int[]> rows = new ArrayList<>();

    private final FloatScorer reader;
    private final float[] vector;

    /**
     * Takes a graph.
     *
     * @param ranges of the codes, or null if it is to have none
     * @param order all nodes, as the file is to number them
     */
    GraphContent(
            HnswGraph graph, NodeVectors nodes, EqualVectors.Groups groups, @Nullable CodeRanges ranges, int[] order) {
        this.graph = graph;
        this.nodes = nodes;
        this.groups = groups;
        this.ranges = ranges;
        this.order = order;
        this.positions = inverse(order, order.length);
        for (HnswGraph.Level level : graph.upperLevels()) {
            rows.add(rowsOf(level));
        }
        this.reader = new FloatScorer(nodes);
        this.vector = new float[nodes.dimension()];
    }

    private int[] rowsOf(HnswGraph.Level level) {
        if (rows.isEmpty()) {
            return inverse(level.nodes(), order.length);
        }
        int[] lowest = rows.get(0);
        int[] lowestRows =
                Arrays.stream(level.nodes()).map(node -> lowest[node]).toArray();
        return inverse(lowestRows, graph.upperLevels().get(0).nodes().length);
    }

    /** Returns which row a node has on a level above 0 that it is on. */
    private int row(int level, int node) {
        int row = rows.get(0)[node];
        return level == 1 ? row : rows.get(level - 1)[row];
    }

    private static int[] inverse(int[] values, int count) {
        var inverse = new int[count];
        Arrays.fill(inverse, LinkTable.NONE);
        for (int i = 0; i < values.length; i++) {
            inverse[values[i]] = i;
        }
        return inverse;
    }

    /** Rows of one kind, and how to write one. */
    record Rows(GraphFile.Section section, RowWriter writer) {}

    /** Writes a row at a buffer's position; the buffer's bytes are zero. */
    interface RowWriter {
        void write(int row, ByteBuffer target);
    }

    /** Returns the node of the highest level where searches begin, as a row of that level. */
    int entry() {
        if (graph.entry() < 0) {
            return LinkTable.NONE;
        }
        return rows.isEmpty() ? positions[graph.entry()] : row(rows.size(), graph.entry());
    }

    /** Returns all sections, in the file's order. */
    List<Rows> sections() {
        List<Rows> sections = new ArrayList<>();
        sections.add(rows(GraphFile.LINKS, 2 * graph.m() * Integer.BYTES, graph.nodeCount(), this::writeLinks));
        for (int i = 0; i < graph.upperLevels().size(); i++) {
            int level = i + 1;
            sections.add(rows(
                    GraphFile.LEVEL,
                    2 * (graph.m() + 1) * Integer.BYTES,
                    graph.upperLevels().get(i).nodes().length,
                    (row, target) -> writeLevel(level, row, target)));
        }
        if (groups.hasEqual()) {
            sections.add(rows(GraphFile.STARTS, Integer.BYTES, graph.nodeCount() + 1, new StartsWriter()));
            sections.add(rows(GraphFile.MEMBERS, Integer.BYTES, groups.members().length, new MembersWriter()));
        } else if (isReordered()) {
            sections.add(rows(
                    GraphFile.ORDINALS,
                    Integer.BYTES,
                    graph.nodeCount(),
                    (row, target) -> target.putInt(groups.firstOrdinal(order[row]))));
        }
        if (groups.hasEqual() || isReordered()) {
            int[] nodesOfOrdinals = groups.nodesOfOrdinals();
            sections.add(rows(
                    GraphFile.NODES,
                    Integer.BYTES,
                    groups.hasEqual() ? nodesOfOrdinals.length : graph.nodeCount(),
                    (row, target) -> target.putInt(positions[groups.hasEqual() ? nodesOfOrdinals[row] : row])));
        }
        if (ranges != null) {
            NodeCodes codes = nodes.codes() == null ? NodeCodes.room(1, nodes.metric(), ranges) : nodes.codes();
            sections.add(rows(GraphFile.RANGES, CodeRanges.RANGE_BYTES, nodes.dimension(), ranges::write));
            sections.add(rows(
                    GraphFile.CODES,
                    CodeRows.rowBytes(nodes.dimension()),
                    graph.nodeCount(),
                    (row, target) -> codes.write(coded(codes, row), target)));
            if (nodes.metric() == Metric.EUCLIDEAN) {
                sections.add(rows(
                        GraphFile.SQUARES,
                        Float.BYTES,
                        graph.nodeCount(),
                        (row, target) -> target.putFloat(codes.squares(coded(codes, row)))));
            }
        }
        if (nodes.inverseNorms() != null) {
            sections.add(rows(
                    GraphFile.NORMS,
                    Float.BYTES,
                    graph.nodeCount(),
                    (row, target) -> target.putFloat(nodes.inverseNorm(order[row]))));
        }
        return sections;
    }

    private static Rows rows(int kind, int rowBytes, int rowCount, RowWriter writer) {
        return new Rows(new GraphFile.Section(kind, rowBytes, rowCount), writer);
    }

    private boolean isReordered() {
        for (int i = 0; i < order.length; i++) {
            if (order[i] != i) {
                return true;
            }
        }
        return false;
    }

    private void writeLinks(int row, ByteBuffer target) {
        LinkTable links = graph.links();
        for (int i = 0; i < links.width(); i++) {
            int link = links.link(order[row], i);
            target.putInt(link == LinkTable.NONE ? LinkTable.NONE : positions[link]);
        }
    }

    private void writeLevel(int level, int row, ByteBuffer target) {
        HnswGraph.Level upper = graph.upperLevels().get(level - 1);
        int node = upper.nodes()[row];
        target.putInt(level == 1 ? positions[node] : row(level - 1, node)).putInt(positions[node]);
        for (int i = 0; i < graph.m(); i++) {
            int link = upper.links().link(row, i);
            target.putInt(link == LinkTable.NONE ? LinkTable.NONE : row(level, link));
            target.putInt(link == LinkTable.NONE ? LinkTable.NONE : positions[link]);
        }
    }

    /** Returns where the codes of a row's node are; if there is room for one only, it gets them. */
    private int coded(NodeCodes codes, int row) {
        if (codes == nodes.codes()) {
            return order[row];
        }
        reader.read(order[row], vector);
        codes.set(0, vector);
        return 0;
    }

    /** Writes where each node's members begin; called for one row after the other. */
    private final class StartsWriter implements RowWriter {
        private int start;

        @Override
        public void write(int row, ByteBuffer target) {
            target.putInt(start);
            if (row < order.length) {
                start += groups.size(order[row]);
            }
        }
    }

    /** Writes the members, node by node; called for one row after the other. */
    private final class MembersWriter implements RowWriter {
        private int row;
        private int written;

        @Override
        public void write(int member, ByteBuffer target) {
            int node = order[row];
            target.putInt(groups.members()[groups.starts()[node] + written]);
            if (++written == groups.size(node)) {
                row++;
                written = 0;
            }
        }
    }
}
