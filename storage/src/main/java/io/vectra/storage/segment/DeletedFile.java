package io.vectra.storage.segment;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.io.AppendFile;
import io.vectra.storage.io.Directory;
import io.vectra.storage.segment.SegmentFileHeader.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which slots or nodes of a segment are deleted at an LSN. All numbers are little-endian.
 *
 * <pre>
 * {@link SegmentFileHeader header}  64 bytes, of kind "VDEL"
 *   64  8  LSN: everything that was deleted up to this commit is in the file
 *   72  4  count of slots in the segment
 *   76  4  count of deleted ones
 *   80  …  the deleted ones, in the portable format of RoaringBitmap
 *    …  4  CRC32C of all bytes before
 * </pre>
 *
 * <p>It is read and verified as a whole. Thread rule: immutable, as long as nobody changes the bitmap.
 *
 * @param slotCount how many slots the segment has
 * @param deleted the deleted ones
 */
public record DeletedFile(long lsn, int slotCount, RoaringBitmap deleted) {
    private static final int LSN_INDEX = SegmentFileHeader.BYTES;
    private static final int SLOTS_INDEX = LSN_INDEX + Long.BYTES;
    private static final int COUNT_INDEX = SLOTS_INDEX + Integer.BYTES;
    private static final int BITMAP_INDEX = COUNT_INDEX + Integer.BYTES;
    private static final int CRC_BYTES = Integer.BYTES;

    /** Takes deletions. */
    public DeletedFile {
        if (!deleted.isEmpty() && (deleted.last() < 0 || deleted.last() >= slotCount)) {
            throw new IllegalArgumentException("slot " + Integer.toUnsignedString(deleted.last())
                    + " is deleted, but the segment has " + slotCount);
        }
    }

    /**
     * Writes the file, and forces it; a file that was not finished is deleted.
     *
     * @return the file's size in bytes
     * @throws java.nio.file.FileAlreadyExistsException if there is one of that name
     */
    public long write(Directory directory, String name, SegmentFileIdentity identity) throws IOException {
        ByteBuffer bytes = encode(identity);
        AppendFile file = directory.create(name);
        try (file) {
            file.append(bytes.duplicate());
            file.force();
        } catch (IOException | RuntimeException failure) {
            deleteUnfinished(directory, name, failure);
            throw failure;
        }
        return bytes.limit();
    }

    private ByteBuffer encode(SegmentFileIdentity identity) {
        int size = Math.addExact(BITMAP_INDEX + CRC_BYTES, deleted.serializedSizeInBytes());
        ByteBuffer bytes = ByteBuffer.allocate(size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new SegmentFileHeader(Kind.DELETIONS, identity, 0, 0).encode())
                .putLong(lsn)
                .putInt(slotCount)
                .putInt(deleted.getCardinality());
        deleted.serialize(bytes.slice().limit(size - BITMAP_INDEX - CRC_BYTES));
        return bytes.putInt(size - CRC_BYTES, SegmentFileHeader.crcOf(bytes, 0, size - CRC_BYTES))
                .clear();
    }

    private static void deleteUnfinished(Directory directory, String name, Exception failure) {
        try {
            directory.delete(name);
        } catch (IOException second) {
            failure.addSuppressed(second);
        }
    }

    /**
     * Reads a file.
     *
     * @throws CorruptStoreException if there is none, or it is of another kind or identity, or damaged
     * @throws io.vectra.storage.StoreException ({@link io.vectra.storage.StoreError#TOO_NEW}) if a newer version wrote
     *     it
     */
    public static DeletedFile read(Directory directory, String name, SegmentFileIdentity identity) throws IOException {
        ByteBuffer bytes = content(directory, name);
        SegmentFileHeader.read(bytes, name, Kind.DELETIONS, identity);
        if (bytes.limit() < BITMAP_INDEX + CRC_BYTES) {
            throw SegmentFileHeader.tooShort(name, bytes.limit(), BITMAP_INDEX + CRC_BYTES);
        }
        int crcIndex = bytes.limit() - CRC_BYTES;
        int crc = SegmentFileHeader.crcOf(bytes, 0, crcIndex);
        if (crc != bytes.getInt(crcIndex)) {
            throw new CorruptStoreException(
                    name,
                    0,
                    "it has checksum " + Integer.toHexString(bytes.getInt(crcIndex)) + ", but its bytes have "
                            + Integer.toHexString(crc) + ". Restore a backup");
        }
        return decode(bytes, name);
    }

    private static ByteBuffer content(Directory directory, String name) throws IOException {
        try {
            return ByteBuffer.wrap(directory.read(name)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (NoSuchFileException missing) {
            throw new CorruptStoreException(
                    name, 0, "expected a file of a segment, but there is no such file. Restore a backup", missing);
        }
    }

    private static DeletedFile decode(ByteBuffer bytes, String name) {
        try {
            var bitmap = new RoaringBitmap();
            int end = bytes.limit() - CRC_BYTES;
            bitmap.deserialize(bytes.duplicate().limit(end).position(BITMAP_INDEX));
            if (bitmap.getCardinality() != bytes.getInt(COUNT_INDEX)
                    || bitmap.serializedSizeInBytes() != end - BITMAP_INDEX) {
                throw new IOException("there are " + bitmap.getCardinality() + " deletions in "
                        + bitmap.serializedSizeInBytes() + " bytes, but " + bytes.getInt(COUNT_INDEX) + " in "
                        + (end - BITMAP_INDEX) + " were expected");
            }
            return new DeletedFile(bytes.getLong(LSN_INDEX), bytes.getInt(SLOTS_INDEX), bitmap);
        } catch (IOException | RuntimeException failure) {
            throw new CorruptStoreException(
                    name,
                    BITMAP_INDEX,
                    "the deletions do not fit, although the checksum holds. Restore a backup",
                    failure);
        }
    }
}
