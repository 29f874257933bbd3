package io.vectra.storage.graph;

import io.vectra.storage.Metric;
import io.vectra.storage.vector.ScatteredRows;
import io.vectra.storage.vector.VectorKernels;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Computes distances from the vectors themselves, in single precision.
 *
 * <p>Thread rule: one walk, one thread.
 */
final class FloatScorer extends NodeScorer {
    private final NodeVectors nodes;
    private final Metric metric;
    private final @Nullable NormComplements complements;

    private final VectorAccess vectors;
    private final FloatBuffer[] floats;
    private final int pieceShift;
    private final int pieceMask;
    private final int strideFloats;

    private final float[] nodeQuery;
    private float[] query;
    private float inverseNorm;
    private boolean isNodeQuery;
    private float complement;
    private int[] ordinals = new int[64];

    FloatScorer(NodeVectors nodes) {
        super(
                pieces(nodes.vectors()),
                nodes.vectors().pieceShift(),
                nodes.vectors().strideBytes(),
                VectorKernels.best());
        this.nodes = nodes;
        this.metric = nodes.metric();
        this.complements = nodes.complements();
        this.vectors = nodes.vectors();
        this.floats =
                Arrays.stream(pieces(vectors)).map(ByteBuffer::asFloatBuffer).toArray(FloatBuffer[]::new);
        this.pieceShift = vectors.pieceShift();
        this.pieceMask = (1 << pieceShift) - 1;
        this.strideFloats = vectors.strideBytes() / Float.BYTES;
        this.nodeQuery = new float[vectors.dimension()];
        this.query = nodeQuery;
    }

    private static ByteBuffer[] pieces(VectorAccess vectors) {
        int count = vectors.count() == 0 ? 0 : (vectors.count() - 1 >>> vectors.pieceShift()) + 1;
        var pieces = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            pieces[i] = vectors.piece(i);
        }
        return pieces;
    }

    @Override
    void setQuery(float[] vector) {
        query = vector;
        isNodeQuery = false;
        inverseNorm = metric == Metric.COSINE ? NodeVectors.inverseNorm(vector) : 1;
    }

    /** Sets the query to a node's own vector. */
    void setQuery(int node) {
        readRaw(node, nodeQuery);
        query = nodeQuery;
        inverseNorm = nodes.inverseNorm(node);
        isNodeQuery = true;
        complement = complements == null ? 0 : complements.get(node);
    }

    /** Reads a node's vector; with the cosine it is scaled to norm 1. */
    void read(int node, float[] target) {
        readRaw(node, target);
        float scale = nodes.inverseNorm(node);
        if (scale != 1) {
            for (int i = 0; i < target.length; i++) {
                target[i] *= scale;
            }
        }
    }

    private void readRaw(int node, float[] target) {
        int ordinal = nodes.ordinal(node);
        vectors.verify(ordinal);
        floats[ordinal >>> pieceShift].get((ordinal & pieceMask) * strideFloats, target);
    }

    @Override
    void score(int[] nodeIds, int count, float[] results) {
        compareRows(ordinals(nodeIds, count), count, results);
        switch (metric) {
            case COSINE -> {
                for (int i = 0; i < count; i++) {
                    results[i] = 1 - results[i] * inverseNorm * nodes.inverseNorm(nodeIds[i]);
                }
            }
            case DOT_PRODUCT -> {
                if (isNodeQuery && complements != null) {
                    for (int i = 0; i < count; i++) {
                        results[i] = complements.distance(results[i], complement, nodeIds[i]);
                    }
                } else {
                    for (int i = 0; i < count; i++) {
                        results[i] = -results[i];
                    }
                }
            }
            case EUCLIDEAN, MANHATTAN -> {}
        }
    }

    private int[] ordinals(int[] nodeIds, int count) {
        if (ordinals.length < count) {
            ordinals = new int[Math.max(count, 2 * ordinals.length)];
        }
        for (int i = 0; i < count; i++) {
            ordinals[i] = nodes.ordinal(nodeIds[i]);
            vectors.verify(ordinals[i]);
        }
        return ordinals;
    }

    @Override
    void compare(ScatteredRows piece, int[] rowByteIndexes, int count, float[] results) {
        switch (metric) {
            case COSINE, DOT_PRODUCT -> piece.dot(rowByteIndexes, count, query, results);
            case EUCLIDEAN -> piece.squaredEuclidean(rowByteIndexes, count, query, results);
            case MANHATTAN -> piece.manhattan(rowByteIndexes, count, query, results);
        }
    }
}
