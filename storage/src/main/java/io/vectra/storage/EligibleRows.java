package io.vectra.storage;

import java.util.Arrays;

/**
 * The rows that meet a WHERE, as the vector references that the relational mirror holds in the searched column.
 *
 * <p>Rows whose vector is NULL have no reference and are never eligible for a search. Thread rule: one thread fills it,
 * then any number may read.
 */
public final class EligibleRows {
    private long[] references = new long[64];
    private int count;

    /**
     * Adds the row that holds this reference; adding one twice is harmless.
     *
     * @param reference a committed or transaction-local vector reference of the searched column
     */
    public void add(long reference) {
        if (count == references.length) {
            references = Arrays.copyOf(references, count + (count >> 1));
        }
        references[count++] = reference;
    }

    /** Returns how many references were added. */
    public int count() {
        return count;
    }

    /** Returns the reference at {@code index}, from 0 (inclusive) to {@link #count()} (exclusive). */
    public long reference(int index) {
        return references[index];
    }
}
