package io.vectra.storage.engine;

import io.vectra.storage.Filter;
import io.vectra.storage.filter.ColumnType;
import io.vectra.storage.filter.DeltaColumns;
import io.vectra.storage.filter.SegmentColumns;
import io.vectra.storage.manifest.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The row versions of one table: in segments, and those that are not sealed yet. Immutable, except that its parts grow
 * and their rows die.
 *
 * <p>Kept for filters, so only of tables with vectors; of others the segments alone.
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
                table, vectorIndexes, null, List.copyOf(segments), null, new DeltaRows(vectorIndexes, null));
    }

    /** Returns the same rows, with what is not sealed set apart from what is to come. */
    TableRows freeze() {
        if (frozen != null) {
            throw new IllegalStateException("rows of table " + table.tableId() + " are being sealed already");
        }
        return new TableRows(table, vectorIndexes, types, segments, active, new DeltaRows(vectorIndexes, types));
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

    TableRows withTable(TableDefinition newTable) {
        return new TableRows(newTable, vectorIndexes, types, segments, frozen, active);
    }

    /** Returns whether commits are added: the table has vectors, so that filters may ask. */
    boolean isFollowed() {
        return vectorIndexes.length > 0;
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
