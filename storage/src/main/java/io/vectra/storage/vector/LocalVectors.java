package io.vectra.storage.vector;

/**
 * What the running transaction has changed in one vector column.
 *
 * <p>Thread rule: used by the thread that runs the transaction only.
 */
public interface LocalVectors {
    /** Returns whether the transaction deleted or replaced the committed vector of this ordinal. */
    boolean isDeleted(long ordinal);

    /** Returns how many vectors the transaction has written, live or not. */
    int count();

    /** Returns the {@code i}-th written vector, float[dimension], not to be modified. */
    float[] vector(int i);

    /** Returns the id of the row that the {@code i}-th vector belongs to. */
    long rowId(int i);

    /** Returns the ordinal that the {@code i}-th vector will have once committed; rises with {@code i}. */
    long ordinal(int i);

    /** Returns whether the {@code i}-th vector is still its row's, not replaced or deleted by a later statement. */
    boolean isLive(int i);
}
