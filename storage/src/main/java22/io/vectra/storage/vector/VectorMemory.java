package io.vectra.storage.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The bytes of a buffer as vectors of the Vector API.
 *
 * <p>What a JVM compiles for a read through a {@link MemorySegment} depends on how many classes of segments it has met
 * anywhere: of mapped files, of memory outside the heap, of arrays. With two of them a row takes twice as long as with
 * one, with three eight times. So where the code may use all of the memory ({@code --enable-native-access}), it is read
 * through one constant segment, by addresses; {@link #check} is then what keeps reads inside the buffer. Elsewhere it
 * is the buffer's own segment.
 *
 * <p>An address does not keep a buffer's memory from being freed: whoever reads calls
 * {@link java.lang.ref.Reference#reachabilityFence} with this object afterwards.
 *
 * <p>Thread rule: any number of threads.
 */
final class VectorMemory {
    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    static final int LANES = FLOATS.length();

    private static final VectorSpecies<Byte> CODES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, LANES * Byte.SIZE)));

    private static final boolean IS_ALL_ALLOWED = VectorMemory.class.getModule().isNativeAccessEnabled();
    private static final MemorySegment ALL =
            IS_ALL_ALLOWED ? MemorySegment.NULL.reinterpret(Long.MAX_VALUE) : MemorySegment.NULL;

    private final ByteBuffer buffer;
    private final MemorySegment segment;
    private final boolean isByAddress;
    private final long address;

    /** Takes a whole buffer: indexes count from its start, not from its position. */
    VectorMemory(ByteBuffer buffer) {
        this.buffer = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN).clear();
        this.segment = MemorySegment.ofBuffer(this.buffer);
        this.isByAddress = IS_ALL_ALLOWED && segment.isNative();
        this.address = isByAddress ? segment.address() : 0;
    }

    /**
     * Checks that some rows are inside the buffer; to be called before they are read.
     *
     * @throws IndexOutOfBoundsException if one is not
     */
    void check(int[] byteIndexes, int count, int rowBytes) {
        if (isByAddress) {
            for (int i = 0; i < count; i++) {
                Objects.checkFromIndexSize(byteIndexes[i], rowBytes, buffer.capacity());
            }
        }
    }

    /**
     * Returns the floats of a row from an element on.
     *
     * @param row the byte where the row begins
     */
    FloatVector floats(long row, int element) {
        long at = row + (long) element * Float.BYTES;
        return isByAddress
                ? FloatVector.fromMemorySegment(FLOATS, ALL, address + at, ByteOrder.LITTLE_ENDIAN)
                : FloatVector.fromMemorySegment(FLOATS, segment, at, ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns the codes from a byte on, as floats. */
    FloatVector codes(long at) {
        ByteVector codes = isByAddress
                ? ByteVector.fromMemorySegment(CODES, ALL, address + at, ByteOrder.LITTLE_ENDIAN)
                : ByteVector.fromMemorySegment(CODES, segment, at, ByteOrder.LITTLE_ENDIAN);
        return (FloatVector) codes.convertShape(VectorOperators.B2F, FLOATS, 0);
    }

    /** Returns a byte. */
    byte get(long at) {
        return isByAddress ? ALL.get(ValueLayout.JAVA_BYTE, address + at) : segment.get(ValueLayout.JAVA_BYTE, at);
    }

    /** Returns one float. */
    float getFloat(int at) {
        return buffer.getFloat(at);
    }
}
