package io.vectra.storage.segment;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.segment.SegmentFileIdentity.Subject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The first 64 bytes of each file of a segment. All numbers are little-endian.
 *
 * <pre>
 *    0  8  magic "VECTRA\r\n"
 *    8  4  kind
 *   12  4  format version, 1
 *   16 16  database id, upper half first
 *   32  4  what the next is a number of: 1 table, 2 vector column
 *   36  4  table id or column id
 *   40  8  segment
 *   48  4  rows: count of columns. vectors: dimension. deletions: 0. full-text index: what it was made for
 *   52  4  rows: count of vector columns. Others: 0
 *   56  4  zero
 *   60  4  CRC32C of bytes 0 to 59
 * </pre>
 *
 * <p>A later version keeps magic, kind, version and checksum where they are.
 *
 * @param width the number at byte 48
 * @param references the number at byte 52
 */
record SegmentFileHeader(Kind kind, SegmentFileIdentity identity, int width, int references) {
    static final int BYTES = 64;
    static final int VERSION = 1;
    static final int VERSION_INDEX = 12;
    static final int CRC_INDEX = BYTES - Integer.BYTES;

    private static final long MAGIC = 0x0a0d_4152_5443_4556L; // "VECTRA\r\n"

    /** What is in a file. */
    enum Kind {
        ROWS('V' | 'R' << 8 | 'O' << 16 | 'W' << 24, "a file of rows"),
        VECTORS('V' | 'V' << 8 | 'E' << 16 | 'C' << 24, "a file of vectors"),
        DELETIONS('V' | 'D' << 8 | 'E' << 16 | 'L' << 24, "a file of deletions"),
        BUNDLE('V' | 'T' << 8 | 'X' << 16 | 'T' << 24, "a full-text index");

        private final int code;
        private final String description;

        Kind(int code, String description) {
            this.code = code;
            this.description = description;
        }
    }

    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(MAGIC)
                .putInt(kind.code)
                .putInt(VERSION)
                .putLong(identity.databaseId().getMostSignificantBits())
                .putLong(identity.databaseId().getLeastSignificantBits())
                .putInt(subjectCode(identity.subject()))
                .putInt(identity.id())
                .putLong(identity.segment())
                .putInt(width)
                .putInt(references)
                .putInt(0);
        return bytes.putInt(crcOf(bytes, 0, CRC_INDEX)).flip();
    }

    /**
     * Reads and checks a header.
     *
     * @param bytes a little-endian buffer that begins with the file
     * @throws CorruptStoreException if it is of another kind or identity, or damaged
     * @throws StoreException ({@link StoreError#TOO_NEW}) if a newer version wrote it
     */
    static SegmentFileHeader read(ByteBuffer bytes, String name, Kind kind, SegmentFileIdentity identity) {
        if (bytes.limit() < BYTES) {
            throw tooShort(name, bytes.limit(), BYTES);
        }
        if (bytes.getLong(0) != MAGIC) {
            throw new CorruptStoreException(
                    name, 0, "expected " + kind.description + ", but it does not begin as a file of Vectra.");
        }
        int crc = crcOf(bytes, 0, CRC_INDEX);
        if (crc != bytes.getInt(CRC_INDEX)) {
            throw new CorruptStoreException(
                    name,
                    0,
                    "the header has checksum " + Integer.toHexString(bytes.getInt(CRC_INDEX)) + ", but its bytes have "
                            + Integer.toHexString(crc) + ". Restore a backup");
        }
        if (bytes.getInt(8) != kind.code) {
            throw new CorruptStoreException(
                    name, 8, "expected " + kind.description + ", but it is of kind " + kindName(bytes) + ".");
        }
        if (bytes.getInt(VERSION_INDEX) > VERSION) {
            throw new StoreException(
                    StoreError.TOO_NEW,
                    "File \"" + name + "\" has format version " + bytes.getInt(VERSION_INDEX)
                            + ", but this version of Vectra reads up to " + VERSION
                            + ". Open the database with the version that wrote it, or a later one.");
        }
        var found = new SegmentFileIdentity(
                new UUID(bytes.getLong(16), bytes.getLong(24)),
                subject(bytes.getInt(32), name),
                bytes.getInt(36),
                bytes.getLong(40));
        if (!found.databaseId().equals(identity.databaseId())) {
            throw new CorruptStoreException(
                    name,
                    16,
                    "it belongs to database " + found.databaseId() + ", but this one is " + identity.databaseId()
                            + ".");
        }
        if (!found.equals(identity)) {
            throw new CorruptStoreException(
                    name, 32, "it belongs to " + found + ", but is expected to belong to " + identity + ".");
        }
        return new SegmentFileHeader(kind, identity, bytes.getInt(48), bytes.getInt(52));
    }

    static CorruptStoreException tooShort(String name, long actualBytes, long expectedBytes) {
        return new CorruptStoreException(
                name,
                actualBytes,
                "expected " + expectedBytes + " bytes or more, but the file has " + actualBytes + ". Restore a backup");
    }

    /** Returns the checksum of a part of a buffer; its position and limit stay. */
    static int crcOf(ByteBuffer bytes, int from, int to) {
        var crc = new CRC32C();
        crc.update(bytes.duplicate().limit(to).position(from));
        return (int) crc.getValue();
    }

    private static String kindName(ByteBuffer bytes) {
        for (Kind kind : Kind.values()) {
            if (bytes.getInt(8) == kind.code) {
                return kind.toString();
            }
        }
        return Integer.toHexString(bytes.getInt(8));
    }

    private static int subjectCode(Subject subject) {
        return switch (subject) {
            case TABLE -> 1;
            case VECTOR_COLUMN -> 2;
        };
    }

    private static Subject subject(int code, String name) {
        return switch (code) {
            case 1 -> Subject.TABLE;
            case 2 -> Subject.VECTOR_COLUMN;
            default -> throw new CorruptStoreException(name, 32, "expected 1 or 2, but found " + code + ".");
        };
    }
}
