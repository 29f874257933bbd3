package io.vectra.storage.log;

import org.jspecify.annotations.Nullable;

/**
 * Gathers a transaction's changes as bytes for the log, in buffers that are used again.
 *
 * <p>Thread rule: one thread at a time.
 */
public final class TransactionEncoder {
    /** Begins a transaction, forgetting the one before. */
    public void reset(long lsn) {}

    /**
     * Adds a vector.
     *
     * @param v float[dimension]; copied
     * @return the vector's offset in bytes from the frame's {@linkplain Appended#vectorsPosition vectors}
     */
    public int vector(int columnId, long ordinal, long rowId, float[] v) {
        return 0;
    }

    /** Adds a vector that dies with this commit. */
    public void tombstone(long reference) {}

    /** Adds a row that is gone. */
    public void delete(int tableId, long rowId) {}

    /**
     * Adds a row that was inserted, or replaces the one with the same id.
     *
     * @param values one for each column of the mirror's table in order, of the types that {@link ValueCodec} lists
     */
    public void put(int tableId, long rowId, @Nullable Object[] values) {}

    /** Adds the position of an identity generator. */
    public void identity(int tableId, int columnIndex, long next) {}

    /** Returns the LSN that {@link #reset} was given. */
    public long lsn() {
        return 0;
    }

    /** Returns whether nothing was added. */
    public boolean isEmpty() {
        return true;
    }

    /** Returns the size of the payload so far, in bytes; {@link Integer#MAX_VALUE} if it is more. */
    public int sizeBytes() {
        return 0;
    }
}
