package io.vectra.storage.engine;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.manifest.TableDefinition;
import io.vectra.storage.relational.ChangeSink;
import io.vectra.storage.relational.MirrorConnection;
import io.vectra.storage.relational.MirrorContext;
import io.vectra.storage.vector.VectorColumn;
import io.vectra.storage.vector.VectorReference;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The private delta of one writing transaction: the last image of every row it changed, and its vectors.
 *
 * <p>Fed by the mirror's capture of changes, undone to a mark when a statement fails, encoded at commit. Thread rule:
 * the session's thread only; the session holds the writer lock while the transaction has changes.
 */
final class Transaction implements ChangeSink {
    private final Schema schema;
    private final IntConsumer beginning;
    private final Map<Integer, TableChanges> tables = new LinkedHashMap<>();
    private final Map<Integer, OwnVectors> vectors = new LinkedHashMap<>();
    private final List<Undo> journal = new ArrayList<>();
    private final Map<Integer, Set<Long>> movedRows = new HashMap<>();

    /** @param beginning is told the id of each table before its first change, which it may refuse */
    Transaction(Schema schema, IntConsumer beginning) {
        this.schema = schema;
        this.beginning = beginning;
    }

    /** The changed rows of one table by row id: the final image, or {@link #DELETED}. */
    record TableChanges(TableDefinition table, Map<Long, @Nullable Object[]> rows) {
        static final @Nullable Object[] DELETED = new Object[0];
    }

    boolean isEmpty() {
        return journal.isEmpty();
    }

    /** Returns whether rows of a table were changed. */
    boolean hasChanged(int tableId) {
        return tables.containsKey(tableId);
    }

    /** Returns the changed rows of a table by row id: the last image, or {@link TableChanges#DELETED}. */
    Map<Long, @Nullable Object[]> rows(int tableId) {
        TableChanges changes = tables.get(tableId);
        return changes == null ? Map.of() : changes.rows();
    }

    Collection<TableChanges> tables() {
        return tables.values();
    }

    Collection<OwnVectors> vectors() {
        return vectors.values();
    }

    @Nullable
    OwnVectors vectors(int columnId) {
        return vectors.get(columnId);
    }

    /** Returns a point to which {@link #undoTo} can return. */
    int mark() {
        return journal.size();
    }

    /**
     * Undoes what was recorded after the mark, newest first.
     *
     * @param isStatement whether the running statement is undone, so that no result can refer to the vectors it added
     *     and their ordinals can be given back; after a rollback to a savepoint an open result may still read them
     */
    void undoTo(int mark, boolean isStatement) {
        for (int i = journal.size() - 1; i >= mark; i--) {
            Undo undo = journal.get(i);
            if (isStatement || !(undo instanceof ForgetVector)) {
                undo.undo();
            }
        }
        journal.subList(mark, journal.size()).clear();
        movedRows.clear();
    }

    /**
     * Settles rows whose ids the statement changed. Such a statement reports its rows one by one, so that a report for
     * an id may concern the row that was there before or the one that moved there; the mirror is asked what is there
     * now.
     */
    void finishStatement(MirrorConnection mirror) throws SQLException {
        if (movedRows.isEmpty()) {
            return;
        }
        for (Map.Entry<Integer, Set<Long>> moved : movedRows.entrySet()) {
            TableDefinition table = changesOf(schema.table(moved.getKey())).table();
            for (long rowId : moved.getValue()) {
                @Nullable Object[] row = mirror.readRow(table, rowId);
                record(table, rowId, row == null ? TableChanges.DELETED : row);
            }
        }
        movedRows.clear();
    }

    @Override
    public long adopt(TableDefinition table, int columnIndex, long reference, long rowId) {
        TableDefinition.Column definition = table.columns().get(columnIndex);
        float[] vector = vectorOf(reference);
        if (vector.length != definition.dimension()) {
            throw new StoreException(
                    StoreError.BAD_VECTOR,
                    "Column \"" + definition.name() + "\" of table \"" + table.name() + "\" takes VECTOR("
                            + definition.dimension() + "), but the value has " + vector.length + " dimensions.");
        }
        OwnVectors own = ownVectors(definition.columnId());
        long ordinal = own.add(vector, rowId);
        journal.add(new ForgetVector(own));
        return VectorReference.of(definition.columnId(), ordinal);
    }

    private static float[] vectorOf(long reference) {
        return Objects.requireNonNull(MirrorContext.current(), "changes are captured inside statements only")
                .vector(reference);
    }

    @Override
    public void inserted(TableDefinition table, long rowId, @Nullable Object[] row) {
        record(table, rowId, row);
        for (int index : schema.vectorIndexes(table)) {
            settle(null, row[index]);
        }
    }

    @Override
    public void updated(
            TableDefinition table, long oldRowId, @Nullable Object[] oldRow, long newRowId, @Nullable Object[] newRow) {
        if (oldRowId == newRowId) {
            record(table, newRowId, newRow);
        } else {
            Set<Long> moved = movedRows.computeIfAbsent(table.tableId(), id -> new LinkedHashSet<>());
            moved.add(oldRowId);
            moved.add(newRowId);
        }
        for (int index : schema.vectorIndexes(table)) {
            settle(oldRow[index], newRow[index]);
        }
    }

    @Override
    public void deleted(TableDefinition table, long rowId, @Nullable Object[] row) {
        record(table, rowId, TableChanges.DELETED);
        for (int index : schema.vectorIndexes(table)) {
            settle(row[index], null);
        }
    }

    private void record(TableDefinition table, long rowId, @Nullable Object[] image) {
        Map<Long, @Nullable Object[]> rows = changesOf(table).rows();
        @Nullable Object[] previous = rows.put(rowId, image);
        journal.add(previous == null ? () -> rows.remove(rowId) : () -> rows.put(rowId, previous));
    }

    /** The old reference's vector dies, the new one's lives; equal references change nothing. */
    private void settle(@Nullable Object oldReference, @Nullable Object newReference) {
        if (oldReference == null ? newReference == null : oldReference.equals(newReference)) {
            return;
        }
        if (oldReference instanceof Long old) {
            kill(old);
        }
        if (newReference instanceof Long fresh) {
            OwnVectors own = ownVectors(VectorReference.columnId(fresh));
            long ordinal = VectorReference.ordinal(fresh);
            assert own.isOwn(ordinal) : "a changed row must hold a vector of its own";
            own.setLive(ordinal, true);
            journal.add(() -> own.setLive(ordinal, false));
        }
    }

    private void kill(long reference) {
        OwnVectors own = ownVectors(VectorReference.columnId(reference));
        long ordinal = VectorReference.ordinal(reference);
        if (own.isOwn(ordinal)) {
            own.setLive(ordinal, false);
            journal.add(() -> own.setLive(ordinal, true));
        } else {
            own.removed().add(ordinal);
            journal.add(() -> own.removed().remove(ordinal));
        }
    }

    private TableChanges changesOf(TableDefinition table) {
        return tables.computeIfAbsent(table.tableId(), id -> {
            beginning.accept(id);
            return new TableChanges(table, new LinkedHashMap<>());
        });
    }

    private OwnVectors ownVectors(int columnId) {
        return vectors.computeIfAbsent(columnId, id -> {
            VectorColumn column = schema.vectorColumn(id);
            return new OwnVectors(id, column.count());
        });
    }

    /** Takes one recorded change back. */
    @FunctionalInterface
    private interface Undo {
        void undo();
    }

    /** Gives back the newest ordinal of a column. */
    private record ForgetVector(OwnVectors own) implements Undo {
        @Override
        public void undo() {
            own.removeLast();
        }
    }
}
