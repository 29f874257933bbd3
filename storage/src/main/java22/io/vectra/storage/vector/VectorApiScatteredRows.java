package io.vectra.storage.vector;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The rows' comparison for JVMs with the Vector API: four rows at a time, each in one sum.
 *
 * <p>What is left over of a row of floats is read as its last full vector, with the elements that were already counted
 * masked out; so no byte after a row is touched.
 *
 * <p>Thread rule: any number of threads.
 */
final class VectorApiScatteredRows implements ScatteredRows {
    private static final VectorSpecies<Float> FLOATS = VectorMemory.FLOATS;
    private static final int LANES = VectorMemory.LANES;

    /** Whether a vector of bytes with as many lanes exists; the smallest has 8. */
    static final boolean HAS_CODES = LANES >= 8;

    private static final int GROUP = 4;
    private static final int LINE_BYTES = 64;

    private final VectorMemory memory;
    private final ScatteredRows scalar;

    /** What {@link #readAhead} has read; a racy sink that keeps the reads from being optimised away. */
    private int sink;

    VectorApiScatteredRows(ByteBuffer buffer) {
        this.memory = new VectorMemory(buffer);
        this.scalar = new ScalarScatteredRows(buffer);
    }

    @Override
    public void dot(int[] byteIndexes, int count, float[] query, float[] results) {
        int dimension = query.length;
        if (dimension < LANES) {
            scalar.dot(byteIndexes, count, query, results);
            return;
        }
        memory.check(byteIndexes, count, dimension * Float.BYTES);
        int whole = FLOATS.loopBound(dimension);
        int last = dimension - LANES;
        FloatVector rest = rest(query, whole);
        int i = 0;
        for (; i <= count - GROUP; i += GROUP) {
            long at0 = byteIndexes[i];
            long at1 = byteIndexes[i + 1];
            long at2 = byteIndexes[i + 2];
            long at3 = byteIndexes[i + 3];
            FloatVector sum0 = FloatVector.zero(FLOATS);
            FloatVector sum1 = FloatVector.zero(FLOATS);
            FloatVector sum2 = FloatVector.zero(FLOATS);
            FloatVector sum3 = FloatVector.zero(FLOATS);
            for (int j = 0; j < whole; j += LANES) {
                FloatVector elements = FloatVector.fromArray(FLOATS, query, j);
                sum0 = memory.floats(at0, j).fma(elements, sum0);
                sum1 = memory.floats(at1, j).fma(elements, sum1);
                sum2 = memory.floats(at2, j).fma(elements, sum2);
                sum3 = memory.floats(at3, j).fma(elements, sum3);
            }
            if (whole < dimension) {
                sum0 = memory.floats(at0, last).fma(rest, sum0);
                sum1 = memory.floats(at1, last).fma(rest, sum1);
                sum2 = memory.floats(at2, last).fma(rest, sum2);
                sum3 = memory.floats(at3, last).fma(rest, sum3);
            }
            results[i] = sum0.reduceLanes(VectorOperators.ADD);
            results[i + 1] = sum1.reduceLanes(VectorOperators.ADD);
            results[i + 2] = sum2.reduceLanes(VectorOperators.ADD);
            results[i + 3] = sum3.reduceLanes(VectorOperators.ADD);
        }
        for (; i < count; i++) {
            FloatVector sum = FloatVector.zero(FLOATS);
            for (int j = 0; j < whole; j += LANES) {
                sum = memory.floats(byteIndexes[i], j).fma(FloatVector.fromArray(FLOATS, query, j), sum);
            }
            if (whole < dimension) {
                sum = memory.floats(byteIndexes[i], last).fma(rest, sum);
            }
            results[i] = sum.reduceLanes(VectorOperators.ADD);
        }
        Reference.reachabilityFence(memory);
    }

    @Override
    public void squaredEuclidean(int[] byteIndexes, int count, float[] query, float[] results) {
        int dimension = query.length;
        if (dimension < LANES) {
            scalar.squaredEuclidean(byteIndexes, count, query, results);
            return;
        }
        memory.check(byteIndexes, count, dimension * Float.BYTES);
        int whole = FLOATS.loopBound(dimension);
        int last = dimension - LANES;
        VectorMask<Float> left = left(dimension, whole);
        int i = 0;
        for (; i <= count - GROUP; i += GROUP) {
            long at0 = byteIndexes[i];
            long at1 = byteIndexes[i + 1];
            long at2 = byteIndexes[i + 2];
            long at3 = byteIndexes[i + 3];
            FloatVector sum0 = FloatVector.zero(FLOATS);
            FloatVector sum1 = FloatVector.zero(FLOATS);
            FloatVector sum2 = FloatVector.zero(FLOATS);
            FloatVector sum3 = FloatVector.zero(FLOATS);
            for (int j = 0; j < whole; j += LANES) {
                FloatVector elements = FloatVector.fromArray(FLOATS, query, j);
                sum0 = square(memory.floats(at0, j).sub(elements), sum0);
                sum1 = square(memory.floats(at1, j).sub(elements), sum1);
                sum2 = square(memory.floats(at2, j).sub(elements), sum2);
                sum3 = square(memory.floats(at3, j).sub(elements), sum3);
            }
            if (whole < dimension) {
                FloatVector elements = FloatVector.fromArray(FLOATS, query, last);
                sum0 = square(masked(memory.floats(at0, last).sub(elements), left), sum0);
                sum1 = square(masked(memory.floats(at1, last).sub(elements), left), sum1);
                sum2 = square(masked(memory.floats(at2, last).sub(elements), left), sum2);
                sum3 = square(masked(memory.floats(at3, last).sub(elements), left), sum3);
            }
            results[i] = sum0.reduceLanes(VectorOperators.ADD);
            results[i + 1] = sum1.reduceLanes(VectorOperators.ADD);
            results[i + 2] = sum2.reduceLanes(VectorOperators.ADD);
            results[i + 3] = sum3.reduceLanes(VectorOperators.ADD);
        }
        for (; i < count; i++) {
            FloatVector sum = FloatVector.zero(FLOATS);
            for (int j = 0; j < whole; j += LANES) {
                sum = square(memory.floats(byteIndexes[i], j).sub(FloatVector.fromArray(FLOATS, query, j)), sum);
            }
            if (whole < dimension) {
                FloatVector elements = FloatVector.fromArray(FLOATS, query, last);
                sum = square(masked(memory.floats(byteIndexes[i], last).sub(elements), left), sum);
            }
            results[i] = sum.reduceLanes(VectorOperators.ADD);
        }
        Reference.reachabilityFence(memory);
    }

    @Override
    public void manhattan(int[] byteIndexes, int count, float[] query, float[] results) {
        int dimension = query.length;
        if (dimension < LANES) {
            scalar.manhattan(byteIndexes, count, query, results);
            return;
        }
        memory.check(byteIndexes, count, dimension * Float.BYTES);
        int whole = FLOATS.loopBound(dimension);
        int last = dimension - LANES;
        VectorMask<Float> left = left(dimension, whole);
        int i = 0;
        for (; i <= count - GROUP; i += GROUP) {
            long at0 = byteIndexes[i];
            long at1 = byteIndexes[i + 1];
            long at2 = byteIndexes[i + 2];
            long at3 = byteIndexes[i + 3];
            FloatVector sum0 = FloatVector.zero(FLOATS);
            FloatVector sum1 = FloatVector.zero(FLOATS);
            FloatVector sum2 = FloatVector.zero(FLOATS);
            FloatVector sum3 = FloatVector.zero(FLOATS);
            for (int j = 0; j < whole; j += LANES) {
                FloatVector elements = FloatVector.fromArray(FLOATS, query, j);
                sum0 = sum0.add(memory.floats(at0, j).sub(elements).abs());
                sum1 = sum1.add(memory.floats(at1, j).sub(elements).abs());
                sum2 = sum2.add(memory.floats(at2, j).sub(elements).abs());
                sum3 = sum3.add(memory.floats(at3, j).sub(elements).abs());
            }
            if (whole < dimension) {
                FloatVector elements = FloatVector.fromArray(FLOATS, query, last);
                sum0 = sum0.add(
                        masked(memory.floats(at0, last).sub(elements), left).abs());
                sum1 = sum1.add(
                        masked(memory.floats(at1, last).sub(elements), left).abs());
                sum2 = sum2.add(
                        masked(memory.floats(at2, last).sub(elements), left).abs());
                sum3 = sum3.add(
                        masked(memory.floats(at3, last).sub(elements), left).abs());
            }
            results[i] = sum0.reduceLanes(VectorOperators.ADD);
            results[i + 1] = sum1.reduceLanes(VectorOperators.ADD);
            results[i + 2] = sum2.reduceLanes(VectorOperators.ADD);
            results[i + 3] = sum3.reduceLanes(VectorOperators.ADD);
        }
        for (; i < count; i++) {
            FloatVector sum = FloatVector.zero(FLOATS);
            for (int j = 0; j < whole; j += LANES) {
                sum = sum.add(memory.floats(byteIndexes[i], j)
                        .sub(FloatVector.fromArray(FLOATS, query, j))
                        .abs());
            }
            if (whole < dimension) {
                FloatVector elements = FloatVector.fromArray(FLOATS, query, last);
                sum = sum.add(masked(memory.floats(byteIndexes[i], last).sub(elements), left)
                        .abs());
            }
            results[i] = sum.reduceLanes(VectorOperators.ADD);
        }
        Reference.reachabilityFence(memory);
    }

    @Override
    public void dotCodes(int[] byteIndexes, int count, CodeQuery query, float[] results) {
        if (!HAS_CODES) {
            scalar.dotCodes(byteIndexes, count, query, results);
            return;
        }
        float[] weights = query.weights();
        memory.check(byteIndexes, count, weights.length);
        readAhead(byteIndexes, count, weights.length);
        int i = 0;
        for (; i <= count - GROUP; i += GROUP) {
            long at0 = byteIndexes[i];
            long at1 = byteIndexes[i + 1];
            long at2 = byteIndexes[i + 2];
            long at3 = byteIndexes[i + 3];
            FloatVector sum0 = FloatVector.zero(FLOATS);
            FloatVector sum1 = FloatVector.zero(FLOATS);
            FloatVector sum2 = FloatVector.zero(FLOATS);
            FloatVector sum3 = FloatVector.zero(FLOATS);
            for (int j = 0; j < weights.length; j += LANES) {
                FloatVector elements = FloatVector.fromArray(FLOATS, weights, j);
                sum0 = memory.codes(at0 + j).fma(elements, sum0);
                sum1 = memory.codes(at1 + j).fma(elements, sum1);
                sum2 = memory.codes(at2 + j).fma(elements, sum2);
                sum3 = memory.codes(at3 + j).fma(elements, sum3);
            }
            results[i] = sum0.reduceLanes(VectorOperators.ADD);
            results[i + 1] = sum1.reduceLanes(VectorOperators.ADD);
            results[i + 2] = sum2.reduceLanes(VectorOperators.ADD);
            results[i + 3] = sum3.reduceLanes(VectorOperators.ADD);
        }
        for (; i < count; i++) {
            FloatVector sum = FloatVector.zero(FLOATS);
            for (int j = 0; j < weights.length; j += LANES) {
                sum = memory.codes(byteIndexes[i] + j).fma(FloatVector.fromArray(FLOATS, weights, j), sum);
            }
            results[i] = sum.reduceLanes(VectorOperators.ADD);
        }
        Reference.reachabilityFence(memory);
    }

    @Override
    public void manhattanCodes(int[] byteIndexes, int count, CodeQuery query, float[] results) {
        if (!HAS_CODES) {
            scalar.manhattanCodes(byteIndexes, count, query, results);
            return;
        }
        float[] targets = query.weights();
        float[] steps = query.steps();
        memory.check(byteIndexes, count, targets.length);
        readAhead(byteIndexes, count, targets.length);
        for (int i = 0; i < count; i++) {
            FloatVector sum = FloatVector.zero(FLOATS);
            for (int j = 0; j < targets.length; j += LANES) {
                FloatVector values = memory.codes(byteIndexes[i] + j).mul(FloatVector.fromArray(FLOATS, steps, j));
                sum = sum.add(
                        values.sub(FloatVector.fromArray(FLOATS, targets, j)).abs());
            }
            results[i] = sum.reduceLanes(VectorOperators.ADD);
        }
        Reference.reachabilityFence(memory);
    }

    /** Reads a byte of each line of all rows first: these misses do not wait for one another. */
    private void readAhead(int[] byteIndexes, int count, int rowBytes) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            for (int offset = 0; offset < rowBytes; offset += LINE_BYTES) {
                sum += memory.get(byteIndexes[i] + offset);
            }
        }
        sink = sum;
    }

    /** Returns the query's last full vector without the elements before {@code whole}. */
    private static FloatVector rest(float[] query, int whole) {
        int last = query.length - LANES;
        return masked(FloatVector.fromArray(FLOATS, query, last), left(query.length, whole));
    }

    /** Returns which lanes of the last full vector are not counted before {@code whole}. */
    private static VectorMask<Float> left(int dimension, int whole) {
        return VectorMask.fromLong(FLOATS, -1L << (whole - (dimension - LANES)));
    }

    private static FloatVector masked(FloatVector values, VectorMask<Float> lanes) {
        return FloatVector.zero(FLOATS).blend(values, lanes);
    }

    private static FloatVector square(FloatVector differences, FloatVector sum) {
        return differences.fma(differences, sum);
    }
}
