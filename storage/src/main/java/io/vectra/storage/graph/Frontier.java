package io.vectra.storage.graph;

import java.util.Arrays;

/**
 * The candidates that a walk has not expanded, nearest first: a binary heap of {@link Keys}.
 *
 * <p>Thread rule: one walk, one thread.
 */
final class Frontier {
    private long[] keys = new long[256];
    private int size;

    void clear() {
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(long key) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
        }
        int index = size++;
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            if (keys[parent] <= key) {
                break;
            }
            keys[index] = keys[parent];
            index = parent;
        }
        keys[index] = key;
    }

    /** Returns the nearest candidate; {@link Keys#LAST} if there is none. */
    long nearest() {
        return size == 0 ? Keys.LAST : keys[0];
    }

    /** Returns the nearest candidate's node; -1 if there is none. */
    int nearestNode() {
        return size == 0 ? -1 : Keys.node(keys[0]);
    }

    /** Removes the nearest candidate; there must be one. */
    long poll() {
        long nearest = keys[0];
        long last = keys[--size];
        int index = 0;
        int child = 1;
        while (child < size) {
            if (child + 1 < size && keys[child + 1] < keys[child]) {
                child++;
            }
            if (last <= keys[child]) {
                break;
            }
            keys[index] = keys[child];
            index = child;
            child = 2 * index + 1;
        }
        keys[index] = last;
        return nearest;
    }
}
