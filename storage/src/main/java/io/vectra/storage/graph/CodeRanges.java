package io.vectra.storage.graph;

import io.vectra.storage.Metric;
import io.vectra.storage.vector.CodeRows;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What the codes of a quantized vector stand for: in each dimension a lowest value and a step.
 *
 * <p>Thread rule: immutable.
 */
final class CodeRanges {
    static final int RANGE_BYTES = 2 * Float.BYTES;

    /** How many elements are looked at to find the ranges. */
    private static final int SAMPLED_ELEMENTS = 1 << 22;

    /** The part of a dimension's elements that may lie below its range, and above it. */
    private static final double OUTSIDE = 2e-4;

    private final Metric metric;
    private final float[] lowest;
    private final float[] steps;

    private CodeRanges(Metric metric, float[] lowest, float[] steps) {
        this.metric = metric;
        this.lowest = lowest;
        this.steps = steps;
    }

    /** Finds ranges that nearly all vectors lie in. */
    static CodeRanges of(NodeVectors nodes) {
        int dimension = nodes.dimension();
        int sampleCount = Math.min(nodes.count(), Math.max(256, SAMPLED_ELEMENTS / dimension));
        var columns = new float[dimension][sampleCount];
        var vector = new float[dimension];
        var reader = new FloatScorer(nodes);
        for (int i = 0; i < sampleCount; i++) {
            reader.read((int) ((long) i * nodes.count() / sampleCount), vector);
            for (int j = 0; j < dimension; j++) {
                columns[j][i] = vector[j];
            }
        }
        var lowest = new float[dimension];
        var steps = new float[dimension];
        int outside = (int) (OUTSIDE * sampleCount);
        for (int j = 0; j < dimension && sampleCount > 0; j++) {
            Arrays.sort(columns[j]);
            lowest[j] = columns[j][outside];
            steps[j] = (columns[j][sampleCount - 1 - outside] - lowest[j]) / CodeRows.CODE_MAX;
        }
        return new CodeRanges(nodes.metric(), lowest, steps);
    }

    /** Reads ranges that {@link #write} has written. */
    static CodeRanges read(Metric metric, FixedRows rows) {
        var lowest = new float[rows.count()];
        var steps = new float[rows.count()];
        for (int i = 0; i < rows.count(); i++) {
            lowest[i] = rows.floatAt(i);
            steps[i] = rows.piece(i).getFloat(rows.index(i) + Float.BYTES);
        }
        return new CodeRanges(metric, lowest, steps);
    }

    /** Writes the range of a dimension. */
    void write(int index, ByteBuffer target) {
        target.putFloat(lowest[index]).putFloat(steps[index]);
    }

    int dimension() {
        return lowest.length;
    }

    float lowest(int index) {
        return lowest[index];
    }

    float step(int index) {
        return steps[index];
    }

    /** Writes the codes of a vector; its norm is 1 with the cosine. */
    void encode(float[] vector, ByteBuffer target) {
        int start = target.position();
        int sum = 0;
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            int code = steps[i] > 0 ? Math.round((vector[i] - lowest[i]) / steps[i]) : 0;
            code = Math.max(0, Math.min(CodeRows.CODE_MAX, code));
            target.put((byte) code);
            sum += code;
            squares += Math.pow((double) steps[i] * code, 2);
        }
        target.position(start + CodeRows.codeBytes(vector.length));
        target.putInt(sum).putFloat(metric == Metric.EUCLIDEAN ? (float) squares : 0);
    }
}
