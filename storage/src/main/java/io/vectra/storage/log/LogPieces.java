package io.vectra.storage.log;

import io.vectra.storage.CorruptStoreException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log's bytes as mapped or on the heap, for reading vectors where they lie. Immutable; it covers at least the
 * frames that had been appended when it was taken.
 *
 * <p>There are few pieces: O(log n) for the file that grows, one for each other. Looking one up allocates nothing.
 * Thread rule: any number of threads.
 */
public final class LogPieces {
    private final long[] starts;
    private final long[] ends;
    private final ByteBuffer[] buffers;
    private final @Nullable FileCheck[] checks;
    private final long end;

    /**
     * @param end the log's end: positions from here on are not covered, although the last piece may have room for them
     */
    LogPieces(List<Piece> pieces, long end) {
        starts = pieces.stream().mapToLong(Piece::start).toArray();
        ends = endsOf(pieces);
        buffers = pieces.stream().map(Piece::bytes).toArray(ByteBuffer[]::new);
        checks = pieces.stream().map(Piece::check).toArray(FileCheck[]::new);
        this.end = end;
    }

    /** A piece on the heap has room after its last frame, for positions that the next piece holds. */
    private static long[] endsOf(List<Piece> pieces) {
        long[] ends = new long[pieces.size()];
        for (int i = 0; i < ends.length; i++) {
            long end = pieces.get(i).end();
            ends[i] = i + 1 < ends.length ? Math.min(end, pieces.get(i + 1).start()) : end;
        }
        return ends;
    }

    private LogPieces(LogPieces pieces, long end) {
        starts = pieces.starts;
        ends = pieces.ends;
        buffers = pieces.buffers;
        checks = pieces.checks;
        this.end = end;
    }

    /** Returns the same pieces when the last one has been filled further. */
    LogPieces grownTo(long newEnd) {
        return new LogPieces(this, newEnd);
    }

    /**
     * Returns the piece that holds a position, little-endian. The frame around the position has passed its checksum. A
     * caller that uses the buffer for other positions of the same piece calls {@link #verify} for them first.
     *
     * @throws CorruptStoreException if the checksum does not hold, or the file ends before the position
     */
    public ByteBuffer bufferAt(long position) {
        int index = find(position);
        FileCheck check = checks[index];
        if (check != null && !check.isDone()) {
            int offset = (int) LogPosition.offset(position);
            check.verify(offset, offset + 1);
        }
        return buffers[index];
    }

    /** Returns the index of a position's byte in its piece's buffer; to be read with absolute gets. */
    public int indexAt(long position) {
        return (int) (position - starts[find(position)]);
    }

    /** Returns whether a position is in one of the pieces. */
    public boolean covers(long position) {
        int found = Arrays.binarySearch(starts, position);
        int index = found >= 0 ? found : -found - 2;
        return index >= 0 && position < ends[index] && position < end;
    }

    /** Returns the first position of the piece that holds a position. */
    public long pieceStart(long position) {
        return starts[find(position)];
    }

    /**
     * Returns the position after the piece that holds a position; vectors from here up to it are in the same buffer.
     */
    public long pieceEnd(long position) {
        return Math.min(end, ends[find(position)]);
    }

    /** Returns how many pieces there are. */
    public int count() {
        return starts.length;
    }

    /**
     * Checks the frames that overlap a range of positions and were not checked yet; cheap if all were.
     *
     * @throws CorruptStoreException if a checksum does not hold
     */
    public void verify(long fromPosition, long toPosition) {
        if (fromPosition >= toPosition) {
            return;
        }
        for (int index = find(fromPosition); index < starts.length && starts[index] < toPosition; index++) {
            FileCheck check = checks[index];
            if (check != null && !check.isDone()) {
                long from = Math.max(fromPosition, starts[index]);
                long to = Math.min(toPosition, ends[index]);
                int offset = (int) LogPosition.offset(from);
                check.verify(offset, offset + (int) (to - from));
            }
        }
    }

    private int find(long position) {
        int found = Arrays.binarySearch(starts, position);
        int index = found >= 0 ? found : -found - 2;
        if (index < 0 || position >= ends[index] || position >= end) {
            throw notThere(position);
        }
        return index;
    }

    private CorruptStoreException notThere(long position) {
        return new CorruptStoreException(
                LogPosition.fileName(LogPosition.fileNumber(position)),
                LogPosition.offset(position),
                "a vector is expected here, but the file ends before it or the log at " + LogPosition.describe(end)
                        + ". Restore a backup");
    }
}
