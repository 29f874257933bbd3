package io.vectra.storage.segment;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.io.AppendFile;
import io.vectra.storage.io.Directory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes a file as {@link MappedFile} lays it out.
 *
 * <p>Content goes to the file at once. Entries follow it in the file, so they wait in a second one, {@code NAME.tmp},
 * which is deleted at the end. A file that is closed before it is finished is deleted.
 *
 * <p>Thread rule: one thread.
 */
final class SegmentFileWriter implements AutoCloseable {
    /** Row numbers are ints, some of which are rounded up. */
    private static final int COUNT_MAX = 1 << 30;

    private static final int COPIED_BYTES_MAX = 1 << 24;
    private static final String ENTRIES_SUFFIX = ".tmp";
    private static final System.Logger LOG = System.getLogger(SegmentFileWriter.class.getName());

    private final Directory directory;
    private final String name;
    private final ByteBuffer header;
    private final AppendFile file;
    private final AppendFile entriesFile;
    private final BlockWriter content;
    private final BlockWriter entries;
    private int count;
    private long firstLsn = Long.MAX_VALUE;
    private long lastLsn = Long.MIN_VALUE;
    private boolean isFinished;

    private SegmentFileWriter(Directory directory, String name, AppendFile file, SegmentFileHeader header, Rows rows)
            throws IOException {
        this.directory = directory;
        this.name = name;
        this.header = header.encode();
        this.file = file;
        this.content = new BlockWriter(file, rows.contentRowBytes());
        file.append(this.header.duplicate());
        directory.delete(name + ENTRIES_SUFFIX); // Left by a crash.
        this.entriesFile = directory.create(name + ENTRIES_SUFFIX);
        this.entries = new BlockWriter(entriesFile, rows.entryBytes());
    }

    /** The sizes of rows of the content, and of entries. */
    record Rows(int contentRowBytes, int entryBytes) {}

    /**
     * Begins a file.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one of that name
     */
    static SegmentFileWriter create(Directory directory, String name, SegmentFileHeader header, Rows rows)
            throws IOException {
        AppendFile file = directory.create(name);
        try {
            return new SegmentFileWriter(directory, name, file, header, rows);
        } catch (IOException | RuntimeException failure) {
            try (Closeable deletion = () -> directory.delete(name);
                    Closeable entriesDeletion = () -> directory.delete(name + ENTRIES_SUFFIX);
                    file) {
                throw failure;
            }
        }
    }

    BlockWriter content() {
        return content;
    }

    BlockWriter entries() {
        return entries;
    }

    /** Counts an entry before it is written. */
    void count(long createdLsn) {
        if (isFinished) {
            throw new IllegalStateException("\"" + name + "\" was finished, nothing can be added");
        }
        if (count == COUNT_MAX) {
            throw new StoreException(
                    StoreError.LIMIT_EXCEEDED,
                    "\"" + name + "\" would get more than " + COUNT_MAX + " entries. Divide the segment");
        }
        count++;
        firstLsn = Math.min(firstLsn, createdLsn);
        lastLsn = Math.max(lastLsn, createdLsn);
    }

    /** Completes the file, and forces it. */
    WrittenFile finish() throws IOException {
        if (isFinished || content.isBroken() || entries.isBroken()) {
            throw new IllegalStateException("\"" + name + "\" was finished before, or writing it failed");
        }
        content.finish();
        entries.finish();
        entriesFile.close();
        copyEntries();
        ByteBuffer checksums = checksums();
        file.append(checksums.duplicate());
        var written = new WrittenFile(
                name,
                count,
                file.size() + MappedFile.TRAILER_BYTES,
                count == 0 ? 0 : firstLsn,
                count == 0 ? 0 : lastLsn);
        file.append(trailer(written, SegmentFileHeader.crcOf(checksums, 0, checksums.limit())));
        file.force();
        file.close();
        isFinished = true;
        deleteEntriesFile();
        return written;
    }

    private void copyEntries() throws IOException {
        long size = Section.padded(entries.sizeBytes());
        for (long position = 0; position < size; position += COPIED_BYTES_MAX) {
            int length = (int) Math.min(COPIED_BYTES_MAX, size - position);
            file.append(directory.map(name + ENTRIES_SUFFIX, position, length));
        }
    }

    private ByteBuffer checksums() {
        ByteBuffer checksums = ByteBuffer.allocate(Integer.BYTES * (content.checksumCount() + entries.checksumCount()))
                .order(ByteOrder.LITTLE_ENDIAN);
        content.copyChecksums(checksums);
        entries.copyChecksums(checksums);
        return checksums.flip();
    }

    private ByteBuffer trailer(WrittenFile written, int checksumsCrc) {
        ByteBuffer trailer = ByteBuffer.allocate(MappedFile.TRAILER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0, count)
                .putLong(8, content.sizeBytes())
                .putLong(16, written.firstLsn())
                .putLong(24, written.lastLsn())
                .putInt(MappedFile.CHECKSUMS_CRC_INDEX, checksumsCrc);
        return trailer.putInt(MappedFile.TRAILER_CRC_INDEX, MappedFile.trailerCrc(header, trailer));
    }

    /** The file is whole without it, so this is no failure of the file; whoever sweeps the folder deletes it. */
    private void deleteEntriesFile() {
        try {
            directory.delete(name + ENTRIES_SUFFIX);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Deleting {0} failed, it is left for the next open: {1}",
                    name + ENTRIES_SUFFIX,
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        if (!isFinished) {
            isFinished = true;
            try (Closeable deletion = () -> directory.delete(name);
                    Closeable entriesDeletion = () -> directory.delete(name + ENTRIES_SUFFIX);
                    file;
                    entriesFile) {
                LOG.log(System.Logger.Level.DEBUG, "{0} was not finished", name);
            }
        }
    }
}
