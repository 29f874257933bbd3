package io.vectra.storage.segment;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.graph.VectorAccess;
import io.vectra.storage.io.Directory;
import io.vectra.storage.segment.SegmentFileHeader.Kind;
import io.vectra.storage.segment.SegmentFileIdentity.Subject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The vectors of one vector column in a segment, numbered by nodes from 0. A {@link MappedFile} of kind "VVEC":
 *
 * <pre>
 * content     of each node: float[dimension], then zeros up to a multiple of 16; in blocks of whole vectors
 * entries     of each node
 *    0  8  ordinal
 *    8  8  row id
 *   16  8  created LSN
 * </pre>
 *
 * <p>Thread rule: any number of threads.
 */
public final class VectorFile implements VectorAccess {
    static final int ENTRY_BYTES = 24;

    private static final int STRIDE_ALIGNMENT = 16;
    private static final int ROW_ID = 8;
    private static final int LSN = 16;

    private final MappedFile file;
    private final MappedSection vectors;
    private final MappedSection entries;
    private final int count;
    private final int strideBytes;

    private VectorFile(MappedFile file) {
        this.file = file;
        this.vectors = file.content();
        this.entries = file.entries();
        this.count = file.written().count();
        this.strideBytes = vectors.section().rowBytes();
    }

    /** Returns how many bytes after a vector of a dimension the next one begins. */
    public static int strideBytes(int dimension) {
        return (dimension * Float.BYTES + STRIDE_ALIGNMENT - 1) / STRIDE_ALIGNMENT * STRIDE_ALIGNMENT;
    }

    /**
     * Opens a file: reads its header and its end.
     *
     * @throws CorruptStoreException if there is none, or it is of another kind or identity, or damaged
     * @throws io.vectra.storage.StoreException ({@link io.vectra.storage.StoreError#TOO_NEW}) if a newer version wrote
     *     it
     */
    public static VectorFile open(Directory directory, String name, SegmentFileIdentity identity) throws IOException {
        return open(directory, name, identity, Directory.MAPPED_BYTES_MAX);
    }

    static VectorFile open(Directory directory, String name, SegmentFileIdentity identity, int pieceBytesMax)
            throws IOException {
        identity.expect(Subject.VECTOR_COLUMN);
        MappedFile file = MappedFile.open(
                directory,
                name,
                new MappedFile.Expectation(
                        Kind.VECTORS, identity, header -> strideBytes(header.width()), header -> ENTRY_BYTES),
                pieceBytesMax);
        if (file.content().section().rowCount() != file.written().count()) {
            throw new CorruptStoreException(
                    name,
                    file.written().sizeBytes() - MappedFile.TRAILER_BYTES,
                    "there are " + file.content().section().rowCount() + " vectors, but "
                            + file.written().count() + " entries. Restore a backup");
        }
        return new VectorFile(file);
    }

    /** Returns how many vectors there are. */
    @Override
    public int count() {
        return count;
    }

    /** Returns how many floats each vector has. */
    @Override
    public int dimension() {
        return file.header().width();
    }

    /** Returns how many bytes after a vector the next one of its piece begins. */
    @Override
    public int strideBytes() {
        return strideBytes;
    }

    /** Returns the file's size in bytes. */
    public long sizeBytes() {
        return file.written().sizeBytes();
    }

    /** Returns what the writer said of the file. */
    public WrittenFile written() {
        return file.written();
    }

    /** Returns a node's ordinal in its column. */
    public long ordinal(int node) {
        return entries.longAt(Objects.checkIndex(node, count), 0);
    }

    /** Returns the id of the row that a node's vector is of. */
    @Override
    public long rowId(int node) {
        return entries.longAt(Objects.checkIndex(node, count), ROW_ID);
    }

    /** Returns the LSN of the commit that wrote a node's vector. */
    public long createdLsn(int node) {
        return entries.longAt(Objects.checkIndex(node, count), LSN);
    }

    /**
     * Returns the buffer that holds a node's vector, which is verified; for absolute gets only. All nodes of a piece
     * have the same buffer; those that were not verified are, by {@link #verify(int, int)}, before they are read there.
     *
     * @return a little-endian buffer
     * @throws CorruptStoreException if the bytes fail their checksum
     */
    public ByteBuffer bufferOf(int node) {
        vectors.verify(Objects.checkIndex(node, count));
        return vectors.piece(node);
    }

    /** Returns where in {@link #bufferOf} a node's vector begins, in bytes. */
    public int indexOf(int node) {
        return vectors.index(node);
    }

    /** Returns the first node after the piece that holds a node. */
    public int pieceEnd(int node) {
        return (int) vectors.pieceEnd(node);
    }

    /** Returns how many vectors each piece but the last has, as a power of two. */
    @Override
    public int pieceShift() {
        return vectors.pieceShift();
    }

    /** Returns a piece, from 0: a little-endian buffer that begins with a vector. Always the same object. */
    @Override
    public ByteBuffer piece(int number) {
        return vectors.pieceNumber(number);
    }

    /**
     * Verifies a vector's bytes unless that was done.
     *
     * @throws CorruptStoreException if they fail their checksum
     */
    @Override
    public void verify(int node) {
        vectors.verify(node);
    }

    /**
     * Verifies the bytes of some vectors, the last one excluded, unless that was done.
     *
     * @throws CorruptStoreException if they fail their checksum
     */
    public void verify(int fromNode, int toNode) {
        vectors.verify(fromNode, toNode);
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
