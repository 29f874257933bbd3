package io.vectra.storage.filter;

import java.util.Arrays;

/**
 * A set of keys as ascending, disjoint, closed ranges. Immutable.
 *
 * <p>Keys are signed 64-bit numbers that order as the column's values do, see {@link ColumnKeys}.
 */
final class KeyRanges {
    static final KeyRanges NONE = new KeyRanges(new long[0]);
    static final KeyRanges ALL = new KeyRanges(new long[] {Long.MIN_VALUE, Long.MAX_VALUE});

    /** Lowest and highest key of each range. */
    private final long[] bounds;

    private KeyRanges(long[] bounds) {
        this.bounds = bounds;
    }

    /** Returns the keys from {@code low} to {@code high}; none if they are the other way round. */
    static KeyRanges of(long low, long high) {
        return low <= high ? new KeyRanges(new long[] {low, high}) : NONE;
    }

    /** Returns a set of single keys. */
    static KeyRanges ofKeys(long[] keys) {
        long[] sorted = keys.clone();
        Arrays.sort(sorted);
        long[] bounds = new long[2 * sorted.length];
        int end = 0;
        for (long key : sorted) {
            if (end > 0 && (bounds[end - 1] == key || bounds[end - 1] + 1 == key)) {
                bounds[end - 1] = key;
            } else {
                bounds[end++] = key;
                bounds[end++] = key;
            }
        }
        return new KeyRanges(Arrays.copyOf(bounds, end));
    }

    boolean isEmpty() {
        return bounds.length == 0;
    }

    int count() {
        return bounds.length / 2;
    }

    long low(int range) {
        return bounds[2 * range];
    }

    long high(int range) {
        return bounds[2 * range + 1];
    }

    boolean contains(long key) {
        int range = firstEndingAtOrAfter(key);
        return range < count() && low(range) <= key;
    }

    /** Returns the first range whose highest key is not below {@code key}; {@link #count()} if there is none. */
    int firstEndingAtOrAfter(long key) {
        int from = 0;
        int to = count();
        while (from < to) {
            int middle = from + to >>> 1;
            if (high(middle) < key) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    KeyRanges complement() {
        long[] result = new long[bounds.length + 2];
        int end = 0;
        long next = Long.MIN_VALUE;
        for (int range = 0; range < count(); range++) {
            if (next < low(range)) {
                result[end++] = next;
                result[end++] = low(range) - 1;
            }
            if (high(range) == Long.MAX_VALUE) {
                return new KeyRanges(Arrays.copyOf(result, end));
            }
            next = high(range) + 1;
        }
        result[end++] = next;
        result[end++] = Long.MAX_VALUE;
        return new KeyRanges(Arrays.copyOf(result, end));
    }

    KeyRanges intersection(KeyRanges other) {
        long[] result = new long[bounds.length + other.bounds.length];
        int end = 0;
        int mine = 0;
        int others = 0;
        while (mine < count() && others < other.count()) {
            long low = Math.max(low(mine), other.low(others));
            long high = Math.min(high(mine), other.high(others));
            if (low <= high) {
                result[end++] = low;
                result[end++] = high;
            }
            if (high(mine) < other.high(others)) {
                mine++;
            } else {
                others++;
            }
        }
        return new KeyRanges(Arrays.copyOf(result, end));
    }

    KeyRanges union(KeyRanges other) {
        return complement().intersection(other.complement()).complement();
    }
}
