package io.vectra.storage.engine;

import io.vectra.storage.filter.ColumnType;
import io.vectra.storage.filter.DeltaColumns;
import io.vectra.storage.text.GrowingTexts;
import io.vectra.storage.text.TextPart;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private final List<TextColumns> textColumns;
    /** The texts of each full-text index, in the order of {@link #textColumns}. */
    private final List<GrowingTexts> texts;

    /** The images of the versions until then. */
    private final List<@Nullable Object[]> images = new ArrayList<>();

    private final Map<Long, Integer> newest = new HashMap<>();
    private volatile Versions versions;

    /**
     * Begins without versions.
     *
     * @param vectorIndexes which columns of an image hold vector references
     * @param types the columns' types, or null if they are not known yet
     * @param textColumns the full-text indexes
     */
    DeltaRows(int[] vectorIndexes, @Nullable List<ColumnType> types, List<TextColumns> textColumns) {
        this.vectorIndexes = vectorIndexes;
        this.versions = Versions.empty(vectorIndexes.length);
        this.columns = types == null ? null : new DeltaColumns(types);
        this.textColumns = textColumns;
        this.texts = textColumns.stream()
                .map(each -> new GrowingTexts(each.analyzer()))
                .toList();
    }

    /** Returns whether the texts of all these full-text indexes are kept. */
    boolean hasTexts(List<TextColumns> wanted) {
        return textColumns.containsAll(wanted);
    }

    /** Analyses the texts that wait for it. */
    void catchUpTexts() throws IOException {
        for (GrowingTexts each : texts) {
            each.catchUp();
        }
    }

    /**
     * Returns the versions that a reader sees, as a part of a full-text search.
     *
     * @param without rows that the reader's own transaction has changed
     */
    TextPart textPart(TextColumns wanted, long lsn, Set<Long> without) throws IOException {
        int index = textColumns.indexOf(wanted);
        if (index < 0) {
            throw new IllegalStateException("the texts of " + wanted.name() + " are not kept");
        }
        return texts.get(index)
                .part(without.isEmpty() ? lsn : -1, end -> living(end, lsn, without), this::rowId, false);
    }

    private long[] living(int end, long lsn, Set<Long> without) {
        long[] words = new long[(end + Long.SIZE - 1) / Long.SIZE];
        for (int slot = 0; slot < end; slot++) {
            if (isVisible(slot, lsn) && (without.isEmpty() || !without.contains(rowId(slot)))) {
                words[slot >>> 6] |= 1L << slot;
            }
        }
        return words;
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
        for (int i = 0; i < texts.size(); i++) {
            texts.get(i).add(textColumns.get(i).texts(image)); // After the version: whoever finds it, sees that.
        }
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
