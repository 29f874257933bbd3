package io.vectra.storage.vector;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Some vectors that lie in one buffer, in ascending order of position, to be compared together.
 *
 * <p>Thread rule: one search, one thread.
 */
final class VectorBlock {
    /** How many vectors a block takes; divides {@link Chunk#CAPACITY}. */
    static final int CAPACITY = 256;

    /** A block is verified as a whole if at least this part of its bytes are vectors of it. */
    private static final int SPARSE = 8;

    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);

    private final VectorSource source;
    private final int vectorBytes;
    private final long[] ordinals = new long[CAPACITY];
    private final int[] byteIndexes = new int[CAPACITY];
    private int count;
    private ByteBuffer buffer = NO_BYTES;

    /**
     * The positions from the block's first vector up to the one after which no vector begins that ends in the buffer.
     */
    private long firstPosition;

    private long lastPositionMax;
    private long nextPositionMin;

    VectorBlock(VectorSource source, int dimension) {
        this.source = source;
        this.vectorBytes = dimension * Float.BYTES;
    }

    /**
     * Adds vectors until the block is full, or one lies in another buffer or before the last one.
     *
     * @param ordinalBase the ordinal of each vector, less its index in {@code positions}
     * @param from the first vector's index
     * @param to the index after the last one
     * @return the index after the last one that was added; an empty block takes at least one
     */
    int add(long ordinalBase, long[] positions, int from, int to) {
        if (count == 0) {
            begin(positions[from]);
        }
        int end = Math.min(to, from + CAPACITY - count);
        int shift = count - from;
        long byteShift = byteIndexes[0] - firstPosition;
        long positionMin = nextPositionMin;
        int i = from;
        for (; i < end; i++) {
            long position = positions[i];
            if (position < positionMin || position > lastPositionMax) {
                break;
            }
            ordinals[shift + i] = ordinalBase + i;
            byteIndexes[shift + i] = (int) (position + byteShift);
            positionMin = position + vectorBytes;
        }
        count = shift + i;
        nextPositionMin = positionMin;
        return i;
    }

    private void begin(long position) {
        buffer = source.bufferAt(position);
        byteIndexes[0] = source.indexAt(position);
        firstPosition = position;
        nextPositionMin = position;
        lastPositionMax = source.endAt(position) - vectorBytes;
    }

    /** Verifies the vectors' bytes; without those between them, if these are many. */
    void verify() {
        long bytes = nextPositionMin - firstPosition;
        if (bytes <= (long) SPARSE * count * vectorBytes) {
            source.verify(firstPosition, nextPositionMin);
        } else {
            for (int i = 0; i < count; i++) {
                long position = firstPosition + (byteIndexes[i] - byteIndexes[0]);
                source.verify(position, position + vectorBytes);
            }
        }
    }

    void clear() {
        count = 0;
    }

    boolean isFull() {
        return count == CAPACITY;
    }

    int count() {
        return count;
    }

    ByteBuffer buffer() {
        return buffer;
    }

    int[] byteIndexes() {
        return byteIndexes;
    }

    long ordinal(int index) {
        return ordinals[index];
    }
}
