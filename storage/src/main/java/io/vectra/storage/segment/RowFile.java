package io.vectra.storage.segment;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.io.Directory;
import io.vectra.storage.log.RowImages;
import io.vectra.storage.segment.SegmentFileHeader.Kind;
import io.vectra.storage.segment.SegmentFileIdentity.Subject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table in a segment, in ascending order of their ids, numbered by slots from 0. A {@link MappedFile}
 * of kind "VROW":
 *
 * <pre>
 * content     the rows' images, without gaps, as of {@link RowImages}; blocks of 64 KiB
 * entries     of each row
 *    0  8  row id, higher than that of the row before
 *    8  8  created LSN
 *   16  8  where in the content its image begins; it ends where the next one begins
 *   24  8  of each vector column: the vector reference, -2^63 for NULL
 * </pre>
 *
 * <p>Thread rule: any number of threads.
 */
public final class RowFile {
    /** The reference of a vector that is NULL. */
    public static final long NO_VECTOR = Long.MIN_VALUE;

    private static final int LSN = 8;
    private static final int IMAGE = 16;
    private static final int REFERENCES = 24;

    private final MappedFile file;
    private final MappedSection images;
    private final MappedSection entries;
    private final int count;

    private RowFile(MappedFile file) {
        this.file = file;
        this.images = file.content();
        this.entries = file.entries();
        this.count = file.written().count();
    }

    static int entryBytes(int vectorColumnCount) {
        return REFERENCES + vectorColumnCount * Long.BYTES;
    }

    /**
     * Writes rows into a new file, and forces it; a file that was not finished is deleted.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one of that name
     */
    public static WrittenFile write(
            Directory directory, String name, SegmentFileIdentity identity, RowLayout layout, RowCursor rows)
            throws IOException {
        try (RowFileWriter writer = RowFileWriter.create(directory, name, identity, layout)) {
            while (rows.next()) {
                writer.add(rows.rowId(), rows.createdLsn(), rows.image());
            }
            return writer.finish();
        }
    }

    /**
     * Opens a file: reads its header and its end.
     *
     * @throws CorruptStoreException if there is none, or it is of another kind or identity, or damaged
     * @throws io.vectra.storage.StoreException ({@link io.vectra.storage.StoreError#TOO_NEW}) if a newer version wrote
     *     it
     */
    public static RowFile open(Directory directory, String name, SegmentFileIdentity identity) throws IOException {
        return open(directory, name, identity, Directory.MAPPED_BYTES_MAX);
    }

    static RowFile open(Directory directory, String name, SegmentFileIdentity identity, int pieceBytesMax)
            throws IOException {
        identity.expect(Subject.TABLE);
        return new RowFile(MappedFile.open(
                directory,
                name,
                new MappedFile.Expectation(Kind.ROWS, identity, header -> 1, header -> entryBytes(header.references())),
                pieceBytesMax));
    }

    /** Returns how many rows there are. */
    public int count() {
        return count;
    }

    /** Returns how many values each image has. */
    public int columnCount() {
        return file.header().width();
    }

    /** Returns how many references each row has. */
    public int vectorColumnCount() {
        return file.header().references();
    }

    /** Returns the file's size in bytes. */
    public long sizeBytes() {
        return file.written().sizeBytes();
    }

    /** Returns what the writer said of the file. */
    public WrittenFile written() {
        return file.written();
    }

    /** Returns a row's id. */
    public long rowId(int slot) {
        return entries.longAt(Objects.checkIndex(slot, count), 0);
    }

    /** Returns the LSN of the commit that wrote a row. */
    public long createdLsn(int slot) {
        return entries.longAt(Objects.checkIndex(slot, count), LSN);
    }

    /**
     * Returns the reference of a row's vector, {@link #NO_VECTOR} if that is NULL.
     *
     * @param vectorColumn which one, in the order of {@link RowLayout#vectorIndexes}
     */
    public long reference(int slot, int vectorColumn) {
        int offset = REFERENCES + Objects.checkIndex(vectorColumn, vectorColumnCount()) * Long.BYTES;
        return entries.longAt(Objects.checkIndex(slot, count), offset);
    }

    /**
     * Returns a row's values.
     *
     * @return Object[columnCount], owned by the caller
     */
    public @Nullable Object[] image(int slot) {
        long start = imageStart(slot);
        long end = imageEnd(slot, start);
        images.verify(start, end);
        boolean isInOnePiece = start < end && end <= images.pieceEnd(start);
        ByteBuffer bytes = isInOnePiece ? images.piece(start) : joined(start, (int) (end - start));
        int index = isInOnePiece ? images.index(start) : 0;
        return RowImages.decode(
                bytes,
                index,
                index + (int) (end - start),
                columnCount(),
                (at, detail, cause) -> new CorruptStoreException(
                        file.written().name(), images.section().position() + start + at - index, detail, cause));
    }

    /** Returns the bytes of an image that lies in several pieces. */
    private ByteBuffer joined(long start, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            long from = start + bytes.position();
            int part = (int) Math.min(bytes.remaining(), images.pieceEnd(from) - from);
            bytes.put(bytes.position(), images.piece(from), images.index(from), part);
            bytes.position(bytes.position() + part);
        }
        return bytes.flip();
    }

    /** Appends the bytes of a row's image to a file. */
    void copyImage(int slot, BlockWriter target) throws IOException {
        long start = imageStart(slot);
        long end = imageEnd(slot, start);
        images.verify(start, end);
        long from = start;
        while (from < end) {
            int part = (int) (Math.min(end, images.pieceEnd(from)) - from);
            target.put(images.piece(from), images.index(from), part);
            from += part;
        }
    }

    private long imageStart(int slot) {
        return entries.longAt(Objects.checkIndex(slot, count), IMAGE);
    }

    private long imageEnd(int slot, long start) {
        long contentBytes = images.section().rowCount();
        long end = slot + 1 < count ? entries.longAt(slot + 1, IMAGE) : contentBytes;
        if (start < 0 || end < start || end > contentBytes || end - start > Integer.MAX_VALUE) {
            throw new CorruptStoreException(
                    file.written().name(),
                    entries.section().position()
                            + (long) slot * entries.section().rowBytes()
                            + IMAGE,
                    "the image of slot " + slot + " is said to lie from " + start + " to " + end + " of " + contentBytes
                            + ", although the checksum holds. Restore a backup");
        }
        return end;
    }

    /** Returns the slot of a row, -1 if it is not here. */
    public int slotOf(long rowId) {
        if (count == 0) {
            return -1;
        }
        long first = rowId(0);
        long last = rowId(count - 1);
        if (rowId < first || rowId > last) {
            return -1;
        }
        // Ids ascend by one at least, so they bound the slot; without gaps, to one.
        int low = count - 1 - bounded(last - rowId);
        int high = bounded(rowId - first);
        while (low <= high) {
            int middle = low + high >>> 1;
            long found = rowId(middle);
            if (found == rowId) {
                return middle;
            }
            if (found < rowId) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** Returns an unsigned distance, at most that between the first and the last slot. */
    private int bounded(long distance) {
        return Long.compareUnsigned(distance, count - 1) < 0 ? (int) distance : count - 1;
    }

    /**
     * Verifies all bytes that were not verified yet.
     *
     * @throws CorruptStoreException if they fail their checksum
     */
    public void verifyAll() {
        file.verifyAll();
    }
}
