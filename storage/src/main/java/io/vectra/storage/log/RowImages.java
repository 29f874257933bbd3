package io.vectra.storage.log;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Turns rows into bytes: their values in order, without gaps, each as {@link ValueCodec} writes it.
 *
 * <p>Thread rule: encoding by one thread at a time, decoding by any number.
 */
public final class RowImages {
    private final GrowingBytes bytes = new GrowingBytes();

    /**
     * Encodes a row.
     *
     * @return the bytes, valid until the next call
     * @throws IllegalArgumentException if a value is of a type that {@link ValueCodec} does not list
     */
    public ByteBuffer encode(@Nullable Object[] image) {
        bytes.clear();
        for (Object value : image) {
            ValueCodec.write(value, bytes);
        }
        return bytes.content();
    }

    /**
     * Decodes a row.
     *
     * @param bytes a little-endian buffer, read by absolute gets only
     * @param start the index of the row's first byte
     * @param end the index after its last byte
     * @param columnCount how many values it has
     * @param damage reports bytes that are not so many values
     * @return owned by the caller
     */
    public static @Nullable Object[] decode(
            ByteBuffer bytes, int start, int end, int columnCount, DamageReport damage) {
        FrameReader source = new FrameReader(bytes, start, end, damage);
        @Nullable Object[] image = new @Nullable Object[columnCount];
        for (int i = 0; i < columnCount; i++) {
            image[i] = ValueCodec.read(source);
        }
        source.expectEnd();
        return image;
    }
}
