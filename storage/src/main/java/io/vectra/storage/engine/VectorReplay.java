package io.vectra.storage.engine;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.log.SchemaRecord;
import io.vectra.storage.log.TransactionRecord;
import io.vectra.storage.manifest.TableDefinition;
import io.vectra.storage.vector.ColumnRewrite;
import io.vectra.storage.vector.VectorColumn;
import io.vectra.storage.vector.VectorReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Brings the vector columns up to the log, frame by frame. Thread rule: not thread-safe. */
final class VectorReplay {
    private final Map<Integer, VectorColumn> columns = new HashMap<>();
    private final long directoriesLsn;
    private final Set<Integer> changed = new HashSet<>();

    /** @param directoriesLsn the commit up to which the columns are known already */
    VectorReplay(Map<Integer, VectorColumn> columns, long directoriesLsn) {
        this.columns.putAll(columns);
        this.directoriesLsn = directoriesLsn;
    }

    Map<Integer, VectorColumn> columns() {
        return columns;
    }

    /** Returns the columns that the replay changed. */
    Set<Integer> changed() {
        return changed;
    }

    /** @param segments which are told of deletions */
    void apply(long lsn, TransactionRecord record, Segments segments) {
        record.accept(new TransactionRecord.Visitor() {
            @Override
            public void vector(int columnId, long ordinal, long rowId, int dimension, long position) {
                VectorColumn column = columns.get(columnId);
                if (column == null || lsn <= directoriesLsn) {
                    return; // It, or its table, is dropped by a later frame that the manifest already knows.
                }
                if (ordinal != column.count()) {
                    throw new CorruptStoreException(
                            "log",
                            position,
                            "commit " + lsn + " adds vector " + ordinal + " to column " + columnId + ", which has "
                                    + column.count()
                                    + ". Restore a backup, or salvage the log up to the commit before.");
                }
                column.append(ordinal, rowId, lsn, position);
                changed.add(columnId);
            }

            @Override
            public void tombstone(long reference) {
                VectorColumn column = columns.get(VectorReference.columnId(reference));
                if (column == null) {
                    return;
                }
                long ordinal = VectorReference.ordinal(reference);
                if (lsn > directoriesLsn && column.deletedLsn(ordinal) == VectorColumn.ALIVE) {
                    column.delete(ordinal, lsn); // One that died may have been dropped from its segment since.
                    changed.add(column.columnId());
                }
                segments.deleted(column, ordinal, lsn);
            }
        });
    }

    void apply(long lsn, SchemaRecord record) {
        if (lsn <= directoriesLsn) {
            return; // Known already; a column that was added and dropped by then must not come back, empty.
        }
        columns.values()
                .removeIf(column -> record.droppedTables().contains(column.tableId())
                        || record.droppedColumns().contains(column.columnId()));
        columns.replaceAll(
                (id, column) -> record.truncatedTables().contains(column.tableId()) ? withoutVectors(column) : column);
        record.tables().forEach(this::addColumns);
    }

    /** Adds empty columns for those of a table that are not there yet. */
    void addColumns(TableDefinition table) {
        for (TableDefinition.Column column : table.columns()) {
            if (column.isVector()) {
                columns.computeIfAbsent(
                        column.columnId(), id -> new VectorColumn(id, table.tableId(), column.dimension()));
            }
        }
    }

    private VectorColumn withoutVectors(VectorColumn column) {
        changed.add(column.columnId());
        return ColumnRewrite.dropped(column.columnId(), column.tableId(), column.dimension(), column.count())
                .finish();
    }
}
