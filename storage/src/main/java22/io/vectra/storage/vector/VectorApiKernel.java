package io.vectra.storage.vector;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int UNROLLED = 2 * LANES;

    /** Refuses processors that have no vectors worth the name. */
    VectorApiKernel() {
        if (LANES < 4) {
            throw new UnsupportedOperationException("the Vector API has only " + LANES + " lanes here");
        }
    }

    @Override
    public String name() {
        return "vector-api-" + SPECIES.vectorBitSize();
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
        MemorySegment segment = segmentOf(vectors);
        int dimension = query.length;
        for (int i = 0; i < count; i++) {
            long at = byteIndexes[i];
            FloatVector sum0 = FloatVector.zero(SPECIES);
            FloatVector sum1 = FloatVector.zero(SPECIES);
            int j = 0;
            for (; j <= dimension - UNROLLED; j += UNROLLED) {
                sum0 = stored(segment, at, j).fma(FloatVector.fromArray(SPECIES, query, j), sum0);
                sum1 = stored(segment, at, j + LANES).fma(FloatVector.fromArray(SPECIES, query, j + LANES), sum1);
            }
            if (j <= dimension - LANES) {
                sum0 = stored(segment, at, j).fma(FloatVector.fromArray(SPECIES, query, j), sum0);
                j += LANES;
            }
            float sum = sum0.add(sum1).reduceLanes(VectorOperators.ADD);
            for (; j < dimension; j++) {
                sum += vectors.getFloat(byteIndexes[i] + j * Float.BYTES) * query[j];
            }
            results[i] = sum;
        }
    }

    @Override
    public void dotAndNorm(ByteBuffer vectors, int[] byteIndexes, int count, float[] query, float[] results) {
        MemorySegment segment = segmentOf(vectors);
        int dimension = query.length;
        for (int i = 0; i < count; i++) {
            long at = byteIndexes[i];
            FloatVector dot0 = FloatVector.zero(SPECIES);
            FloatVector dot1 = FloatVector.zero(SPECIES);
            FloatVector norm0 = FloatVector.zero(SPECIES);
            FloatVector norm1 = FloatVector.zero(SPECIES);
            int j = 0;
            for (; j <= dimension - UNROLLED; j += UNROLLED) {
                FloatVector elements0 = stored(segment, at, j);
                FloatVector elements1 = stored(segment, at, j + LANES);
                dot0 = elements0.fma(FloatVector.fromArray(SPECIES, query, j), dot0);
                dot1 = elements1.fma(FloatVector.fromArray(SPECIES, query, j + LANES), dot1);
                norm0 = elements0.fma(elements0, norm0);
                norm1 = elements1.fma(elements1, norm1);
            }
            if (j <= dimension - LANES) {
                FloatVector elements = stored(segment, at, j);
                dot0 = elements.fma(FloatVector.fromArray(SPECIES, query, j), dot0);
                norm0 = elements.fma(elements, norm0);
                j += LANES;
            }
            float dot = dot0.add(dot1).reduceLanes(VectorOperators.ADD);
            float norm = norm0.add(norm1).reduceLanes(VectorOperators.ADD);
            for (; j < dimension; j++) {
                float element = vectors.getFloat(byteIndexes[i] + j * Float.BYTES);
                dot += element * query[j];
                norm += element * element;
            }
            results[2 * i] = dot;
            results[2 * i + 1] = norm;
        }
    }

    @Override
    public void squaredEuclidean(ByteBuffer vectors, int[] byteIndexes, int count, float[] query, float[] results) {
        MemorySegment segment = segmentOf(vectors);
        int dimension = query.length;
        for (int i = 0; i < count; i++) {
            long at = byteIndexes[i];
            FloatVector sum0 = FloatVector.zero(SPECIES);
            FloatVector sum1 = FloatVector.zero(SPECIES);
            int j = 0;
            for (; j <= dimension - UNROLLED; j += UNROLLED) {
                FloatVector difference0 = stored(segment, at, j).sub(FloatVector.fromArray(SPECIES, query, j));
                FloatVector difference1 =
                        stored(segment, at, j + LANES).sub(FloatVector.fromArray(SPECIES, query, j + LANES));
                sum0 = difference0.fma(difference0, sum0);
                sum1 = difference1.fma(difference1, sum1);
            }
            if (j <= dimension - LANES) {
                FloatVector difference = stored(segment, at, j).sub(FloatVector.fromArray(SPECIES, query, j));
                sum0 = difference.fma(difference, sum0);
                j += LANES;
            }
            float sum = sum0.add(sum1).reduceLanes(VectorOperators.ADD);
            for (; j < dimension; j++) {
                float difference = vectors.getFloat(byteIndexes[i] + j * Float.BYTES) - query[j];
                sum += difference * difference;
            }
            results[i] = sum;
        }
    }

    @Override
    public void manhattan(ByteBuffer vectors, int[] byteIndexes, int count, float[] query, float[] results) {
        MemorySegment segment = segmentOf(vectors);
        int dimension = query.length;
        for (int i = 0; i < count; i++) {
            long at = byteIndexes[i];
            FloatVector sum0 = FloatVector.zero(SPECIES);
            FloatVector sum1 = FloatVector.zero(SPECIES);
            int j = 0;
            for (; j <= dimension - UNROLLED; j += UNROLLED) {
                FloatVector difference0 = stored(segment, at, j).sub(FloatVector.fromArray(SPECIES, query, j));
                FloatVector difference1 =
                        stored(segment, at, j + LANES).sub(FloatVector.fromArray(SPECIES, query, j + LANES));
                sum0 = sum0.add(difference0.abs());
                sum1 = sum1.add(difference1.abs());
            }
            if (j <= dimension - LANES) {
                FloatVector difference = stored(segment, at, j).sub(FloatVector.fromArray(SPECIES, query, j));
                sum0 = sum0.add(difference.abs());
                j += LANES;
            }
            float sum = sum0.add(sum1).reduceLanes(VectorOperators.ADD);
            for (; j < dimension; j++) {
                sum += Math.abs(vectors.getFloat(byteIndexes[i] + j * Float.BYTES) - query[j]);
            }
            results[i] = sum;
        }
    }

    @Override
    public ScatteredRows rows(ByteBuffer buffer) {
        return new VectorApiScatteredRows(buffer);
    }

    /** A segment begins at a buffer's position, but byte indexes count from the buffer's start. */
    private static MemorySegment segmentOf(ByteBuffer vectors) {
        return MemorySegment.ofBuffer(vectors.duplicate().clear());
    }

    private static FloatVector stored(MemorySegment segment, long at, int element) {
        return FloatVector.fromMemorySegment(
                SPECIES, segment, at + (long) element * Float.BYTES, ByteOrder.LITTLE_ENDIAN);
    }
}
