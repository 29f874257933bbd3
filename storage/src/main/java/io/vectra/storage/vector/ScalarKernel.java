package io.vectra.storage.vector;

import java.nio.ByteBuffer;

/** The kernel that runs everywhere: loops over four interleaved sums. Thread rule: stateless. */
final class ScalarKernel implements VectorKernel {
    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public int roundings(int dimension) {
        return (dimension + 3) / 4 + 5;
    }

    @Override
    public void dot(ByteBuffer vectors, int[] byteIndexes, int count, float[] query, float[] results) {
        for (int i = 0; i < count; i++) {
            results[i] = dot(vectors, byteIndexes[i], query);
        }
    }

    @Override
    public void dotAndNorm(ByteBuffer vectors, int[] byteIndexes, int count, float[] query, float[] results) {
        for (int i = 0; i < count; i++) {
            results[2 * i] = dot(vectors, byteIndexes[i], query);
            results[2 * i + 1] = squaredNorm(vectors, byteIndexes[i], query.length);
        }
    }

    @Override
    public void squaredEuclidean(ByteBuffer vectors, int[] byteIndexes, int count, float[] query, float[] results) {
        for (int i = 0; i < count; i++) {
            float sum = 0;
            for (int j = 0; j < query.length; j++) {
                float difference = vectors.getFloat(byteIndexes[i] + 4 * j) - query[j];
                sum += difference * difference;
            }
            results[i] = sum;
        }
    }

    @Override
    public void manhattan(ByteBuffer vectors, int[] byteIndexes, int count, float[] query, float[] results) {
        for (int i = 0; i < count; i++) {
            float sum = 0;
            for (int j = 0; j < query.length; j++) {
                sum += Math.abs(vectors.getFloat(byteIndexes[i] + 4 * j) - query[j]);
            }
            results[i] = sum;
        }
    }

    private static float dot(ByteBuffer vectors, int byteIndex, float[] query) {
        float sum = 0;
        for (int j = 0; j < query.length; j++) {
            sum += vectors.getFloat(byteIndex + 4 * j) * query[j];
        }
        return sum;
    }

    private static float squaredNorm(ByteBuffer vectors, int byteIndex, int dimension) {
        float sum = 0;
        for (int j = 0; j < dimension; j++) {
            float element = vectors.getFloat(byteIndex + 4 * j);
            sum += element * element;
        }
        return sum;
    }
}
