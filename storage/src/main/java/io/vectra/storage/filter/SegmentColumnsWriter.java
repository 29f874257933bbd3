package io.vectra.storage.filter;

import io.vectra.storage.filter.ColumnsFile.Trailer;
import io.vectra.storage.io.AppendFile;
import io.vectra.storage.io.Directory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the columns of a segment's rows, one row after the other in slot order.
 *
 * <p>Memory is that of one chunk of 65 536 rows, however many there are. Thread rule: one thread.
 */
public final class SegmentColumnsWriter implements AutoCloseable {
    private final Directory directory;
    private final String name;
    private final List<ColumnType> types;
    private final AppendFile file;
    private final List<ChunkBuffer> buffers = new ArrayList<>();
    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    private int rowsInChunk;
    private long rowCount;
    private boolean isFinished;

    private SegmentColumnsWriter(Directory directory, String name, List<ColumnType> types, AppendFile file) {
        this.directory = directory;
        this.name = name;
        this.types = types;
        this.file = file;
        for (ColumnType type : types) {
            buffers.add(new ChunkBuffer(type));
        }
    }

    /**
     * Creates the file.
     *
     * @param types the types of the columns, in the order of the row images
     */
    public static SegmentColumnsWriter create(
            Directory directory, String name, ColumnsIdentity identity, List<ColumnType> types) throws IOException {
        AppendFile file = directory.create(name);
        var writer = new SegmentColumnsWriter(directory, name, List.copyOf(types), file);
        try {
            file.append(ColumnsFile.encode(identity));
            return writer;
        } catch (IOException | RuntimeException failure) {
            try {
                writer.close();
            } catch (IOException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
    }

    /** Appends the next slot's row. */
    public void append(@Nullable Object[] row) throws IOException {
        if (row.length != types.size()) {
            throw new IllegalArgumentException(
                    "a row of " + types.size() + " columns was expected, but it has " + row.length);
        }
        for (int column = 0; column < row.length; column++) {
            buffers.get(column).add(row[column]);
        }
        rowCount++;
        rowsInChunk++;
        if (rowsInChunk == ColumnChunk.ROWS_MAX) {
            writeChunk();
        }
    }

    private void writeChunk() throws IOException {
        ByteBuffer entry = ColumnsFile.littleEndian(ColumnsFile.ENTRY_BYTES);
        for (ChunkBuffer buffer : buffers) {
            ChunkBuffer.Encoded encoded = buffer.encode();
            encoded.section().at(file.size()).encode(entry.clear());
            entries.writeBytes(entry.array());
            file.append(encoded.bytes());
        }
        rowsInChunk = 0;
    }

    /** Writes what is left, and forces the file. */
    public void finish() throws IOException {
        if (rowsInChunk > 0) {
            writeChunk();
        }
        List<ColumnDescription> descriptions = new ArrayList<>();
        for (int column = 0; column < types.size(); column++) {
            ChunkBuffer buffer = buffers.get(column);
            descriptions.add(new ColumnDescription(
                    types.get(column), buffer.isRefused(), buffer.statistics().build()));
        }
        ByteBuffer sections = ByteBuffer.wrap(entries.toByteArray());
        ByteBuffer description = ColumnDescription.encode(descriptions);
        ByteBuffer trailer = ColumnsFile.encode(new Trailer(
                rowCount,
                types.size(),
                file.size(),
                file.size() + sections.remaining(),
                description.remaining(),
                ColumnsFile.crcOf(sections.duplicate()),
                ColumnsFile.crcOf(description.duplicate())));
        file.append(sections);
        file.append(description);
        file.append(trailer);
        file.force();
        isFinished = true;
    }

    /** Closes the file; one that was not finished is deleted. */
    @Override
    public void close() throws IOException {
        try (file) {
            if (!isFinished) {
                directory.delete(name);
            }
        }
    }
}
