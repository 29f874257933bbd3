package io.vectra.storage.vector;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel for JVMs with the Vector API: one vector after the other, as many elements at once as the processor has
 * lanes.
 *
 * <p>Rows are read strictly one after the other, in two interleaved sums: a prototype that took four rows at a time was
 * faster in the cache, but 2.5 times slower where the memory is the limit. The last elements are read one by one, so
 * that no byte after a vector is touched.
 *
 * <p>It is in the jar for Java 22 and later, and {@link VectorKernels} finds it by its name. Thread rule: stateless.
 */
final class VectorApiKernel implements VectorKernel {
    private static final int LANES = VectorMemory.LANES;
    private static final VectorSpecies<Float> FLOATS = VectorMemory.FLOATS;
    private static final int UNROLLED = 2 * LANES;

    /** Refuses processors that have no vectors worth the name. */
    VectorApiKernel() {
        if (LANES < 4) {
            throw new UnsupportedOperationException("the Vector API has only " + LANES + " lanes here");
        }
    }

    @Override
    public String name() {
        return "vector-api-" + FLOATS.vectorBitSize();
    }

    /**
     * The product's, those of its lane, one to add both sums, at most LANES to add the lanes, and those of the elements
     * left over.
     */
    @Override
    public int roundings(int dimension) {
        return 1 + (dimension / UNROLLED + 1) + 1 + LANES + LANES;
    }

    @Override
    public void dot(ByteBuffer vectors, int[] byteIndexes, int count, float[] query, float[] results) {
        int dimension = query.length;
        VectorMemory memory = memory(vectors, byteIndexes, count, dimension);
        for (int i = 0; i < count; i++) {
            long at = byteIndexes[i];
            FloatVector sum0 = FloatVector.zero(FLOATS);
            FloatVector sum1 = FloatVector.zero(FLOATS);
            int j = 0;
            for (; j <= dimension - UNROLLED; j += UNROLLED) {
                sum0 = memory.floats(at, j).fma(FloatVector.fromArray(FLOATS, query, j), sum0);
                sum1 = memory.floats(at, j + LANES).fma(FloatVector.fromArray(FLOATS, query, j + LANES), sum1);
            }
            if (j <= dimension - LANES) {
                sum0 = memory.floats(at, j).fma(FloatVector.fromArray(FLOATS, query, j), sum0);
                j += LANES;
            }
            float sum = sum0.add(sum1).reduceLanes(VectorOperators.ADD);
            for (; j < dimension; j++) {
                sum += memory.getFloat(byteIndexes[i] + j * Float.BYTES) * query[j];
            }
            results[i] = sum;
        }
        Reference.reachabilityFence(memory);
    }

    @Override
    public void dotAndNorm(ByteBuffer vectors, int[] byteIndexes, int count, float[] query, float[] results) {
        int dimension = query.length;
        VectorMemory memory = memory(vectors, byteIndexes, count, dimension);
        for (int i = 0; i < count; i++) {
            long at = byteIndexes[i];
            FloatVector dot0 = FloatVector.zero(FLOATS);
            FloatVector dot1 = FloatVector.zero(FLOATS);
            FloatVector norm0 = FloatVector.zero(FLOATS);
            FloatVector norm1 = FloatVector.zero(FLOATS);
            int j = 0;
            for (; j <= dimension - UNROLLED; j += UNROLLED) {
                FloatVector elements0 = memory.floats(at, j);
                FloatVector elements1 = memory.floats(at, j + LANES);
                dot0 = elements0.fma(FloatVector.fromArray(FLOATS, query, j), dot0);
                dot1 = elements1.fma(FloatVector.fromArray(FLOATS, query, j + LANES), dot1);
                norm0 = elements0.fma(elements0, norm0);
                norm1 = elements1.fma(elements1, norm1);
            }
            if (j <= dimension - LANES) {
                FloatVector elements = memory.floats(at, j);
                dot0 = elements.fma(FloatVector.fromArray(FLOATS, query, j), dot0);
                norm0 = elements.fma(elements, norm0);
                j += LANES;
            }
            float dot = dot0.add(dot1).reduceLanes(VectorOperators.ADD);
            float norm = norm0.add(norm1).reduceLanes(VectorOperators.ADD);
            for (; j < dimension; j++) {
                float element = memory.getFloat(byteIndexes[i] + j * Float.BYTES);
                dot += element * query[j];
                norm += element * element;
            }
            results[2 * i] = dot;
            results[2 * i + 1] = norm;
        }
        Reference.reachabilityFence(memory);
    }

    @Override
    public void squaredEuclidean(ByteBuffer vectors, int[] byteIndexes, int count, float[] query, float[] results) {
        int dimension = query.length;
        VectorMemory memory = memory(vectors, byteIndexes, count, dimension);
        for (int i = 0; i < count; i++) {
            long at = byteIndexes[i];
            FloatVector sum0 = FloatVector.zero(FLOATS);
            FloatVector sum1 = FloatVector.zero(FLOATS);
            int j = 0;
            for (; j <= dimension - UNROLLED; j += UNROLLED) {
                FloatVector difference0 = memory.floats(at, j).sub(FloatVector.fromArray(FLOATS, query, j));
                FloatVector difference1 =
                        memory.floats(at, j + LANES).sub(FloatVector.fromArray(FLOATS, query, j + LANES));
                sum0 = difference0.fma(difference0, sum0);
                sum1 = difference1.fma(difference1, sum1);
            }
            if (j <= dimension - LANES) {
                FloatVector difference = memory.floats(at, j).sub(FloatVector.fromArray(FLOATS, query, j));
                sum0 = difference.fma(difference, sum0);
                j += LANES;
            }
            float sum = sum0.add(sum1).reduceLanes(VectorOperators.ADD);
            for (; j < dimension; j++) {
                float difference = memory.getFloat(byteIndexes[i] + j * Float.BYTES) - query[j];
                sum += difference * difference;
            }
            results[i] = sum;
        }
        Reference.reachabilityFence(memory);
    }

    @Override
    public void manhattan(ByteBuffer vectors, int[] byteIndexes, int count, float[] query, float[] results) {
        int dimension = query.length;
        VectorMemory memory = memory(vectors, byteIndexes, count, dimension);
        for (int i = 0; i < count; i++) {
            long at = byteIndexes[i];
            FloatVector sum0 = FloatVector.zero(FLOATS);
            FloatVector sum1 = FloatVector.zero(FLOATS);
            int j = 0;
            for (; j <= dimension - UNROLLED; j += UNROLLED) {
                FloatVector difference0 = memory.floats(at, j).sub(FloatVector.fromArray(FLOATS, query, j));
                FloatVector difference1 =
                        memory.floats(at, j + LANES).sub(FloatVector.fromArray(FLOATS, query, j + LANES));
                sum0 = sum0.add(difference0.abs());
                sum1 = sum1.add(difference1.abs());
            }
            if (j <= dimension - LANES) {
                FloatVector difference = memory.floats(at, j).sub(FloatVector.fromArray(FLOATS, query, j));
                sum0 = sum0.add(difference.abs());
                j += LANES;
            }
            float sum = sum0.add(sum1).reduceLanes(VectorOperators.ADD);
            for (; j < dimension; j++) {
                sum += Math.abs(memory.getFloat(byteIndexes[i] + j * Float.BYTES) - query[j]);
            }
            results[i] = sum;
        }
        Reference.reachabilityFence(memory);
    }

    @Override
    public ScatteredRows rows(ByteBuffer buffer) {
        return new VectorApiScatteredRows(buffer);
    }

    private static VectorMemory memory(ByteBuffer vectors, int[] byteIndexes, int count, int dimension) {
        var memory = new VectorMemory(vectors);
        memory.check(byteIndexes, count, dimension * Float.BYTES);
        return memory;
    }
}
