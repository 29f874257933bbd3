package io.vectra.storage.engine;

import io.vectra.storage.filter.ColumnType;
import io.vectra.storage.filter.DeltaColumns;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The row versions of one table that are not in a segment yet, in the order of their commits.
 *
 * <p>Thread rule: one writer, any number of readers without locks. A reader sees the versions and deletions of commit L
 * if it learned of L from a volatile write that followed them.
 */
final class DeltaRows {
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int ROOM_MIN = 64;

    private final int[] vectorIndexes;
    /** What the versions' columns are filtered by; null until their types are known. */
    private volatile @Nullable DeltaColumns columns;

    /** The images of the versions until then. */
    private final List<@Nullable Object[]> images = new ArrayList<>();

    private final Map<Long, Integer> newest = new HashMap<>();
    private volatile Versions versions;

    /**
     * Begins without versions.
     *
     * @param vectorIndexes which columns of an image hold vector references
     * @param types the columns' types, or null if they are not known yet
     */
    DeltaRows(int[] vectorIndexes, @Nullable List<ColumnType> types) {
        this.vectorIndexes = vectorIndexes;
        this.versions = Versions.empty(vectorIndexes.length);
        this.columns = types == null ? null : new DeltaColumns(types);
    }

    /** Tells the types; called by the writer. */
    void useTypes(List<ColumnType> types) {
        if (columns == null) {
            var typed = new DeltaColumns(types);
            images.forEach(typed::append);
            images.clear();
            columns = typed;
        }
    }

    /** Returns what the versions' columns are filtered by, or null if their types are not known yet. */
    @Nullable
    DeltaColumns columns() {
        return columns;
    }

    /**
     * Some versions; {@code count} of the arrays' elements count.
     *
     * @param references for each vector column its reference in each version, {@link Long#MIN_VALUE} for NULL
     */
    private record Versions(long[] rowIds, long[] created, long[] deleted, long[][] references, int count) {
        static Versions empty(int vectorColumns) {
            return new Versions(
                    new long[ROOM_MIN],
                    new long[ROOM_MIN],
                    alive(new long[ROOM_MIN], 0),
                    new long[vectorColumns][ROOM_MIN],
                    0);
        }

        private static long[] alive(long[] lsns, int from) {
            Arrays.fill(lsns, from, lsns.length, Long.MAX_VALUE);
            return lsns;
        }

        Versions grown() {
            if (count < rowIds.length) {
                return this;
            }
            int room = 2 * count;
            long[][] more = new long[references.length][];
            for (int i = 0; i < more.length; i++) {
                more[i] = Arrays.copyOf(references[i], room);
            }
            return new Versions(
                    Arrays.copyOf(rowIds, room),
                    Arrays.copyOf(created, room),
                    alive(Arrays.copyOf(deleted, room), count),
                    more,
                    count);
        }
    }

    /** Adds a version; the one before of the same row, if it is here, was {@linkplain #delete deleted}. */
    void append(long rowId, long lsn, @Nullable Object[] image) {
        Versions grown = versions.grown();
        int slot = grown.count();
        grown.rowIds()[slot] = rowId;
        grown.created()[slot] = lsn;
        for (int i = 0; i < vectorIndexes.length; i++) {
            grown.references()[i][slot] =
                    image[vectorIndexes[i]] instanceof Long reference ? reference : Long.MIN_VALUE;
        }
        newest.put(rowId, slot);
        DeltaColumns typed = columns;
        if (typed == null) {
            images.add(image);
        } else {
            typed.append(image);
        }
        versions = new Versions(grown.rowIds(), grown.created(), grown.deleted(), grown.references(), slot + 1);
    }

    /**
     * Ends the living version of a row.
     *
     * @return whether it is here
     */
    boolean delete(long rowId, long lsn) {
        Integer slot = newest.remove(rowId);
        if (slot == null) {
            return false;
        }
        LONGS.setRelease(versions.deleted(), (int) slot, lsn);
        return true;
    }

    /** Shows the versions that ended; called by the writer. */
    void forEachDeletion(Deletion deletion) {
        Versions read = versions;
        for (int slot = 0; slot < read.count(); slot++) {
            if (read.deleted()[slot] != Long.MAX_VALUE) {
                deletion.ended(read.rowIds()[slot], read.deleted()[slot]);
            }
        }
    }

    /** Is shown a version that ended. */
    @FunctionalInterface
    interface Deletion {
        void ended(long rowId, long lsn);
    }

    /** Returns how many versions there are. */
    int count() {
        return versions.count();
    }

    long rowId(int slot) {
        return versions.rowIds()[slot];
    }

    /** Returns whether a reader at an LSN sees the version. */
    boolean isVisible(int slot, long lsn) {
        Versions read = versions;
        return read.created()[slot] <= lsn && lsn < (long) LONGS.getAcquire(read.deleted(), slot);
    }

    /**
     * Returns the reference that the version has in one of the table's vector columns; {@link Long#MIN_VALUE} for NULL.
     */
    long reference(int slot, int vectorColumn) {
        return versions.references()[vectorColumn][slot];
    }
}
