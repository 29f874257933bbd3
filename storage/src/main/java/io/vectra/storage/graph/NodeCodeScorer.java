package io.vectra.storage.graph;

import org.jspecify.annotations.Nullable;

/**
 * Computes distances of nodes from one another, from the codes of all but the query.
 *
 * <p>Thread rule: one walk, one thread.
 */
final class NodeCodeScorer extends CodeScorer {
    private final FloatScorer reader;
    private final float[] vector;
    private final @Nullable NormComplements complements;
    private float complement;

    NodeCodeScorer(NodeVectors nodes, NodeCodes codes) {
        super(codes, nodes.metric());
        this.reader = new FloatScorer(nodes);
        this.vector = new float[nodes.dimension()];
        this.complements = nodes.complements();
    }

    /** Sets the query to a node's own vector. */
    void setQuery(int node) {
        reader.read(node, vector);
        setQuery(vector);
        complement = complements == null ? 0 : complements.get(node);
    }

    @Override
    void score(int[] nodes, int count, float[] results) {
        super.score(nodes, count, results);
        if (complements != null) {
            for (int i = 0; i < count; i++) {
                results[i] = complements.distance(-results[i], complement, nodes[i]);
            }
        }
    }
}
