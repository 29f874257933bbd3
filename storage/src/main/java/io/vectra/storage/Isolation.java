package io.vectra.storage;

/** What a transaction sees of the commits of others. */
public enum Isolation {
    /** Each statement sees the commits made before it began. */
    READ_COMMITTED,
    /**
     * Every statement sees the commits made before the transaction's first statement, and the transaction's own
     * changes.
     */
    SNAPSHOT
}
