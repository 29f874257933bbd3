package io.vectra.storage.segment;

import io.vectra.storage.io.Directory;
import io.vectra.storage.segment.SegmentFileHeader.Kind;
import io.vectra.storage.segment.SegmentFileIdentity.Subject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes a {@link FileBundle}, file by file.
 *
 * <p>Closed before it is finished, it deletes what it has written. Thread rule: one thread.
 */
public final class FileBundleWriter implements AutoCloseable {
    private final SegmentFileWriter file;

    private FileBundleWriter(SegmentFileWriter file) {
        this.file = file;
    }

    /**
     * Begins a bundle.
     *
     * @param tag tells what the files were made for; whoever opens the bundle has to know it
     * @throws java.nio.file.FileAlreadyExistsException if there is one of that name
     */
    public static FileBundleWriter create(Directory directory, String name, SegmentFileIdentity identity, int tag)
            throws IOException {
        identity.expect(Subject.TABLE);
        var header = new SegmentFileHeader(Kind.BUNDLE, identity, tag, 0);
        var rows = new SegmentFileWriter.Rows(1, FileBundle.ENTRY_BYTES);
        return new FileBundleWriter(SegmentFileWriter.create(directory, name, header, rows));
    }

    /**
     * Begins a file, whose bytes follow.
     *
     * @param name at most 48 ASCII characters
     */
    public void begin(String name, long sizeBytes) throws IOException {
        byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
        if (ascii.length > FileBundle.NAME_BYTES) {
            throw new IllegalArgumentException("a file's name in a bundle has at most " + FileBundle.NAME_BYTES
                    + " characters, but \"" + name + "\" has " + ascii.length);
        }
        file.count(1);
        file.entries().putLong(file.content().sizeBytes());
        file.entries().putLong(sizeBytes);
        ByteBuffer padded = ByteBuffer.allocate(FileBundle.NAME_BYTES).put(0, ascii);
        file.entries().put(padded, 0, padded.limit());
    }

    /** Adds the next bytes of the file that was begun last. */
    public void put(byte[] bytes, int length) throws IOException {
        file.content().put(ByteBuffer.wrap(bytes), 0, length);
    }

    /** Completes the file, and forces it. */
    public WrittenFile finish() throws IOException {
        return file.finish();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
