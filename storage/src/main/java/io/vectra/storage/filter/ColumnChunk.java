package io.vectra.storage.filter;

/**
 * Up to 65 536 rows whose columns can be tested.
 *
 * <p>A test sets one bit for each row, row 64·i + j as bit j of word i, and the bits after the last row to 0. Each
 * overwrites the first {@link #wordCount()} words. NULLs meet none but {@link #markNulls}.
 */
interface ColumnChunk {
    /** The most rows that a chunk has: a container of a RoaringBitmap. */
    int ROWS_MAX = 1 << 16;

    /** Returns how many rows there are, at least 1. */
    int rowCount();

    default int wordCount() {
        return (rowCount() + Long.SIZE - 1) / Long.SIZE;
    }

    /** Marks the rows whose key is in the ranges. */
    void markKeys(int column, KeyRanges ranges, long[] words);

    /** Marks the rows whose text meets a test. */
    void markTexts(int column, TextTest test, long[] words);

    /** Marks the rows whose UUID meets a test. */
    void markUuids(int column, UuidTest test, long[] words);

    /** Marks the rows that are NULL. */
    void markNulls(int column, long[] words);
}
