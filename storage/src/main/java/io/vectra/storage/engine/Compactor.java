package io.vectra.storage.engine;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.VectorIndexInfo;
import io.vectra.storage.filter.ColumnType;
import io.vectra.storage.graph.GraphBase;
import io.vectra.storage.graph.GraphIndex;
import io.vectra.storage.manifest.Sealed;
import io.vectra.storage.manifest.SegmentEntry;
import io.vectra.storage.manifest.TableDefinition;
import io.vectra.storage.segment.RowFileWriter;
import io.vectra.storage.segment.Tombstones;
import io.vectra.storage.segment.VectorFile;
import io.vectra.storage.segment.VectorFileWriter;
import io.vectra.storage.segment.WrittenFile;
import io.vectra.storage.vector.VectorColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Merges segments into one without what was deleted, beside readers and writers; the new one's graphs are built before
 * it takes the place of the old ones.
 *
 * <p>Thread rule: one compaction at a time, guarded by the database's compaction lock; the swap takes the swap lock.
 */
final class Compactor {
    /** How many rows are copied between two looks at the task. */
    private static final int ROWS_UNASKED = 1024;

    /** A row that died before the last seal is marked with any LSN up to that one. */
    private static final long LONG_DEAD = 1;

    private final EngineDatabase database;
    private final SegmentWriting writing;
    private final GraphBuilds graphs;

    Compactor(EngineDatabase database, GraphBuilds graphs) {
        this.database = database;
        this.writing = database.segmentWriting();
        this.graphs = graphs;
    }

    /** Merges vector segments of a column. */
    void mergeVectors(List<VectorSegment> old, List<VectorIndexInfo> indexes, Tasks.Task task) throws IOException {
        SegmentEntry first = old.get(0).entry();
        SegmentEntry blank = writing.blank(writing.nextNumber(), first.tableId(), first.columnId());
        Set<Integer> retired = Set.of(blank.number());
        try {
            VectorSegment largest = old.stream()
                    .max(Comparator.comparingInt(each -> each.file().count()))
                    .orElseThrow();
            int[] newOrdinals = new int[largest.file().count()];
            VectorSegment merged = write(old, blank, largest, newOrdinals, task);
            for (VectorIndexInfo index : indexes) {
                if (merged.file().count() > 0) {
                    GraphIndex base = largest.graph(GraphFiles.name(index));
                    graphs.build(merged, index, base == null ? null : new GraphBase(base, newOrdinals), task);
                }
            }
            if (swap(old, merged, task)) {
                retired = old.stream().map(VectorSegment::number).collect(Collectors.toSet());
            }
        } finally {
            remove(retired);
        }
    }

    /**
     * Copies what lives.
     *
     * @param largest one of the old segments
     * @param newOrdinals receives where each of its nodes is now
     */
    private VectorSegment write(
            List<VectorSegment> old, SegmentEntry blank, VectorSegment largest, int[] newOrdinals, Tasks.Task task)
            throws IOException {
        task.step(
                "copying vectors",
                old.stream().mapToLong(each -> each.file().count()).sum());
        long done = 0;
        int written = 0;
        WrittenFile file;
        try (VectorFileWriter target =
                writing.createVectors(blank, old.get(0).file().dimension())) {
            for (VectorSegment segment : old) {
                VectorFile source = segment.file();
                for (int node = 0; node < source.count(); node++) {
                    boolean isLiving = !segment.tombstones().isDeleted(node, Long.MAX_VALUE);
                    if (segment == largest) {
                        newOrdinals[node] = isLiving ? written : GraphBase.NONE;
                    }
                    if (isLiving) {
                        source.verify(node);
                        target.add(
                                source.ordinal(node),
                                source.rowId(node),
                                source.createdLsn(node),
                                source.bufferOf(node),
                                source.indexOf(node));
                        written++;
                    }
                    if (++done % ROWS_UNASKED == 0) {
                        task.advance(done);
                    }
                }
            }
            file = target.finish();
        }
        database.folder().directory().syncFolder(SegmentEntry.FOLDER);
        return writing.openVectors(blank, file);
    }

    /** Puts the merged segment in place; returns false if the old ones are gone, because the table is. */
    private boolean swap(List<VectorSegment> old, VectorSegment merged, Tasks.Task task) throws IOException {
        task.step("swap", 0);
        return underLocks(task::isCancelled, () -> {
            ReadState state = database.state();
            Segments segments = state.segments();
            if (!old.stream().allMatch(each -> segments.byNumber().get(each.number()) == each)) {
                return false;
            }
            int columnId = merged.columnId();
            VectorColumn column = state.schema().vectorColumn(columnId);
            Map<Integer, VectorColumn> columns = new HashMap<>(state.schema().columns());
            columns.put(columnId, moved(column, old, merged));
            merged.useEntry(writing.writeDeletions(
                    merged.entry(), merged.tombstones(), segments.sealed().lsn()));
            List<VectorSegment> vectors = new ArrayList<>(segments.byNumber().values());
            vectors.removeAll(old);
            if (merged.file().count() > 0) {
                vectors.add(merged);
            }
            vectors.sort(Comparator.comparingInt(VectorSegment::number));
            database.checkpointer().changed(columnId);
            use(state.schema().withColumns(columns), segments.rows(), vectors);
            return true;
        });
    }

    private static VectorColumn moved(VectorColumn column, List<VectorSegment> old, VectorSegment merged) {
        var move = new VectorMove(column, merged);
        for (VectorSegment segment : old) {
            for (int node = 0; node < segment.file().count(); node++) {
                move.next(segment.file().ordinal(node));
            }
        }
        return move.finish();
    }

    /** Merges all row segments of a table. */
    void mergeRows(TableRows table, Tasks.Task task) throws IOException {
        List<RowSegment> old = table.segments();
        TableDefinition definition = table.table();
        SegmentEntry blank = writing.blank(writing.nextNumber(), definition.tableId(), 0);
        Set<Integer> retired = Set.of(blank.number());
        try {
            List<ColumnType> types = table.isFollowed() ? table.types() : null;
            MergedRows merged = write(definition, types, old, blank, task);
            if (swap(definition.tableId(), old, merged, task)) {
                retired = old.stream().map(RowSegment::number).collect(Collectors.toSet());
            }
        } finally {
            remove(retired);
        }
    }

    /**
     * A merged segment of rows.
     *
     * @param sources which of the old segments each row comes from
     * @param slots where it was there
     */
    private record MergedRows(RowSegment segment, int[] sources, int[] slots) {}

    /** Where the merge stands in one of the old segments. */
    private static final class Cursor {
        private final int source;
        private final RowSegment segment;
        private int slot = -1;
        private long rowId;

        Cursor(int source, RowSegment segment) {
            this.source = source;
            this.segment = segment;
        }

        boolean advance() {
            do {
                slot++;
            } while (slot < segment.file().count() && segment.tombstones().isDeleted(slot, Long.MAX_VALUE));
            if (slot == segment.file().count()) {
                return false;
            }
            rowId = segment.file().rowId(slot);
            return true;
        }
    }

    private MergedRows write(
            TableDefinition table,
            @Nullable List<ColumnType> types,
            List<RowSegment> old,
            SegmentEntry blank,
            Tasks.Task task)
            throws IOException {
        int countMax = old.stream()
                .mapToInt(each -> each.file().count() - each.tombstones().count())
                .sum();
        task.step("copying rows", countMax);
        int[] sources = new int[countMax];
        int[] slots = new int[countMax];
        var cursors = new PriorityQueue<Cursor>(Comparator.comparingLong(cursor -> cursor.rowId));
        for (int i = 0; i < old.size(); i++) {
            var cursor = new Cursor(i, old.get(i));
            if (cursor.advance()) {
                cursors.add(cursor);
            }
        }
        int count = 0;
        WrittenFile written;
        try (RowFileWriter target = writing.createRows(blank, Sealer.layout(table))) {
            while (!cursors.isEmpty()) {
                Cursor cursor = cursors.remove();
                target.copy(cursor.segment.file(), cursor.slot);
                sources[count] = cursor.source;
                slots[count] = cursor.slot;
                if (++count % ROWS_UNASKED == 0) {
                    task.advance(count);
                }
                if (cursor.advance()) {
                    cursors.add(cursor);
                }
            }
            written = target.finish();
        }
        database.folder().directory().syncFolder(SegmentEntry.FOLDER);
        RowSegment segment = writing.openRows(blank, written);
        task.step("full-text index", count);
        database.textBuilds().makeAll(segment, TextColumns.of(table), task::advance);
        database.folder().directory().syncFolder(SegmentEntry.FOLDER);
        return new MergedRows(types == null ? segment : writing.writeColumns(segment, types), sources, slots);
    }

    private boolean swap(int tableId, List<RowSegment> old, MergedRows merged, Tasks.Task task) throws IOException {
        task.step("swap", 0);
        return underLocks(task::isCancelled, () -> {
            ReadState state = database.state();
            Segments segments = state.segments();
            TableRows table = segments.ofTable(tableId);
            if (table == null || !isSame(table.segments(), old)) {
                return false;
            }
            long sealedLsn = segments.sealed().lsn();
            Tombstones tombstones = merged.segment().tombstones();
            for (int slot = 0; slot < merged.segment().file().count(); slot++) {
                Tombstones before = old.get(merged.sources()[slot]).tombstones();
                int oldSlot = merged.slots()[slot];
                if (before.isDeleted(oldSlot, sealedLsn)) {
                    tombstones.delete(slot, LONG_DEAD);
                } else if (before.isDeleted(oldSlot, Long.MAX_VALUE)) {
                    tombstones.delete(slot, database.log().lastLsn());
                }
            }
            List<RowSegment> newest = new ArrayList<>();
            if (merged.segment().file().count() > 0) {
                newest.add(merged.segment()
                        .withEntry(writing.writeDeletions(merged.segment().entry(), tombstones, sealedLsn)));
            }
            newest.addAll(table.segments().subList(old.size(), table.segments().size()));
            Map<Integer, TableRows> rows = new HashMap<>(segments.rows());
            rows.put(tableId, table.withSegments(newest));
            use(state.schema(), rows, List.copyOf(segments.byNumber().values()));
            return true;
        });
    }

    /** Returns whether the oldest segments are these; a seal may have added others, and changed entries. */
    private static boolean isSame(List<RowSegment> segments, List<RowSegment> old) {
        if (segments.size() < old.size()) {
            return false;
        }
        for (int i = 0; i < old.size(); i++) {
            if (segments.get(i).file() != old.get(i).file()) {
                return false;
            }
        }
        return true;
    }

    /** Makes segments live, and the manifest name them. */
    private void use(Schema schema, Map<Integer, TableRows> rows, List<VectorSegment> vectors) {
        Sealed sealed = database.state()
                .segments()
                .sealed()
                .withSegments(Segments.entries(rows.values(), vectors), writing.peekNumber());
        database.useState(new ReadState(
                schema, Segments.of(sealed, rows, vectors), database.log().lastLsn()));
        database.checkpointer().write(false);
    }

    private boolean underLocks(BooleanSupplier cancelled, Swap swap) throws IOException {
        Tasks.lock(database.swapLock(), cancelled);
        try {
            database.writerLock().acquire(WriterLock.NO_LIMIT, cancelled);
            try {
                database.checkWritable();
                return swap.run();
            } finally {
                database.writerLock().release();
            }
        } finally {
            database.swapLock().unlock();
        }
    }

    private void remove(Set<Integer> numbers) {
        database.swapLock().lock();
        try {
            database.removeSegments(numbers);
        } finally {
            database.swapLock().unlock();
        }
    }

    /** Puts segments in place. */
    @FunctionalInterface
    private interface Swap {
        boolean run() throws IOException;
    }

    /**
     * Fails if the disk has too little room for new files of about a size.
     *
     * @throws StoreException ({@link StoreError#IO}) saying how much there is and how much it takes
     */
    void checkRoom(long bytes) throws IOException {
        long usable = database.folder().directory().usableBytes();
        if (usable < bytes) {
            throw new StoreException(
                    StoreError.IO,
                    "VACUUM writes new files of about " + bytes
                            + " bytes before it removes the old ones, but the disk has " + usable
                            + " bytes left. Make room and try again; nothing was changed.");
        }
    }
}
