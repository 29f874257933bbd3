package io.vectra.storage.engine;

import io.vectra.storage.vector.LocalVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a running transaction changed in one vector column: the vectors it added, and the committed ones it removed.
 *
 * <p>An added vector is live from the moment its row is in the mirror until that row changes again; a vector whose row
 * never arrived (its INSERT was refused or skipped) keeps its ordinal and is never seen. Thread rule: the session's
 * thread only.
 */
final class OwnVectors implements LocalVectors {
    private final int columnId;
    private final long baseOrdinal;
    private final List<float[]> vectors = new ArrayList<>();
    private final OrdinalSet removed = new OrdinalSet();
    private long[] rowIds = new long[16];
    private boolean[] live = new boolean[16];

    /** @param baseOrdinal the first ordinal that the transaction may take: the column's count of committed ones */
    OwnVectors(int columnId, long baseOrdinal) {
        this.columnId = columnId;
        this.baseOrdinal = baseOrdinal;
    }

    int columnId() {
        return columnId;
    }

    long baseOrdinal() {
        return baseOrdinal;
    }

    OrdinalSet removed() {
        return removed;
    }

    /** Adds a vector, not live yet, and returns its ordinal. */
    long add(float[] vector, long rowId) {
        int index = vectors.size();
        if (index == rowIds.length) {
            rowIds = Arrays.copyOf(rowIds, index * 2);
            live = Arrays.copyOf(live, index * 2);
        }
        vectors.add(vector);
        rowIds[index] = rowId;
        live[index] = false;
        return baseOrdinal + index;
    }

    /** Gives back the ordinal that was taken last. */
    void removeLast() {
        vectors.remove(vectors.size() - 1);
    }

    boolean isOwn(long ordinal) {
        return ordinal >= baseOrdinal;
    }

    void setLive(long ordinal, boolean isLive) {
        live[(int) (ordinal - baseOrdinal)] = isLive;
    }

    float[] vectorOf(long ordinal) {
        return vectors.get((int) (ordinal - baseOrdinal));
    }

    @Override
    public boolean isDeleted(long ordinal) {
        return removed.contains(ordinal);
    }

    @Override
    public int count() {
        return vectors.size();
    }

    @Override
    public float[] vector(int index) {
        return vectors.get(index);
    }

    @Override
    public long rowId(int index) {
        return rowIds[index];
    }

    @Override
    public long ordinal(int index) {
        return baseOrdinal + index;
    }

    @Override
    public boolean isLive(int index) {
        return live[index];
    }
}
