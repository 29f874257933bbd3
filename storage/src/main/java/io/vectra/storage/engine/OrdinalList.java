package io.vectra.storage.engine;

import java.util.Arrays;

/** A growing list of ordinals. Thread rule: one thread. */
final class OrdinalList {
    private long[] ordinals = new long[64];
    private int count;

    void add(long ordinal) {
        if (count == ordinals.length) {
            ordinals = Arrays.copyOf(ordinals, 2 * count);
        }
        ordinals[count++] = ordinal;
    }

    int count() {
        return count;
    }

    long get(int index) {
        return ordinals[index];
    }

    /** Returns them in ascending order, each once; the list is used up. */
    long[] sorted() {
        boolean isAscending = true;
        for (int i = 1; i < count; i++) {
            isAscending &= ordinals[i - 1] < ordinals[i];
        }
        if (isAscending) {
            return Arrays.copyOf(ordinals, count);
        }
        Arrays.sort(ordinals, 0, count);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (kept == 0 || ordinals[kept - 1] != ordinals[i]) {
                ordinals[kept++] = ordinals[i];
            }
        }
        return Arrays.copyOf(ordinals, kept);
    }
}
