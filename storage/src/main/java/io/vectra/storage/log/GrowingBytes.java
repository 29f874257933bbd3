package io.vectra.storage.log;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Bytes that are written one after the other, little-endian, into an array that grows and is used again.
 *
 * <p>Thread rule: one thread at a time.
 */
final class GrowingBytes {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int INITIAL_BYTES = 256;
    private static final int KEPT_BYTES_MAX = 4 << 20;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;

    /** Forgets everything; after something large it also gives the memory back. */
    void clear() {
        size = 0;
        if (bytes.length > KEPT_BYTES_MAX) {
            bytes = new byte[INITIAL_BYTES];
        }
    }

    int size() {
        return size;
    }

    /** Returns a buffer of all bytes, valid until the next write. */
    ByteBuffer content() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    void copyTo(byte[] target, int index) {
        System.arraycopy(bytes, 0, target, index, size);
    }

    void putByte(int value) {
        int index = claim(1);
        bytes[index] = (byte) value;
    }

    void putShort(short value) {
        int index = claim(Short.BYTES);
        SHORTS.set(bytes, index, value);
    }

    void putInt(int value) {
        int index = claim(Integer.BYTES);
        INTS.set(bytes, index, value);
    }

    void putLong(long value) {
        int index = claim(Long.BYTES);
        LONGS.set(bytes, index, value);
    }

    void putBytes(byte[] value) {
        int index = claim(value.length);
        System.arraycopy(value, 0, bytes, index, value.length);
    }

    /** Writes floats in {@code strideBytes} bytes, the rest of them zero. */
    void putFloats(float[] values, int strideBytes) {
        int start = claim(strideBytes);
        ByteBuffer.wrap(bytes, start, strideBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .put(values);
        Arrays.fill(bytes, start + values.length * Float.BYTES, start + strideBytes, (byte) 0);
    }

    private int claim(int count) {
        int start = size;
        long end = (long) start + count;
        if (end > bytes.length) {
            grow(end);
        }
        size = (int) end;
        return start;
    }

    private void grow(long sizeMin) {
        if (sizeMin > Frame.PAYLOAD_BYTES_MAX) {
            throw tooLarge(sizeMin, Frame.PAYLOAD_BYTES_MAX);
        }
        long doubled = Math.max(sizeMin, 2L * bytes.length);
        try {
            bytes = Arrays.copyOf(bytes, (int) Math.min(doubled, Frame.PAYLOAD_BYTES_MAX));
        } catch (OutOfMemoryError e) { // A single large request, after which the heap is as free as before.
            throw new StoreException(
                    StoreError.LIMIT_EXCEEDED,
                    "The transaction takes " + sizeMin + " bytes in the log or more, for which the heap of "
                            + Runtime.getRuntime().maxMemory()
                            + " bytes has no room. Commit in smaller transactions, or start Java with a larger -Xmx",
                    e);
        }
    }

    static StoreException tooLarge(long sizeBytes, long sizeBytesMax) {
        return new StoreException(
                StoreError.LIMIT_EXCEEDED,
                "The transaction takes " + sizeBytes + " bytes in the log or more, but one commit may take "
                        + sizeBytesMax + ". Nothing of it was kept; commit in smaller transactions");
    }
}
