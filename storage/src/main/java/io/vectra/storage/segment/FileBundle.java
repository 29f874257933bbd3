package io.vectra.storage.segment;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.io.Directory;
import io.vectra.storage.segment.SegmentFileHeader.Kind;
import io.vectra.storage.segment.SegmentFileIdentity.Subject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several files of another library in one, derived from a segment's rows. A {@link MappedFile} of kind "VTXT":
 *
 * <pre>
 * content     the files one after the other; blocks of 64 KiB
 * entries     of each file
 *    0  8  where in the content it begins
 *    8  8  its size in bytes
 *   16 48  its name, ASCII, zeros up to the end
 * </pre>
 *
 * <p>Thread rule: any number of threads.
 */
public final class FileBundle {
    static final int NAME = 16;
    static final int NAME_BYTES = 48;
    static final int ENTRY_BYTES = NAME + NAME_BYTES;

    private final MappedFile file;

    private FileBundle(MappedFile file) {
        this.file = file;
    }

    /**
     * A file in the bundle: the pieces that the content is mapped in, each but the last one of the same size, and its
     * place.
     */
    public record Entry(List<ByteBuffer> pieces, long position, long sizeBytes) {}

    /**
     * Opens a bundle: reads its header and its end.
     *
     * @param tag what the writer was given
     * @throws CorruptStoreException if there is none, or it is of another kind, identity or tag, or damaged
     */
    public static FileBundle open(Directory directory, String name, SegmentFileIdentity identity, int tag)
            throws IOException {
        identity.expect(Subject.TABLE);
        var bundle = new FileBundle(MappedFile.open(
                directory,
                name,
                new MappedFile.Expectation(Kind.BUNDLE, identity, header -> 1, header -> ENTRY_BYTES),
                Directory.MAPPED_BYTES_MAX));
        int found = bundle.file.header().width();
        if (found != tag) {
            throw new CorruptStoreException(
                    name, 48, "it was made for " + found + ", but is expected for " + tag + ".");
        }
        return bundle;
    }

    /** Returns the size of the bundle in bytes. */
    public long sizeBytes() {
        return file.written().sizeBytes();
    }

    /**
     * Verifies all bytes, and returns the files by their names.
     *
     * @throws CorruptStoreException if they fail their checksum
     */
    public Map<String, Entry> verified() {
        file.verifyAll();
        MappedSection content = file.content();
        List<ByteBuffer> pieces = new ArrayList<>();
        for (long row = 0; row < content.section().rowCount(); row = content.pieceEnd(row)) {
            pieces.add(content.piece(row));
        }
        MappedSection entries = file.entries();
        Map<String, Entry> files = new LinkedHashMap<>();
        for (int i = 0; i < file.written().count(); i++) {
            long position = entries.longAt(i, 0);
            long size = entries.longAt(i, Long.BYTES);
            if (position < 0 || size < 0 || size > content.section().rowCount() - position) {
                throw new CorruptStoreException(
                        file.written().name(),
                        entries.section().position() + (long) i * ENTRY_BYTES,
                        "file " + i + " is said to lie at " + position + " with " + size
                                + " bytes, although the checksum holds.");
            }
            files.put(name(entries, i), new Entry(pieces, position, size));
        }
        return files;
    }

    private static String name(MappedSection entries, int index) {
        byte[] bytes = new byte[NAME_BYTES];
        entries.piece(index).get(entries.index(index) + NAME, bytes);
        int length = 0;
        while (length < NAME_BYTES && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }
}
