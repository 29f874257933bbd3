package io.vectra.storage.graph;

import java.nio.ByteBuffer;

/**
 * The vectors that a graph is about: rows of little-endian floats at a fixed stride, in mapped pieces.
 *
 * <p>Vectors are numbered by ordinals from 0. They do not change as long as the graph is used.
 *
 * <p>Thread rule: any number of threads.
 */
public interface VectorAccess {
    /** Returns how many vectors there are. */
    int count();

    /** Returns how many floats each vector has. */
    int dimension();

    /** Returns how many bytes after a vector the next one of its piece begins, a multiple of 4. */
    int strideBytes();

    /** Returns how many vectors each piece but the last has, as a power of two: {@code 1 << pieceShift()}. */
    int pieceShift();

    /** Returns a piece, from 0: a little-endian buffer that begins with a vector. Always the same object. */
    ByteBuffer piece(int number);

    /** Returns the id of the row that has a vector: of equal vectors those of lower ids come first. */
    long rowId(int ordinal);

    /**
     * Verifies a vector's bytes unless that was done.
     *
     * @throws io.vectra.storage.CorruptStoreException if they fail their checksum
     */
    void verify(int ordinal);
}
