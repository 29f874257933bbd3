package io.vectra.storage.log;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers a transaction's changes as bytes for the log, in buffers that are used again. {@link TransactionRecord} has
 * the layout.
 *
 * <p>Every method that adds throws a {@link io.vectra.storage.StoreException}
 * ({@link io.vectra.storage.StoreError#LIMIT_EXCEEDED}) when the transaction outgrows a log file. Thread rule: one
 * thread at a time.
 */
public final class TransactionEncoder {
    /** Vectors begin at multiples of this many bytes. */
    static final int VECTOR_ALIGNMENT = 16;

    private final GrowingBytes vectors = new GrowingBytes();
    private final GrowingBytes counts = new GrowingBytes();
    private final GrowingBytes entries = new GrowingBytes();
    private final GrowingBytes tombstones = new GrowingBytes();
    private final GrowingBytes deletes = new GrowingBytes();
    private final GrowingBytes puts = new GrowingBytes();
    private final GrowingBytes identities = new GrowingBytes();
    private final List<GrowingBytes> sections =
            List.of(vectors, counts, entries, tombstones, deletes, puts, identities);
    private long lsn;
    private int putCount;

    /** Begins a transaction, forgetting the one before. */
    public void reset(long lsnOfCommit) {
        lsn = lsnOfCommit;
        putCount = 0;
        for (GrowingBytes section : sections) {
            section.clear();
        }
    }

    /** Returns how many bytes a vector takes in a frame: its floats, up to the next multiple of 16. */
    public static int strideBytes(int dimension) {
        return dimension * Float.BYTES + VECTOR_ALIGNMENT - 1 & -VECTOR_ALIGNMENT;
    }

    /**
     * Adds a vector.
     *
     * @param v float[dimension]; copied
     * @return the vector's offset in bytes from the frame's {@linkplain Appended#vectorsPosition vectors}
     */
    public int vector(int columnId, long ordinal, long rowId, float[] v) {
        int offset = vectors.size();
        vectors.putFloats(v, strideBytes(v.length));
        entries.putInt(columnId);
        entries.putLong(ordinal);
        entries.putLong(rowId);
        entries.putInt(v.length);
        checkSize();
        return offset;
    }

    /** Adds a vector that dies with this commit. */
    public void tombstone(long reference) {
        tombstones.putLong(reference);
        checkSize();
    }

    /** Adds a row that is gone. */
    public void delete(int tableId, long rowId) {
        deletes.putInt(tableId);
        deletes.putLong(rowId);
        checkSize();
    }

    /**
     * Adds a row that was inserted, or replaces the one with the same id.
     *
     * @param values one for each column of the mirror's table in order, of the types that {@link ValueCodec} lists
     */
    public void put(int tableId, long rowId, @Nullable Object[] values) {
        puts.putInt(tableId);
        puts.putLong(rowId);
        puts.putInt(values.length);
        for (Object value : values) {
            ValueCodec.write(value, puts);
        }
        putCount++;
        checkSize();
    }

    /** Adds the position of an identity generator. */
    public void identity(int tableId, int columnIndex, long next) {
        identities.putInt(tableId);
        identities.putInt(columnIndex);
        identities.putLong(next);
        checkSize();
    }

    /** Returns the LSN that {@link #reset} was given. */
    public long lsn() {
        return lsn;
    }

    /** Returns whether nothing was added. */
    public boolean isEmpty() {
        return sizeBytes() == TransactionRecord.COUNTS_BYTES;
    }

    /** Returns the size of the payload so far, in bytes. */
    public int sizeBytes() {
        return (int) size();
    }

    int vectorBytes() {
        return vectors.size();
    }

    /** Returns the payload in pieces, valid until something is added. */
    ByteBuffer[] payload() {
        counts.clear();
        counts.putInt(entries.size() / TransactionRecord.ENTRY_BYTES);
        counts.putInt(tombstones.size() / TransactionRecord.TOMBSTONE_BYTES);
        counts.putInt(deletes.size() / TransactionRecord.DELETE_BYTES);
        counts.putInt(putCount);
        counts.putInt(identities.size() / TransactionRecord.IDENTITY_BYTES);
        ByteBuffer[] payload = new ByteBuffer[sections.size()];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = sections.get(i).content();
        }
        return payload;
    }

    private void checkSize() {
        long size = size();
        if (size > Frame.PAYLOAD_BYTES_MAX) {
            throw GrowingBytes.tooLarge(size, Frame.PAYLOAD_BYTES_MAX);
        }
    }

    private long size() {
        return (long) TransactionRecord.COUNTS_BYTES
                + vectors.size()
                + entries.size()
                + tombstones.size()
                + deletes.size()
                + puts.size()
                + identities.size();
    }
}
