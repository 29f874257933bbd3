package io.vectra.storage.text;

import java.util.function.IntToLongFunction;
import org.apache.lucene.index.IndexReader;
import org.jspecify.annotations.Nullable;

/**
 * Rows whose texts are indexed together, numbered from 0, some of which live.
 *
 * <p>Thread rule: any number of threads.
 */
public final class TextPart {
    private final IndexReader reader;
    private final IntToLongFunction rowIds;
    private final boolean isAscending;
    private final LivingCounts counts;

    /**
     * @param isAscending whether the rows' ids ascend with their numbers
     * @param counts of the rows that live
     */
    TextPart(IndexReader reader, IntToLongFunction rowIds, boolean isAscending, LivingCounts counts) {
        this.reader = reader;
        this.rowIds = rowIds;
        this.isAscending = isAscending;
        this.counts = counts;
    }

    IndexReader reader() {
        return reader;
    }

    long rowId(int row) {
        return rowIds.applyAsLong(row);
    }

    boolean isAscending() {
        return isAscending;
    }

    LivingCounts counts() {
        return counts;
    }

    /** Returns the rows that live, a bit each; null if all do. */
    long @Nullable [] living() {
        return counts.living();
    }

    /** Returns how many rows there are, dead ones included. */
    public int count() {
        return reader.maxDoc();
    }
}
