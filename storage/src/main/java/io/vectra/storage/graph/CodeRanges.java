package io.vectra.storage.graph;

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

    private final float[] lowest;
    private final float[] steps;

    private CodeRanges(float[] lowest, float[] steps) {
        this.lowest = lowest;
        this.steps = steps;
    }

    /** Finds ranges that nearly all vectors lie in. */
    static CodeRanges of(NodeVectors nodes) {
        int dimension = nodes.dimension();
        int sampleCount = Math.min(nodes.count(), Math.max(256, SAMPLED_ELEMENTS / dimension));
        int outside = (int) (OUTSIDE * sampleCount);
        var ends = new ColumnEnds[dimension];
        Arrays.setAll(ends, j -> new ColumnEnds(outside + 1));
        var vector = new float[dimension];
        var reader = new FloatScorer(nodes);
        for (int i = 0; i < sampleCount; i++) {
            reader.read((int) ((long) i * nodes.count() / sampleCount), vector);
            for (int j = 0; j < dimension; j++) {
                ends[j].add(vector[j]);
            }
        }
        var lowest = new float[dimension];
        var steps = new float[dimension];
        for (int j = 0; j < dimension && sampleCount > 0; j++) {
            lowest[j] = ends[j].low();
            steps[j] = (ends[j].high() - lowest[j]) / CodeRows.CODE_MAX;
        }
        return new CodeRanges(lowest, steps);
    }

    /** Reads ranges that {@link #write} has written. */
    static CodeRanges read(FixedRows rows) {
        var lowest = new float[rows.count()];
        var steps = new float[rows.count()];
        for (int i = 0; i < rows.count(); i++) {
            lowest[i] = rows.floatAt(i);
            steps[i] = rows.piece(i).getFloat(rows.index(i) + Float.BYTES);
        }
        return new CodeRanges(lowest, steps);
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

    /**
     * Writes the codes of a vector; its norm is 1 with the cosine.
     *
     * @return Σ (step·code)²
     */
    float encode(float[] vector, ByteBuffer target) {
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            int code = steps[i] > 0 ? Math.round((vector[i] - lowest[i]) / steps[i]) : 0;
            code = Math.max(0, Math.min(CodeRows.CODE_MAX, code));
            target.put((byte) code);
            double value = (double) steps[i] * code;
            squares += value * value;
        }
        return (float) squares;
    }

    /** The smallest and the largest elements of a column: so many of each that the last ones are its range. */
    private static final class ColumnEnds {
        /** The smallest, ascending. */
        private final float[] smallest;

        /** The largest, negated, ascending. */
        private final float[] largest;

        ColumnEnds(int count) {
            this.smallest = new float[count];
            this.largest = new float[count];
            Arrays.fill(smallest, Float.POSITIVE_INFINITY);
            Arrays.fill(largest, Float.POSITIVE_INFINITY);
        }

        void add(float element) {
            insert(smallest, element);
            insert(largest, -element);
        }

        private static void insert(float[] sorted, float element) {
            int index = sorted.length - 1;
            if (element >= sorted[index]) {
                return;
            }
            while (index > 0 && sorted[index - 1] > element) {
                sorted[index] = sorted[index - 1];
                index--;
            }
            sorted[index] = element;
        }

        float low() {
            return smallest[smallest.length - 1];
        }

        float high() {
            return -largest[largest.length - 1];
        }
    }
}
