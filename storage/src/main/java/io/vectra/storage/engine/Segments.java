package io.vectra.storage.engine;

import io.vectra.storage.TableInfo;
import io.vectra.storage.filter.ColumnType;
import io.vectra.storage.manifest.Sealed;
import io.vectra.storage.manifest.SegmentEntry;
import io.vectra.storage.vector.VectorColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The live segments, and the rows of tables with vectors that are not in one yet. Immutable; a new one replaces it, as
 * part of a {@link ReadState}.
 *
 * @param sealed what the newest manifest says of them
 * @param rows the rows of each table, by table id
 * @param vectors the vector segments of each column, by column id, from the oldest to the newest
 * @param byNumber the vector segments by their numbers
 */
record Segments(
        Sealed sealed,
        Map<Integer, TableRows> rows,
        Map<Integer, List<VectorSegment>> vectors,
        Map<Integer, VectorSegment> byNumber) {

    static Segments of(Sealed sealed, Map<Integer, TableRows> rows, Collection<VectorSegment> vectors) {
        Map<Integer, List<VectorSegment>> byColumn = new HashMap<>();
        Map<Integer, VectorSegment> byNumber = new HashMap<>();
        for (VectorSegment segment : vectors) {
            byColumn.computeIfAbsent(segment.columnId(), id -> new ArrayList<>())
                    .add(segment);
            byNumber.put(segment.number(), segment);
        }
        byColumn.replaceAll((id, segments) -> List.copyOf(segments));
        return new Segments(sealed, Map.copyOf(rows), Map.copyOf(byColumn), Map.copyOf(byNumber));
    }

    /**
     * Returns the same segments, whose rows can be filtered.
     *
     * @param opener opens the columns of a segment
     */
    Segments described(Schema schema, ColumnsOpener opener) throws IOException {
        Map<Integer, TableRows> described = new HashMap<>(rows);
        for (TableRows table : rows.values()) {
            TableInfo info =
                    schema.catalog().table(table.table().schema(), table.table().name());
            if (table.isFollowed() && table.types() == null && info != null) {
                List<ColumnType> types = ColumnType.ofTable(table.table(), info);
                List<RowSegment> opened = new ArrayList<>();
                for (RowSegment segment : table.segments()) {
                    opened.add(opener.open(segment, types));
                }
                described.put(table.table().tableId(), table.withTypes(types, opened));
            }
        }
        return of(sealed, described, byNumber.values());
    }

    /** Opens what a segment's columns are filtered by. */
    @FunctionalInterface
    interface ColumnsOpener {
        RowSegment open(RowSegment segment, List<ColumnType> types) throws IOException;
    }

    /** Returns the vector segments of a column. */
    List<VectorSegment> ofColumn(int columnId) {
        return vectors.getOrDefault(columnId, List.of());
    }

    @Nullable
    TableRows ofTable(int tableId) {
        return rows.get(tableId);
    }

    /** Returns how many of a column's ordinals were given out before the last seal; those are in segments, or dead. */
    long sealedCount(int columnId) {
        for (Sealed.ColumnCount column : sealed.columns()) {
            if (column.columnId() == columnId) {
                return column.count();
            }
        }
        return 0;
    }

    /** Returns how many vectors of a column that are in no segment a reader sees. */
    long livingUnsealed(VectorColumn column, long lsn) {
        return column.view(lsn).visibleCount(sealedCount(column.columnId()));
    }

    /** Returns how many vectors of a column a reader sees. */
    long living(VectorColumn column, long lsn) {
        long living = livingUnsealed(column, lsn);
        for (VectorSegment segment : ofColumn(column.columnId())) {
            living += segment.file().count() - segment.tombstones().deletedCount(lsn);
        }
        return living;
    }

    /** A commit deletes a vector, which may be in a segment. */
    void deleted(VectorColumn column, long ordinal, long lsn) {
        long position = column.position(ordinal);
        VectorSegment segment =
                SegmentPosition.isSegment(position) ? byNumber.get(SegmentPosition.segment(position)) : null;
        if (segment != null) {
            segment.tombstones().delete(segment.node(position), lsn);
        }
    }

    /** Returns the row segments' and the vector segments' entries, as of now. */
    static List<SegmentEntry> entries(Collection<TableRows> rows, Collection<VectorSegment> vectors) {
        List<SegmentEntry> entries = new ArrayList<>();
        rows.forEach(table -> table.segments().forEach(segment -> entries.add(segment.entry())));
        vectors.forEach(segment -> entries.add(segment.entry()));
        entries.sort(java.util.Comparator.comparingInt(SegmentEntry::number));
        return entries;
    }
}
