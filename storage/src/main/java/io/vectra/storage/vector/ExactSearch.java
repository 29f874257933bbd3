package io.vectra.storage.vector;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;

/**
 * Finds the rows nearest to a query vector by reading every vector that is visible.
 *
 * <p>O(rows × dimension); with eligible rows, only those are read. Vectors are compared by the float kernel, and those
 * that its error allows among the k nearest once more in double precision.
 *
 * <p>Thread rule: stateless, any number of threads; one search runs on the thread that asks for it.
 */
public final class ExactSearch {
    private ExactSearch() {}

    /**
     * Returns the nearest rows: exactly those, in that order and with those distances, that sorting all visible rows by
     * {@link Distances#distance} and then by row id would put first.
     *
     * @throws StoreException {@link StoreError#VECTOR_MISMATCH} if the query has not the column's dimension;
     *     {@link StoreError#CANCELLED}
     * @throws io.vectra.storage.CorruptStoreException if a vector's bytes fail their checksum
     */
    public static NearestRows nearest(SearchInput in) {
        return nearest(in, VectorKernels.best());
    }

    static NearestRows nearest(SearchInput in, VectorKernel kernel) {
        int dimension = in.column().dimension();
        if (in.query().length != dimension) {
            throw new StoreException(
                    StoreError.VECTOR_MISMATCH,
                    "The column's vectors have dimension " + dimension + ", but the query vector has "
                            + in.query().length + ".");
        }
        if (in.k() == 0) {
            return new NearestRows(new long[0], new double[0], 0);
        }
        return new Scan(in, kernel).nearest();
    }
}
