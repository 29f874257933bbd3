package io.vectra.storage.engine;

import io.vectra.storage.StoreException;
import io.vectra.storage.io.Directory;
import io.vectra.storage.log.Log;
import io.vectra.storage.log.LogPieces;
import io.vectra.storage.log.LogPosition;
import io.vectra.storage.manifest.Sealed;
import io.vectra.storage.manifest.SegmentEntry;
import io.vectra.storage.manifest.TableDefinition;
import io.vectra.storage.segment.RowFileWriter;
import io.vectra.storage.segment.RowLayout;
import io.vectra.storage.segment.Tombstones;
import io.vectra.storage.segment.VectorFileWriter;
import io.vectra.storage.segment.WrittenFile;
import io.vectra.storage.vector.VectorColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Moves what is in the log only into segments, so that the log can go.
 *
 * <p>In three steps: a <em>cut</em> under the writer lock, which ends the log's file and sets the unsealed rows apart;
 * the writing of segments from the log up to the cut, beside readers and writers; and the <em>swap</em> under the
 * writer lock, which adds what died meanwhile, puts the segments in place of the log, and makes the manifest name them.
 * A crash leaves the old manifest or the new one; files that no manifest names are removed at the next open.
 *
 * <p>Thread rule: guarded by the database's swap lock.
 */
final class Sealer {
    private final EngineDatabase database;
    private final SegmentWriting writing;
    /** The cut of a seal that failed; the next one goes on with it. */
    private @Nullable Cut unfinished;

    Sealer(EngineDatabase database) {
        this.database = database;
        this.writing = database.segmentWriting();
    }

    /**
     * Where the log is cut.
     *
     * @param lsn the last commit before the cut
     * @param position the log position after it
     * @param schema as of the cut
     * @param rows as of the cut, with what is sealed set apart
     */
    private record Cut(
            long lsn, long position, Schema schema, Map<Integer, TableRows> rows, Map<Integer, Long> columnCounts) {}

    /** New segments, not live yet. */
    private static final class NewSegments {
        private final Map<Integer, RowSegment> rows = new HashMap<>();
        private final Map<Integer, VectorSegment> vectors = new HashMap<>();
        /** Live segments whose deletions have changed, with their new entries. */
        private final Map<Integer, SegmentEntry> changed = new HashMap<>();

        private final Set<Integer> numbers = new HashSet<>();

        boolean isAny() {
            return !numbers.isEmpty() || !changed.isEmpty();
        }
    }

    /** Returns whether a seal was cut and then failed, so that rows are set apart; guarded by the swap lock. */
    boolean isUnfinished() {
        return unfinished != null;
    }

    /** Seals everything committed so far; returns whether there was anything. */
    boolean seal() throws IOException {
        return seal(() -> false);
    }

    /**
     * As {@link #seal()}, unless it is cancelled while it waits for others.
     *
     * @throws StoreException ({@link StoreError#CANCELLED})
     */
    boolean seal(BooleanSupplier cancelled) throws IOException {
        Tasks.lock(database.swapLock(), cancelled);
        try {
            Cut cut = unfinished == null ? cut(cancelled) : unfinished;
            if (cut == null) {
                return false;
            }
            unfinished = cut;
            Sealed before = database.state().segments().sealed();
            var changes = new SealedChanges(before);
            database.log().scan(before.position(), cut.lsn(), changes);
            seal(cut, changes, cancelled);
            unfinished = null;
            return true;
        } finally {
            database.swapLock().unlock();
        }
    }

    private void seal(Cut cut, SealedChanges changes, BooleanSupplier cancelled) throws IOException {
        NewSegments created = new NewSegments();
        boolean isSwapped = false;
        try {
            writeRows(cut, changes, created);
            writeVectors(cut, created);
            writeDeletions(cut, changes, created);
            if (created.isAny()) {
                directory().syncFolder(SegmentEntry.FOLDER);
            }
            database.writerLock().acquire(WriterLock.NO_LIMIT, cancelled);
            swap(cut, changes, created);
            isSwapped = true;
        } finally {
            database.removeSegments(isSwapped ? Set.of() : created.numbers);
        }
    }

    private Directory directory() {
        return database.folder().directory();
    }

    private @Nullable Cut cut(BooleanSupplier cancelled) {
        database.writerLock().acquire(WriterLock.NO_LIMIT, cancelled);
        try {
            database.checkWritable();
            Log log = database.log();
            ReadState state = database.state();
            Segments segments = state.segments();
            if (log.lastLsn() == segments.sealed().lsn()) {
                return null;
            }
            long position = log.roll();
            Map<Integer, Long> counts = new HashMap<>();
            state.schema().columns().forEach((id, column) -> counts.put(id, column.count()));
            Map<Integer, TableRows> rows = new HashMap<>(segments.rows());
            rows.replaceAll((id, table) -> table.freeze());
            database.useState(new ReadState(
                    state.schema(),
                    Segments.of(segments.sealed(), rows, segments.byNumber().values()),
                    log.lastLsn()));
            return new Cut(log.lastLsn(), position, state.schema(), rows, counts);
        } finally {
            database.writerLock().release();
        }
    }

    private void writeRows(Cut cut, SealedChanges changes, NewSegments created) throws IOException {
        for (TableDefinition table : cut.schema().tables().values()) {
            Map<Long, SealedChanges.Change> rows = changes.rows(table.tableId());
            long living =
                    rows.values().stream().filter(row -> row.image() != null).count();
            if (living == 0) {
                continue;
            }
            int number = writing.nextNumber();
            created.numbers.add(number);
            SegmentEntry blank = writing.blank(number, table.tableId(), 0);
            WrittenFile written;
            try (RowFileWriter file = writing.createRows(blank, layout(table))) {
                for (Map.Entry<Long, SealedChanges.Change> row : rows.entrySet()) {
                    @Nullable Object @Nullable [] image = row.getValue().image();
                    if (image != null) {
                        file.add(row.getKey(), row.getValue().lsn(), image);
                    }
                }
                written = file.finish();
            }
            RowSegment segment = writing.openRows(blank, written);
            database.textBuilds().makeAll(segment, TextColumns.of(table), TextBuilds.unhurried());
            TableRows followed = cut.rows().get(table.tableId());
            created.rows.put(
                    table.tableId(),
                    followed == null || followed.types() == null || !followed.isFollowed()
                            ? segment
                            : writing.writeColumns(segment, followed.types()));
        }
    }

    static RowLayout layout(TableDefinition table) {
        return new RowLayout(
                table.columns().size(),
                IntStream.of(table.vectorColumns()).boxed().toList());
    }

    private void writeVectors(Cut cut, NewSegments created) throws IOException {
        LogPieces pieces = database.log().pieces();
        var source = new StoredSource(pieces, database.state().segments());
        for (VectorColumn column : cut.schema().columns().values()) {
            long from = database.state().segments().sealedCount(column.columnId());
            long to = cut.columnCounts().getOrDefault(column.columnId(), 0L);
            int living = 0;
            for (long ordinal = from; ordinal < to; ordinal++) {
                living += column.deletedLsn(ordinal) == VectorColumn.ALIVE ? 1 : 0;
            }
            if (living > 0) {
                created.vectors.put(column.columnId(), writeVectors(column, source, from, to, created));
            }
        }
    }

    private VectorSegment writeVectors(
            VectorColumn column, StoredSource source, long from, long to, NewSegments created) throws IOException {
        int number = writing.nextNumber();
        created.numbers.add(number);
        SegmentEntry blank = writing.blank(number, column.tableId(), column.columnId());
        WrittenFile written;
        try (VectorFileWriter file = writing.createVectors(blank, column.dimension())) {
            int vectorBytes = column.dimension() * Float.BYTES;
            for (long ordinal = from; ordinal < to; ordinal++) {
                if (column.deletedLsn(ordinal) == VectorColumn.ALIVE) {
                    long position = column.position(ordinal);
                    source.verify(position, position + vectorBytes);
                    file.add(
                            ordinal,
                            column.rowId(ordinal),
                            column.createdLsn(ordinal),
                            source.bufferAt(position),
                            source.indexAt(position));
                }
            }
            written = file.finish();
        }
        return writing.openVectors(blank, written);
    }

    /** Notes in the live segments which of their rows the log has changed, and writes what is deleted of each. */
    private void writeDeletions(Cut cut, SealedChanges changes, NewSegments created) throws IOException {
        Segments live = database.state().segments();
        for (TableRows table : live.rows().values()) {
            if (!table.isFollowed()) {
                changes.rows(table.table().tableId())
                        .forEach((rowId, change) -> TableRows.deleteSealed(table.segments(), rowId, change.lsn()));
            }
            for (RowSegment segment : table.segments()) {
                writeDeletions(cut.lsn(), segment.entry(), segment.tombstones(), created);
            }
        }
        for (VectorSegment segment : live.byNumber().values()) {
            writeDeletions(cut.lsn(), segment.entry(), segment.tombstones(), created);
        }
    }

    private void writeDeletions(long lsn, SegmentEntry entry, Tombstones tombstones, NewSegments created)
            throws IOException {
        SegmentEntry changed = writing.writeDeletions(entry, tombstones, lsn);
        if (changed != entry) {
            created.changed.put(entry.number(), changed);
        }
    }

    /** Releases the writer lock, which the caller holds. */
    private void swap(Cut cut, SealedChanges changes, NewSegments created) {
        try {
            ReadState state = database.state();
            Segments segments = state.segments();
            Map<Integer, TableRows> rows = new HashMap<>();
            segments.rows().forEach((id, table) -> rows.put(id, swapped(table, cut, created)));
            Map<Integer, VectorColumn> columns = new HashMap<>(state.schema().columns());
            List<VectorSegment> vectors = new ArrayList<>();
            segments.byNumber().values().forEach(segment -> vectors.add(changed(segment, created)));
            cut.columnCounts().forEach((columnId, to) -> {
                VectorColumn column = columns.get(columnId);
                if (column != null && !database.isTruncatedSince(column.tableId(), cut.lsn())) {
                    VectorSegment segment = created.vectors.get(columnId);
                    columns.put(columnId, moved(column, segment, segments.sealedCount(columnId), to));
                    if (segment != null) {
                        vectors.add(segment);
                    }
                    database.checkpointer().changed(columnId);
                }
            });
            Sealed sealed = sealed(cut, changes, rows, vectors);
            database.useState(new ReadState(
                    state.schema().withColumns(columns),
                    Segments.of(sealed, rows, vectors),
                    database.log().lastLsn()));
            database.checkpointer().write(false);
            database.log().dropBefore(LogPosition.fileNumber(cut.position()));
        } finally {
            database.writerLock().release();
        }
    }

    private TableRows swapped(TableRows table, Cut cut, NewSegments created) {
        if (table.frozen() == null && table.isFollowed()) {
            return table; // Created or truncated since the cut.
        }
        int tableId = table.table().tableId();
        if (!cut.schema().tables().containsKey(tableId) || database.isRewrittenSince(tableId, cut.lsn())) {
            return table.sealed(null);
        }
        RowSegment segment = created.rows.get(tableId);
        DeltaRows frozen = table.frozen();
        if (segment != null && frozen != null) {
            frozen.forEachDeletion((rowId, lsn) -> {
                int slot = lsn > cut.lsn() ? segment.file().slotOf(rowId) : -1;
                if (slot >= 0) {
                    segment.tombstones().delete(slot, lsn);
                }
            });
        }
        List<RowSegment> before = table.segments().stream()
                .map(old -> {
                    SegmentEntry entry = created.changed.get(old.number());
                    return entry == null ? old : old.withEntry(entry);
                })
                .toList();
        return table.withSegments(before).sealed(segment);
    }

    private static VectorSegment changed(VectorSegment segment, NewSegments created) {
        SegmentEntry entry = created.changed.get(segment.number());
        if (entry != null) {
            segment.useEntry(entry);
        }
        return segment;
    }

    /** Points a column at the segment; what is not in it is dropped, for it was dead when that was written. */
    private static VectorColumn moved(VectorColumn column, @Nullable VectorSegment segment, long from, long to) {
        var move = new VectorMove(column, segment);
        for (long ordinal = from; ordinal < to; ordinal++) {
            move.next(ordinal);
        }
        return move.finish();
    }

    private Sealed sealed(Cut cut, SealedChanges changes, Map<Integer, TableRows> rows, List<VectorSegment> vectors) {
        List<Sealed.ColumnCount> counts = new ArrayList<>();
        cut.columnCounts().forEach((id, count) -> counts.add(new Sealed.ColumnCount(id, count)));
        Schema schema = cut.schema();
        return new Sealed(
                cut.lsn(),
                cut.position(),
                List.copyOf(schema.tables().values()),
                schema.nextTableId(),
                schema.nextColumnId(),
                changes.definitions(),
                changes.identities(),
                counts,
                Segments.entries(rows.values(), vectors),
                writing.peekNumber());
    }
}
