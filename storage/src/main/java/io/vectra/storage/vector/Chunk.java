package io.vectra.storage.vector;

/**
 * A fixed number of consecutive entries of a {@link VectorColumn}.
 *
 * <p>Thread rule: as of {@link VectorColumn}.
 */
abstract sealed class Chunk permits HeapChunk, MappedChunk {
    /** How many entries a chunk has room for. */
    static final int CAPACITY = 4096;

    /** Returns which chunk an ordinal is in. */
    static int numberOf(long ordinal) {
        return Math.toIntExact(ordinal / CAPACITY);
    }

    /** Returns where an ordinal is in its chunk. */
    static int indexOf(long ordinal) {
        return (int) (ordinal % CAPACITY);
    }

    abstract long rowId(int index);

    abstract long createdLsn(int index);

    abstract long deletedLsn(int index);

    abstract long position(int index);

    /** Called by the writer. */
    abstract void delete(int index, long deletedLsn);

    /**
     * Finds the entries of a range that are not deleted at an LSN.
     *
     * @param ordinals receives their ordinals, from its start
     * @param positions receives their positions, from its start
     * @return how many there are
     */
    abstract int selectAlive(Range range, long lsn, long[] ordinals, long[] positions);

    /**
     * Entries from an index (inclusive) to another (exclusive), of the chunk whose first entry has ordinal
     * {@code chunkStart}.
     */
    record Range(long chunkStart, int from, int to) {}
}
