package io.vectra.storage.relational;

import io.vectra.storage.manifest.TableDefinition;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.h2.engine.SessionLocal;
import org.h2.index.Cursor;
import org.h2.index.Index;
import org.h2.result.Row;
import org.h2.schema.Sequence;
import org.h2.table.Column;
import org.h2.table.Table;
import org.h2.value.TypeInfo;
import org.h2.value.Value;
import org.h2.value.ValueBigint;
import org.jspecify.annotations.Nullable;

/**
 * Puts logged rows into H2's tables below SQL: nothing captured, no constraints, nothing computed.
 *
 * <p>Everything here runs inside the session's transaction, except that identities move at once; they only ever move
 * on, so a redo that is repeated ends the same. Thread rule: the session's.
 */
final class MirrorRedo {
    private final SessionLocal session;

    MirrorRedo(SessionLocal session) {
        this.session = session;
    }

    /** Makes a table what it was after the changes. */
    void redo(RedoSet.TableRedo net) {
        session.lock();
        try {
            session.startStatementWithinTransaction(null);
            try {
                Table table = table(session, net.table());
                table.lock(session, Table.WRITE_LOCK);
                remove(table, net.rowIds());
                insert(table, net.table(), net.rows());
                net.identities()
                        .forEach(position -> MirrorSequences.advance(
                                session, sequence(table, position.columnIndex()), position.next()));
            } finally {
                session.endStatement();
            }
        } finally {
            session.unlock();
        }
    }

    private void remove(Table table, long[] rowIds) {
        long[] sorted = rowIds.clone();
        Arrays.sort(sorted);
        Index scan = table.getScanIndex(session);
        if (scan.getRowCountApproximation(session) == 0) {
            return;
        }
        int keyColumn = table.getMainIndexColumn();
        TypeInfo keyType = table.getColumn(keyColumn).getType();
        for (long rowId : sorted) {
            Row key = table.getTemplateRow();
            key.setValue(keyColumn, ValueBigint.get(rowId).convertTo(keyType, session));
            Cursor found = scan.find(session, key, key, false);
            if (found.next()) {
                table.removeRow(session, found.get());
            }
        }
    }

    /** In the order of the row ids, because H2's tables are trees over them. */
    private void insert(Table table, TableDefinition definition, List<@Nullable Object[]> rows) {
        int rowIdIndex = definition.rowIdIndex();
        var sorted = rows.toArray(new @Nullable Object[0][]);
        Arrays.sort(sorted, Comparator.comparingLong(row -> rowId(row[rowIdIndex])));
        TypeInfo[] types =
                Arrays.stream(table.getColumns()).map(Column::getType).toArray(TypeInfo[]::new);
        for (@Nullable Object[] row : sorted) {
            var values = new Value[types.length];
            for (int i = 0; i < types.length; i++) {
                values[i] = MirrorValues.value(row[i], types[i], session);
            }
            table.addRow(session, table.createRow(values, Row.MEMORY_CALCULATE));
        }
    }

    private static long rowId(@Nullable Object image) {
        if (image instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalArgumentException("a row's id must be a number, but is " + image);
    }

    /**
     * Returns the value that an identity hands out next; one beyond its range if it is exhausted, where that is a long.
     */
    static long next(SessionLocal session, TableDefinition definition, int columnIndex) {
        return MirrorSequences.next(sequence(table(session, definition), columnIndex));
    }

    /** Returns the indexes of a table's identity columns. */
    static int[] identityColumns(SessionLocal session, TableDefinition definition) {
        return Arrays.stream(table(session, definition).getColumns())
                .filter(column -> column.getSequence() != null)
                .mapToInt(Column::getColumnId)
                .toArray();
    }

    private static Sequence sequence(Table table, int columnIndex) {
        Sequence sequence = table.getColumn(columnIndex).getSequence();
        if (sequence == null) {
            throw new IllegalArgumentException(
                    "column " + columnIndex + " of table \"" + table.getName() + "\" must be an identity, but is none");
        }
        return sequence;
    }

    private static Table table(SessionLocal session, TableDefinition definition) {
        return session.getDatabase().getSchema(definition.schema()).getTableOrView(session, definition.name());
    }
}
