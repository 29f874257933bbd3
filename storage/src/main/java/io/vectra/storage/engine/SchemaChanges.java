package io.vectra.storage.engine;

import io.vectra.storage.SchemaChange;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.io.AppendFile;
import io.vectra.storage.io.Directory;
import io.vectra.storage.log.SchemaRecord;
import io.vectra.storage.log.TransactionEncoder;
import io.vectra.storage.manifest.TableDefinition;
import io.vectra.storage.relational.Mirror;
import io.vectra.storage.relational.PartlyAppliedException;
import io.vectra.storage.relational.RedoSet;
import io.vectra.storage.relational.SchemaPlan;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Changes the schema in the mirror and the log.
 *
 * <p>H2 cannot roll a definition back, so a marker file stands from before H2's change until the frame is in the log
 * and the mirror synced; a crash in between makes the next open rebuild the mirror. Guarded by the writer lock, which
 * the caller holds.
 */
final class SchemaChanges {
    private final EngineDatabase database;

    SchemaChanges(EngineDatabase database) {
        this.database = database;
    }

    /** Returns the tables that a change is about, by id. */
    Set<Integer> tables(SchemaChange change) throws SQLException {
        Schema before = database.schema();
        return new TouchedTables(plan(change, before), before).ids();
    }

    private SchemaPlan plan(SchemaChange change, Schema before) throws SQLException {
        return database.mirror().plan(change, before.nextTableId(), before.nextColumnId());
    }

    /**
     * Makes a change.
     *
     * @param waitMs how long it may wait for statements that read its tables
     * @param cancelled whether it shall not wait any longer
     */
    void apply(SchemaChange change, int waitMs, BooleanSupplier cancelled) throws SQLException {
        Schema before = database.schema();
        SchemaPlan plan = plan(change, before);
        if (plan.isEmpty()) {
            return;
        }
        var touched = new TouchedTables(plan, before);
        DefinitionGate gate = database.definitionGate();
        gate.close(touched.names(), waitMs, cancelled);
        try {
            long lsn = apply(record(change, plan, before), plan);
            gate.changed(touched.unversioned(), lsn);
        } finally {
            gate.open();
        }
        database.checkpointer().write(false);
        removeMarker();
        database.upkeepWork().wake();
    }

    private long apply(SchemaRecord record, SchemaPlan plan) throws SQLException {
        putMarker();
        applyToMirror(plan);
        List<RewrittenRows> rewritten = rewrittenRows(record);
        long lsn = applyToLog(record, rewritten);
        database.committer().forgetPositions();
        publish(record, rewritten, lsn);
        return lsn;
    }

    private static SchemaRecord record(SchemaChange change, SchemaPlan plan, Schema before) {
        List<TableDefinition> tables =
                Stream.concat(plan.created().stream(), plan.changed().stream()).toList();
        int nextColumnId = before.nextColumnId();
        for (TableDefinition table : tables) {
            for (TableDefinition.Column column : table.columns()) {
                nextColumnId = Math.max(nextColumnId, column.columnId() + 1);
            }
        }
        return new SchemaRecord(
                change.sourceSql(),
                plan.mirrorSql(),
                tables,
                plan.dropped(),
                plan.truncated(),
                plan.rewritten(),
                plan.droppedColumns(),
                before.nextTableId() + plan.created().size(),
                nextColumnId);
    }

    /** A first statement that H2 refuses changes nothing; after that, only a rebuild helps. */
    private void applyToMirror(SchemaPlan plan) throws SQLException {
        Mirror mirror = database.mirror();
        try {
            mirror.apply(plan.mirrorSql(), plan.undoSql());
        } catch (PartlyAppliedException e) {
            database.mirrorFailed(database.lsn(), e);
            throw e;
        } catch (SQLException e) {
            removeMarker();
            throw e;
        }
    }

    /** The rows of a table in their new shape, as the mirror has made them. */
    private record RewrittenRows(
            TableDefinition table, List<Mirror.RowImage> rows, List<RedoSet.IdentityPosition> identities) {}

    /** From here on, only a rebuild from the log could take the mirror's change back. */
    private List<RewrittenRows> rewrittenRows(SchemaRecord record) throws SQLException {
        Mirror mirror = database.mirror();
        List<RewrittenRows> rewritten = new ArrayList<>();
        try {
            for (TableDefinition table : record.tables()) {
                if (record.rewrittenTables().contains(table.tableId())) {
                    List<RedoSet.IdentityPosition> identities = new ArrayList<>();
                    for (int index : mirror.identityColumns(table)) {
                        identities.add(new RedoSet.IdentityPosition(index, mirror.nextIdentity(table, index)));
                    }
                    rewritten.add(new RewrittenRows(table, mirror.rows(table), identities));
                }
            }
            return rewritten;
        } catch (SQLException | RuntimeException e) {
            database.mirrorFailed(database.lsn(), e);
            throw e;
        }
    }

    private void append(long lsn, SchemaRecord record, List<RewrittenRows> rewritten) {
        if (rewritten.isEmpty()) {
            database.log().append(lsn, record);
            return;
        }
        var encoder = new TransactionEncoder();
        encoder.reset(lsn);
        for (RewrittenRows each : rewritten) {
            int tableId = each.table().tableId();
            each.rows().forEach(row -> encoder.put(tableId, row.rowId(), row.values()));
            each.identities().forEach(identity -> encoder.identity(tableId, identity.columnIndex(), identity.next()));
        }
        database.log().append(record, encoder);
    }

    private long applyToLog(SchemaRecord record, List<RewrittenRows> rewritten) {
        long lsn = database.log().lastLsn() + 1;
        try {
            append(lsn, record, rewritten);
            database.log().forceNow(lsn);
            return lsn;
        } catch (RuntimeException e) {
            database.mirrorFailed(lsn - 1, e);
            throw e;
        }
    }

    private void publish(SchemaRecord record, List<RewrittenRows> rewritten, long lsn) {
        database.lastChanges().changedAll(lsn);
        Schema before = database.schema();
        var tables = new SchemaReplay(before.tables().values(), before.nextTableId(), before.nextColumnId());
        tables.apply(record);
        var vectors = new VectorReplay(before.columns(), lsn - 1);
        vectors.apply(lsn, record);
        vectors.changed().forEach(database.checkpointer()::changed);
        try {
            Mirror mirror = database.mirror();
            mirror.useTables(tables.tables().values());
            mirror.redo(new RedoSet(List.of()), lsn);
            Schema after = Schema.of(
                    mirror.readCatalog(before.catalog().version() + 1),
                    tables.tables().values(),
                    vectors.columns(),
                    tables.nextTableId(),
                    tables.nextColumnId());
            var segments = new SegmentReplay(database.state().segments());
            segments.apply(record);
            for (RewrittenRows each : rewritten) {
                int tableId = each.table().tableId();
                each.rows().forEach(row -> segments.put(tableId, row.rowId(), lsn, row.values()));
            }
            segments.readLackingTexts(database.log(), lsn);
            record.truncatedTables().forEach(tableId -> database.truncated(tableId, lsn));
            record.rewrittenTables().forEach(tableId -> database.rewritten(tableId, lsn));
            database.useState(new ReadState(after, described(segments.result(), after), lsn));
            database.publishing(lsn);
        } catch (SQLException | IOException e) {
            // The frame is in the log, so the change is kept; the next open brings the mirror up to it.
            database.mirrorFailed(lsn, e);
        }
    }

    /** New tables have no segments, so that no file is opened. */
    private static Segments described(Segments segments, Schema schema) {
        try {
            return segments.described(schema, (segment, types) -> segment);
        } catch (IOException e) {
            throw new AssertionError("no file is opened", e);
        }
    }

    private void putMarker() {
        if (!database.folder().isMirrorOnDisk()) {
            return;
        }
        Directory directory = database.folder().directory();
        try {
            if (directory.exists(OpenFolder.PENDING)) {
                return;
            }
            try (AppendFile marker = directory.create(OpenFolder.PENDING)) {
                marker.force();
            }
            directory.syncFolder("");
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void removeMarker() {
        if (!database.folder().isMirrorOnDisk() || !database.isMirrorTrusted()) {
            return;
        }
        Directory directory = database.folder().directory();
        try {
            directory.delete(OpenFolder.PENDING);
            directory.syncFolder("");
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static StoreException failure(IOException cause) {
        return new StoreException(
                StoreError.IO,
                "The marker \"" + OpenFolder.PENDING + "\" of a schema change could not be written or removed: "
                        + cause.getMessage() + ". The log is consistent; reopen the database.",
                cause);
    }
}
