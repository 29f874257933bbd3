package io.vectra.storage.segment;

import io.vectra.storage.io.Directory;
import io.vectra.storage.segment.SegmentFileHeader.Kind;
import io.vectra.storage.segment.SegmentFileIdentity.Subject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Writes a {@link VectorFile}, node by node.
 *
 * <p>Closed before it is finished, it deletes what it has written. Thread rule: one thread.
 */
public final class VectorFileWriter implements AutoCloseable {
    private final SegmentFileWriter file;
    private final int vectorBytes;
    private final int paddingBytes;

    private VectorFileWriter(SegmentFileWriter file, int dimension) {
        this.file = file;
        this.vectorBytes = dimension * Float.BYTES;
        this.paddingBytes = VectorFile.strideBytes(dimension) - vectorBytes;
    }

    /**
     * Begins a file.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one of that name
     */
    public static VectorFileWriter create(Directory directory, String name, SegmentFileIdentity identity, int dimension)
            throws IOException {
        identity.expect(Subject.VECTOR_COLUMN);
        if (dimension <= 0) {
            throw new IllegalArgumentException("a vector has one dimension or more, not " + dimension);
        }
        var header = new SegmentFileHeader(Kind.VECTORS, identity, dimension, 0);
        var rows = new SegmentFileWriter.Rows(VectorFile.strideBytes(dimension), VectorFile.ENTRY_BYTES);
        return new VectorFileWriter(SegmentFileWriter.create(directory, name, header, rows), dimension);
    }

    /**
     * Adds a vector, as the next node.
     *
     * @param vectors float[dimension] little-endian, read by absolute gets only
     * @param index where in {@code vectors} it begins, in bytes
     */
    public void add(long ordinal, long rowId, long createdLsn, ByteBuffer vectors, int index) throws IOException {
        Objects.checkFromIndexSize(index, vectorBytes, vectors.limit());
        file.count(createdLsn);
        file.entries().putLong(ordinal);
        file.entries().putLong(rowId);
        file.entries().putLong(createdLsn);
        file.content().put(vectors, index, vectorBytes);
        file.content().putZeros(paddingBytes);
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
