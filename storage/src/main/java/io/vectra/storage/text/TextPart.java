package io.vectra.storage.text;

import java.util.Arrays;
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

    /**
     * Returns the rows of a range that live and have one of some ids, in ascending order.
     *
     * @param sortedIds in ascending order
     */
    int[] rowsOf(long[] sortedIds, int first, int end) {
        int[] rows = new int[sortedIds.length];
        int count = 0;
        if (isAscending) {
            int from = first;
            for (long id : sortedIds) {
                from = firstFrom(id, from, end);
                if (from < end && rowId(from) == id && counts.isLiving(from)) {
                    rows[count++] = from;
                }
            }
        } else {
            for (int row = first; row < end; row++) {
                if (counts.isLiving(row) && Arrays.binarySearch(sortedIds, rowId(row)) >= 0) {
                    rows[count++] = row;
                }
            }
        }
        return Arrays.copyOf(rows, count);
    }

    /** Returns the first row of a range whose id is at least this one. */
    private int firstFrom(long id, int from, int end) {
        int low = from;
        int high = end;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rowId(middle) < id) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
