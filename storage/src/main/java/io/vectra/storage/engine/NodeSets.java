package io.vectra.storage.engine;

import io.vectra.storage.graph.AcceptedOrdinals;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nodes of several segments. Thread rule: one thread adds, before any number read. */
final class NodeSets {
    private final Map<VectorSegment, Nodes> bySegment = new HashMap<>();

    /** What was added to last; a segment's nodes mostly come one after the other. */
    private @Nullable VectorSegment lastSegment;

    private @Nullable Nodes last;
    private boolean isShared;

    /** Nodes of one segment. */
    private static final class Nodes {
        private final long[] words;
        private int count;
        private @Nullable AcceptedOrdinals accepted;

        Nodes(long[] words, int count) {
            this.words = words;
            this.count = count;
        }

        void add(int node) {
            long bit = 1L << node;
            count += (words[node >>> 6] & bit) == 0 ? 1 : 0;
            words[node >>> 6] |= bit;
            accepted = null;
        }

        AcceptedOrdinals accepted(int nodeCount) {
            AcceptedOrdinals known = accepted;
            if (known == null) {
                known = AcceptedOrdinals.of(words, nodeCount);
                accepted = known;
            }
            return known;
        }
    }

    /** Others read this from now on; {@link #with} leaves it as it is. */
    NodeSets share() {
        isShared = true;
        return this;
    }

    /** Adds a node, to this set unless it is shared, and returns the set with it. */
    NodeSets with(VectorSegment segment, int node) {
        if (isShared) {
            return contains(segment, node) ? this : copy().with(segment, node);
        }
        if (segment != lastSegment || last == null) {
            lastSegment = segment;
            last = bySegment.computeIfAbsent(
                    segment, each -> new Nodes(new long[(each.file().count() + 63) >>> 6], 0));
        }
        last.add(node);
        return this;
    }

    private NodeSets copy() {
        var copy = new NodeSets();
        bySegment.forEach((segment, nodes) -> copy.bySegment.put(segment, new Nodes(nodes.words.clone(), nodes.count)));
        return copy;
    }

    boolean contains(VectorSegment segment, int node) {
        Nodes nodes = bySegment.get(segment);
        return nodes != null && (nodes.words[node >>> 6] & 1L << node) != 0;
    }

    /** Returns the nodes of a segment; null if there is none. */
    @Nullable
    AcceptedOrdinals of(VectorSegment segment) {
        Nodes nodes = bySegment.get(segment);
        return nodes == null ? null : nodes.accepted(segment.file().count());
    }

    int count(VectorSegment segment) {
        Nodes nodes = bySegment.get(segment);
        return nodes == null ? 0 : nodes.count;
    }

    long count() {
        return bySegment.values().stream().mapToLong(nodes -> nodes.count).sum();
    }

    /** Returns about how many bytes this takes, with the bits by node of one graph for each segment. */
    long sizeBytes() {
        return bySegment.values().stream()
                        .mapToLong(nodes -> 24L * nodes.words.length + 96)
                        .sum()
                + 320;
    }
}
