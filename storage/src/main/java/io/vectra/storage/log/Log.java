package io.vectra.storage.log;

import io.vectra.storage.SyncPolicy;
import io.vectra.storage.io.Directory;
import java.io.IOException;
import java.util.UUID;

/**
 * An append-only sequence of commits, each one frame.
 *
 * <p>Thread rule: one thread appends at a time (the caller holds the writer lock); everything else may be called by any
 * thread at any time.
 */
public final class Log implements AutoCloseable {
    private Log() {}

    /** Creates an empty log, replacing what an interrupted creation left. */
    public static Log create(Directory directory, UUID databaseId, SyncPolicy sync) throws IOException {
        return create(directory, databaseId, LogSettings.of(sync));
    }

    /** As {@link #create(Directory, UUID, SyncPolicy)}, with sizes. */
    public static Log create(Directory directory, UUID databaseId, LogSettings settings) throws IOException {
        throw new AssertionError("not built yet " + directory + databaseId + settings);
    }

    /**
     * Opens a log: shows the frames from {@code start} on to the visitor, and cuts a torn tail.
     *
     * @throws io.vectra.storage.CorruptStoreException if frames are damaged or missing
     * @throws io.vectra.storage.StoreException ({@link io.vectra.storage.StoreError#TOO_NEW}) if a newer version wrote
     *     it
     */
    public static Log open(Directory directory, UUID databaseId, LogStart start, SyncPolicy sync, FrameVisitor visitor)
            throws IOException {
        return open(directory, databaseId, start, LogSettings.of(sync), visitor);
    }

    /** As {@link #open(Directory, UUID, LogStart, SyncPolicy, FrameVisitor)}, with sizes. */
    public static Log open(
            Directory directory, UUID databaseId, LogStart start, LogSettings settings, FrameVisitor visitor)
            throws IOException {
        throw new AssertionError("not built yet " + directory + databaseId + start + settings + visitor);
    }

    /**
     * Writes a transaction's frame, unforced. The encoder's LSN is {@link #lastLsn} + 1.
     *
     * @throws io.vectra.storage.StoreException ({@link io.vectra.storage.StoreError#LIMIT_EXCEEDED}) if the transaction
     *     does not fit a file, which leaves the log as it was; ({@link io.vectra.storage.StoreError#IO}) if the write
     *     failed or the log is poisoned
     */
    public Appended append(TransactionEncoder transaction) {
        throw new AssertionError("not built yet " + transaction);
    }

    /** Writes a schema change's frame, unforced; otherwise as {@link #append(TransactionEncoder)}. */
    public Appended append(long lsn, SchemaRecord record) {
        throw new AssertionError("not built yet " + lsn + record);
    }

    /**
     * Returns when the commit and all before it are on the disk; at once if the sync policy has an interval. One force
     * serves all callers that wait for it.
     *
     * @throws io.vectra.storage.StoreException ({@link io.vectra.storage.StoreError#IO}) if the force failed; the
     *     outcome of every commit after {@link #forcedLsn} is unknown
     */
    public void force(long lsn) {
        throw new AssertionError("not built yet " + lsn);
    }

    /** As {@link #force(long)}, whatever the sync policy. */
    public void forceNow(long lsn) {
        throw new AssertionError("not built yet " + lsn);
    }

    /** Returns the LSN of the last commit that is on the disk. */
    public long forcedLsn() {
        return 0;
    }

    /** Returns the LSN of the last commit that was written; 0 if there is none. */
    public long lastLsn() {
        return 0;
    }

    /** Returns the position of the first frame. */
    public long start() {
        return 0;
    }

    /** Returns the position after the last frame. */
    public long end() {
        return 0;
    }

    /** Returns the size of all files, in bytes. */
    public long sizeBytes() {
        return 0;
    }

    /** Returns what is needed to read the vectors of all frames written so far. */
    public LogPieces pieces() {
        throw new AssertionError("not built yet");
    }

    /** Shows the frames from a position up to the last one written to the visitor, checking each. */
    public void scan(long fromPosition, FrameVisitor visitor) throws IOException {
        scan(fromPosition, lastLsn(), visitor);
    }

    /**
     * Shows the frames from a position up to an LSN to the visitor, checking each.
     *
     * @throws io.vectra.storage.CorruptStoreException if a checksum does not hold
     */
    public void scan(long fromPosition, long toLsn, FrameVisitor visitor) throws IOException {
        throw new AssertionError("not built yet " + fromPosition + toLsn + visitor);
    }

    /**
     * Copies the log up to an LSN to an empty directory, checking every frame, and forces the copy.
     *
     * @return the position after the last copied frame
     */
    public long copyTo(Directory target, long toLsn) throws IOException {
        throw new AssertionError("not built yet " + target + toLsn);
    }

    /** Returns whether a write or force failed, so that every later append throws. */
    public boolean isPoisoned() {
        return false;
    }

    /** Forces what is not forced, unless the log is poisoned, and closes the files. Pieces stay readable. */
    @Override
    public void close() throws IOException {}
}
