package io.vectra.storage.graph;

import org.jspecify.annotations.Nullable;

/**
 * Which nodes a search may return: those with a vector that it may return.
 *
 * <p>Thread rule: immutable.
 */
final class NodeFilter {
    private final AcceptedOrdinals accepted;
    private final NodeOrdinals ordinals;
    private final @Nullable AcceptedNodes nodes;

    NodeFilter(AcceptedOrdinals accepted, NodeOrdinals ordinals, @Nullable AcceptedNodes nodes) {
        this.accepted = accepted;
        this.ordinals = ordinals;
        this.nodes = nodes;
    }

    boolean accepts(int node) {
        if (nodes != null) {
            return nodes.contains(node);
        }
        return ordinals.hasEqual() ? acceptsAny(node) : accepted.contains(ordinals.first(node));
    }

    private boolean acceptsAny(int node) {
        int size = ordinals.size(node);
        for (int i = 0; i < size; i++) {
            if (accepted.contains(ordinals.get(node, i))) {
                return true;
            }
        }
        return false;
    }
}
