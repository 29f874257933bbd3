package io.vectra.storage.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/** A fixed number of consecutive entries of a {@link VectorColumn}, as arrays on the heap. */
final class Chunk {
    /** How many entries a chunk has room for. */
    static final int CAPACITY = 4096;

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] rowIds = new long[CAPACITY];
    private final long[] createdLsns = new long[CAPACITY];
    private final long[] deletedLsns = new long[CAPACITY];
    private final long[] positions = new long[CAPACITY];

    Chunk() {
        Arrays.fill(deletedLsns, VectorColumn.ALIVE);
    }

    static int numberOf(long ordinal) {
        return Math.toIntExact(ordinal / CAPACITY);
    }

    static int indexOf(long ordinal) {
        return (int) (ordinal % CAPACITY);
    }

    void set(int index, long rowId, long createdLsn, long position) {
        rowIds[index] = rowId;
        createdLsns[index] = createdLsn;
        positions[index] = position;
    }

    void delete(int index, long deletedLsn) {
        LONGS.setRelease(deletedLsns, index, deletedLsn);
    }

    long rowId(int index) {
        return rowIds[index];
    }

    long createdLsn(int index) {
        return createdLsns[index];
    }

    long deletedLsn(int index) {
        return (long) LONGS.getAcquire(deletedLsns, index);
    }

    long position(int index) {
        return positions[index];
    }
}
