package io.vectra.storage.engine;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.VectorLookup;
import io.vectra.storage.log.LogPieces;
import io.vectra.storage.vector.VectorColumn;
import io.vectra.storage.vector.VectorReference;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads stored vectors by their references: the running transaction's own, and committed ones where they lie in the
 * log.
 *
 * <p>Thread rule: any number of threads once the statement is over; the statement's thread before.
 */
final class StoredVectors implements VectorLookup {
    private final Schema schema;
    private final @Nullable Transaction transaction;
    private final Supplier<LogPieces> newestPieces;

    StoredVectors(Schema schema, @Nullable Transaction transaction, Supplier<LogPieces> newestPieces) {
        this.schema = schema;
        this.transaction = transaction;
        this.newestPieces = newestPieces;
    }

    Schema schema() {
        return schema;
    }

    @Nullable
    Transaction transaction() {
        return transaction;
    }

    @Override
    public float[] vector(long reference) {
        int columnId = VectorReference.columnId(reference);
        long ordinal = VectorReference.ordinal(reference);
        OwnVectors own = transaction == null ? null : transaction.vectors(columnId);
        if (own != null && own.isOwn(ordinal)) {
            return own.vectorOf(ordinal).clone();
        }
        VectorColumn column = schema.vectorColumn(columnId);
        if (ordinal >= column.count()) {
            throw new StoreException(
                    StoreError.BAD_TRANSACTION_STATE,
                    "The vector was written by a transaction that has ended. Read it before the transaction ends.");
        }
        return read(column.position(ordinal), column.dimension());
    }

    private float[] read(long position, int dimension) {
        LogPieces pieces = newestPieces.get();
        ByteBuffer bytes = pieces.bufferAt(position);
        float[] vector = new float[dimension];
        int index = pieces.indexAt(position);
        for (int i = 0; i < dimension; i++) {
            vector[i] = bytes.getFloat(index + i * Float.BYTES);
        }
        return vector;
    }
}
