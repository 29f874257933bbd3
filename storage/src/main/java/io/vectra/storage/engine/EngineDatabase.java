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
import io.vectra.storage.TextIndexStatus;
import io.vectra.storage.UpkeepSettings;
import io.vectra.storage.io.Directory;
import io.vectra.storage.io.DiskDirectory;
import io.vectra.storage.log.Log;
import io.vectra.storage.manifest.Sealed;
import io.vectra.storage.relational.Mirror;
import io.vectra.storage.vector.VectorKernels;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
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
    private final TableLocks tableLocks = new TableLocks();
    private final Set<EngineSession> sessions = ConcurrentHashMap.newKeySet();
    private final Committer committer = new Committer(this);
    private final SchemaChanges schemaChanges = new SchemaChanges(this);
    private final DefinitionGate definitionGate = new DefinitionGate();
    private final Checkpointer checkpointer;
    /** Held while segments are put in place, and while they are copied: they do not change meanwhile. */
    private final ReentrantLock swapLock = new ReentrantLock();

    /** The commit that truncated a table last, by table id; since the database was opened. */
    private final Map<Integer, Long> truncations = new ConcurrentHashMap<>();

    /** The commit that changed the shape of a table's rows last, by table id; since the database was opened. */
    private final Map<Integer, Long> rewrites = new ConcurrentHashMap<>();

    private final LastChanges lastChanges = new LastChanges();
    private final GlobalTemporaries globalTemporaries = new GlobalTemporaries();
    private final SearchHelp searchHelp = new SearchHelp();
    private final SegmentWriting segmentWriting;
    private final TextBuilds textBuilds;
    private final Sealer sealer;
    private final Upkeep upkeep;
    private volatile ReadState state;
    /** The newest LSN that the mirror may show; ahead of the forced one only while writers queue. */
    private volatile long publishedLsn;

    private volatile @Nullable StoreException mirrorFailure;
    private volatile boolean isClosed;

    EngineDatabase(OpenFolder folder, Log log, Mirror mirror, ReadState state, Checkpointer.Written written) {
        this.folder = folder;
        this.log = log;
        this.mirror = mirror;
        this.state = state;
        this.publishedLsn = log.lastLsn();
        this.checkpointer = new Checkpointer(this, written);
        this.segmentWriting = new SegmentWriting(
                folder.directory(),
                folder.databaseId(),
                state.segments().sealed().nextSegment());
        this.textBuilds = new TextBuilds(folder.directory(), folder.databaseId());
        this.sealer = new Sealer(this);
        this.upkeep = new Upkeep(this);
    }

    /** Opens the database in a folder of the disk. */
    public static EngineDatabase open(Path folder, DatabaseOptions options) {
        return open(new DiskDirectory(folder, options.readOnly()), options);
    }

    /** Opens the database in a directory; the directory is closed with the database, or when opening fails. */
    public static EngineDatabase open(Directory directory, DatabaseOptions options) {
        return new Opening(directory, options).open(true);
    }

    /** As {@link #open(Directory, DatabaseOptions)}, without anything in the background: files change by calls only. */
    static EngineDatabase openUntended(Directory directory, DatabaseOptions options) {
        return new Opening(directory, options).open(false);
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
        return globalTemporaries.in(schema().catalog());
    }

    GlobalTemporaries globalTemporaries() {
        return globalTemporaries;
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
        return backup(target, () -> false);
    }

    /** As {@link #backup(Path)}, unless it is cancelled while it waits or copies. */
    long backup(Path target, BooleanSupplier cancelled) {
        checkOpen();
        try (DiskDirectory copy = new DiskDirectory(target, false)) {
            return new Backup(this, cancelled).writeTo(copy, target.toString());
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
        return new Backup(this, () -> false).writeTo(copy, name);
    }

    @Override
    public Map<String, String> stats() {
        Map<String, String> stats = new LinkedHashMap<>();
        stats.put("KERNEL", VectorKernels.best().name());
        stats.put("LSN", Long.toString(publishedLsn));
        stats.put("FORCED_LSN", Long.toString(log.forcedLsn()));
        stats.put("LOG_BYTES", Long.toString(log.sizeBytes()));
        Statistics figures = new Statistics(this);
        figures.addTo(stats);
        stats.put("SESSIONS", Integer.toString(sessions.size()));
        stats.put("READ_ONLY", Boolean.toString(isReadOnly()));
        return stats;
    }

    @Override
    public List<IndexStatus> indexes() {
        return new Statistics(this).indexes();
    }

    @Override
    public List<TextIndexStatus> textIndexes() {
        return new Statistics(this).textIndexes();
    }

    @Override
    public List<SegmentInfo> segments() {
        return new Statistics(this).segments();
    }

    @Override
    public List<ProgressInfo> progress() {
        return upkeep.tasks().progress();
    }

    @Override
    public boolean cancelTask(long id) {
        return upkeep.tasks().cancel(id);
    }

    @Override
    public UpkeepSettings upkeep() {
        return upkeep.settings();
    }

    @Override
    public void setUpkeep(UpkeepSettings settings) {
        upkeep.use(settings);
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
        upkeep.stop();
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
    /** @param isTemporary whether only temporary tables are to be changed, which nothing but reading needs */
    void checkWritable(boolean isTemporary) {
        if (isTemporary) {
            checkReadable();
        } else {
            checkWritable();
        }
    }

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

    /** Returns which commits changed tables. */
    LastChanges lastChanges() {
        return lastChanges;
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

    /** Called by the holder of the writer lock. */
    void useState(ReadState newest) {
        state.replacedBy(newest, log);
        state = newest;
        searchHelp.matches().clear();
    }

    ReentrantLock swapLock() {
        return swapLock;
    }

    SegmentWriting segmentWriting() {
        return segmentWriting;
    }

    TextBuilds textBuilds() {
        return textBuilds;
    }

    Sealer sealer() {
        return sealer;
    }

    SearchHelp searchHelp() {
        return searchHelp;
    }

    Upkeep upkeepWork() {
        return upkeep;
    }

    /** Returns the names of the graphs that a column's indexes have. */
    Set<String> graphNames(int columnId) {
        return schema().tables().values().stream()
                .flatMap(table -> table.vectorIndexes().stream())
                .filter(index -> index.columnId() == columnId)
                .map(GraphFiles::name)
                .collect(Collectors.toSet());
    }

    /** Removes a file; one that cannot be removed now is removed at the next open. */
    void deleteQuietly(String path) {
        try {
            folder.directory().delete(path);
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "The file \"" + path + "\" stays for now.", e);
        }
    }

    /** Gives back what the mirror's file holds of rows that are gone. */
    void compactMirror() {
        try {
            mirror.compact();
        } catch (SQLException e) {
            throw new StoreException(
                    StoreError.IO, "The relational mirror could not be compacted: " + e.getMessage(), e);
        }
    }

    /** Called by the holder of the writer lock. */
    void truncated(int tableId, long lsn) {
        truncations.put(tableId, lsn);
    }

    /** Called by the holder of the writer lock. */
    void rewritten(int tableId, long lsn) {
        rewrites.put(tableId, lsn);
    }

    /** Returns whether a table's rows were all replaced, or lost, after a commit. */
    boolean isRewrittenSince(int tableId, long lsn) {
        return rewrites.getOrDefault(tableId, 0L) > lsn || isTruncatedSince(tableId, lsn);
    }

    /** Returns whether a table lost all its rows after a commit. */
    boolean isTruncatedSince(int tableId, long lsn) {
        return truncations.getOrDefault(tableId, 0L) > lsn;
    }

    /**
     * Removes the files of segments that the manifest does not name any more, and old files of deletions. Readers that
     * have them mapped go on reading them. Where the newest manifest could not be written, the one in force may name
     * any of them, so all stay until the next open. Guarded by the swap lock.
     */
    void removeSegments(Set<Integer> retired) {
        Sealed sealed = state.segments().sealed();
        if (sealed != checkpointer.written()) {
            return;
        }
        try {
            new StoredSegments(folder.directory(), folder.databaseId(), sealed).remove(retired);
        } catch (IOException e) {
            // Windows does not delete a mapped file; the next open tries again.
            LOGGER.log(System.Logger.Level.DEBUG, "Files of segments " + retired + " stay for now.", e);
        }
    }

    ReadState state() {
        return state;
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

    TableLocks tableLocks() {
        return tableLocks;
    }

    Schema schema() {
        return state.schema();
    }

    Committer committer() {
        return committer;
    }

    DefinitionGate definitionGate() {
        return definitionGate;
    }

    SchemaChanges schemaChanges() {
        return schemaChanges;
    }

    Checkpointer checkpointer() {
        return checkpointer;
    }
}
