package io.vectra.storage.log;

import io.vectra.storage.CorruptStoreException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a payload's bytes one after the other, never beyond its end.
 *
 * <p>The frame's checksum has been verified, so what does not fit here was written wrong or hit by a collision: it is
 * reported as damage, with file and offset.
 */
final class FrameReader {
    private final ByteBuffer file;
    private final DamageReport damage;
    private final int end;
    private int offset;

    /**
     * @param file the file's bytes from its start, little-endian
     * @param start the offset of the first byte to read
     * @param end the offset after the last byte
     */
    FrameReader(ByteBuffer file, int fileNumber, int start, int end) {
        this(
                file,
                start,
                end,
                (at, detail, cause) -> new CorruptStoreException(LogPosition.fileName(fileNumber), at, detail, cause));
    }

    /**
     * @param bytes what to read from
     * @param start the index of the first byte to read
     * @param end the index after the last byte
     * @param damage reports what does not fit
     */
    FrameReader(ByteBuffer bytes, int start, int end, DamageReport damage) {
        this.file = bytes;
        this.damage = damage;
        this.offset = start;
        this.end = end;
    }

    int offset() {
        return offset;
    }

    int remaining() {
        return end - offset;
    }

    byte getByte() {
        return file.get(claim(1));
    }

    short getShort() {
        return file.getShort(claim(Short.BYTES));
    }

    int getInt() {
        return file.getInt(claim(Integer.BYTES));
    }

    long getLong() {
        return file.getLong(claim(Long.BYTES));
    }

    float getFloat() {
        return file.getFloat(claim(Float.BYTES));
    }

    double getDouble() {
        return file.getDouble(claim(Double.BYTES));
    }

    /** Reads how many elements follow, each of at least so many bytes. */
    int getCount(int elementBytesMin) {
        int start = offset;
        int count = getInt();
        if (count < 0 || (long) count * elementBytesMin > remaining()) {
            throw corruptAt(start, "a count of " + count + " does not fit the " + remaining() + " bytes left", null);
        }
        return count;
    }

    byte[] getBytes() {
        byte[] bytes = new byte[getCount(1)];
        file.get(claim(bytes.length), bytes);
        return bytes;
    }

    String getText() {
        int start = offset;
        byte[] bytes = getBytes();
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD')
                >= 0) { // Either part of the text, or what decoding puts for bytes that are no UTF-8.
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            } catch (CharacterCodingException e) {
                throw corruptAt(start, "a text is not UTF-8", e);
            }
        }
        return text;
    }

    /** Checks that everything was read. */
    void expectEnd() {
        if (offset != end) {
            throw corruptAt(offset, remaining() + " bytes follow the content", null);
        }
    }

    CorruptStoreException corruptAt(int at, String detail, @Nullable Throwable cause) {
        return damage.at(at, detail + ", although the checksum holds. Restore a backup", cause);
    }

    private int claim(int count) {
        int start = offset;
        if (count > remaining()) {
            throw corruptAt(start, count + " bytes are expected, but the content has " + remaining() + " left", null);
        }
        offset += count;
        return start;
    }
}
