package io.vectra.storage.vector;

import java.nio.ByteBuffer;

/**
 * Compares blocks of stored vectors with a query vector, fast, in single precision.
 *
 * <p>The vectors of a block lie in one little-endian buffer, each at its own byte index, aligned or not. A result may
 * differ from the true value by no more than {@link #roundings} allows (see
 * {@code docs/adr/0003-exact-answers-from-a-float-kernel.md}); where a sum leaves the range of float it is infinite or
 * NaN.
 *
 * <p>Thread rule: stateless, any number of threads.
 */
public interface VectorKernel {
    /** Returns the name that statistics show. */
    String name();

    /**
     * Returns how many roundings a term of a sum goes through at the most, its own product's included. With {@code u =
     * 2^-24} the error of a sum is at most {@code m·u / (1 - m·u)} of the sum of its terms' magnitudes, plus
     * {@code 2^-149} for each element.
     */
    int roundings(int dimension);

    /**
     * Computes inner products.
     *
     * @param vectors a little-endian buffer
     * @param byteIndexes where each vector begins in it
     * @param count how many of {@code byteIndexes} to compute
     * @param query float[dimension]
     * @param results receives one float for each vector
     */
    void dot(ByteBuffer vectors, int[] byteIndexes, int count, float[] query, float[] results);

    /** Computes inner products, and the vectors' squared norms: {@code results} receives two floats for each vector. */
    void dotAndNorm(ByteBuffer vectors, int[] byteIndexes, int count, float[] query, float[] results);

    /** Computes squared Euclidean distances; parameters as of {@link #dot}. */
    void squaredEuclidean(ByteBuffer vectors, int[] byteIndexes, int count, float[] query, float[] results);

    /** Computes Manhattan distances; parameters as of {@link #dot}. */
    void manhattan(ByteBuffer vectors, int[] byteIndexes, int count, float[] query, float[] results);

    /** Returns a comparison of rows that lie scattered in a little-endian buffer. */
    ScatteredRows rows(ByteBuffer buffer);
}
