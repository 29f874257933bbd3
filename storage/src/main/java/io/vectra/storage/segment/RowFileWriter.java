package io.vectra.storage.segment;

import io.vectra.storage.io.Directory;
import io.vectra.storage.log.RowImages;
import io.vectra.storage.segment.SegmentFileHeader.Kind;
import io.vectra.storage.segment.SegmentFileIdentity.Subject;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link RowFile}, row by row in ascending order of their ids.
 *
 * <p>Closed before it is finished, it deletes what it has written. Thread rule: one thread.
 */
public final class RowFileWriter implements AutoCloseable {
    private final SegmentFileWriter file;
    private final RowLayout layout;
    private final RowImages images = new RowImages();
    private final long[] references;
    private boolean isEmpty = true;
    private long lastRowId;

    private RowFileWriter(SegmentFileWriter file, RowLayout layout) {
        this.file = file;
        this.layout = layout;
        this.references = new long[layout.vectorIndexes().size()];
    }

    /**
     * Begins a file.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one of that name
     */
    public static RowFileWriter create(Directory directory, String name, SegmentFileIdentity identity, RowLayout layout)
            throws IOException {
        identity.expect(Subject.TABLE);
        int references = layout.vectorIndexes().size();
        var header = new SegmentFileHeader(Kind.ROWS, identity, layout.columnCount(), references);
        var rows = new SegmentFileWriter.Rows(1, RowFile.entryBytes(references));
        return new RowFileWriter(SegmentFileWriter.create(directory, name, header, rows), layout);
    }

    /**
     * Adds a row.
     *
     * @param image Object[columnCount], not retained
     * @throws IllegalArgumentException if the id does not ascend, or the image has another shape
     */
    public void add(long rowId, long createdLsn, @Nullable Object[] image) throws IOException {
        if (image.length != layout.columnCount()) {
            throw new IllegalArgumentException("a row has " + layout.columnCount() + " columns, but the image of row "
                    + rowId + " has " + image.length);
        }
        ByteBuffer bytes = images.encode(image);
        for (int i = 0; i < references.length; i++) {
            int index = layout.vectorIndexes().get(i);
            references[i] = reference(rowId, index, image[index]);
        }
        begin(rowId, createdLsn);
        for (long reference : references) {
            file.entries().putLong(reference);
        }
        file.content().put(bytes, 0, bytes.limit());
    }

    /**
     * Adds a row of another file as it is, without decoding it.
     *
     * @param source of the same layout
     */
    public void copy(RowFile source, int slot) throws IOException {
        if (source.columnCount() != layout.columnCount() || source.vectorColumnCount() != references.length) {
            throw new IllegalArgumentException("a row has " + layout.columnCount() + " columns, " + references.length
                    + " of them vectors, but the copied one has " + source.columnCount() + " and "
                    + source.vectorColumnCount());
        }
        begin(source.rowId(slot), source.createdLsn(slot));
        for (int i = 0; i < references.length; i++) {
            file.entries().putLong(source.reference(slot, i));
        }
        source.copyImage(slot, file.content());
    }

    private void begin(long rowId, long createdLsn) throws IOException {
        if (!isEmpty && rowId <= lastRowId) {
            throw new IllegalArgumentException("row " + rowId + " was added after row " + lastRowId
                    + ", but rows are added in ascending order of their ids");
        }
        file.count(createdLsn);
        isEmpty = false;
        lastRowId = rowId;
        file.entries().putLong(rowId);
        file.entries().putLong(createdLsn);
        file.entries().putLong(file.content().sizeBytes());
    }

    private static long reference(long rowId, int index, @Nullable Object value) {
        if (value == null) {
            return RowFile.NO_VECTOR;
        }
        if (value instanceof Long reference) {
            return reference;
        }
        throw new IllegalArgumentException("a vector reference is a Long, but column " + index + " of row " + rowId
                + " holds a " + value.getClass().getName());
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
