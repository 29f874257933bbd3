package io.vectra.storage.vector;

import java.util.Arrays;

/** A chunk of which nothing is left: every vector was deleted, and then dropped. Takes no memory to speak of. */
final class AbsentChunk extends Chunk {
    private final long createdLsn;

    /** @param createdLsn not before that of the ordinal before the chunk, and not after that of the one after it */
    AbsentChunk(long createdLsn) {
        this.createdLsn = createdLsn;
    }

    @Override
    long rowId(int index) {
        return 0;
    }

    @Override
    long createdLsn(int index) {
        return createdLsn;
    }

    @Override
    long deletedLsn(int index) {
        return VectorColumn.DROPPED;
    }

    @Override
    long position(int index) {
        return 0;
    }

    @Override
    void delete(int index, long deletedLsn) {
        throw new IllegalStateException("a vector that was dropped cannot be deleted");
    }

    @Override
    int firstAlive(int from, int end, long lsn) {
        return end;
    }

    @Override
    int firstDeleted(int from, int end, long lsn) {
        return from;
    }

    @Override
    long[] positions(long[] scratch) {
        Arrays.fill(scratch, 0);
        return scratch;
    }
}
