package io.vectra.storage.engine;

import io.vectra.storage.log.Appended;
import io.vectra.storage.log.Log;
import io.vectra.storage.log.TransactionEncoder;
import io.vectra.storage.manifest.TableDefinition;
import io.vectra.storage.relational.MirrorConnection;
import io.vectra.storage.relational.SequencePosition;
import io.vectra.storage.vector.VectorColumn;
import io.vectra.storage.vector.VectorReference;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a transaction's changes durable, then visible, in the order that {@code docs/ARCHITECTURE.md} gives.
 *
 * <p>Guarded by the writer lock, which the caller holds and this class releases.
 */
final class Committer {
    private static final int ENCODER_BYTES_KEPT_MAX = 64 << 20;

    private final EngineDatabase database;
    private final Map<IdentityKey, Long> loggedIdentities = new HashMap<>();
    private final Map<SequencePosition.Name, SequencePosition> loggedSequences = new HashMap<>();
    private TransactionEncoder encoder = new TransactionEncoder();

    Committer(EngineDatabase database) {
        this.database = database;
    }

    private record IdentityKey(int tableId, int columnIndex) {}

    /**
     * Commits, and releases the writer lock whatever happens.
     *
     * @throws io.vectra.storage.StoreException if the log could not be written or forced; the message says whether the
     *     commit was kept
     */
    void commit(Transaction changes, MirrorConnection mirror) throws SQLException {
        Log log = database.log();
        long lsn;
        boolean isForceShared;
        try {
            Appended appended = append(changes, mirror);
            lsn = appended.lsn();
            isForceShared = database.options().sync().isEveryCommit()
                    && database.writerLock().isContended();
            if (!isForceShared) {
                forceOrUndo(log, lsn, mirror);
            }
            apply(changes, lsn, appended.vectorsPosition());
            publish(lsn, mirror);
        } finally {
            database.writerLock().release();
        }
        if (isForceShared) {
            log.force(lsn);
        }
        database.upkeepWork().afterCommit();
    }

    private Appended append(Transaction changes, MirrorConnection mirror) throws SQLException {
        try {
            encode(changes);
            return database.log().append(encoder);
        } catch (SQLException | RuntimeException e) {
            forgetPositions();
            undo(mirror, e);
            throw e;
        } finally {
            if (encoder.sizeBytes() > ENCODER_BYTES_KEPT_MAX) {
                encoder = new TransactionEncoder();
            }
        }
    }

    /**
     * Has the next commit log where all sequences and identities of its tables stand: a change of the schema may have
     * moved them back, so that they come once more to where they were logged. Guarded by the writer lock.
     */
    void forgetPositions() {
        loggedIdentities.clear();
        loggedSequences.clear();
    }

    private static void forceOrUndo(Log log, long lsn, MirrorConnection mirror) {
        try {
            log.force(lsn);
        } catch (RuntimeException e) {
            undo(mirror, e);
            throw e;
        }
    }

    private static void undo(MirrorConnection mirror, Exception failure) {
        try {
            mirror.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private void encode(Transaction changes) throws SQLException {
        encoder.reset(database.log().lastLsn() + 1);
        for (OwnVectors own : changes.vectors()) {
            for (int i = 0; i < own.count(); i++) {
                encoder.vector(own.columnId(), own.ordinal(i), own.rowId(i), own.vector(i));
            }
        }
        for (OwnVectors own : changes.vectors()) {
            own.removed().forEach(ordinal -> encoder.tombstone(VectorReference.of(own.columnId(), ordinal)));
            for (int i = 0; i < own.count(); i++) {
                if (!own.isLive(i)) {
                    encoder.tombstone(VectorReference.of(own.columnId(), own.ordinal(i)));
                }
            }
        }
        for (Transaction.TableChanges table : changes.tables()) {
            int tableId = table.table().tableId();
            table.rows().forEach((rowId, row) -> {
                if (row == Transaction.TableChanges.DELETED) {
                    encoder.delete(tableId, rowId);
                } else {
                    encoder.put(tableId, rowId, row);
                }
            });
            encodeIdentities(table.table());
        }
        encodeSequences();
    }

    /** Values that were handed out, and may be in the rows of this commit, are not handed out again. */
    private void encodeSequences() {
        for (SequencePosition position : database.mirror().sequencePositions()) {
            SequencePosition logged = loggedSequences.put(position.sequence(), position);
            if (!position.equals(logged)) {
                encoder.put(SequencePosition.TABLE_ID, position.rowId(), position.image());
            }
        }
    }

    private void encodeIdentities(TableDefinition table) throws SQLException {
        for (int index : database.mirror().identityColumns(table)) {
            long next = database.mirror().nextIdentity(table, index);
            @Nullable Long logged = loggedIdentities.put(new IdentityKey(table.tableId(), index), next);
            if (logged == null || logged != next) {
                encoder.identity(table.tableId(), index, next);
            }
        }
    }

    /** Adds the commit to the vector columns and rows; nobody sees it before the mirror tells this LSN. */
    private void apply(Transaction changes, long lsn, long vectorsPosition) {
        Schema schema = database.schema();
        Segments segments = database.state().segments();
        long position = vectorsPosition;
        for (OwnVectors own : changes.vectors()) {
            VectorColumn column = schema.vectorColumn(own.columnId());
            database.checkpointer().changed(own.columnId());
            for (int i = 0; i < own.count(); i++) {
                column.append(own.ordinal(i), own.rowId(i), lsn, position);
                if (!own.isLive(i)) {
                    column.delete(own.ordinal(i), lsn);
                }
                position += strideBytes(column.dimension());
            }
            own.removed().forEach(ordinal -> {
                column.delete(ordinal, lsn);
                segments.deleted(column, ordinal, lsn);
            });
        }
        for (Transaction.TableChanges table : changes.tables()) {
            database.lastChanges().changed(table.table().tableId(), lsn);
            TableRows rows = segments.ofTable(table.table().tableId());
            if (rows != null && rows.isFollowed()) {
                table.rows().forEach((rowId, row) -> {
                    if (row == Transaction.TableChanges.DELETED) {
                        rows.delete(rowId, lsn);
                    } else {
                        rows.put(rowId, lsn, row);
                    }
                });
            }
        }
    }

    /** As {@link Appended#vectorsPosition} says: each vector's stride is rounded up to 16 bytes. */
    private static long strideBytes(int dimension) {
        return ((long) dimension * Float.BYTES + 15) & ~15L;
    }

    private void publish(long lsn, MirrorConnection mirror) {
        database.publishing(lsn);
        try {
            mirror.setLsn(lsn);
            mirror.commit();
        } catch (SQLException e) {
            // The commit is in the log: it is kept. The mirror lacks it, so nothing may be read from it any more.
            database.mirrorFailed(lsn, e);
        }
    }
}
