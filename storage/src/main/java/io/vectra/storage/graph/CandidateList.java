package io.vectra.storage.graph;

/**
 * The nearest candidates of a walk, as sorted {@link Keys}.
 *
 * <p>Thread rule: one walk, one thread.
 */
final class CandidateList {
    private long[] keys = new long[64];
    private int capacity;
    private int size;

    /** Every candidate before this index is expanded. */
    private int next;

    /** Empties the list and sets how many candidates it keeps. */
    void reset(int newCapacity) {
        if (keys.length < newCapacity) {
            keys = new long[Math.max(newCapacity, 2 * keys.length)];
        }
        capacity = newCapacity;
        size = 0;
        next = 0;
    }

    int capacity() {
        return capacity;
    }

    int size() {
        return size;
    }

    /** Returns the key at an index, nearest first. */
    long key(int index) {
        return keys[index];
    }

    /** Returns the key that a new one must sort before to be kept. */
    long bound() {
        return size == capacity ? keys[size - 1] : Keys.LAST;
    }

    /** Adds a candidate that is not expanded; a full list drops its farthest, or the candidate. */
    void add(long key) {
        if (size == capacity) {
            if (key >= keys[size - 1]) {
                return;
            }
            size--;
        }
        int index = position(key);
        System.arraycopy(keys, index, keys, index + 1, size - index);
        keys[index] = key;
        size++;
        next = Math.min(next, index);
    }

    /** Returns how many keys are smaller: a binary search without branches that cannot be predicted. */
    private int position(long key) {
        int low = 0;
        int length = size;
        while (length > 1) {
            int half = length >>> 1;
            low += keys[low + half - 1] < key ? half : 0;
            length -= half;
        }
        return length == 0 || keys[low] >= key ? low : low + 1;
    }

    /** Marks the nearest candidate that is not expanded as such, and returns its node; -1 if all are. */
    int expandNearest() {
        int node = nearestUnexpanded();
        if (node >= 0) {
            keys[next++] |= Keys.EXPANDED;
        }
        return node;
    }

    /** Returns the nearest candidate's node that is not expanded; -1 if all are. */
    int nearestUnexpanded() {
        while (next < size && Keys.isExpanded(keys[next])) {
            next++;
        }
        return next < size ? Keys.node(keys[next]) : -1;
    }
}
