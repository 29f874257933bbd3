package io.vectra.storage.graph;

/**
 * The nodes of one graph that have a vector which a search may return: a bit for each node.
 *
 * <p>Thread rule: immutable.
 */
final class AcceptedNodes {
    private final MappedGraph graph;
    private final long[] words;

    private AcceptedNodes(MappedGraph graph, long[] words) {
        this.graph = graph;
        this.words = words;
    }

    /**
     * Looks the nodes of vectors up.
     *
     * @param ordinals the bits of the vectors, which are not copied where they are the nodes'
     */
    static AcceptedNodes of(MappedGraph graph, NodeOrdinals nodes, long[] ordinals) {
        if (nodes.areNodes()) {
            return new AcceptedNodes(graph, ordinals);
        }
        var words = new long[(graph.header().nodeCount() + Long.SIZE - 1) / Long.SIZE];
        for (int word = 0; word < ordinals.length; word++) {
            for (long bits = ordinals[word]; bits != 0; bits &= bits - 1) {
                int node = nodes.node((word << 6) + Long.numberOfTrailingZeros(bits));
                words[node >>> 6] |= 1L << node;
            }
        }
        return new AcceptedNodes(graph, words);
    }

    boolean areOf(MappedGraph asked) {
        return graph == asked;
    }

    boolean contains(int node) {
        return (words[node >>> 6] & 1L << node) != 0;
    }

    /** Returns how many words of bits there are. */
    int wordCount() {
        return words.length;
    }

    /** Returns a word: bit {@code i} is that of node {@code 64 · index + i}. */
    long word(int index) {
        return words[index];
    }
}
