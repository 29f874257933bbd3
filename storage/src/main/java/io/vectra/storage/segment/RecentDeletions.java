package io.vectra.storage.segment;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The LSNs of deletions that a reader may not see yet: a hash table from slots.
 *
 * <p>A slot is added once and stays; forgetting makes another table.
 *
 * <p>Thread rule: one thread adds; any number read beside it.
 */
final class RecentDeletions {
    /** Returned for a slot that is not here. */
    static final long NONE = 0;

    private static final VarHandle KEYS = MethodHandles.arrayElementVarHandle(int[].class);
    private static final int CAPACITY_MIN = 16;
    private static final int SPREAD = 0x9E37_79B9;

    /** The slot + 1, 0 where the table is free. Written after the LSN. */
    private final int[] keys;

    private final long[] lsns;
    private final int shift;
    private int count;
    private long lsnMin = Long.MAX_VALUE;

    /** Makes a table that has room for a number of deletions, and for as many again. */
    RecentDeletions(int expectedCount) {
        int capacity = Integer.highestOneBit(Math.max(CAPACITY_MIN, expectedCount)) << 2;
        this.keys = new int[capacity];
        this.lsns = new long[capacity];
        this.shift = Integer.numberOfLeadingZeros(capacity) + 1;
    }

    int count() {
        return count;
    }

    /** Returns the lowest LSN; called by the writer. */
    long lsnMin() {
        return lsnMin;
    }

    boolean isFull() {
        return count >= keys.length >> 1;
    }

    void add(int slot, long lsn) {
        int index = slot * SPREAD >>> shift;
        while (keys[index] != 0) {
            index = index + 1 & keys.length - 1;
        }
        lsns[index] = lsn;
        KEYS.setRelease(keys, index, slot + 1);
        count++;
        lsnMin = Math.min(lsnMin, lsn);
    }

    /** Returns when a slot was deleted, {@link #NONE} if that is not here. */
    long lsnOf(int slot) {
        int index = slot * SPREAD >>> shift;
        while (true) {
            int key = (int) KEYS.getAcquire(keys, index);
            if (key == slot + 1) {
                return lsns[index];
            }
            if (key == 0) {
                return NONE;
            }
            index = index + 1 & keys.length - 1;
        }
    }

    /** Returns a table of the deletions after an LSN, with room for more. */
    RecentDeletions after(long lsn) {
        int kept = 0;
        for (int index = 0; index < keys.length; index++) {
            kept += keys[index] != 0 && lsns[index] > lsn ? 1 : 0;
        }
        var table = new RecentDeletions(kept);
        for (int index = 0; index < keys.length; index++) {
            if (keys[index] != 0 && lsns[index] > lsn) {
                table.add(keys[index] - 1, lsns[index]);
            }
        }
        return table;
    }

    /** Clears the bits of the slots that were deleted after an LSN. */
    void clearAfter(long lsn, long[] deleted) {
        for (int index = 0; index < keys.length; index++) {
            int key = (int) KEYS.getAcquire(keys, index);
            if (key != 0 && lsns[index] > lsn) {
                deleted[key - 1 >>> 6] &= ~(1L << key - 1);
            }
        }
    }
}
