package io.vectra.storage.graph;

import org.jspecify.annotations.Nullable;

/**
 * Which vectors have the vector of each node: one, unless there are equal ones.
 *
 * <p>Thread rule: immutable.
 */
final class NodeOrdinals {
    /** Nodes are ordinals. */
    static final NodeOrdinals SAME = new NodeOrdinals(null, null, null, null);

    private final @Nullable FixedRows ordinals;
    private final @Nullable FixedRows starts;
    private final @Nullable FixedRows members;
    private final @Nullable FixedRows nodes;

    private NodeOrdinals(
            @Nullable FixedRows ordinals,
            @Nullable FixedRows starts,
            @Nullable FixedRows members,
            @Nullable FixedRows nodes) {
        this.ordinals = ordinals;
        this.starts = starts;
        this.members = members;
        this.nodes = nodes;
    }

    /** Takes what a file has. */
    static NodeOrdinals of(MappedGraph graph) {
        return new NodeOrdinals(
                graph.section(GraphFile.ORDINALS),
                graph.section(GraphFile.STARTS),
                graph.section(GraphFile.MEMBERS),
                graph.section(GraphFile.NODES));
    }

    /** Takes groups of equal vectors. */
    static NodeOrdinals of(EqualVectors.Groups groups) {
        return groups.hasEqual()
                ? new NodeOrdinals(
                        null,
                        FixedRows.inMemory(groups.starts()),
                        FixedRows.inMemory(groups.members()),
                        FixedRows.inMemory(groups.nodesOfOrdinals()))
                : SAME;
    }

    /** Returns whether ordinals and nodes are the same. */
    boolean areNodes() {
        return nodes == null;
    }

    /** Returns whether a node may have several vectors. */
    boolean hasEqual() {
        return members != null;
    }

    /** Returns the first vector of a node. */
    int first(int node) {
        if (starts != null && members != null) {
            return members.intAt(starts.intAt(node));
        }
        return ordinals == null ? node : ordinals.intAt(node);
    }

    /** Returns how many vectors a node has. */
    int size(int node) {
        return starts == null ? 1 : starts.intAt(node + 1) - starts.intAt(node);
    }

    /** Returns a vector of a node, from 0. */
    int get(int node, int index) {
        return starts != null && members != null ? members.intAt(starts.intAt(node) + index) : first(node);
    }

    /** Returns the node that has a vector. */
    int node(int ordinal) {
        return nodes == null ? ordinal : nodes.intAt(ordinal);
    }
}
