package io.vectra.storage.engine;

import io.vectra.storage.SchemaChange;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.io.AppendFile;
import io.vectra.storage.io.Directory;
import io.vectra.storage.log.SchemaRecord;
import io.vectra.storage.manifest.TableDefinition;
import io.vectra.storage.relational.Mirror;
import io.vectra.storage.relational.PartlyAppliedException;
import io.vectra.storage.relational.RedoSet;
import io.vectra.storage.relational.SchemaPlan;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
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

    void apply(SchemaChange change) throws SQLException {
        Schema before = database.schema();
        SchemaPlan plan = database.mirror().plan(change, before.nextTableId(), before.nextColumnId());
        if (plan.isEmpty()) {
            return;
        }
        SchemaRecord record = record(change, plan, before);
        putMarker();
        applyToMirror(plan);
        long lsn = applyToLog(record);
        publish(record, lsn);
        database.checkpointer().write(false);
        removeMarker();
        database.upkeepWork().wake();
    }

    private static SchemaRecord record(SchemaChange change, SchemaPlan plan, Schema before) {
        int nextColumnId = before.nextColumnId();
        for (TableDefinition table : plan.created()) {
            nextColumnId += (int) table.columns().stream()
                    .filter(TableDefinition.Column::isVector)
                    .count();
        }
        return new SchemaRecord(
                change.sourceSql(),
                plan.mirrorSql(),
                Stream.concat(plan.created().stream(), plan.changed().stream()).toList(),
                plan.dropped(),
                plan.truncated(),
                before.nextTableId() + plan.created().size(),
                nextColumnId);
    }

    /** A first statement that H2 refuses changes nothing; after that, only a rebuild helps. */
    private void applyToMirror(SchemaPlan plan) throws SQLException {
        Mirror mirror = database.mirror();
        try {
            mirror.apply(plan.mirrorSql());
        } catch (PartlyAppliedException e) {
            database.mirrorFailed(database.lsn(), e);
            throw e;
        } catch (SQLException e) {
            removeMarker();
            throw e;
        }
    }

    private long applyToLog(SchemaRecord record) {
        long lsn = database.log().lastLsn() + 1;
        try {
            database.log().append(lsn, record);
            database.log().forceNow(lsn);
            return lsn;
        } catch (RuntimeException e) {
            database.mirrorFailed(lsn - 1, e);
            throw e;
        }
    }

    private void publish(SchemaRecord record, long lsn) {
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
            segments.readLackingTexts(database.log(), lsn);
            record.truncatedTables().forEach(tableId -> database.truncated(tableId, lsn));
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
