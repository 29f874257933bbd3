package io.vectra.storage.graph;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Vectors in buffers whose bytes need no verification; their ordinals are the ids of their rows. Thread rule: any
 * number of threads.
 */
public final class BufferVectors implements VectorAccess {
    private final int count;
    private final int dimension;
    private final int strideBytes;
    private final int pieceShift;
    private final List<ByteBuffer> pieces;

    /**
     * Takes vectors that lie in one buffer, one directly after the other.
     *
     * @param vectors a little-endian buffer, read from its start
     */
    public BufferVectors(int count, int dimension, ByteBuffer vectors) {
        this(count, dimension, dimension * Float.BYTES, Integer.SIZE - 2, List.of(vectors));
    }

    /**
     * Takes vectors in pieces.
     *
     * @param pieceShift how many vectors each piece but the last has, as a power of two
     * @param pieces little-endian buffers
     */
    public BufferVectors(int count, int dimension, int strideBytes, int pieceShift, List<ByteBuffer> pieces) {
        this.count = count;
        this.dimension = dimension;
        this.strideBytes = strideBytes;
        this.pieceShift = pieceShift;
        this.pieces = List.copyOf(pieces);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public int strideBytes() {
        return strideBytes;
    }

    @Override
    public int pieceShift() {
        return pieceShift;
    }

    @Override
    public ByteBuffer piece(int number) {
        return pieces.get(number);
    }

    @Override
    public long rowId(int ordinal) {
        return ordinal;
    }

    @Override
    public void verify(int ordinal) {}
}
