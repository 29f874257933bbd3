package io.vectra.storage.graph;

/**
 * The nodes that a walk has met: a bit for each.
 *
 * <p>Whether a node was met is as good as random, so nothing here branches on it.
 *
 * <p>Thread rule: one walk, one thread.
 */
final class VisitedNodes {
    private final long[] words;

    /** Which words are not zero. */
    private final int[] touched;

    private int touchedCount;

    VisitedNodes(int nodeCount) {
        this.words = new long[(nodeCount + Long.SIZE - 1) / Long.SIZE];
        this.touched = new int[words.length + 1];
    }

    /** Marks a node; returns 1 if it was not marked before, else 0. */
    int add(int node) {
        int word = node >>> 6;
        long bits = words[word];
        touched[touchedCount] = word;
        touchedCount += bits == 0 ? 1 : 0;
        words[word] = bits | 1L << node;
        return (int) (~bits >>> node) & 1;
    }

    boolean contains(int node) {
        return (words[node >>> 6] & 1L << node) != 0;
    }

    /** Forgets all nodes, in time that depends on how many there were. */
    void clear() {
        for (int i = 0; i < touchedCount; i++) {
            words[touched[i]] = 0;
        }
        touchedCount = 0;
    }
}
