package io.vectra.storage.filter;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.io.Directory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The file of a segment's columns. All numbers are little-endian.
 *
 * <pre>
 * header  64 bytes
 *    0  8  magic "VECTRA\r\n"
 *    8  4  kind "VCOL"
 *   12  4  format version, 1
 *   16 16  database id, upper half first
 *   32  4  table id
 *   36  4  zero
 *   40  8  segment
 *   48 12  zeros
 *   60  4  CRC32C of bytes 0 to 59
 * sections, without gaps: of each chunk of 65 536 rows (the last one has the rest), each column in order
 *    …  …  see below; a multiple of 8
 * directory: of each section in the same order, 48 bytes
 *    0  8  position in the file
 *    8  4  bytes
 *   12  4  CRC32C of the section
 *   16  1  form: 1 nulls only, 2 keys, 3 texts, 4 UUIDs
 *   17  1  bytes of a key's difference or a text's number: 0, 1, 2, 4, 8
 *   18  1  bytes of a text's unit: 1, 2; else 0
 *   19  1  zero
 *   20  4  count of NULLs
 *   24  4  count of different texts
 *   28  4  zero
 *   32  8  lowest key
 *   40  8  highest key
 * description, see {@link ColumnDescription}
 * trailer  64 bytes
 *    0  8  count of rows
 *    8  4  count of columns
 *   12  4  zero
 *   16  8  position of the directory
 *   24  8  position of the description
 *   32  4  bytes of the description
 *   36  4  CRC32C of the directory
 *   40  4  CRC32C of the description
 *   44 16  zeros
 *   60  4  CRC32C of bytes 0 to 59
 * </pre>
 *
 * <p>A section begins with one bit for each row, 1 for NULL, in 8-byte words, if some but not all rows are NULL. If all
 * are, nothing follows, and the form is "nulls only". Else, of n rows; what a NULL row has means nothing:
 *
 * <pre>
 * keys   n differences to the lowest key, unsigned; zeros up to a multiple of 8. See {@link ColumnKeys}
 * texts  of each different text, in ascending order of units, and once more: u32, the units before it; zeros up to a
 *        multiple of 8; the units: UTF-16, or their lower bytes if all the upper ones are 0; zeros up to a multiple of
 *        8; n numbers of texts; zeros up to a multiple of 8
 * UUIDs  n upper halves, n lower halves
 * </pre>
 *
 * <p>Stateless.
 */
final class ColumnsFile {
    static final int HEADER_BYTES = 64;
    static final int TRAILER_BYTES = 64;
    static final int ENTRY_BYTES = 48;

    static final int NULLS_ONLY = 1;
    static final int KEYS = 2;
    static final int TEXTS = 3;
    static final int UUIDS = 4;

    private static final int VERSION = 1;
    private static final long MAGIC = 0x0a0d_4152_5443_4556L; // "VECTRA\r\n"
    private static final int KIND = 'V' | 'C' << 8 | 'O' << 16 | 'L' << 24;
    private static final int VERSION_INDEX = 12;
    private static final int CRC_INDEX = 60;

    private ColumnsFile() {}

    /** Where everything is. */
    record Trailer(
            long rowCount,
            int columnCount,
            long directoryPosition,
            long descriptionPosition,
            int descriptionBytes,
            int directoryCrc,
            int descriptionCrc) {
        int chunkCount() {
            return Math.toIntExact((rowCount + ColumnChunk.ROWS_MAX - 1) / ColumnChunk.ROWS_MAX);
        }

        int rowsOf(int chunk) {
            return (int) Math.min(ColumnChunk.ROWS_MAX, rowCount - (long) chunk * ColumnChunk.ROWS_MAX);
        }

        long directoryBytes() {
            return (long) chunkCount() * columnCount * ENTRY_BYTES;
        }

        long fileBytes() {
            return descriptionPosition + descriptionBytes + TRAILER_BYTES;
        }
    }

    /** What the directory says of a section. */
    record Section(
            long position,
            int bytes,
            int crc,
            int form,
            int width,
            int unitBytes,
            int nullCount,
            int textCount,
            long lowest,
            long highest) {
        static Section decode(ByteBuffer directory, int index) {
            return new Section(
                    directory.getLong(index),
                    directory.getInt(index + 8),
                    directory.getInt(index + 12),
                    directory.get(index + 16),
                    directory.get(index + 17),
                    directory.get(index + 18),
                    directory.getInt(index + 20),
                    directory.getInt(index + 24),
                    directory.getLong(index + 32),
                    directory.getLong(index + 40));
        }

        Section withContent(int newBytes, int newCrc) {
            return new Section(
                    position, newBytes, newCrc, form, width, unitBytes, nullCount, textCount, lowest, highest);
        }

        Section at(long newPosition) {
            return new Section(newPosition, bytes, crc, form, width, unitBytes, nullCount, textCount, lowest, highest);
        }

        void encode(ByteBuffer directory) {
            directory
                    .putLong(position)
                    .putInt(bytes)
                    .putInt(crc)
                    .put((byte) form)
                    .put((byte) width)
                    .put((byte) unitBytes)
                    .put((byte) 0)
                    .putInt(nullCount)
                    .putInt(textCount)
                    .putInt(0)
                    .putLong(lowest)
                    .putLong(highest);
        }
    }

    static ByteBuffer encode(ColumnsIdentity identity) {
        ByteBuffer bytes = littleEndian(HEADER_BYTES)
                .putLong(MAGIC)
                .putInt(KIND)
                .putInt(VERSION)
                .putLong(identity.databaseId().getMostSignificantBits())
                .putLong(identity.databaseId().getLeastSignificantBits())
                .putInt(identity.tableId())
                .putInt(0)
                .putLong(identity.segment());
        return bytes.putInt(CRC_INDEX, crcOf(bytes.duplicate().position(0).limit(CRC_INDEX)))
                .clear();
    }

    static ByteBuffer encode(Trailer trailer) {
        ByteBuffer bytes = littleEndian(TRAILER_BYTES)
                .putLong(trailer.rowCount())
                .putInt(trailer.columnCount())
                .putInt(0)
                .putLong(trailer.directoryPosition())
                .putLong(trailer.descriptionPosition())
                .putInt(trailer.descriptionBytes())
                .putInt(trailer.directoryCrc())
                .putInt(trailer.descriptionCrc());
        return bytes.putInt(CRC_INDEX, crcOf(bytes.duplicate().position(0).limit(CRC_INDEX)))
                .clear();
    }

    /** Checks the header, and reads the trailer. */
    static Trailer read(Directory directory, String name, ColumnsIdentity identity) throws IOException {
        long size;
        try {
            size = directory.size(name);
        } catch (NoSuchFileException missing) {
            throw new CorruptStoreException(name, 0, "expected filter columns, but there is no such file.", missing);
        }
        if (size < HEADER_BYTES + TRAILER_BYTES) {
            throw new CorruptStoreException(
                    name,
                    size,
                    "expected at least " + (HEADER_BYTES + TRAILER_BYTES) + " bytes, but the file has " + size + ".");
        }
        checkHeader(directory.map(name, 0, HEADER_BYTES), name, identity);
        Trailer trailer = trailer(directory.map(name, size - TRAILER_BYTES, TRAILER_BYTES), name, size);
        if (trailer.fileBytes() != size
                || trailer.directoryPosition() + trailer.directoryBytes() != trailer.descriptionPosition()) {
            throw new CorruptStoreException(
                    name,
                    Math.min(size, trailer.fileBytes()),
                    "expected " + trailer.fileBytes() + " bytes, but the file has " + size + ".");
        }
        return trailer;
    }

    private static void checkHeader(ByteBuffer bytes, String name, ColumnsIdentity identity) {
        if (bytes.getLong(0) != MAGIC || bytes.getInt(8) != KIND) {
            throw new CorruptStoreException(name, 0, "expected filter columns, but it does not begin as such.");
        }
        checkCrc(bytes.duplicate().limit(CRC_INDEX), bytes.getInt(CRC_INDEX), name, 0);
        if (bytes.getInt(VERSION_INDEX) > VERSION) {
            throw new StoreException(
                    StoreError.TOO_NEW,
                    "File \"" + name + "\" has format version " + bytes.getInt(VERSION_INDEX)
                            + ", but this version of Vectra reads up to " + VERSION
                            + ". Open the database with the version that wrote it, or a later one.");
        }
        var found = new ColumnsIdentity(
                new UUID(bytes.getLong(16), bytes.getLong(24)), bytes.getInt(32), bytes.getLong(40));
        if (!found.equals(identity)) {
            throw new CorruptStoreException(
                    name, 16, "it belongs to " + found + ", but is expected to belong to " + identity + ".");
        }
    }

    private static Trailer trailer(ByteBuffer bytes, String name, long size) {
        checkCrc(bytes.duplicate().limit(CRC_INDEX), bytes.getInt(CRC_INDEX), name, size - TRAILER_BYTES);
        return new Trailer(
                bytes.getLong(0),
                bytes.getInt(8),
                bytes.getLong(16),
                bytes.getLong(24),
                bytes.getInt(32),
                bytes.getInt(36),
                bytes.getInt(40));
    }

    /**
     * Checks the remaining bytes of a part of the file, which are read.
     *
     * @param position where the part begins
     */
    static void checkCrc(ByteBuffer bytes, int expected, String name, long position) {
        int length = bytes.remaining();
        int actual = crcOf(bytes);
        if (actual != expected) {
            throw new CorruptStoreException(
                    name,
                    position,
                    length + " bytes have checksum " + Integer.toHexString(actual) + ", but "
                            + Integer.toHexString(expected)
                            + " was written. This file is derived: it can be made again from the segment's rows.");
        }
    }

    static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns the checksum of the remaining bytes, which are read. */
    static int crcOf(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** Returns a count of bytes rounded up to a multiple of 8. */
    static int padded(int bytes) {
        return bytes + 7 & -8;
    }
}
