package io.vectra.storage.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/** A chunk in arrays, which entries can be added to. */
final class HeapChunk extends Chunk {
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] rowIds = new long[CAPACITY];
    private final long[] createdLsns = new long[CAPACITY];
    private final long[] deletedLsns = new long[CAPACITY];
    private final long[] positions = new long[CAPACITY];

    /** Written before the first deletion, so that a reader who must see a deletion sees this too. */
    private volatile boolean hasDeleted;

    /** Makes a chunk without entries. */
    HeapChunk() {
        Arrays.fill(deletedLsns, VectorColumn.ALIVE);
    }

    /** Copies the first entries of a chunk. */
    HeapChunk(Chunk other, int count) {
        this();
        for (int i = 0; i < count; i++) {
            rowIds[i] = other.rowId(i);
            createdLsns[i] = other.createdLsn(i);
            deletedLsns[i] = other.deletedLsn(i);
            positions[i] = other.position(i);
        }
        hasDeleted = true;
    }

    /** Called by the writer, before the entry is published. */
    void set(int index, long rowId, long createdLsn, long position) {
        rowIds[index] = rowId;
        createdLsns[index] = createdLsn;
        positions[index] = position;
    }

    /** Called before the chunk is published. */
    void setPosition(int index, long position) {
        positions[index] = position;
    }

    /** Called before the chunk is published. */
    void drop(int index) {
        hasDeleted = true;
        rowIds[index] = 0;
        positions[index] = 0;
        deletedLsns[index] = VectorColumn.DROPPED;
    }

    /** Called before the chunk is published. */
    void restore(int index, long rowId, long createdLsn, long position) {
        set(index, rowId, createdLsn, position);
        deletedLsns[index] = VectorColumn.ALIVE;
    }

    /**
     * Gives dropped vectors created LSNs that never fall; called before the chunk is published.
     *
     * @param before that of the ordinal before the chunk
     * @return whether all of the first {@code count} vectors were dropped
     */
    boolean fillCreated(long before, int count) {
        long created = before;
        boolean areAllDropped = true;
        for (int i = 0; i < count; i++) {
            if (deletedLsns[i] == VectorColumn.DROPPED) {
                created = Math.max(created, createdLsns[i]);
                createdLsns[i] = created;
            } else {
                created = createdLsns[i];
                areAllDropped = false;
            }
        }
        return areAllDropped;
    }

    @Override
    void delete(int index, long deletedLsn) {
        hasDeleted = true;
        LONGS.setRelease(deletedLsns, index, deletedLsn);
    }

    @Override
    long rowId(int index) {
        return rowIds[index];
    }

    @Override
    long createdLsn(int index) {
        return createdLsns[index];
    }

    @Override
    long deletedLsn(int index) {
        return (long) LONGS.getAcquire(deletedLsns, index);
    }

    @Override
    long position(int index) {
        return positions[index];
    }

    @Override
    int firstAlive(int from, int end, long lsn) {
        if (!hasDeleted) {
            return from;
        }
        int index = from;
        while (index < end && (long) LONGS.getOpaque(deletedLsns, index) <= lsn) {
            index++;
        }
        return index;
    }

    @Override
    int firstDeleted(int from, int end, long lsn) {
        if (!hasDeleted) {
            return end;
        }
        int index = from;
        while (index < end && lsn < (long) LONGS.getOpaque(deletedLsns, index)) {
            index++;
        }
        return index;
    }

    @Override
    long[] positions(long[] scratch) {
        return positions;
    }
}
