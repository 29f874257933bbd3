package io.vectra.storage.segment;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.io.Directory;
import io.vectra.storage.segment.SegmentFileHeader.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.util.function.ToIntFunction;

/**
 * A file of rows or vectors. All numbers are little-endian.
 *
 * <pre>
 * {@link SegmentFileHeader header}  64 bytes
 * content     vectors, or the bytes of row images one after the other; zeros up to a multiple of 64
 * entries     one for each vector or row; zeros up to a multiple of 64
 * checksums
 *    0  4  CRC32C of each block of the content, then of the entries; blocks as of {@link Section}
 * trailer     64 bytes
 *    0  8  count of entries
 *    8  8  bytes of the content, without the zeros
 *   16  8  lowest created LSN of an entry, 0 without any
 *   24  8  highest created LSN of an entry, 0 without any
 *   32 24  zeros
 *   56  4  CRC32C of the checksums
 *   60  4  CRC32C of the header and of bytes 0 to 59 of the trailer
 * </pre>
 *
 * <p>Header, checksums and trailer are verified when the file is opened; blocks when they are first read.
 *
 * <p>Thread rule: any number of threads.
 */
final class MappedFile {
    static final int TRAILER_BYTES = 64;
    static final int CHECKSUMS_CRC_INDEX = 56;
    static final int TRAILER_CRC_INDEX = 60;

    private final SegmentFileHeader header;
    private final WrittenFile written;
    private final MappedSection content;
    private final MappedSection entries;

    private MappedFile(SegmentFileHeader header, WrittenFile written, MappedSection content, MappedSection entries) {
        this.header = header;
        this.written = written;
        this.content = content;
        this.entries = entries;
    }

    /**
     * What is expected of a file.
     *
     * @param contentRowBytes tells how many bytes a row of the content has
     * @param entryBytes tells how many bytes an entry has
     */
    record Expectation(
            Kind kind,
            SegmentFileIdentity identity,
            ToIntFunction<SegmentFileHeader> contentRowBytes,
            ToIntFunction<SegmentFileHeader> entryBytes) {}

    /**
     * Opens a file.
     *
     * @param pieceBytesMax no mapped piece is larger
     */
    static MappedFile open(Directory directory, String name, Expectation expectation, int pieceBytesMax)
            throws IOException {
        long size = sizeOf(directory, name);
        if (size < SegmentFileHeader.BYTES + TRAILER_BYTES) {
            throw SegmentFileHeader.tooShort(name, size, SegmentFileHeader.BYTES + TRAILER_BYTES);
        }
        ByteBuffer headerBytes = directory.map(name, 0, SegmentFileHeader.BYTES);
        SegmentFileHeader header =
                SegmentFileHeader.read(headerBytes, name, expectation.kind(), expectation.identity());
        ByteBuffer trailer = directory.map(name, size - TRAILER_BYTES, TRAILER_BYTES);
        checkTrailer(headerBytes, trailer, name, size);
        Section content = contentOf(trailer, expectation.contentRowBytes().applyAsInt(header), name, size);
        Section entries = content.next(expectation.entryBytes().applyAsInt(header), trailer.getLong(0));
        ByteBuffer checksums = checksums(directory, name, entries, trailer, size);
        return new MappedFile(
                header,
                new WrittenFile(name, (int) trailer.getLong(0), size, trailer.getLong(16), trailer.getLong(24)),
                MappedSection.map(directory, name, content, checksums, pieceBytesMax),
                MappedSection.map(directory, name, entries, checksums, pieceBytesMax));
    }

    static long sizeOf(Directory directory, String name) throws IOException {
        try {
            return directory.size(name);
        } catch (NoSuchFileException missing) {
            throw new CorruptStoreException(
                    name, 0, "expected a file of a segment, but there is no such file. Restore a backup", missing);
        }
    }

    private static void checkTrailer(ByteBuffer header, ByteBuffer trailer, String name, long size) {
        int actual = trailerCrc(header, trailer);
        int expected = trailer.getInt(TRAILER_CRC_INDEX);
        if (actual != expected) {
            throw new CorruptStoreException(
                    name,
                    size - TRAILER_BYTES,
                    "the trailer has checksum " + Integer.toHexString(expected) + ", but its bytes have "
                            + Integer.toHexString(actual) + ". Restore a backup");
        }
    }

    static int trailerCrc(ByteBuffer header, ByteBuffer trailer) {
        ByteBuffer both = ByteBuffer.allocate(SegmentFileHeader.BYTES + TRAILER_CRC_INDEX)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(0, header, 0, SegmentFileHeader.BYTES)
                .put(SegmentFileHeader.BYTES, trailer, 0, TRAILER_CRC_INDEX);
        return SegmentFileHeader.crcOf(both, 0, both.limit());
    }

    private static Section contentOf(ByteBuffer trailer, int rowBytes, String name, long size) {
        long contentBytes = trailer.getLong(8);
        if (rowBytes <= 0 || contentBytes < 0 || contentBytes > size || contentBytes % rowBytes != 0) {
            throw new CorruptStoreException(
                    name,
                    size - TRAILER_BYTES,
                    "the content is said to have " + contentBytes + " bytes in rows of " + rowBytes
                            + ". Restore a backup");
        }
        return new Section(SegmentFileHeader.BYTES, 0, rowBytes, contentBytes / rowBytes);
    }

    private static ByteBuffer checksums(
            Directory directory, String name, Section entries, ByteBuffer trailer, long size) throws IOException {
        long bytes = (long) Integer.BYTES * (entries.firstBlock() + entries.blockCount());
        long expectedSize = entries.end() + bytes + TRAILER_BYTES;
        if (size != expectedSize) {
            throw new CorruptStoreException(
                    name,
                    Math.min(size, expectedSize),
                    "expected " + expectedSize + " bytes for " + entries.rowCount() + " entries, but the file has "
                            + size + ". Restore a backup");
        }
        ByteBuffer checksums = directory.map(name, entries.end(), Math.toIntExact(bytes));
        int actual = SegmentFileHeader.crcOf(checksums, 0, checksums.limit());
        int expected = trailer.getInt(CHECKSUMS_CRC_INDEX);
        if (actual != expected) {
            throw new CorruptStoreException(
                    name,
                    entries.end(),
                    "the checksums have checksum " + Integer.toHexString(expected) + ", but their bytes have "
                            + Integer.toHexString(actual) + ". Restore a backup");
        }
        return checksums;
    }

    SegmentFileHeader header() {
        return header;
    }

    WrittenFile written() {
        return written;
    }

    MappedSection content() {
        return content;
    }

    MappedSection entries() {
        return entries;
    }

    /** Verifies all blocks that were not verified yet. */
    void verifyAll() {
        content.verify(0, content.section().rowCount());
        entries.verify(0, entries.section().rowCount());
    }
}
