package io.vectra.storage.graph;

import io.vectra.storage.Metric;
import org.jspecify.annotations.Nullable;

/**
 * The vector of each node of a graph.
 *
 * <p>Thread rule: any number of threads.
 */
final class NodeVectors {
    /** Norms that differ from 1 by less count as 1: single precision does not tell them apart. */
    private static final float UNIT_TOLERANCE = 1e-5f;

    private final VectorAccess vectors;
    private final Metric metric;
    private final int count;
    private final NodeOrdinals ordinals;
    private final @Nullable FixedRows inverseNorms;
    private final @Nullable NormComplements complements;
    private final @Nullable NodeCodes codes;

    private NodeVectors(
            VectorAccess vectors,
            Metric metric,
            int count,
            NodeOrdinals ordinals,
            @Nullable FixedRows inverseNorms,
            @Nullable NormComplements complements,
            @Nullable NodeCodes codes) {
        this.vectors = vectors;
        this.metric = metric;
        this.count = count;
        this.ordinals = ordinals;
        this.inverseNorms = inverseNorms;
        this.complements = complements;
        this.codes = codes;
    }

    /** Takes the vectors of a graph that is there. */
    static NodeVectors of(MappedGraph graph, VectorAccess vectors) {
        return new NodeVectors(
                vectors,
                graph.header().metric(),
                graph.header().nodeCount(),
                NodeOrdinals.of(graph),
                graph.section(GraphFile.NORMS),
                null,
                null);
    }

    /** Takes the vectors of a graph that is to be built: computes what comparing nodes with one another needs. */
    static NodeVectors of(EqualVectors.Groups groups, VectorAccess vectors, Metric metric) {
        var ordinals = NodeOrdinals.of(groups);
        var plain = new NodeVectors(vectors, metric, groups.nodeCount(), ordinals, null, null, null);
        return switch (metric) {
            case COSINE ->
                new NodeVectors(vectors, metric, groups.nodeCount(), ordinals, inverseNorms(plain), null, null);
            case DOT_PRODUCT ->
                new NodeVectors(vectors, metric, groups.nodeCount(), ordinals, null, NormComplements.of(plain), null);
            case EUCLIDEAN, MANHATTAN -> plain;
        };
    }

    /** Returns the same vectors with codes, by which a build is to walk. */
    NodeVectors withCodes(NodeCodes newCodes) {
        return new NodeVectors(vectors, metric, count, ordinals, inverseNorms, complements, newCodes);
    }

    /** Returns a float for each node, or null if all norms are 1. */
    private static @Nullable FixedRows inverseNorms(NodeVectors nodes) {
        FixedRows inverseNorms = FixedRows.inMemory(nodes.count(), Float.BYTES);
        var reader = new FloatScorer(nodes);
        var vector = new float[nodes.dimension()];
        boolean isUnit = true;
        for (int node = 0; node < nodes.count(); node++) {
            reader.read(node, vector);
            float inverseNorm = inverseNorm(vector);
            inverseNorms.setFloat(node, inverseNorm);
            isUnit &= Math.abs(inverseNorm - 1) < UNIT_TOLERANCE;
        }
        return isUnit ? null : inverseNorms;
    }

    VectorAccess vectors() {
        return vectors;
    }

    Metric metric() {
        return metric;
    }

    /** Returns how many nodes there are. */
    int count() {
        return count;
    }

    int dimension() {
        return vectors.dimension();
    }

    @Nullable
    FixedRows inverseNorms() {
        return inverseNorms;
    }

    NodeOrdinals ordinals() {
        return ordinals;
    }

    /**
     * Returns what makes the inner product a distance of nodes; null with other metrics, and where only queries come.
     */
    @Nullable
    NormComplements complements() {
        return complements;
    }

    /** Returns the codes by which a build walks; null if it walks by the vectors themselves. */
    @Nullable
    NodeCodes codes() {
        return codes;
    }

    /** Returns an ordinal that has the node's vector. */
    int ordinal(int node) {
        return ordinals.first(node);
    }

    /** Returns the reciprocal of the vector's norm, 0 for a zero vector; 1 where the metric needs none. */
    float inverseNorm(int node) {
        return inverseNorms == null ? 1 : inverseNorms.floatAt(node);
    }

    /** Returns the reciprocal of a vector's norm, 0 for a zero vector. */
    static float inverseNorm(float[] vector) {
        double sum = 0;
        for (float element : vector) {
            sum += (double) element * element;
        }
        return sum == 0 ? 0 : (float) Math.min(Float.MAX_VALUE, 1 / Math.sqrt(sum));
    }
}
