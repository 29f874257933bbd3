package io.vectra.storage.vector;

/**
 * A fixed number of consecutive entries of a {@link VectorColumn}.
 *
 * <p>Thread rule: as of {@link VectorColumn}.
 */
abstract sealed class Chunk permits AbsentChunk, HeapChunk, MappedChunk, SparseChunk {
    /** How many entries a chunk has room for. */
    static final int CAPACITY = 4096;

    /** What a search found out about the vectors' norms. */
    private volatile NormBound normBound = NormBound.NONE;

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
     * Returns the first index, from one on, of an entry that is not deleted at an LSN; {@code end} if there is none
     * before it.
     */
    abstract int firstAlive(int from, int end, long lsn);

    /**
     * Returns the first index, from one on, of an entry that is deleted at an LSN; {@code end} if there is none before
     * it.
     */
    abstract int firstDeleted(int from, int end, long lsn);

    /**
     * Returns the positions, each at its entry's index.
     *
     * @param scratch long[CAPACITY], which may be used for the answer
     * @return not to be modified
     */
    abstract long[] positions(long[] scratch);

    /**
     * Returns the largest squared norm, as a kernel computes it, of the vectors that are visible at an LSN; NaN if it
     * is not known.
     */
    final double squaredNormMax(long lsn) {
        NormBound bound = normBound;
        return lsn >= bound.lsn() ? bound.squaredNormMax() : Double.NaN;
    }

    /**
     * Remembers the largest squared norm of the vectors that are visible at an LSN, in a chunk that is full: none will
     * be added, so the bound holds for every later LSN too.
     */
    final void learnSquaredNormMax(long lsn, double squaredNormMax) {
        normBound = new NormBound(lsn, squaredNormMax);
    }

    private record NormBound(long lsn, double squaredNormMax) {
        static final NormBound NONE = new NormBound(Long.MAX_VALUE, Double.NaN);
    }
}
