package io.vectra.storage.engine;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nodes of several segments. Thread rule: one thread adds, before any number read. */
final class NodeSets {
    private final Map<VectorSegment, long[]> words;
    private final Map<VectorSegment, Integer> counts;
    private boolean isShared;
    private long count;

    NodeSets() {
        words = new HashMap<>();
        counts = new HashMap<>();
    }

    private NodeSets(NodeSets other) {
        words = new HashMap<>();
        other.words.forEach((segment, bits) -> words.put(segment, bits.clone()));
        counts = new HashMap<>(other.counts);
        count = other.count;
    }

    /** Others read this from now on; {@link #with} leaves it as it is. */
    NodeSets share() {
        isShared = true;
        return this;
    }

    /** Adds a node, to this set unless it is shared, and returns the set with it. */
    NodeSets with(VectorSegment segment, int node) {
        if (isShared) {
            return contains(segment, node) ? this : new NodeSets(this).with(segment, node);
        }
        long[] bits =
                words.computeIfAbsent(segment, each -> new long[(each.file().count() + 63) >>> 6]);
        if ((bits[node >>> 6] & 1L << node) == 0) {
            bits[node >>> 6] |= 1L << node;
            counts.merge(segment, 1, Integer::sum);
            count++;
        }
        return this;
    }

    boolean contains(VectorSegment segment, int node) {
        long[] bits = words.get(segment);
        return bits != null && (bits[node >>> 6] & 1L << node) != 0;
    }

    /** Returns the nodes of a segment, a bit each; null if there is none. */
    long @Nullable [] words(VectorSegment segment) {
        return words.get(segment);
    }

    int count(VectorSegment segment) {
        return counts.getOrDefault(segment, 0);
    }

    long count() {
        return count;
    }

    /** Returns about how many bytes this takes. */
    long sizeBytes() {
        return words.values().stream().mapToLong(bits -> 8L * bits.length + 64).sum() + 128;
    }
}
