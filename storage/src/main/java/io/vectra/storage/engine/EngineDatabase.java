package io.vectra.storage.engine;

import io.vectra.storage.Catalog;
import io.vectra.storage.Database;
import io.vectra.storage.DatabaseOptions;
import io.vectra.storage.IndexStatus;
import io.vectra.storage.ProgressInfo;
import io.vectra.storage.SegmentInfo;
import io.vectra.storage.Session;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.UpkeepSettings;
import io.vectra.storage.VectorIndexInfo;
import io.vectra.storage.io.Directory;
import io.vectra.storage.io.DiskDirectory;
import io.vectra.storage.log.Log;
import io.vectra.storage.manifest.TableDefinition;
import io.vectra.storage.relational.Mirror;
import io.vectra.storage.vector.VectorKernels;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An open database: the log, the vector columns and the mirror of one folder.
 *
 * <p>Thread rule: any number of threads. The log, the schema and the vector columns are changed by the holder of the
 * writer lock.
 */
public final class EngineDatabase implements Database {
    private static final System.Logger LOGGER = System.getLogger(EngineDatabase.class.getName());

    private final OpenFolder folder;
    private final Log log;
    private final Mirror mirror;
    private final WriterLock writerLock = new WriterLock();
    private final Set<EngineSession> sessions = ConcurrentHashMap.newKeySet();
    private final Committer committer = new Committer(this);
    private final SchemaChanges schemaChanges = new SchemaChanges(this);
    private final Checkpointer checkpointer;
    private volatile Schema schema;
    /** The newest LSN that the mirror may show; ahead of the forced one only while writers queue. */
    private volatile long publishedLsn;

    private volatile @Nullable StoreException mirrorFailure;
    private volatile UpkeepSettings upkeep = UpkeepSettings.DEFAULT;
    private volatile boolean isClosed;

    EngineDatabase(OpenFolder folder, Log log, Mirror mirror, Schema schema, Checkpointer.Written written) {
        this.folder = folder;
        this.log = log;
        this.mirror = mirror;
        this.schema = schema;
        this.publishedLsn = log.lastLsn();
        this.checkpointer = new Checkpointer(this, written);
    }

    /** Opens the database in a folder of the disk. */
    public static EngineDatabase open(Path folder, DatabaseOptions options) {
        return open(new DiskDirectory(folder, options.readOnly()), options);
    }

    /** Opens the database in a directory; the directory is closed with the database, or when opening fails. */
    public static EngineDatabase open(Directory directory, DatabaseOptions options) {
        return new Opening(directory, options).open();
    }

    @Override
    public Session newSession() {
        checkOpen();
        checkReadable();
        try {
            EngineSession session = new EngineSession(this, mirror.connect());
            sessions.add(session);
            return session;
        } catch (SQLException e) {
            throw new StoreException(StoreError.IO, "The relational mirror refused a session: " + e.getMessage(), e);
        }
    }

    @Override
    public Catalog catalog() {
        return schema.catalog();
    }

    @Override
    public long lsn() {
        return publishedLsn;
    }

    @Override
    public boolean isReadOnly() {
        return options().readOnly();
    }

    @Override
    public long backup(Path target) {
        checkOpen();
        try (DiskDirectory copy = new DiskDirectory(target, false)) {
            return backup(copy, target.toString());
        } catch (IOException e) {
            throw new StoreException(
                    StoreError.IO,
                    "The backup to \"" + target + "\" failed: " + e.getMessage()
                            + ". The unfinished copy does not open; remove it and try again.",
                    e);
        }
    }

    /** As {@link #backup(Path)}, into any directory. */
    long backup(Directory copy, String name) throws IOException {
        return new Backup(this).writeTo(copy, name);
    }

    @Override
    public Map<String, String> stats() {
        Map<String, String> stats = new LinkedHashMap<>();
        stats.put("KERNEL", VectorKernels.best().name());
        stats.put("LSN", Long.toString(publishedLsn));
        stats.put("FORCED_LSN", Long.toString(log.forcedLsn()));
        stats.put("LOG_BYTES", Long.toString(log.sizeBytes()));
        stats.put("SESSIONS", Integer.toString(sessions.size()));
        stats.put("READ_ONLY", Boolean.toString(isReadOnly()));
        return stats;
    }

    @Override
    public List<IndexStatus> indexes() {
        List<IndexStatus> indexes = new ArrayList<>();
        for (TableDefinition table : schema.tables().values()) {
            for (VectorIndexInfo index : table.vectorIndexes()) {
                long rows = schema.vectorColumn(index.columnId()).count();
                indexes.add(
                        new IndexStatus(table.schema(), table.name(), index, 0, 0, 0, 0, rows, 0, 0, 0, Double.NaN, 0));
            }
        }
        return indexes;
    }

    @Override
    public List<SegmentInfo> segments() {
        return List.of();
    }

    @Override
    public List<ProgressInfo> progress() {
        return List.of();
    }

    @Override
    public boolean cancelTask(long id) {
        return false;
    }

    @Override
    public UpkeepSettings upkeep() {
        return upkeep;
    }

    @Override
    public void setUpkeep(UpkeepSettings settings) {
        upkeep = settings;
    }

    @Override
    public boolean isClosed() {
        return isClosed;
    }

    @Override
    public void close() {
        synchronized (sessions) {
            if (isClosed) {
                return;
            }
            endSessions();
            isClosed = true;
        }
        new Closing(this).close();
    }

    private void endSessions() {
        for (EngineSession session : List.copyOf(sessions)) {
            session.cancel();
            try {
                session.close();
            } catch (SQLException | RuntimeException e) {
                LOGGER.log(System.Logger.Level.WARNING, "A session did not end cleanly while the database closed.", e);
            }
        }
    }

    void forget(EngineSession session) {
        sessions.remove(session);
    }

    private void checkOpen() {
        if (isClosed) {
            throw new StoreException(StoreError.CLOSED, "The database is closed. Open it again.");
        }
    }

    /** Fails if the mirror can no longer be trusted. */
    void checkReadable() {
        StoreException failure = mirrorFailure;
        if (failure != null) {
            throw new StoreException(failure.error(), String.valueOf(failure.getMessage()), failure);
        }
    }

    /** Fails if nothing may be changed. */
    void checkWritable() {
        checkReadable();
        if (isReadOnly()) {
            throw new StoreException(
                    StoreError.READ_ONLY, "The database was opened with readonly=true. Open it without, to change it.");
        }
        if (log.isPoisoned()) {
            throw new StoreException(
                    StoreError.IO,
                    "The database refuses changes because a write to its log failed before. Close and reopen it: what was"
                            + " acknowledged is kept.");
        }
    }

    /** The mirror is about to show this commit. */
    void publishing(long lsn) {
        publishedLsn = lsn;
    }

    /** Waits until every commit that a reader may have seen in the mirror is on the disk. */
    void awaitDurable() {
        long seen = publishedLsn;
        if (seen > log.forcedLsn() && options().sync().isEveryCommit() && !isReadOnly()) {
            log.force(seen);
        }
    }

    /** The log is ahead of the mirror for good: the next open brings the mirror up to it. */
    void mirrorFailed(long lsn, Exception cause) {
        StoreException failure = new StoreException(
                StoreError.IO,
                "The relational mirror failed after commit " + lsn + ": " + cause.getMessage()
                        + ". Every acknowledged commit is kept in the log. Close the database and open it again.",
                cause);
        mirrorFailure = failure;
        LOGGER.log(System.Logger.Level.ERROR, failure.getMessage(), cause);
    }

    boolean isMirrorTrusted() {
        return mirrorFailure == null;
    }

    void useSchema(Schema newest) {
        schema = newest;
    }

    OpenFolder folder() {
        return folder;
    }

    DatabaseOptions options() {
        return folder.options();
    }

    Log log() {
        return log;
    }

    Mirror mirror() {
        return mirror;
    }

    WriterLock writerLock() {
        return writerLock;
    }

    Schema schema() {
        return schema;
    }

    Committer committer() {
        return committer;
    }

    SchemaChanges schemaChanges() {
        return schemaChanges;
    }

    Checkpointer checkpointer() {
        return checkpointer;
    }
}
