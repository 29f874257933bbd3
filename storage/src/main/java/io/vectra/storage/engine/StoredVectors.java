package io.vectra.storage.engine;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.VectorLookup;
import io.vectra.storage.log.LogPieces;
import io.vectra.storage.vector.VectorColumn;
import io.vectra.storage.vector.VectorReference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads stored vectors by their references: the running transaction's own, and committed ones where they lie in
 * segments and in the log, as they lay there when the statement began.
 *
 * <p>Thread rule: any number of threads once the statement is over; the statement's thread before.
 */
final class StoredVectors implements VectorLookup {
    private final EngineDatabase database;
    private final @Nullable Transaction transaction;
    private volatile ReadState state;

    /**
     * Begins a statement.
     *
     * @param snapshot the state that the transaction reads from, or null for the newest
     */
    StoredVectors(EngineDatabase database, @Nullable Transaction transaction, @Nullable ReadState snapshot) {
        this.database = database;
        this.transaction = transaction;
        this.state = snapshot != null ? snapshot : database.state();
    }

    @Nullable
    Transaction transaction() {
        return transaction;
    }

    /** Returns what is read from. */
    ReadState state() {
        return state;
    }

    /**
     * Returns a state that is right for a reader at an LSN; see {@link ReadState}.
     *
     * @param lsn was the newest commit at some moment since the statement began, or when its snapshot was taken
     */
    ReadState stateAt(long lsn) {
        state = state.rightAt(lsn);
        return state;
    }

    @Override
    public float[] vector(long reference) {
        int columnId = VectorReference.columnId(reference);
        long ordinal = VectorReference.ordinal(reference);
        OwnVectors own = transaction == null ? null : transaction.vectors(columnId);
        if (own != null && own.isOwn(ordinal)) {
            return own.vectorOf(ordinal).clone();
        }
        ReadState read = state;
        LogPieces pieces = read.pieces(database.log());
        VectorColumn column = read.schema().columns().get(columnId);
        if (column != null && ordinal < column.count() && isCovered(column.position(ordinal), pieces)) {
            return read(new StoredSource(pieces, read.segments()), column, ordinal);
        }
        // Written since that was replaced.
        ReadState newest = database.state();
        VectorColumn newestColumn = newest.schema().vectorColumn(columnId);
        if (ordinal >= newestColumn.count() || newestColumn.deletedLsn(ordinal) == VectorColumn.DROPPED) {
            throw new StoreException(
                    StoreError.BAD_TRANSACTION_STATE,
                    "The vector was written by a transaction that has ended, or was deleted meanwhile. Read it before"
                            + " the transaction ends.");
        }
        return read(new StoredSource(newest.pieces(database.log()), newest.segments()), newestColumn, ordinal);
    }

    private static boolean isCovered(long position, LogPieces pieces) {
        return SegmentPosition.isSegment(position) || pieces.covers(position);
    }

    private static float[] read(StoredSource source, VectorColumn column, long ordinal) {
        long position = column.position(ordinal);
        ByteBuffer bytes = source.bufferAt(position);
        float[] vector = new float[column.dimension()];
        int index = source.indexAt(position);
        for (int i = 0; i < vector.length; i++) {
            vector[i] = bytes.getFloat(index + i * Float.BYTES);
        }
        return vector;
    }
}
