package io.vectra.storage.engine;

import io.vectra.storage.log.Log;
import io.vectra.storage.log.LogPieces;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a reader looks at beside the log and the mirror. Immutable, except that its parts grow; replaced, by
 * the holder of the writer lock, when the schema changes and when vectors or rows move to other segments.
 *
 * <p>A state holds all commits up to {@link #untilLsn} for ever, but no change of definitions, which is a commit of its
 * own: files that are not live any more stay mapped, and so do those of the log that it refers to ({@link #pieces}).
 * What was dead at {@link #sinceLsn} may be missing in it. So it is right for readers at the LSNs between.
 */
final class ReadState {
    private final Schema schema;
    private final Segments segments;
    private final long sinceLsn;
    private volatile long untilLsn = Long.MAX_VALUE;
    /** What has replaced this; null as long as it is in place. */
    private volatile @Nullable ReadState next;

    /** The log when this was replaced; null as long as it is in place. */
    private volatile @Nullable LogPieces lastPieces;

    /** @param sinceLsn the newest commit when it is put in place */
    ReadState(Schema schema, Segments segments, long sinceLsn) {
        this.schema = schema;
        this.segments = segments;
        this.sinceLsn = sinceLsn;
    }

    Schema schema() {
        return schema;
    }

    Segments segments() {
        return segments;
    }

    /** Returns the newest commit when it was put in place. */
    long sinceLsn() {
        return sinceLsn;
    }

    /** Another one is about to take its place, after which the log may lose what was sealed. */
    void replacedBy(ReadState newer, Log log) {
        lastPieces = log.pieces();
        next = newer;
        untilLsn = newer.isOfSameDefinitions(this) ? newer.sinceLsn : newer.sinceLsn - 1;
    }

    /** Otherwise a change of definitions, a commit itself, lies between the two: the older one does not hold it. */
    private boolean isOfSameDefinitions(ReadState older) {
        return schema.catalog().version() == older.schema.catalog().version();
    }

    /**
     * Returns this or a state that came after it, the first that is right for a reader whose LSN is not before this.
     */
    ReadState rightAt(long lsn) {
        ReadState read = this;
        while (!read.isRightAt(lsn)) {
            read = Objects.requireNonNull(read.next, "no reader is ahead of the newest state, or behind its first");
        }
        return read;
    }

    /**
     * Returns the log as far as this refers to it: as it is now, or as it was when this was replaced.
     *
     * @param log to be asked after the reader knows its LSN
     */
    LogPieces pieces(Log log) {
        LogPieces now = log.pieces();
        LogPieces last = lastPieces;
        return last == null ? now : last;
    }

    /** Returns whether it is right for a reader. */
    private boolean isRightAt(long lsn) {
        return sinceLsn <= lsn && lsn <= untilLsn;
    }
}
