package io.vectra.storage.engine;

import io.vectra.storage.io.AppendFile;
import io.vectra.storage.io.Directory;
import io.vectra.storage.log.FrameVisitor;
import io.vectra.storage.log.Log;
import io.vectra.storage.log.SchemaRecord;
import io.vectra.storage.log.TransactionRecord;
import io.vectra.storage.manifest.Sealed;
import io.vectra.storage.manifest.TableDefinition;
import io.vectra.storage.relational.Mirror;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Brings the relational mirror up to the log: by the net effect of the frames after the checkpoint, or, where the
 * mirror cannot be trusted, by making it anew from the whole log.
 */
final class MirrorRecovery {
    private static final System.Logger LOGGER = System.getLogger(MirrorRecovery.class.getName());
    private static final int ROWS_BETWEEN_FLUSHES = 50_000;

    private final OpenFolder folder;
    private final Log log;
    private final @Nullable Path path;
    private @Nullable Mirror mirror;

    MirrorRecovery(OpenFolder folder, Log log) {
        this.folder = folder;
        this.log = log;
        this.path = folder.isMirrorOnDisk() ? folder.directory().localPath(OpenFolder.MIRROR) : null;
    }

    Mirror mirror() {
        Mirror opened = mirror;
        if (opened == null) {
            throw new AssertionError("the mirror is recovered first");
        }
        return opened;
    }

    /** Returns false if the mirror has to be rebuilt. */
    boolean tryCatchUp(Opening.Scan scan) throws IOException {
        if (path == null || scan.checkpointLsn() == 0 || scan.hasSchemaChanges() || isMarked()) {
            return false;
        }
        try {
            Mirror opened = Mirror.open(path, folder.mirrorSecret(), false);
            mirror = opened;
            long lsn = opened.lsn();
            if (lsn < scan.checkpointLsn() || lsn > log.lastLsn()) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "The relational mirror is at commit " + lsn + ", the log at " + log.lastLsn()
                                + " with a checkpoint at " + scan.checkpointLsn() + "; it is rebuilt.");
                return false;
            }
            if (scan.rows().count() > 0 || lsn != log.lastLsn()) {
                opened.redo(scan.rows().take(scan.tables()), log.lastLsn());
            }
            opened.useTables(scan.tables().values());
            return true;
        } catch (SQLException e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "The relational mirror cannot be used and is rebuilt from the log: " + e.getMessage());
            return false;
        }
    }

    private boolean isMarked() throws IOException {
        return folder.directory().exists(OpenFolder.PENDING);
    }

    /**
     * Makes the mirror anew.
     *
     * @param tables as of now
     * @param segments as of the commit that was sealed last
     */
    void rebuild(Collection<TableDefinition> tables, Segments segments) throws IOException, SQLException {
        Mirror old = mirror;
        mirror = null;
        if (old != null) {
            old.kill();
        }
        if (path != null) {
            // A power cut in the middle must not leave a half-made mirror that looks like an older whole one.
            putMarker();
            Mirror.delete(path);
        }
        Mirror fresh = Mirror.open(path, folder.mirrorSecret(), true);
        mirror = fresh;
        Replay replay = new Replay(fresh, segments.sealed());
        try {
            replay.segments(segments);
            log.scan(segments.sealed().position(), replay);
        } catch (ReplayFailure e) {
            throw e.failure;
        }
        replay.flush(log.lastLsn());
        fresh.useTables(tables);
    }

    private void putMarker() throws IOException {
        Directory directory = folder.directory();
        if (!isMarked()) {
            try (AppendFile marker = directory.create(OpenFolder.PENDING)) {
                marker.force();
            }
            directory.syncFolder("");
        }
    }

    /** Removes the marker of a schema change or rebuild once the mirror is known to be right, and checkpointed. */
    void removeMarker() throws IOException {
        Directory directory = folder.directory();
        if (path != null && directory.exists(OpenFolder.PENDING)) {
            directory.delete(OpenFolder.PENDING);
            directory.syncFolder("");
        }
    }

    void close() {
        Mirror opened = mirror;
        if (opened != null) {
            opened.kill();
        }
    }

    /** Runs the log's frames in an empty mirror. */
    private static final class Replay implements FrameVisitor {
        private final Mirror mirror;
        private final SchemaReplay schema;
        private final RowChanges rows = new RowChanges();

        Replay(Mirror mirror, Sealed sealed) {
            this.mirror = mirror;
            this.schema = new SchemaReplay(sealed.tables(), sealed.nextTableId(), sealed.nextColumnId());
        }

        /** Makes the mirror what it was when the segments were sealed. */
        void segments(Segments segments) throws SQLException {
            Sealed sealed = segments.sealed();
            mirror.apply(sealed.definitions());
            for (TableRows table : segments.rows().values()) {
                for (RowSegment segment : table.segments()) {
                    segment(table.table().tableId(), segment, sealed.lsn());
                }
            }
            sealed.identities()
                    .forEach(identity -> rows.identity(identity.tableId(), identity.columnIndex(), identity.next()));
            flush(sealed.lsn());
        }

        private void segment(int tableId, RowSegment segment, long lsn) throws SQLException {
            for (int slot = 0; slot < segment.file().count(); slot++) {
                if (!segment.tombstones().isDeleted(slot, lsn)) {
                    rows.put(tableId, segment.file().rowId(slot), segment.file().image(slot));
                    if (rows.count() > ROWS_BETWEEN_FLUSHES) {
                        flush(lsn);
                    }
                }
            }
        }

        @Override
        public void transaction(long lsn, long position, TransactionRecord record, long vectorsPosition) {
            record.accept(rows);
            if (rows.count() > ROWS_BETWEEN_FLUSHES) {
                flushOrFail(lsn);
            }
        }

        @Override
        public void schema(long lsn, SchemaRecord record) {
            flushOrFail(lsn - 1);
            try {
                mirror.apply(record.mirrorSql());
            } catch (SQLException e) {
                throw new ReplayFailure(e);
            }
            schema.apply(record);
        }

        private void flushOrFail(long lsn) {
            try {
                flush(lsn);
            } catch (SQLException e) {
                throw new ReplayFailure(e);
            }
        }

        void flush(long lsn) throws SQLException {
            mirror.redo(rows.take(schema.tables()), lsn);
        }
    }

    /** Carries an SQLException through the log's scan. */
    private static final class ReplayFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial")
        private final SQLException failure;

        ReplayFailure(SQLException failure) {
            super(failure);
            this.failure = failure;
        }
    }
}
