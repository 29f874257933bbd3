package io.vectra.storage.graph;

/**
 * What each vector lacks of the longest one's norm: {@code sqrt(max² - norm²)}.
 *
 * <p>As one more element they make all vectors as long as one another, so that the inner product orders them as a
 * distance does (Bachrach and others, <i>Speeding Up the Xbox Recommender System Using a Euclidean Transformation for
 * Inner-Product Spaces</i>, 2014). Graphs for the inner product are built so: without it short vectors are nobody's
 * nearest, not even their own, and get no links. A query's element is zero, which leaves its inner products as they
 * are; so a search needs nothing of this.
 *
 * <p>Thread rule: immutable.
 */
final class NormComplements {
    private final FixedRows complements;
    private final float squaredNormMax;

    private NormComplements(FixedRows complements, float squaredNormMax) {
        this.complements = complements;
        this.squaredNormMax = squaredNormMax;
    }

    /** Computes them for all nodes. */
    static NormComplements of(NodeVectors nodes) {
        var reader = new FloatScorer(nodes);
        var vector = new float[nodes.dimension()];
        var squaredNorms = new double[nodes.count()];
        double max = 0;
        for (int node = 0; node < nodes.count(); node++) {
            reader.read(node, vector);
            for (float element : vector) {
                squaredNorms[node] += (double) element * element;
            }
            max = Math.max(max, squaredNorms[node]);
        }
        FixedRows complements = FixedRows.inMemory(nodes.count(), Float.BYTES);
        for (int node = 0; node < nodes.count(); node++) {
            complements.setFloat(node, (float) Math.sqrt(max - squaredNorms[node]));
        }
        return new NormComplements(complements, (float) max);
    }

    /** Returns the one of a node. */
    float get(int node) {
        return complements.floatAt(node);
    }

    /** Returns half the squared distance of two nodes, both with their complements. */
    float distance(float innerProduct, float complement, int other) {
        return Math.max(0, squaredNormMax - innerProduct - complement * get(other));
    }
}
