package io.vectra.storage.graph;

import io.vectra.storage.Metric;
import io.vectra.storage.vector.CodeQuery;
import io.vectra.storage.vector.ScatteredRows;
import io.vectra.storage.vector.VectorKernels;

/**
 * Computes distances from the nodes' codes: near the true ones, from a fourth of the bytes.
 *
 * <p>Thread rule: one walk, one thread.
 */
class CodeScorer extends NodeScorer {
    private final FixedRows codes;
    private final NodeCodes nodeCodes;
    private final Metric metric;
    private final CodeRanges ranges;
    private final CodeQuery query;
    private final float[] weights;
    private final float[] steps;

    /** What the query adds to each distance: of the inner product, or its squared distance from the lowest values. */
    private float offset;

    CodeScorer(NodeCodes nodeCodes, Metric metric) {
        super(
                nodeCodes.rows().pieces(),
                nodeCodes.rows().pieceShift(),
                nodeCodes.rows().rowBytes(),
                VectorKernels.best());
        this.codes = nodeCodes.rows();
        this.nodeCodes = nodeCodes;
        this.metric = metric;
        this.ranges = nodeCodes.ranges();
        this.query = new CodeQuery(ranges.dimension());
        this.weights = new float[ranges.dimension()];
        this.steps = new float[ranges.dimension()];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = ranges.step(i);
        }
    }

    @Override
    void setQuery(float[] vector) {
        switch (metric) {
            case COSINE -> setProduct(vector, NodeVectors.inverseNorm(vector));
            case DOT_PRODUCT -> setProduct(vector, 1);
            case EUCLIDEAN -> setEuclidean(vector);
            case MANHATTAN -> {
                for (int i = 0; i < weights.length; i++) {
                    weights[i] = vector[i] - ranges.lowest(i);
                }
                query.setTargets(steps, weights);
            }
        }
    }

    private void setProduct(float[] vector, float scale) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            float element = vector[i] * scale;
            sum += (double) ranges.lowest(i) * element;
            weights[i] = ranges.step(i) * element;
        }
        offset = (float) sum;
        query.setWeights(weights);
    }

    private void setEuclidean(float[] vector) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            float element = vector[i] - ranges.lowest(i);
            sum += (double) element * element;
            weights[i] = ranges.step(i) * element;
        }
        offset = (float) sum;
        query.setWeights(weights);
    }

    @Override
    void score(int[] nodes, int count, float[] results) {
        for (int i = 0; i < count; i++) {
            codes.verify(nodes[i]);
        }
        compareRows(nodes, count, results);
        switch (metric) {
            case COSINE -> {
                for (int i = 0; i < count; i++) {
                    results[i] = 1 - (results[i] + offset);
                }
            }
            case DOT_PRODUCT -> {
                for (int i = 0; i < count; i++) {
                    results[i] = -(results[i] + offset);
                }
            }
            case EUCLIDEAN -> {
                for (int i = 0; i < count; i++) {
                    results[i] = Math.max(0, nodeCodes.squares(nodes[i]) - 2 * results[i] + offset);
                }
            }
            case MANHATTAN -> {}
        }
    }

    @Override
    void compare(ScatteredRows piece, int[] rowByteIndexes, int count, float[] results) {
        if (metric == Metric.MANHATTAN) {
            piece.manhattanCodes(rowByteIndexes, count, query, results);
        } else {
            piece.dotCodes(rowByteIndexes, count, query, results);
        }
    }
}
