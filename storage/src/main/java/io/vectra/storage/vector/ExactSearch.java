package io.vectra.storage.vector;

import io.vectra.storage.EligibleRows;
import io.vectra.storage.SearchResult;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows nearest to a query vector by reading every vector that is visible.
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
    public static SearchResult nearest(SearchInput in) {
        VectorColumn column = in.column();
        if (in.query().length != column.dimension()) {
            throw new StoreException(
                    StoreError.VECTOR_MISMATCH,
                    "The column's vectors have dimension " + column.dimension() + ", but the query vector has "
                            + in.query().length + ".");
        }
        VectorColumn.View view = column.view(in.lsn());
        Set<Long> eligible = eligibleOrdinals(in.eligible());
        LocalVectors own = in.own();
        List<Hit> hits = new ArrayList<>();
        for (long ordinal = 0; ordinal < view.count(); ordinal++) {
            if (ordinal % 4096 == 0 && in.cancelled().getAsBoolean()) {
                throw new StoreException(StoreError.CANCELLED, "The statement was cancelled.");
            }
            if (view.isVisible(ordinal)
                    && (own == null || !own.isDeleted(ordinal))
                    && (eligible == null || eligible.contains(ordinal))) {
                long position = column.position(ordinal);
                double distance = Distances.distance(
                        in.metric(), in.source().bufferAt(position), in.source().indexAt(position), in.query());
                hits.add(new Hit(column.rowId(ordinal), distance));
            }
        }
        for (int i = 0; own != null && i < own.count(); i++) {
            if (own.isLive(i) && (eligible == null || eligible.contains(own.ordinal(i)))) {
                hits.add(new Hit(own.rowId(i), Distances.distance(in.metric(), own.vector(i), in.query())));
            }
        }
        hits.sort(Comparator.comparingDouble(Hit::distance).thenComparingLong(Hit::rowId));
        List<Hit> nearest = hits.subList(0, Math.min(in.k(), hits.size()));
        return new SearchResult(
                nearest.stream().mapToLong(Hit::rowId).toArray(),
                nearest.stream().mapToDouble(Hit::distance).toArray());
    }

    private static @Nullable Set<Long> eligibleOrdinals(@Nullable EligibleRows rows) {
        if (rows == null) {
            return null;
        }
        Set<Long> ordinals = new HashSet<>();
        for (int i = 0; i < rows.count(); i++) {
            ordinals.add(VectorReference.ordinal(rows.reference(i)));
        }
        return ordinals;
    }

    private record Hit(long rowId, double distance) {}
}
