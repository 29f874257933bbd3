package io.vectra.storage.vector;

/**
 * Compares rows that lie scattered in one buffer with a query: what a walk through a graph needs.
 *
 * <p>Rows are taken four at a time, so that the misses of the memory overlap. Results have the error of a float sum;
 * where one leaves the range of float it is infinite or NaN.
 *
 * <p>A row of floats is {@code dimension} little-endian floats. A row of codes is as {@link CodeRows} lays it out.
 *
 * <p>Thread rule: any number of threads.
 */
public interface ScatteredRows {
    /**
     * Computes inner products.
     *
     * @param byteIndexes where each row begins in the buffer
     * @param count how many of {@code byteIndexes} to compute
     * @param query float[dimension]
     * @param results receives one float for each row
     */
    void dot(int[] byteIndexes, int count, float[] query, float[] results);

    /** Computes squared Euclidean distances; parameters as of {@link #dot}. */
    void squaredEuclidean(int[] byteIndexes, int count, float[] query, float[] results);

    /** Computes Manhattan distances; parameters as of {@link #dot}. */
    void manhattan(int[] byteIndexes, int count, float[] query, float[] results);

    /** Computes {@code Σ weight[j]·code[j]} of rows of codes. */
    void dotCodes(int[] byteIndexes, int count, CodeQuery query, float[] results);

    /** Computes {@code Σ |step[j]·code[j] - target[j]|} of rows of codes. */
    void manhattanCodes(int[] byteIndexes, int count, CodeQuery query, float[] results);
}
