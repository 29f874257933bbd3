package io.vectra.storage.vector;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The changes of a transaction in a test. */
final class OwnChanges implements LocalVectors {
    final Set<Long> deleted = new HashSet<>();

    private final long firstOrdinal;
    private final List<float[]> vectors = new ArrayList<>();
    private final List<Long> rowIds = new ArrayList<>();
    private final List<Boolean> live = new ArrayList<>();

    OwnChanges(long firstOrdinal) {
        this.firstOrdinal = firstOrdinal;
    }

    void add(long rowId, float[] vector, boolean isLive) {
        rowIds.add(rowId);
        vectors.add(vector);
        live.add(isLive);
    }

    @Override
    public boolean isDeleted(long ordinal) {
        return deleted.contains(ordinal);
    }

    @Override
    public int count() {
        return vectors.size();
    }

    @Override
    public float[] vector(int i) {
        return vectors.get(i);
    }

    @Override
    public long rowId(int i) {
        return rowIds.get(i);
    }

    @Override
    public long ordinal(int i) {
        return firstOrdinal + i;
    }

    @Override
    public boolean isLive(int i) {
        return live.get(i);
    }
}
