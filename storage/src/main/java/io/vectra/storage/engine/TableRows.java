package io.vectra.storage.engine;

import io.vectra.storage.EligibleRows;
import io.vectra.storage.Filter;
import io.vectra.storage.filter.ColumnType;
import io.vectra.storage.filter.DeltaColumns;
import io.vectra.storage.filter.SegmentColumns;
import io.vectra.storage.manifest.TableDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The row versions of one table: in segments, and those that are not sealed yet. Immutable, except that its parts grow
 * and their rows die.
 *
 * <p>Kept for searches, so only of tables with vectors or full-text indexes; of others the segments alone.
 *
 * @param vectorIndexes which columns of an image hold vector references
 * @param types the types of an image's columns, or null if they are not known yet
 * @param segments from the oldest to the newest
 * @param frozen what is being sealed, or null
 * @param active what commits add to
 */
record TableRows(
        TableDefinition table,
        int[] vectorIndexes,
        @Nullable List<ColumnType> types,
        List<RowSegment> segments,
        @Nullable DeltaRows frozen,
        DeltaRows active) {

    /** Starts with segments. */
    static TableRows of(TableDefinition table, int[] vectorIndexes, List<RowSegment> segments) {
        return new TableRows(
                table,
                vectorIndexes,
                null,
                List.copyOf(segments),
                null,
                new DeltaRows(vectorIndexes, null, TextColumns.of(table)));
    }

    /** Returns the same rows, with what is not sealed set apart from what is to come. */
    TableRows freeze() {
        if (frozen != null) {
            throw new IllegalStateException("rows of table " + table.tableId() + " are being sealed already");
        }
        return new TableRows(table, vectorIndexes, types, segments, active, newDelta());
    }

    /** Returns the same rows with other segments. */
    TableRows withSegments(List<RowSegment> newSegments) {
        return new TableRows(table, vectorIndexes, types, List.copyOf(newSegments), frozen, active);
    }

    /** Returns the same rows after those set apart have become a segment. */
    TableRows sealed(@Nullable RowSegment segment) {
        List<RowSegment> more = new ArrayList<>(segments);
        if (segment != null) {
            more.add(segment);
        }
        return new TableRows(table, vectorIndexes, types, List.copyOf(more), null, active);
    }

    /**
     * Returns the same rows, which can be filtered from now on.
     *
     * @param newSegments the same segments with their columns
     */
    TableRows withTypes(List<ColumnType> newTypes, List<RowSegment> newSegments) {
        deltas().forEach(delta -> delta.useTypes(newTypes));
        return new TableRows(table, vectorIndexes, newTypes, List.copyOf(newSegments), frozen, active);
    }

    /** Returns whether a filter can be evaluated on all parts. */
    boolean canEvaluate(Filter filter) {
        for (RowSegment segment : segments) {
            SegmentColumns columns = segment.columns();
            if (columns == null || !columns.canEvaluate(filter)) {
                return false;
            }
        }
        for (DeltaRows delta : deltas()) {
            DeltaColumns columns = delta.columns();
            if (columns == null || !columns.canEvaluate(filter)) {
                return false;
            }
        }
        return true;
    }

    private DeltaRows newDelta() {
        return new DeltaRows(vectorIndexes, types, isFollowed() ? TextColumns.of(table) : List.of());
    }

    TableRows withTable(TableDefinition newTable) {
        var changed = new TableRows(newTable, vectorIndexes, types, segments, frozen, active);
        return changed.isFollowed()
                ? changed
                : new TableRows(newTable, vectorIndexes, types, segments, frozen, changed.newDelta());
    }

    /** Returns whether what is not sealed lacks texts of a full-text index, and has to be read from the log again. */
    boolean lacksTexts() {
        List<TextColumns> wanted = TextColumns.of(table);
        return !deltas().stream().allMatch(delta -> delta.hasTexts(wanted));
    }

    /** Returns the same rows without what is not sealed. */
    TableRows unread() {
        if (frozen != null) {
            throw new IllegalStateException("rows of table " + table.tableId() + " are being sealed");
        }
        return new TableRows(table, vectorIndexes, types, segments, null, newDelta());
    }

    /** Returns whether commits are added: the table has vectors or full-text indexes, so that searches may ask. */
    boolean isFollowed() {
        return vectorIndexes.length > 0 || !table.textIndexes().isEmpty();
    }

    /** Returns which of the table's vector columns one is, from 0. */
    int vectorColumn(int columnId) {
        for (int i = 0; i < vectorIndexes.length; i++) {
            if (table.columns().get(vectorIndexes[i]).columnId() == columnId) {
                return i;
            }
        }
        throw new IllegalArgumentException("table " + table.tableId() + " has no vector column " + columnId);
    }

    /**
     * Returns the vectors of rows.
     *
     * @param rowIds in ascending order
     * @param own what the reader's transaction has changed, by row id
     */
    EligibleRows vectorsOf(int columnId, long[] rowIds, long lsn, Map<Long, @Nullable Object[]> own) {
        int vectorColumn = vectorColumn(columnId);
        var found = new EligibleRows();
        BitSet done = new BitSet(rowIds.length);
        for (int i = 0; i < rowIds.length && !own.isEmpty(); i++) {
            @Nullable Object[] image = own.get(rowIds[i]);
            if (image != null) {
                done.set(i);
                if (image != Transaction.TableChanges.DELETED
                        && image[vectorIndexes[vectorColumn]] instanceof Long reference) {
                    found.add(reference);
                }
            }
        }
        for (DeltaRows delta : deltas()) {
            for (int slot = 0; slot < delta.count(); slot++) {
                int i = Arrays.binarySearch(rowIds, delta.rowId(slot));
                if (i >= 0 && !done.get(i) && delta.isVisible(slot, lsn)) {
                    done.set(i);
                    add(found, delta.reference(slot, vectorColumn));
                }
            }
        }
        for (RowSegment segment : segments) {
            long @Nullable [] alive = segment.tombstones().aliveWords(lsn);
            for (int i = done.nextClearBit(0); i < rowIds.length; i = done.nextClearBit(i + 1)) {
                int slot = segment.file().slotOf(rowIds[i]);
                if (slot >= 0 && (alive == null || (alive[slot >>> 6] & 1L << slot) != 0)) {
                    done.set(i);
                    add(found, segment.file().reference(slot, vectorColumn));
                }
            }
        }
        return found;
    }

    private static void add(EligibleRows found, long reference) {
        if (reference != Long.MIN_VALUE) {
            found.add(reference);
        }
    }

    /** Returns the unsealed parts, oldest first. */
    List<DeltaRows> deltas() {
        return frozen == null ? List.of(active) : List.of(frozen, active);
    }

    /** A commit has put a new version of a row, which ends the one before. */
    void put(long rowId, long lsn, @Nullable Object[] image) {
        delete(rowId, lsn);
        active.append(rowId, lsn, image);
    }

    /** A commit has deleted a row; there may have been none. */
    void delete(long rowId, long lsn) {
        if (active.delete(rowId, lsn) || (frozen != null && frozen.delete(rowId, lsn))) {
            return;
        }
        deleteSealed(segments, rowId, lsn);
    }

    /** Ends the living version of a row in one of some segments; the newest are looked at first. */
    static void deleteSealed(List<RowSegment> segments, long rowId, long lsn) {
        for (int i = segments.size() - 1; i >= 0; i--) {
            RowSegment segment = segments.get(i);
            int slot = segment.file().slotOf(rowId);
            if (slot >= 0 && segment.tombstones().delete(slot, lsn)) {
                return;
            }
        }
    }
}
