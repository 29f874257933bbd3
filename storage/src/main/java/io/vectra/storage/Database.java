package io.vectra.storage;

import io.vectra.storage.engine.EngineDatabase;
import io.vectra.storage.io.HeapDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An open database: a log, the vectors in it, and the relational mirror.
 *
 * <p>Thread rule: any number of threads. One process at a time has a folder open for writing.
 */
public interface Database extends AutoCloseable {
    /**
     * Opens the database in a folder, bringing everything derived up to the log's end first.
     *
     * @throws StoreException {@link StoreError#DATABASE_NOT_FOUND}, {@link StoreError#DATABASE_IN_USE},
     *     {@link StoreError#IO}, {@link StoreError#TOO_NEW}
     * @throws CorruptStoreException if the truth itself is damaged
     */
    static Database open(Path folder, DatabaseOptions options) {
        return EngineDatabase.open(folder, options);
    }

    /** Creates an empty database in memory, gone when it is closed. */
    static Database openInMemory() {
        return EngineDatabase.open(new HeapDirectory(), DatabaseOptions.DEFAULT);
    }

    /** Begins a conversation. */
    Session newSession();

    /** Returns the newest schema, global temporary tables included. */
    Catalog catalog();

    /** Returns the LSN of the newest commit that readers see. */
    long lsn();

    /** Returns whether the database was opened read-only. */
    boolean isReadOnly();

    /**
     * Copies the database, as of one LSN, into an empty or missing folder, while reading and writing go on. The copy
     * opens as a database; one that was not finished does not.
     *
     * @return the LSN of the last commit in the copy
     * @throws StoreException ({@link StoreError#BAD_ARGUMENT}) if the folder is not empty
     * @throws CorruptStoreException if a checksum of the source does not hold
     */
    long backup(Path folder);

    /**
     * Returns figures about the database by their names, in a fixed order, such as {@code KERNEL}, {@code LSN},
     * {@code LOG_BYTES}.
     */
    Map<String, String> stats();

    /** Returns the HNSW indexes with what is known about them. */
    List<IndexStatus> indexes();

    /** Returns the full-text indexes with what is known about them. */
    List<TextIndexStatus> textIndexes();

    /** Returns the sealed segments. */
    List<SegmentInfo> segments();

    /** Returns the long tasks that are running: index builds, vacuums, backups. */
    List<ProgressInfo> progress();

    /**
     * Asks a running task to end without effect. A cancelled index build starts again when the database is opened, or
     * by REINDEX.
     *
     * @return whether there was such a task
     */
    boolean cancelTask(long id);

    /** Returns what runs in the background. */
    UpkeepSettings upkeep();

    /** Changes what runs in the background, for all sessions until the database is closed. */
    void setUpkeep(UpkeepSettings settings);

    /** Returns whether {@link #close()} was called. */
    boolean isClosed();

    /** Ends all sessions, writes what makes the next open fast, and releases the folder. */
    @Override
    void close();
}
