package io.vectra.storage.log;

import java.nio.ByteBuffer;

/**
 * The log's bytes as mapped or on the heap, for reading vectors where they lie. Immutable; it covers at least the
 * frames that had been appended when it was taken.
 *
 * <p>Thread rule: any number of threads.
 */
public final class LogPieces {
    LogPieces() {}

    /**
     * Returns the piece that holds a position, little-endian. The frame around the position has passed its checksum. A
     * caller that uses the buffer for other positions of the same piece calls {@link #verify} for them first.
     *
     * @throws io.vectra.storage.CorruptStoreException if the checksum does not hold
     */
    public ByteBuffer bufferAt(long position) {
        throw new AssertionError("not built yet " + position);
    }

    /** Returns the index of a position's byte in its piece's buffer; to be read with absolute gets. */
    public int indexAt(long position) {
        throw new AssertionError("not built yet " + position);
    }

    /** Returns the first position of the piece that holds a position. */
    public long pieceStart(long position) {
        throw new AssertionError("not built yet " + position);
    }

    /**
     * Returns the position after the piece that holds a position; vectors from here up to it are in the same buffer.
     */
    public long pieceEnd(long position) {
        throw new AssertionError("not built yet " + position);
    }

    /**
     * Checks the frames that overlap a range and were not checked yet; cheap if all were.
     *
     * @throws io.vectra.storage.CorruptStoreException if a checksum does not hold
     */
    public void verify(long fromPosition, long toPosition) {
        throw new AssertionError("not built yet " + fromPosition + toPosition);
    }
}
