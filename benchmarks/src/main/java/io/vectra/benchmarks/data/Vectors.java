package io.vectra.benchmarks.data;

/**
 * Vectors of one dimension by their row number.
 *
 * <p>Thread rule: any number of threads.
 */
public interface Vectors {
    /** Returns the number of vectors. */
    int count();

    /** Returns how many floats a vector has. */
    int dimension();

    /** Copies a vector to {@code into}, of which it fills the first {@link #dimension()} floats. */
    void read(int row, float[] into);

    /** Returns a copy of a vector. */
    default float[] vector(int row) {
        float[] vector = new float[dimension()];
        read(row, vector);
        return vector;
    }
}
