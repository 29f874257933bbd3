package io.vectra.storage.vector;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.io.AppendFile;
import io.vectra.storage.io.Directory;
import io.vectra.storage.manifest.VectorDirectoryFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The file of a {@link VectorColumn}. All numbers are little-endian.
 *
 * <pre>
 * header  64 bytes
 *    0  8  magic "VECTRADR"
 *    8  4  format version, 1
 *   12  4  column id
 *   16  4  table id
 *   20  4  dimension
 *   24  8  count of entries
 *   32  8  LSN that the file describes
 *   40 16  database id, upper half first
 *   56  4  zero
 *   60  4  CRC32C of bytes 0 to 59
 * blocks, each of n = 4096 entries, the last one of the rest
 *    8·n   row ids
 *    8·n   created LSNs, never falling
 *    8·n   deleted LSNs, 2^63 - 1 where alive
 *    8·n   positions in the log
 *    4     block number, from 0
 *    4     CRC32C of the block's bytes before
 * </pre>
 *
 * <p>The file ends with the last block; there is none for an empty column. A later version keeps the magic, the version
 * and the checksum of the header where they are.
 *
 * <p>Thread rule: any number of threads.
 */
final class ColumnFile {
    static final int HEADER_BYTES = 64;

    static final int ENTRY_BYTES = 4 * Long.BYTES;
    static final int BLOCK_TRAILER_BYTES = 8;

    private static final int BLOCK_BYTES = Chunk.CAPACITY * ENTRY_BYTES + BLOCK_TRAILER_BYTES;

    private static final long MAGIC = 0x5244415254434556L; // "VECTRADR"
    private static final int VERSION = 1;
    private static final int HEADER_CRC_INDEX = 60;

    /** How many blocks one mapping covers. */
    private static final int MAPPED_BLOCKS = Directory.MAPPED_BYTES_MAX / BLOCK_BYTES;

    private final String name;
    private final Header header;

    private ColumnFile(String name, Header header) {
        this.name = name;
        this.header = header;
    }

    /**
     * What a file is about.
     *
     * @param count how many entries it has
     * @param lsn the commit that it describes the column after
     */
    record Header(int columnId, int tableId, int dimension, long count, long lsn) {
        int blockCount() {
            return Math.toIntExact((count + Chunk.CAPACITY - 1) / Chunk.CAPACITY);
        }

        int entriesOf(int block) {
            return (int) Math.min(Chunk.CAPACITY, count - (long) block * Chunk.CAPACITY);
        }

        long fileBytes() {
            return HEADER_BYTES + count * ENTRY_BYTES + (long) blockCount() * BLOCK_TRAILER_BYTES;
        }
    }

    /** Opens a file: reads and checks its header. */
    static ColumnFile open(Directory directory, String name, UUID databaseId) throws IOException {
        long size;
        try {
            size = directory.size(name);
        } catch (NoSuchFileException missing) {
            throw new CorruptStoreException(
                    name, 0, "expected a vector directory, but there is no such file.", missing);
        }
        if (size < HEADER_BYTES) {
            throw new CorruptStoreException(
                    name, size, "expected a header of " + HEADER_BYTES + " bytes, but the file has " + size + ".");
        }
        Header header = readHeader(directory.map(name, 0, HEADER_BYTES), name, databaseId);
        if (size != header.fileBytes()) {
            throw new CorruptStoreException(
                    name,
                    Math.min(size, header.fileBytes()),
                    "expected " + header.fileBytes() + " bytes for " + header.count() + " entries, but the file has "
                            + size + ".");
        }
        return new ColumnFile(name, header);
    }

    Header header() {
        return header;
    }

    /** Maps every block; none is read. */
    Chunk[] mapBlocks(Directory directory) throws IOException {
        var chunks = new Chunk[header.blockCount()];
        ByteBuffer bytes = ByteBuffer.allocate(0);
        for (int block = 0; block < chunks.length; block++) {
            if (block % MAPPED_BLOCKS == 0) {
                long length = Math.min((long) MAPPED_BLOCKS * BLOCK_BYTES, header.fileBytes() - positionOf(block));
                bytes = directory.map(name, positionOf(block), Math.toIntExact(length));
            }
            int index = block % MAPPED_BLOCKS * BLOCK_BYTES;
            chunks[block] = new MappedChunk(this, block, bytes, index, header.entriesOf(block));
        }
        return chunks;
    }

    /**
     * Checks a block.
     *
     * @throws CorruptStoreException if its number or its checksum is not what it must be
     */
    void verifyBlock(int block, ByteBuffer bytes, int index, int entries) {
        int numberIndex = index + entries * ENTRY_BYTES;
        int crcIndex = numberIndex + Integer.BYTES;
        int actual = crcOf(bytes.duplicate().limit(crcIndex).position(index));
        if (bytes.getInt(crcIndex) != actual || bytes.getInt(numberIndex) != block) {
            throw new CorruptStoreException(
                    name,
                    positionOf(block),
                    "block " + block + " has number " + bytes.getInt(numberIndex) + " and checksum "
                            + Integer.toHexString(bytes.getInt(crcIndex)) + ", but its bytes have checksum "
                            + Integer.toHexString(actual)
                            + ". This file is derived: it can be rebuilt from the log.");
        }
    }

    /** Writes a column as of an LSN, and forces the file; a file that was not finished is deleted. */
    static VectorDirectoryFile write(
            Directory directory, String name, UUID databaseId, VectorColumn column, VectorColumn.View view)
            throws IOException {
        var header = new Header(column.columnId(), column.tableId(), column.dimension(), view.count(), view.lsn());
        AppendFile file = directory.create(name);
        try (file) {
            var crc = new CRC32C();
            append(file, encode(header, databaseId), crc);
            ByteBuffer bytes = littleEndian(BLOCK_BYTES);
            for (int block = 0; block < header.blockCount(); block++) {
                append(file, encode(column, view, block, header.entriesOf(block), bytes), crc);
            }
            file.force();
            return new VectorDirectoryFile(column.columnId(), name, header.fileBytes(), (int) crc.getValue());
        } catch (IOException | RuntimeException failure) {
            deleteUnfinished(directory, name, failure);
            throw failure;
        }
    }

    private static Header readHeader(ByteBuffer bytes, String name, UUID databaseId) {
        if (bytes.getLong(0) != MAGIC) {
            throw new CorruptStoreException(name, 0, "expected a vector directory, but it does not begin as one.");
        }
        int crc = crcOf(bytes.duplicate().limit(HEADER_CRC_INDEX).position(0));
        if (crc != bytes.getInt(HEADER_CRC_INDEX)) {
            throw new CorruptStoreException(
                    name,
                    0,
                    "the header has checksum " + Integer.toHexString(bytes.getInt(HEADER_CRC_INDEX))
                            + ", but its bytes have " + Integer.toHexString(crc) + ".");
        }
        if (bytes.getInt(8) > VERSION) {
            throw new StoreException(
                    StoreError.TOO_NEW,
                    "File \"" + name + "\" has format version " + bytes.getInt(8)
                            + ", but this version of Vectra reads up to " + VERSION
                            + ". Open the database with the version that wrote it, or a later one.");
        }
        var fileDatabaseId = new UUID(bytes.getLong(40), bytes.getLong(48));
        if (!fileDatabaseId.equals(databaseId)) {
            throw new CorruptStoreException(
                    name, 40, "it belongs to database " + fileDatabaseId + ", but this one is " + databaseId + ".");
        }
        return new Header(bytes.getInt(12), bytes.getInt(16), bytes.getInt(20), bytes.getLong(24), bytes.getLong(32));
    }

    private static ByteBuffer encode(Header header, UUID databaseId) {
        ByteBuffer bytes = littleEndian(HEADER_BYTES)
                .putLong(MAGIC)
                .putInt(VERSION)
                .putInt(header.columnId())
                .putInt(header.tableId())
                .putInt(header.dimension())
                .putLong(header.count())
                .putLong(header.lsn())
                .putLong(databaseId.getMostSignificantBits())
                .putLong(databaseId.getLeastSignificantBits())
                .putInt(0);
        return bytes.putInt(crcOf(bytes.duplicate().flip())).flip();
    }

    private static ByteBuffer encode(
            VectorColumn column, VectorColumn.View view, int block, int entries, ByteBuffer bytes) {
        bytes.clear();
        long first = (long) block * Chunk.CAPACITY;
        for (int i = 0; i < entries; i++) {
            bytes.putLong(column.rowId(first + i));
        }
        for (int i = 0; i < entries; i++) {
            bytes.putLong(column.createdLsn(first + i));
        }
        for (int i = 0; i < entries; i++) {
            long deletedLsn = column.deletedLsn(first + i);
            bytes.putLong(deletedLsn <= view.lsn() ? deletedLsn : VectorColumn.ALIVE);
        }
        for (int i = 0; i < entries; i++) {
            bytes.putLong(column.position(first + i));
        }
        bytes.putInt(block);
        return bytes.putInt(crcOf(bytes.duplicate().flip())).flip();
    }

    private static void append(AppendFile file, ByteBuffer bytes, CRC32C crc) throws IOException {
        crc.update(bytes.duplicate());
        file.append(bytes);
    }

    private static void deleteUnfinished(Directory directory, String name, Exception failure) {
        try {
            directory.delete(name);
        } catch (IOException second) {
            failure.addSuppressed(second);
        }
    }

    private static long positionOf(int block) {
        return HEADER_BYTES + (long) block * BLOCK_BYTES;
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int crcOf(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
