package io.vectra.storage.log;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A transaction's changes, decoded from its frame's payload.
 *
 * <p>The payload, little-endian, without gaps:
 *
 * <table>
 * <caption>Layout</caption>
 * <tr><th>what</th><th>bytes of each</th><th>content</th></tr>
 * <tr><td>vectors</td><td>16 × n</td><td>f32 each, then zeros up to a multiple of 16; the frame's header has the size of all</td></tr>
 * <tr><td>counts</td><td>20</td><td>i32: vectors, tombstones, deletes, puts, identity positions</td></tr>
 * <tr><td>vector entries</td><td>24</td><td>column id i32, ordinal i64, row id i64, dimension i32; in the order of the vectors</td></tr>
 * <tr><td>tombstones</td><td>8</td><td>vector reference i64</td></tr>
 * <tr><td>deletes</td><td>12</td><td>table id i32, row id i64</td></tr>
 * <tr><td>puts</td><td>16 and more</td><td>table id i32, row id i64, count i32, values as {@link ValueCodec} writes them</td></tr>
 * <tr><td>identity positions</td><td>16</td><td>table id i32, column index i32, next value i64</td></tr>
 * </table>
 *
 * <p>Thread rule: any number of threads, as long as the frame's bytes are there.
 */
public final class TransactionRecord {
    static final int COUNTS_BYTES = 20;
    static final int ENTRY_BYTES = 24;
    static final int TOMBSTONE_BYTES = 8;
    static final int DELETE_BYTES = 12;
    static final int PUT_BYTES_MIN = 16;
    static final int IDENTITY_BYTES = 16;

    private final ByteBuffer file;
    private final int fileNumber;
    private final Frame frame;
    private final int vectorCount;
    private final int tombstoneCount;
    private final int deleteCount;
    private final int putCount;
    private final int identityCount;

    /**
     * @param file the file's bytes from its start, little-endian
     * @param frame a frame of kind {@link Frame#TRANSACTION} whose checksum holds
     */
    TransactionRecord(ByteBuffer file, int fileNumber, Frame frame) {
        this.file = file;
        this.fileNumber = fileNumber;
        this.frame = frame;
        FrameReader counts = reader();
        vectorCount = counts.getCount(ENTRY_BYTES);
        tombstoneCount = counts.getCount(TOMBSTONE_BYTES);
        deleteCount = counts.getCount(DELETE_BYTES);
        putCount = counts.getCount(PUT_BYTES_MIN);
        identityCount = counts.getCount(IDENTITY_BYTES);
    }

    /** Returns a reader that stands at the counts. */
    private FrameReader reader() {
        int start = frame.payloadOffset();
        return new FrameReader(file, fileNumber, start + frame.vectorBytes(), start + frame.payloadBytes());
    }

    /**
     * Shows everything to the visitor: vectors, tombstones, deletes, puts, identity positions, each in the order in
     * which they were added.
     *
     * @throws io.vectra.storage.CorruptStoreException if the content is not what its counts say
     */
    public void accept(Visitor visitor) {
        FrameReader source = reader();
        for (int i = 0; i < COUNTS_BYTES / Integer.BYTES; i++) {
            source.getInt();
        }
        acceptVectors(source, visitor);
        for (int i = 0; i < tombstoneCount; i++) {
            visitor.tombstone(source.getLong());
        }
        for (int i = 0; i < deleteCount; i++) {
            visitor.delete(source.getInt(), source.getLong());
        }
        for (int i = 0; i < putCount; i++) {
            acceptPut(source, visitor);
        }
        for (int i = 0; i < identityCount; i++) {
            visitor.identity(source.getInt(), source.getInt(), source.getLong());
        }
        source.expectEnd();
    }

    private void acceptVectors(FrameReader source, Visitor visitor) {
        long offset = 0;
        for (int i = 0; i < vectorCount; i++) {
            int start = source.offset();
            int columnId = source.getInt();
            long ordinal = source.getLong();
            long rowId = source.getLong();
            int dimension = source.getInt();
            if (dimension <= 0 || dimension > (frame.vectorBytes() - offset) / Float.BYTES) {
                throw source.corruptAt(start, "a vector of dimension " + dimension + " does not fit the vectors", null);
            }
            long position = LogPosition.of(fileNumber, frame.payloadOffset() + offset);
            visitor.vector(columnId, ordinal, rowId, dimension, position);
            offset += TransactionEncoder.strideBytes(dimension);
        }
        if (offset != frame.vectorBytes()) {
            throw source.corruptAt(
                    source.offset(),
                    "the vectors take " + frame.vectorBytes() + " bytes, but " + offset + " are described",
                    null);
        }
    }

    private static void acceptPut(FrameReader source, Visitor visitor) {
        int tableId = source.getInt();
        long rowId = source.getLong();
        @Nullable Object[] values = new @Nullable Object[source.getCount(1)];
        for (int i = 0; i < values.length; i++) {
            values[i] = ValueCodec.read(source);
        }
        visitor.put(tableId, rowId, values);
    }

    /** Returns how many vectors the transaction added. */
    public int vectorCount() {
        return vectorCount;
    }

    /** Returns how many vectors the transaction ended. */
    public int tombstoneCount() {
        return tombstoneCount;
    }

    /** Returns how many rows the transaction removed. */
    public int deleteCount() {
        return deleteCount;
    }

    /** Returns how many rows the transaction inserted or replaced. */
    public int putCount() {
        return putCount;
    }

    /** Returns how many identity positions the transaction moved. */
    public int identityCount() {
        return identityCount;
    }

    /** Is shown the changes of a transaction; every method does nothing unless overridden. */
    public interface Visitor {
        /**
         * A new vector.
         *
         * @param position where its floats lie in the log: {@code dimension} little-endian floats
         */
        default void vector(int columnId, long ordinal, long rowId, int dimension, long position) {}

        /** A vector that no row has any more. */
        default void tombstone(long reference) {}

        /** A row that is gone. */
        default void delete(int tableId, long rowId) {}

        /**
         * A row that was inserted, or replaced the one with the same id.
         *
         * @param values one for each column of the mirror's table in order; the receiver owns the array
         */
        default void put(int tableId, long rowId, @Nullable Object[] values) {}

        /** A column's identity generator that went on. */
        default void identity(int tableId, int columnIndex, long next) {}
    }
}
