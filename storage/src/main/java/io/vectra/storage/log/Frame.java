package io.vectra.storage.log;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One commit in the log, as it lies in a file.
 *
 * <p>A frame starts at a multiple of 64, has a 64-byte header, a payload, and zeros up to the next multiple of 64. All
 * numbers are little-endian.
 *
 * <table>
 * <caption>The header</caption>
 * <tr><th>offset</th><th>type</th><th>meaning</th></tr>
 * <tr><td>0</td><td>u32</td><td>magic, ASCII {@code VFRM}</td></tr>
 * <tr><td>4</td><td>u8</td><td>kind: 1 transaction, 2 schema change, 3 schema change with rows</td></tr>
 * <tr><td>5</td><td>3 bytes</td><td>0</td></tr>
 * <tr><td>8</td><td>i64</td><td>LSN</td></tr>
 * <tr><td>16</td><td>i32</td><td>payload size in bytes, without the zeros after it</td></tr>
 * <tr><td>20</td><td>i32</td><td>size in bytes of the vectors at the payload's start, a multiple of 16; 0 in kinds 2 and 3</td></tr>
 * <tr><td>24</td><td>i64</td><td>log position up to which everything was on the disk when this frame was written; it tells damage from frames
 *     that were lost together in a power cut</td></tr>
 * <tr><td>32</td><td>28 bytes</td><td>0</td></tr>
 * <tr><td>60</td><td>u32</td><td>CRC32C of: database id (16 bytes), the frame's log position (i64), header bytes 0 to 59, payload, zeros
 *     after it. So a frame is valid in its own place only</td></tr>
 * </table>
 *
 * @param offset where the header starts in its file
 * @param kind {@link #TRANSACTION}, {@link #SCHEMA}, {@link #REWRITE}, or one that this version does not know
 * @param payloadBytes the payload's size
 * @param vectorBytes the size of the vectors at the payload's start
 * @param forcedEnd the log position up to which everything was on the disk when the frame was written
 */
record Frame(int offset, int kind, long lsn, int payloadBytes, int vectorBytes, long forcedEnd) {
    static final int ALIGNMENT = 64;
    static final int HEADER_BYTES = 64;
    static final int TRANSACTION = 1;
    static final int SCHEMA = 2;
    /**
     * A schema change with the rows that it changed: its size in bytes (i32), itself as in {@link #SCHEMA}, then the
     * payload of a {@link #TRANSACTION} without vectors.
     */
    static final int REWRITE = 3;
    /** The largest payload that fits a file of the largest size. */
    static final int PAYLOAD_BYTES_MAX = LogSettings.FILE_BYTES_MAX - LogFileHeader.BYTES - HEADER_BYTES;

    private static final int MAGIC = 'V' | 'F' << 8 | 'R' << 16 | 'M' << 24;
    private static final int CRC_OFFSET = 60;

    /** Returns the size of a frame with such a payload, header and zeros included. */
    static long sizeBytes(int payloadBytes) {
        return HEADER_BYTES + ((long) payloadBytes + ALIGNMENT - 1 & -ALIGNMENT);
    }

    /** Returns where the frame ends in its file, the zeros included. */
    int end() {
        return (int) (offset + sizeBytes(payloadBytes));
    }

    int payloadOffset() {
        return offset + HEADER_BYTES;
    }

    /** Returns a frame of another kind whose payload is a part of this one's. */
    Frame part(int partKind, int from, int bytes) {
        return new Frame(offset + from, partKind, lsn, bytes, 0, forcedEnd);
    }

    /** Returns the frame's header with a checksum of 0. */
    ByteBuffer header() {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        header.putInt(0, MAGIC).put(4, (byte) kind).putLong(8, lsn);
        header.putInt(16, payloadBytes).putInt(20, vectorBytes).putLong(24, forcedEnd);
        return header;
    }

    /** Writes the checksum into a header. */
    static void seal(ByteBuffer header, int crc) {
        header.putInt(CRC_OFFSET, crc);
    }

    /**
     * Returns the frame at an offset of a log file, or null if there is none whose checksum holds.
     *
     * @param file the file's bytes from its start, little-endian
     * @param offset a multiple of 64
     */
    static @Nullable Frame at(ByteBuffer file, int fileNumber, int offset, UUID databaseId) {
        if (file.limit() - offset < HEADER_BYTES || file.getInt(offset) != MAGIC) {
            return null;
        }
        Frame frame = new Frame(
                offset,
                file.get(offset + 4) & 0xFF,
                file.getLong(offset + 8),
                file.getInt(offset + 16),
                file.getInt(offset + 20),
                file.getLong(offset + 24));
        if (frame.payloadBytes < 0
                || frame.vectorBytes < 0
                || frame.vectorBytes > frame.payloadBytes
                || offset + sizeBytes(frame.payloadBytes) > file.limit()) {
            return null;
        }
        CRC32C crc = checksum(databaseId, LogPosition.of(fileNumber, offset));
        crc.update(file.duplicate().position(offset).limit(offset + CRC_OFFSET));
        crc.update(file.duplicate().position(offset + HEADER_BYTES).limit(frame.end()));
        return (int) crc.getValue() == file.getInt(offset + CRC_OFFSET) ? frame : null;
    }

    /** Returns a checksum that has taken in which database and which place the frame belongs to. */
    static CRC32C checksum(UUID databaseId, long position) {
        ByteBuffer place = ByteBuffer.allocate(24).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        place.putLong(databaseId.getMostSignificantBits()).putLong(databaseId.getLeastSignificantBits());
        place.putLong(position);
        CRC32C crc = new CRC32C();
        crc.update(place.array(), 0, 24);
        return crc;
    }

    /** Adds a header without its checksum to a checksum. */
    static void addHeader(CRC32C crc, ByteBuffer header) {
        crc.update(header.duplicate().position(0).limit(CRC_OFFSET));
    }
}
