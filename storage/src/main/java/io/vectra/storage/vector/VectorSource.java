package io.vectra.storage.vector;

import java.nio.ByteBuffer;

/**
 * Where the vectors of committed rows lie.
 *
 * <p>A position is the number that {@link VectorColumn} holds for a vector; at it are {@code dimension} little-endian
 * floats, all in one buffer.
 *
 * <p>Thread rule: any number of threads.
 */
public interface VectorSource {
    /**
     * Returns the buffer that holds the vector at a position. Callers use absolute reads only, and the same piece of
     * the log is answered by the same buffer object as long as it can, because neighbours in one buffer are searched
     * together.
     *
     * @return a little-endian buffer
     * @throws io.vectra.storage.CorruptStoreException if the bytes fail their checksum
     */
    ByteBuffer bufferAt(long position);

    /** Returns where in {@link #bufferAt} the vector begins, in bytes. */
    int indexAt(long position);

    /**
     * Returns the position after the buffer that holds a position: a vector that ends by then is in the same buffer, as
     * far along as its position.
     */
    long endAt(long position);

    /**
     * Verifies bytes before they are read through a buffer that was got for another position; cheap if that was done
     * before.
     *
     * @throws io.vectra.storage.CorruptStoreException if the bytes fail their checksum
     */
    void verify(long fromPosition, long toPosition);
}
