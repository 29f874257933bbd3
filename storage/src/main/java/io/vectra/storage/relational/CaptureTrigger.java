package io.vectra.storage.relational;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.manifest.TableDefinition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.h2.jdbc.JdbcResultSet;
import org.h2.tools.TriggerAdapter;
import org.h2.value.Value;
import org.h2.value.ValueNull;
import org.jspecify.annotations.Nullable;

/**
 * Hands every changed row of a table to the running statement's {@link ChangeSink}; H2 creates it by name.
 *
 * <p>Before a change, vector columns get their new ordinals; after it, the images go out. Outside of a
 * {@link MirrorContext} (redo) it does nothing.
 *
 * <p>Thread rule: stateless after {@link #init}; runs on the statement's thread.
 */
public final class CaptureTrigger extends TriggerAdapter {
    /** Called by H2. */
    public CaptureTrigger() {}

    @Override
    public void fire(Connection connection, @Nullable ResultSet oldRow, @Nullable ResultSet newRow)
            throws SQLException {
        MirrorContext context = MirrorContext.current();
        if (context == null) {
            return;
        }
        ChangeSink sink = context.sink();
        if (sink == null) {
            throw new StoreException(
                    StoreError.READ_ONLY,
                    "A statement that was run as a query changes table \"" + tableName + "\"; run it as an update");
        }
        TableDefinition table = context.tables().required(schemaName, tableName);
        if (!before) {
            publish(sink, table, (JdbcResultSet) oldRow, (JdbcResultSet) newRow);
        } else if (newRow != null) {
            adopt(sink, table, (JdbcResultSet) oldRow, (JdbcResultSet) newRow);
        }
    }

    private static void publish(
            ChangeSink sink, TableDefinition table, @Nullable JdbcResultSet oldRow, @Nullable JdbcResultSet newRow)
            throws SQLException {
        if (oldRow == null) {
            if (newRow != null) {
                sink.inserted(table, rowId(table, newRow), image(table, newRow));
            }
        } else if (newRow == null) {
            sink.deleted(table, rowId(table, oldRow), image(table, oldRow));
        } else {
            sink.updated(table, rowId(table, oldRow), image(table, oldRow), rowId(table, newRow), image(table, newRow));
        }
    }

    private static void adopt(
            ChangeSink sink, TableDefinition table, @Nullable JdbcResultSet oldRow, JdbcResultSet newRow)
            throws SQLException {
        long rowId = rowId(table, newRow);
        boolean isSameRow = oldRow != null && rowId(table, oldRow) == rowId;
        for (int i = 0; i < table.columns().size(); i++) {
            if (!table.columns().get(i).isVector()) {
                continue;
            }
            Value value = newRow.getInternal(i + 1);
            if (value == ValueNull.INSTANCE) {
                continue;
            }
            long reference = value.getLong();
            if (isSameRow && oldRow != null && isReference(oldRow.getInternal(i + 1), reference)) {
                continue;
            }
            long adopted = sink.adopt(table, i, reference, rowId);
            if (adopted != reference) {
                newRow.updateLong(i + 1, adopted);
            }
        }
    }

    private static boolean isReference(Value value, long reference) {
        return value != ValueNull.INSTANCE && value.getLong() == reference;
    }

    private static long rowId(TableDefinition table, JdbcResultSet row) throws SQLException {
        return row.getInternal(table.rowIdIndex() + 1).getLong();
    }

    private static @Nullable Object[] image(TableDefinition table, JdbcResultSet row) throws SQLException {
        var image = new @Nullable Object[table.columns().size()];
        for (int i = 0; i < image.length; i++) {
            image[i] = MirrorValues.image(row.getInternal(i + 1));
        }
        return image;
    }
}
