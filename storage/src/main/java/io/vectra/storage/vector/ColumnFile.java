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
import java.util.stream.LongStream;
import java.util.zip.CRC32C;

/**
 * The file of a {@link VectorColumn}. All numbers are little-endian.
 *
 * <pre>
 * header  64 bytes
 *    0  8  magic "VECTRADR"
 *    8  4  format version, 2
 *   12  4  column id
 *   16  4  table id
 *   20  4  dimension
 *   24  8  count of entries
 *   32  8  LSN that the file describes
 *   40 16  database id, upper half first
 *   56  4  zero
 *   60  4  CRC32C of bytes 0 to 59
 * kept, for each block of 4096 entries (the last one has the rest)
 *    4     k: how many of its n entries are kept; the others are of vectors that were dropped, and
 *          whose rows and positions nobody asks for
 * and    4  CRC32C of these
 * blocks with k = n
 *    8·n   row ids
 *    8·n   created LSNs, never falling
 *    8·n   deleted LSNs, 2^63 - 1 where alive
 *    8·n   positions in the log
 *    4     block number, from 0
 *    4     CRC32C of the block's bytes before
 * blocks with k < n
 *    8     created LSN of the first entry
 *   512    bits of the kept entries: entry 64·i + j is bit j of the i-th word; not if k = 0
 *   128    for each of these words, how many entries are kept before it, 16 bits; not if k = 0
 *  32·k    as above, of the kept entries
 *    8     as above
 * </pre>
 *
 * <p>The file ends with the last block; there is none for an empty column. The last block keeps all of its entries, and
 * so does one with few that could be left out. A later version keeps the magic, the version and the checksum of the
 * header where they are.
 *
 * <p>Thread rule: any number of threads.
 */
final class ColumnFile {
    static final int HEADER_BYTES = 64;

    static final int ENTRY_BYTES = 4 * Long.BYTES;
    static final int BLOCK_TRAILER_BYTES = 8;

    /** What a block with entries that are left out has before the others. */
    static final int CREATED_BYTES = Long.BYTES;

    static final int BITS_BYTES = Chunk.CAPACITY / Byte.SIZE;
    static final int RANKS_BYTES = Chunk.CAPACITY / Long.SIZE * Short.BYTES;

    /** Fewer entries are not worth leaving out. */
    private static final int LEFT_OUT_MIN = Chunk.CAPACITY / 8;

    private static final int BLOCK_BYTES_MAX = Chunk.CAPACITY * ENTRY_BYTES + BLOCK_TRAILER_BYTES;

    private static final long MAGIC = 0x5244415254434556L; // "VECTRADR"
    private static final int VERSION = 2;
    private static final int HEADER_CRC_INDEX = 60;

    private final String name;
    private final Header header;
    private final Layout layout;

    private ColumnFile(String name, Header header, Layout layout) {
        this.name = name;
        this.header = header;
        this.layout = layout;
    }

    /**
     * Where blocks lie.
     *
     * @param kept how many entries each keeps
     * @param positions where each begins in the file, and where the last one ends
     */
    private record Layout(int[] kept, long[] positions) {
        static Layout of(Header header, int[] kept) {
            var positions = new long[kept.length + 1];
            positions[0] = header.blocksPosition();
            for (int block = 0; block < kept.length; block++) {
                positions[block + 1] = positions[block] + blockBytes(kept[block], header.entriesOf(block));
            }
            return new Layout(kept, positions);
        }

        private static int blockBytes(int kept, int entries) {
            int bytes = kept * ENTRY_BYTES + BLOCK_TRAILER_BYTES;
            if (kept == entries) {
                return bytes;
            }
            return bytes + CREATED_BYTES + (kept == 0 ? 0 : BITS_BYTES + RANKS_BYTES);
        }

        long fileBytes() {
            return positions[kept.length];
        }

        int blockBytes(int block) {
            return Math.toIntExact(positions[block + 1] - positions[block]);
        }
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

        int keptBytes() {
            return (blockCount() + 1) * Integer.BYTES;
        }

        long blocksPosition() {
            return HEADER_BYTES + keptBytes();
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
        Layout layout = readLayout(directory, name, header, size);
        if (size != layout.fileBytes()) {
            throw new CorruptStoreException(
                    name,
                    Math.min(size, layout.fileBytes()),
                    "expected " + layout.fileBytes() + " bytes for " + header.count() + " entries, but the file has "
                            + size + ".");
        }
        return new ColumnFile(name, header, layout);
    }

    private static Layout readLayout(Directory directory, String name, Header header, long size) throws IOException {
        if (header.count() < 0 || size < header.blocksPosition()) {
            throw new CorruptStoreException(
                    name,
                    HEADER_BYTES,
                    "expected " + header.keptBytes() + " bytes about the blocks of " + header.count()
                            + " entries, but the file has " + size + " bytes.");
        }
        ByteBuffer bytes = directory.map(name, HEADER_BYTES, header.keptBytes());
        int crcIndex = header.keptBytes() - Integer.BYTES;
        if (bytes.getInt(crcIndex) != crcOf(bytes.duplicate().limit(crcIndex).position(0))) {
            throw new CorruptStoreException(name, HEADER_BYTES, "what it says of its blocks fails the checksum.");
        }
        var kept = new int[header.blockCount()];
        for (int block = 0; block < kept.length; block++) {
            kept[block] = bytes.getInt(block * Integer.BYTES);
        }
        return Layout.of(header, kept);
    }

    Header header() {
        return header;
    }

    /** Maps every block; none is read but those that keep nothing. */
    Chunk[] mapBlocks(Directory directory) throws IOException {
        var chunks = new Chunk[header.blockCount()];
        int first = 0;
        while (first < chunks.length) {
            int end = first + 1;
            while (end < chunks.length
                    && layout.positions()[end + 1] - layout.positions()[first] <= Directory.MAPPED_BYTES_MAX) {
                end++;
            }
            long start = layout.positions()[first];
            ByteBuffer bytes = directory.map(name, start, Math.toIntExact(layout.positions()[end] - start));
            for (int block = first; block < end; block++) {
                chunks[block] = chunk(block, bytes, Math.toIntExact(layout.positions()[block] - start));
            }
            first = end;
        }
        return chunks;
    }

    private Chunk chunk(int block, ByteBuffer bytes, int index) {
        int kept = layout.kept()[block];
        int entries = header.entriesOf(block);
        if (kept == entries) {
            return new MappedChunk(this, block, bytes, index, entries);
        }
        if (kept > 0) {
            return new SparseChunk(this, block, bytes, index, kept);
        }
        verifyBlock(block, bytes, index);
        return new AbsentChunk(bytes.getLong(index));
    }

    /**
     * Checks a block.
     *
     * @throws CorruptStoreException if its number or its checksum is not what it must be
     */
    void verifyBlock(int block, ByteBuffer bytes, int index) {
        int numberIndex = index + layout.blockBytes(block) - BLOCK_TRAILER_BYTES;
        int crcIndex = numberIndex + Integer.BYTES;
        int actual = crcOf(bytes.duplicate().limit(crcIndex).position(index));
        if (bytes.getInt(crcIndex) != actual || bytes.getInt(numberIndex) != block) {
            throw new CorruptStoreException(
                    name,
                    layout.positions()[block],
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
        Layout layout = Layout.of(header, kept(column, header));
        AppendFile file = directory.create(name);
        try (file) {
            var crc = new CRC32C();
            append(file, encode(header, databaseId), crc);
            append(file, encode(layout), crc);
            ByteBuffer bytes = littleEndian(BLOCK_BYTES_MAX);
            for (int block = 0; block < header.blockCount(); block++) {
                var entries = new BlockEntries(column, view, block, header.entriesOf(block));
                append(file, entries.encode(bytes, layout.kept()[block]), crc);
            }
            file.force();
            return new VectorDirectoryFile(column.columnId(), name, layout.fileBytes(), (int) crc.getValue());
        } catch (IOException | RuntimeException failure) {
            deleteUnfinished(directory, name, failure);
            throw failure;
        }
    }

    private static int[] kept(VectorColumn column, Header header) {
        var kept = new int[header.blockCount()];
        for (int block = 0; block < kept.length; block++) {
            int entries = header.entriesOf(block);
            long first = (long) block * Chunk.CAPACITY;
            for (int i = 0; i < entries; i++) {
                kept[block] += column.deletedLsn(first + i) == VectorColumn.DROPPED ? 0 : 1;
            }
            if (block == kept.length - 1 || entries - kept[block] < LEFT_OUT_MIN) {
                kept[block] = entries;
            }
        }
        return kept;
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
        if (bytes.getInt(8) < VERSION) {
            throw new CorruptStoreException(
                    name,
                    8,
                    "it has format version " + bytes.getInt(8) + ", and directories are made anew in version " + VERSION
                            + ".");
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

    private static ByteBuffer encode(Layout layout) {
        ByteBuffer bytes = littleEndian((layout.kept().length + 1) * Integer.BYTES);
        for (int kept : layout.kept()) {
            bytes.putInt(kept);
        }
        return bytes.putInt(crcOf(bytes.duplicate().flip())).flip();
    }

    /**
     * The entries of one block.
     *
     * @param view what is deleted later is alive
     */
    private record BlockEntries(VectorColumn column, VectorColumn.View view, int block, int count) {
        /** Encodes the block, of which so many entries are kept. */
        ByteBuffer encode(ByteBuffer bytes, int kept) {
            bytes.clear();
            long first = (long) block * Chunk.CAPACITY;
            if (kept < count) {
                bytes.putLong(column.createdLsn(first));
                if (kept > 0) {
                    putBits(bytes, first);
                }
            }
            LongStream.Builder builder = LongStream.builder();
            for (long ordinal = first; ordinal < first + count; ordinal++) {
                if (kept == count || isKept(ordinal)) {
                    builder.add(ordinal);
                }
            }
            long[] ordinals = builder.build().toArray();
            for (long ordinal : ordinals) {
                bytes.putLong(column.rowId(ordinal));
            }
            for (long ordinal : ordinals) {
                bytes.putLong(column.createdLsn(ordinal));
            }
            for (long ordinal : ordinals) {
                long deletedLsn = column.deletedLsn(ordinal);
                bytes.putLong(deletedLsn <= view.lsn() ? deletedLsn : VectorColumn.ALIVE);
            }
            for (long ordinal : ordinals) {
                bytes.putLong(column.position(ordinal));
            }
            bytes.putInt(block);
            return bytes.putInt(crcOf(bytes.duplicate().flip())).flip();
        }

        private boolean isKept(long ordinal) {
            return column.deletedLsn(ordinal) != VectorColumn.DROPPED;
        }

        private void putBits(ByteBuffer bytes, long first) {
            var ranks = littleEndian(RANKS_BYTES);
            int rank = 0;
            for (int word = 0; word < Chunk.CAPACITY / Long.SIZE; word++) {
                long bits = 0;
                for (int i = 0; i < Long.SIZE; i++) {
                    bits |= isKept(first + (long) word * Long.SIZE + i) ? 1L << i : 0;
                }
                bytes.putLong(bits);
                ranks.putShort((short) rank);
                rank += Long.bitCount(bits);
            }
            bytes.put(ranks.flip());
        }
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

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int crcOf(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
