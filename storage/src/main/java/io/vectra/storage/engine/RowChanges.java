package io.vectra.storage.engine;

import io.vectra.storage.log.TransactionRecord;
import io.vectra.storage.manifest.TableDefinition;
import io.vectra.storage.relational.RedoSet;
import io.vectra.storage.relational.SequencePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers the net effect of log frames on the mirror's rows. Thread rule: not thread-safe. */
final class RowChanges implements TransactionRecord.Visitor {
    private static final @Nullable Object[] DELETED = new Object[0];

    private final Map<Integer, Map<Long, @Nullable Object[]>> rows = new LinkedHashMap<>();
    private final Map<Integer, Map<Integer, Long>> identities = new LinkedHashMap<>();
    private final Map<SequencePosition.Name, SequencePosition> sequences = new LinkedHashMap<>();
    private int count;

    /** Returns how many changes were gathered since the last {@link #take}. */
    int count() {
        return count;
    }

    @Override
    public void delete(int tableId, long rowId) {
        rowsOf(tableId).put(rowId, DELETED);
        count++;
    }

    @Override
    public void put(int tableId, long rowId, @Nullable Object[] values) {
        if (tableId == SequencePosition.TABLE_ID) {
            SequencePosition position = SequencePosition.of(values);
            sequences.put(position.sequence(), position);
        } else {
            rowsOf(tableId).put(rowId, values);
        }
        count++;
    }

    @Override
    public void identity(int tableId, int columnIndex, long next) {
        identities.computeIfAbsent(tableId, id -> new LinkedHashMap<>()).merge(columnIndex, next, (before, now) -> now);
        count++;
    }

    private Map<Long, @Nullable Object[]> rowsOf(int tableId) {
        return rows.computeIfAbsent(tableId, id -> new LinkedHashMap<>());
    }

    /**
     * Returns what was gathered, and begins anew.
     *
     * @param tables the tables that exist; changes of others are left out
     */
    RedoSet take(Map<Integer, TableDefinition> tables) {
        List<RedoSet.TableRedo> redo = new ArrayList<>();
        for (TableDefinition table : tables.values()) {
            Map<Long, @Nullable Object[]> changed = rows.getOrDefault(table.tableId(), Map.of());
            Map<Integer, Long> positions = identities.getOrDefault(table.tableId(), Map.of());
            if (changed.isEmpty() && positions.isEmpty()) {
                continue;
            }
            List<@Nullable Object[]> images = new ArrayList<>();
            changed.values().forEach(row -> {
                if (row != DELETED) {
                    images.add(row);
                }
            });
            List<RedoSet.IdentityPosition> next = new ArrayList<>();
            positions.forEach((column, value) -> next.add(new RedoSet.IdentityPosition(column, value)));
            redo.add(new RedoSet.TableRedo(
                    table, changed.keySet().stream().mapToLong(Long::longValue).toArray(), images, next));
        }
        rows.clear();
        identities.clear();
        List<SequencePosition> positions = List.copyOf(sequences.values());
        sequences.clear();
        count = 0;
        return new RedoSet(redo, positions);
    }
}
