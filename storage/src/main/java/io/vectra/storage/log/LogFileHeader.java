package io.vectra.storage.log;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The first 64 bytes of a log file, little-endian.
 *
 * <table>
 * <caption>Layout</caption>
 * <tr><th>offset</th><th>type</th><th>meaning</th></tr>
 * <tr><td>0</td><td>8 bytes</td><td>magic, ASCII {@code VECTRA\r\n}</td></tr>
 * <tr><td>8</td><td>u32</td><td>kind, ASCII {@code VLOG}</td></tr>
 * <tr><td>12</td><td>u32</td><td>format version, 1</td></tr>
 * <tr><td>16</td><td>16 bytes</td><td>database id: the UUID's more and less significant i64</td></tr>
 * <tr><td>32</td><td>i32</td><td>the file's number, as in its name</td></tr>
 * <tr><td>36</td><td>4 bytes</td><td>0</td></tr>
 * <tr><td>40</td><td>i64</td><td>LSN of the first frame</td></tr>
 * <tr><td>48</td><td>12 bytes</td><td>0</td></tr>
 * <tr><td>60</td><td>u32</td><td>CRC32C of bytes 0 to 59</td></tr>
 * </table>
 *
 * <p>Magic, kind, version and checksum stay where they are in every later version.
 */
record LogFileHeader(UUID databaseId, int fileNumber, long firstLsn) {
    static final int BYTES = 64;
    static final int FORMAT_VERSION = 1;

    private static final long MAGIC = 0x0A0D_4152_5443_4556L;
    private static final int KIND = 'V' | 'L' << 8 | 'O' << 16 | 'G' << 24;
    private static final int CRC_OFFSET = 60;

    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(0, MAGIC).putInt(8, KIND).putInt(12, FORMAT_VERSION);
        bytes.putLong(16, databaseId.getMostSignificantBits()).putLong(24, databaseId.getLeastSignificantBits());
        bytes.putInt(32, fileNumber).putLong(40, firstLsn);
        return bytes.putInt(CRC_OFFSET, checksum(bytes));
    }

    /** Returns whether the file starts with a header that was written entirely. */
    static boolean isWhole(ByteBuffer file) {
        return file.limit() >= BYTES && file.getInt(CRC_OFFSET) == checksum(file);
    }

    /**
     * Reads a header that must be there.
     *
     * @param file the file's bytes from its start, little-endian
     * @throws CorruptStoreException if it is no log file, damaged, or belongs elsewhere
     * @throws StoreException ({@link StoreError#TOO_NEW}) if a newer version wrote it
     */
    static LogFileHeader decode(ByteBuffer file, UUID databaseId, int fileNumber) {
        String name = LogPosition.fileName(fileNumber);
        if (file.limit() < BYTES) {
            throw new CorruptStoreException(
                    name, file.limit(), "the header has " + BYTES + " bytes, but the file ends here. Restore a backup");
        }
        if (file.getLong(0) != MAGIC || file.getInt(8) != KIND) {
            throw new CorruptStoreException(name, 0, "this is not a log file of Vectra, or its start was overwritten");
        }
        if (!isWhole(file)) {
            throw new CorruptStoreException(name, 0, "the header's checksum does not hold. Restore a backup");
        }
        if (file.getInt(12) != FORMAT_VERSION) {
            throw new StoreException(
                    StoreError.TOO_NEW,
                    "File \"" + name + "\" has format version " + file.getInt(12)
                            + ", but this version of Vectra reads " + FORMAT_VERSION
                            + ". Open the database with a newer version");
        }
        var header = new LogFileHeader(new UUID(file.getLong(16), file.getLong(24)), file.getInt(32), file.getLong(40));
        if (!header.databaseId.equals(databaseId) || header.fileNumber != fileNumber) {
            throw new CorruptStoreException(
                    name,
                    16,
                    "it is file " + header.fileNumber + " of database " + header.databaseId + ", but file " + fileNumber
                            + " of database " + databaseId + " belongs here. Do not mix the files of databases");
        }
        return header;
    }

    private static int checksum(ByteBuffer file) {
        CRC32C crc = new CRC32C();
        crc.update(file.duplicate().position(0).limit(CRC_OFFSET));
        return (int) crc.getValue();
    }
}
