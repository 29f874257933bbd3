package io.vectra.storage.log;

import io.vectra.storage.io.Directory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the pieces through which a log is read while it grows: fresh frames on the heap, then mapped.
 *
 * <p>When the heap holds enough, it is replaced by a mapped region, which takes in the mapped pieces before it that are
 * no larger. So a file of n bytes has O(log n) pieces, and a byte is mapped O(log n) times. A finished file is one
 * piece. Thread rule: one thread writes; {@link #current} may be read by any.
 */
final class GrowingPieces {
    private static final System.Logger LOG = System.getLogger(GrowingPieces.class.getName());

    private static final int CHUNK_BYTES_MIN = 64 << 10;
    private static final int CHUNK_BYTES_MAX = 1 << 20;

    private final Directory directory;
    private final int heapBytesMax;
    private final List<Piece> pieces;
    private byte[] chunk = new byte[0];
    private int chunkUsed;
    private long end;
    private long heapStart;
    private long mapAtBytes;
    private volatile LogPieces current;

    /**
     * @param pieces all of the log so far
     * @param end the log's end
     */
    GrowingPieces(Directory directory, int heapBytesMax, List<Piece> pieces, long end) {
        this.directory = directory;
        this.heapBytesMax = heapBytesMax;
        this.pieces = new ArrayList<>(pieces);
        this.end = end;
        heapStart = end;
        mapAtBytes = heapBytesMax;
        current = new LogPieces(pieces, end);
    }

    LogPieces current() {
        return current;
    }

    /** Returns room for a frame at the log's end. What is written there counts only after {@link #grew}. */
    ByteBuffer room(int frameBytes) {
        if (chunk.length - chunkUsed < frameBytes) {
            int usual = Math.min(CHUNK_BYTES_MAX, Math.max(CHUNK_BYTES_MIN, 2 * chunk.length));
            chunk = new byte[Math.max(usual, frameBytes)];
            chunkUsed = 0;
        }
        return ByteBuffer.wrap(chunk, chunkUsed, frameBytes).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Takes in the frame that was written into the {@linkplain #room room}, and lies in the file too. */
    void grew(int frameBytes) {
        boolean isNewPiece = chunkUsed == 0;
        if (isNewPiece) {
            ByteBuffer bytes = ByteBuffer.wrap(chunk).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
            pieces.add(new Piece(end, end + chunk.length, bytes, false, null));
        }
        chunkUsed += frameBytes;
        end += frameBytes;
        if (end - heapStart >= mapAtBytes) {
            mapOrKeep(false);
        } else {
            current = isNewPiece ? new LogPieces(pieces, end) : current.grownTo(end);
        }
    }

    /** Takes in a frame that lies in the file only. */
    void grewInFile(long frameBytes) throws IOException {
        map(end + frameBytes, false);
    }

    /** Goes on in the next file. */
    void rolled(long firstFrame) {
        if (end > LogPosition.firstFrame(LogPosition.fileNumber(end))) {
            mapOrKeep(true);
        }
        chunk = new byte[0];
        chunkUsed = 0;
        end = firstFrame;
        heapStart = firstFrame;
        mapAtBytes = heapBytesMax;
        current = new LogPieces(pieces, end);
    }

    /** Forgets the files before one; who has got their pieces can still read them. */
    void dropBefore(int fileNumber) {
        pieces.removeIf(piece -> piece.fileNumber() < fileNumber);
        current = new LogPieces(pieces, end);
    }

    private void mapOrKeep(boolean isWholeFile) {
        try {
            map(end, isWholeFile);
        } catch (IOException | OutOfMemoryError e) {
            // The frames stay readable on the heap; so this is no failure of the commit.
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Mapping the log from {0} on failed, it stays on the heap for now: {1}",
                    LogPosition.describe(heapStart),
                    e);
            mapAtBytes = end - heapStart + Math.max(heapBytesMax, CHUNK_BYTES_MAX);
            current = new LogPieces(pieces, end);
        }
    }

    /** Replaces the pieces on the heap, and mapped ones before them, by one that is mapped and ends at the new end. */
    private void map(long newEnd, boolean isWholeFile) throws IOException {
        int first = pieces.size();
        long start = end;
        while (first > 0 && isReplaced(pieces.get(first - 1), newEnd, isWholeFile ? Long.MAX_VALUE : newEnd - start)) {
            first--;
            start = pieces.get(first).start();
        }
        FileCheck check = first < pieces.size() ? pieces.get(first).check() : null;
        ByteBuffer bytes = directory.map(
                LogPosition.fileName(LogPosition.fileNumber(start)), LogPosition.offset(start), (int) (newEnd - start));
        pieces.subList(first, pieces.size()).clear();
        pieces.add(new Piece(start, newEnd, bytes, true, check != null && check.isDone() ? null : check));
        chunk = new byte[0];
        chunkUsed = 0;
        end = newEnd;
        heapStart = newEnd;
        mapAtBytes = heapBytesMax;
        current = new LogPieces(pieces, end);
    }

    private static boolean isReplaced(Piece piece, long newEnd, long mappedBytesMax) {
        return piece.fileNumber() == LogPosition.fileNumber(newEnd)
                && (!piece.isMapped() || piece.sizeBytes() <= mappedBytesMax);
    }
}
