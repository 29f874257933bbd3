package io.vectra.storage.log;

import org.jspecify.annotations.Nullable;

/** A transaction's changes, as read from the log. */
public final class TransactionRecord {
    /**
     * Shows everything to the visitor: vectors, tombstones, deletes, puts, identity positions, each in the order in
     * which they were added.
     */
    public void accept(Visitor visitor) {
        throw new AssertionError("not built yet " + visitor);
    }

    /** How many vectors the transaction added. */
    public int vectorCount() {
        return 0;
    }

    /** How many vectors the transaction ended. */
    public int tombstoneCount() {
        return 0;
    }

    /** How many rows the transaction removed. */
    public int deleteCount() {
        return 0;
    }

    /** How many rows the transaction inserted or replaced. */
    public int putCount() {
        return 0;
    }

    /** How many identity positions the transaction moved. */
    public int identityCount() {
        return 0;
    }

    /** Is shown the changes of a transaction; every method does nothing unless overridden. */
    public interface Visitor {
        /**
         * A new vector.
         *
         * @param position where its floats lie in the log: {@code dimension} little-endian floats
         */
        default void vector(int columnId, long ordinal, long rowId, int dimension, long position) {}

        /** A vector that no row has any more. */
        default void tombstone(long reference) {}

        /** A row that is gone. */
        default void delete(int tableId, long rowId) {}

        /**
         * A row that was inserted, or replaced the one with the same id.
         *
         * @param values one for each column of the mirror's table in order; the receiver owns the array
         */
        default void put(int tableId, long rowId, @Nullable Object[] values) {}

        /** A column's identity generator that went on. */
        default void identity(int tableId, int columnIndex, long next) {}
    }
}
