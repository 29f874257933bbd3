package io.vectra.storage.vector;

import java.nio.ByteBuffer;

/**
 * The kernel that runs everywhere: one vector after the other, in four interleaved sums, which the processor overlaps.
 *
 * <p>Thread rule: stateless.
 */
final class ScalarKernel implements VectorKernel {
    private static final int UNROLLED = 4;

    @Override
    public String name() {
        return "scalar";
    }

    /**
     * The product's, those of its partial sum (the first one has the elements left over), and two to add the partial
     * sums.
     */
    @Override
    public int roundings(int dimension) {
        return 1 + (dimension / UNROLLED + UNROLLED - 1) + 2;
    }

    @Override
    public void dot(ByteBuffer vectors, int[] byteIndexes, int count, float[] query, float[] results) {
        int dimension = query.length;
        for (int i = 0; i < count; i++) {
            int at = byteIndexes[i];
            float sum0 = 0;
            float sum1 = 0;
            float sum2 = 0;
            float sum3 = 0;
            int j = 0;
            for (; j <= dimension - UNROLLED; j += UNROLLED) {
                sum0 += vectors.getFloat(at) * query[j];
                sum1 += vectors.getFloat(at + 4) * query[j + 1];
                sum2 += vectors.getFloat(at + 8) * query[j + 2];
                sum3 += vectors.getFloat(at + 12) * query[j + 3];
                at += UNROLLED * Float.BYTES;
            }
            for (; j < dimension; j++) {
                sum0 += vectors.getFloat(at) * query[j];
                at += Float.BYTES;
            }
            results[i] = (sum0 + sum1) + (sum2 + sum3);
        }
    }

    @Override
    public void dotAndNorm(ByteBuffer vectors, int[] byteIndexes, int count, float[] query, float[] results) {
        int dimension = query.length;
        for (int i = 0; i < count; i++) {
            int at = byteIndexes[i];
            float dot0 = 0;
            float dot1 = 0;
            float dot2 = 0;
            float dot3 = 0;
            float norm0 = 0;
            float norm1 = 0;
            float norm2 = 0;
            float norm3 = 0;
            int j = 0;
            for (; j <= dimension - UNROLLED; j += UNROLLED) {
                float element0 = vectors.getFloat(at);
                float element1 = vectors.getFloat(at + 4);
                float element2 = vectors.getFloat(at + 8);
                float element3 = vectors.getFloat(at + 12);
                dot0 += element0 * query[j];
                dot1 += element1 * query[j + 1];
                dot2 += element2 * query[j + 2];
                dot3 += element3 * query[j + 3];
                norm0 += element0 * element0;
                norm1 += element1 * element1;
                norm2 += element2 * element2;
                norm3 += element3 * element3;
                at += UNROLLED * Float.BYTES;
            }
            for (; j < dimension; j++) {
                float element = vectors.getFloat(at);
                dot0 += element * query[j];
                norm0 += element * element;
                at += Float.BYTES;
            }
            results[2 * i] = (dot0 + dot1) + (dot2 + dot3);
            results[2 * i + 1] = (norm0 + norm1) + (norm2 + norm3);
        }
    }

    @Override
    public void squaredEuclidean(ByteBuffer vectors, int[] byteIndexes, int count, float[] query, float[] results) {
        int dimension = query.length;
        for (int i = 0; i < count; i++) {
            int at = byteIndexes[i];
            float sum0 = 0;
            float sum1 = 0;
            float sum2 = 0;
            float sum3 = 0;
            int j = 0;
            for (; j <= dimension - UNROLLED; j += UNROLLED) {
                float difference0 = vectors.getFloat(at) - query[j];
                float difference1 = vectors.getFloat(at + 4) - query[j + 1];
                float difference2 = vectors.getFloat(at + 8) - query[j + 2];
                float difference3 = vectors.getFloat(at + 12) - query[j + 3];
                sum0 += difference0 * difference0;
                sum1 += difference1 * difference1;
                sum2 += difference2 * difference2;
                sum3 += difference3 * difference3;
                at += UNROLLED * Float.BYTES;
            }
            for (; j < dimension; j++) {
                float difference = vectors.getFloat(at) - query[j];
                sum0 += difference * difference;
                at += Float.BYTES;
            }
            results[i] = (sum0 + sum1) + (sum2 + sum3);
        }
    }

    @Override
    public void manhattan(ByteBuffer vectors, int[] byteIndexes, int count, float[] query, float[] results) {
        int dimension = query.length;
        for (int i = 0; i < count; i++) {
            int at = byteIndexes[i];
            float sum0 = 0;
            float sum1 = 0;
            float sum2 = 0;
            float sum3 = 0;
            int j = 0;
            for (; j <= dimension - UNROLLED; j += UNROLLED) {
                sum0 += Math.abs(vectors.getFloat(at) - query[j]);
                sum1 += Math.abs(vectors.getFloat(at + 4) - query[j + 1]);
                sum2 += Math.abs(vectors.getFloat(at + 8) - query[j + 2]);
                sum3 += Math.abs(vectors.getFloat(at + 12) - query[j + 3]);
                at += UNROLLED * Float.BYTES;
            }
            for (; j < dimension; j++) {
                sum0 += Math.abs(vectors.getFloat(at) - query[j]);
                at += Float.BYTES;
            }
            results[i] = (sum0 + sum1) + (sum2 + sum3);
        }
    }

    @Override
    public ScatteredRows rows(ByteBuffer buffer) {
        return new ScalarScatteredRows(buffer);
    }
}
