package io.vectra.storage.engine;

import io.vectra.storage.log.FrameVisitor;
import io.vectra.storage.log.SchemaRecord;
import io.vectra.storage.log.TransactionRecord;
import io.vectra.storage.manifest.Sealed;
import io.vectra.storage.relational.SequencePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what some frames of the log come to: the rows that are left of those they wrote, the ids of all rows they
 * touched, definitions and identities. Thread rule: not thread-safe.
 */
final class SealedChanges implements FrameVisitor {
    private final Map<Integer, TreeMap<Long, Change>> tables = new LinkedHashMap<>();
    private final Map<Integer, Map<Integer, Long>> identities = new LinkedHashMap<>();
    private final List<String> definitions = new ArrayList<>();
    private final Map<SequencePosition.Name, SequencePosition> sequences = new LinkedHashMap<>();

    /**
     * The last thing that happened to a row.
     *
     * @param image its image, or null if it was deleted
     */
    record Change(long lsn, @Nullable Object @Nullable [] image) {}

    SealedChanges(Sealed before) {
        definitions.addAll(before.definitions());
        before.identities().forEach(each -> identity(each.tableId(), each.columnIndex(), each.next()));
    }

    /** Returns the changed rows of a table in ascending order of their ids. */
    Map<Long, Change> rows(int tableId) {
        return tables.getOrDefault(tableId, new TreeMap<>());
    }

    List<String> definitions() {
        settleSequences();
        return definitions;
    }

    /** Where a sequence stands is the last statement about it, until its definition is changed. */
    private void settleSequences() {
        for (SequencePosition position : sequences.values()) {
            int last = definitions.size() - 1;
            while (last >= 0 && definitions.get(last).startsWith("ALTER SEQUENCE ")) {
                if (position.isMovedBy(definitions.get(last))) {
                    definitions.remove(last);
                }
                last--;
            }
            definitions.add(position.mirrorSql());
        }
        sequences.clear();
    }

    List<Sealed.Identity> identities() {
        List<Sealed.Identity> positions = new ArrayList<>();
        identities.forEach((tableId, columns) ->
                columns.forEach((column, next) -> positions.add(new Sealed.Identity(tableId, column, next))));
        return positions;
    }

    private void identity(int tableId, int columnIndex, long next) {
        identities.computeIfAbsent(tableId, id -> new LinkedHashMap<>()).put(columnIndex, next);
    }

    private TreeMap<Long, Change> changesOf(int tableId) {
        return tables.computeIfAbsent(tableId, id -> new TreeMap<>());
    }

    @Override
    public void transaction(long lsn, long position, TransactionRecord record, long vectorsPosition) {
        record.accept(new TransactionRecord.Visitor() {
            @Override
            public void delete(int tableId, long rowId) {
                changesOf(tableId).put(rowId, new Change(lsn, null));
            }

            @Override
            public void put(int tableId, long rowId, @Nullable Object[] values) {
                if (tableId == SequencePosition.TABLE_ID) {
                    SequencePosition position = SequencePosition.of(values);
                    sequences.put(position.sequence(), position);
                } else {
                    changesOf(tableId).put(rowId, new Change(lsn, values));
                }
            }

            @Override
            public void identity(int tableId, int columnIndex, long next) {
                SealedChanges.this.identity(tableId, columnIndex, next);
            }
        });
    }

    @Override
    public void schema(long lsn, SchemaRecord record) {
        settleSequences();
        definitions.addAll(record.mirrorSql());
        for (int tableId : record.droppedTables()) {
            tables.remove(tableId);
            identities.remove(tableId);
        }
        record.truncatedTables().forEach(tables::remove);
        for (int tableId : record.rewrittenTables()) {
            tables.remove(tableId);
            identities.remove(tableId);
        }
    }
}
