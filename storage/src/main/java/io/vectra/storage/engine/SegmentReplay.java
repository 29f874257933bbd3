package io.vectra.storage.engine;

import io.vectra.storage.log.FrameVisitor;
import io.vectra.storage.log.Log;
import io.vectra.storage.log.SchemaRecord;
import io.vectra.storage.log.TransactionRecord;
import io.vectra.storage.manifest.Sealed;
import io.vectra.storage.manifest.TableDefinition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Brings the segments' tombstones and the unsealed rows up to the log, frame by frame, and through changes of the
 * schema. Thread rule: not thread-safe.
 */
final class SegmentReplay {
    private final Sealed sealed;
    private final Map<Integer, TableRows> rows;
    private final List<VectorSegment> vectors;

    /** Starts from segments. */
    SegmentReplay(Segments segments) {
        this.sealed = segments.sealed();
        this.rows = new HashMap<>(segments.rows());
        this.vectors = new ArrayList<>(segments.byNumber().values());
    }

    /** Adds a commit's rows, and its deletions of sealed rows. */
    void apply(long lsn, TransactionRecord record) {
        apply(lsn, record, tableId -> true);
    }

    private void apply(long lsn, TransactionRecord record, IntPredicate tables) {
        record.accept(new TransactionRecord.Visitor() {
            @Override
            public void delete(int tableId, long rowId) {
                TableRows table = rows.get(tableId);
                if (table != null && table.isFollowed() && tables.test(tableId)) {
                    table.delete(rowId, lsn);
                }
            }

            @Override
            public void put(int tableId, long rowId, @Nullable Object[] values) {
                TableRows table = rows.get(tableId);
                if (table != null && table.isFollowed() && tables.test(tableId)) {
                    table.put(rowId, lsn, values);
                }
            }
        });
    }

    /** Tables come, go, and lose all their rows. */
    void apply(SchemaRecord record) {
        record.droppedTables().forEach(this::forget);
        vectors.removeIf(segment -> record.droppedColumns().contains(segment.columnId()));
        for (TableDefinition table : record.tables()) {
            TableRows before = rows.get(table.tableId());
            boolean isEmpty = before == null || record.rewrittenTables().contains(table.tableId());
            rows.put(table.tableId(), isEmpty || before == null ? empty(table) : before.withTable(table));
        }
        for (int tableId : record.truncatedTables()) {
            TableRows before = rows.get(tableId);
            if (before != null) {
                forget(tableId);
                rows.put(tableId, empty(before.table()));
            }
        }
    }

    /**
     * Reads rows that are not sealed once more from the log, of tables that have got a full-text index since they were
     * written.
     *
     * @param toLsn the newest commit
     */
    void readLackingTexts(Log log, long toLsn) throws IOException {
        Set<Integer> lacking = new HashSet<>();
        rows.replaceAll((tableId, table) -> {
            boolean isLacking = table.isFollowed() && table.lacksTexts();
            if (isLacking) {
                lacking.add(tableId);
            }
            return isLacking ? table.unread() : table;
        });
        if (!lacking.isEmpty()) {
            var shapes = new NewestShapes();
            log.scan(sealed.position(), toLsn, shapes);
            log.scan(sealed.position(), toLsn, new Unread(lacking, shapes.lsns));
        }
    }

    /** Finds from which commit on the rows of each table have the shape that they have now. */
    private static final class NewestShapes implements FrameVisitor {
        private final Map<Integer, Long> lsns = new HashMap<>();

        @Override
        public void transaction(long lsn, long position, TransactionRecord record, long vectorsPosition) {}

        @Override
        public void schema(long lsn, SchemaRecord record) {
            record.rewrittenTables().forEach(tableId -> lsns.put(tableId, lsn));
        }
    }

    /** Adds the rows of some tables, from the last seal on. */
    private final class Unread implements FrameVisitor {
        private final Set<Integer> tableIds;
        private final Map<Integer, Long> shapes;

        Unread(Set<Integer> tableIds, Map<Integer, Long> shapes) {
            this.tableIds = tableIds;
            this.shapes = shapes;
        }

        @Override
        public void transaction(long lsn, long position, TransactionRecord record, long vectorsPosition) {
            apply(lsn, record, id -> tableIds.contains(id) && lsn >= shapes.getOrDefault(id, 0L));
        }

        @Override
        public void schema(long lsn, SchemaRecord record) {
            for (int tableId : record.truncatedTables()) {
                if (tableIds.contains(tableId)) {
                    rows.computeIfPresent(tableId, (id, table) -> table.unread());
                }
            }
        }
    }

    /** Adds a row that a change of the schema brought into another shape. */
    void put(int tableId, long rowId, long lsn, @Nullable Object[] values) {
        TableRows table = rows.get(tableId);
        if (table != null && table.isFollowed()) {
            table.put(rowId, lsn, values);
        }
    }

    private static TableRows empty(TableDefinition table) {
        return TableRows.of(table, table.vectorColumns(), List.of());
    }

    private void forget(int tableId) {
        rows.remove(tableId);
        vectors.removeIf(segment -> segment.entry().tableId() == tableId);
    }

    /** Returns the segments that are left, and the rows. */
    Segments result() {
        return Segments.of(sealed, rows, vectors);
    }
}
