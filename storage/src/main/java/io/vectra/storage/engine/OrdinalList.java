package io.vectra.storage.engine;

import java.util.Arrays;

/** A growing list of ordinals. Thread rule: one thread. */
final class OrdinalList {
    private long[] ordinals = new long[64];
    private int count;

    /** Makes room for some more. */
    void reserve(int more) {
        if (more > ordinals.length - count) {
            ordinals = Arrays.copyOf(ordinals, Math.max(count + more, 2 * count));
        }
    }

    void add(long ordinal) {
        reserve(1);
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
