package io.vectra.storage.log;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.io.AppendFile;
import io.vectra.storage.io.Directory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames at the log's end.
 *
 * <p>After a failed write nothing more is written: the file may have part of a frame, or the system may be out of
 * order. Thread rule: one thread at a time appends; the end and the last LSN may be read by any.
 */
final class LogWriter {
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(Frame.ALIGNMENT).asReadOnlyBuffer();

    private final Directory directory;
    private final UUID databaseId;
    private final LogSettings settings;
    private final GroupForce force;
    private final GrowingPieces pieces;
    private AppendFile file;
    private volatile long end;
    private volatile long lastLsn;
    private volatile long finishedBytes;
    private volatile @Nullable Throwable failure;

    /**
     * @param file the last file, everything of it on the disk
     * @param recovered the log's end
     */
    LogWriter(LogPlace place, AppendFile file, GrowingPieces pieces, LogRecovery recovered) {
        directory = place.directory();
        databaseId = place.databaseId();
        settings = place.settings();
        this.file = file;
        this.pieces = pieces;
        end = recovered.end();
        lastLsn = recovered.lastLsn();
        finishedBytes = recovered.sizeBytes() - LogPosition.offset(end);
        force = new GroupForce(file, lastLsn, end);
    }

    /** Creates a file, on the disk with its header when this method returns. */
    static AppendFile createFile(Directory directory, LogFileHeader header) throws IOException {
        AppendFile created = directory.create(LogPosition.fileName(header.fileNumber()));
        try {
            created.append(header.encode());
            created.force();
            directory.syncFolder(LogFile.FOLDER);
        } catch (IOException | RuntimeException e) {
            try {
                created.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
        return created;
    }

    GroupForce force() {
        return force;
    }

    long end() {
        return end;
    }

    long lastLsn() {
        return lastLsn;
    }

    /** Returns the size of all files, in bytes. */
    long sizeBytes() {
        return finishedBytes + LogPosition.offset(end);
    }

    boolean isPoisoned() {
        return failure != null || force.hasFailed();
    }

    /**
     * Writes a frame.
     *
     * @param payload the payload in pieces
     */
    Appended append(int kind, long lsn, int vectorBytes, ByteBuffer... payload) {
        checkUsable();
        if (lsn != lastLsn + 1) {
            throw new IllegalArgumentException("the next LSN is " + (lastLsn + 1) + ", but a frame has " + lsn);
        }
        long payloadBytes = 0;
        for (ByteBuffer piece : payload) {
            payloadBytes += piece.remaining();
        }
        int payloadBytesMax = settings.fileBytesMax() - LogFileHeader.BYTES - Frame.HEADER_BYTES;
        if (payloadBytes > payloadBytesMax) {
            throw GrowingBytes.tooLarge(payloadBytes, payloadBytesMax);
        }
        int frameBytes = (int) Frame.sizeBytes((int) payloadBytes);
        if (LogPosition.offset(end) + frameBytes > settings.fileBytesMax()) {
            roll(lsn);
        }
        int offset = (int) LogPosition.offset(end);
        Frame frame = new Frame(offset, kind, lsn, (int) payloadBytes, vectorBytes, force.forcedEnd());
        write(frame, payload);
        long position = end;
        end = position + frameBytes;
        lastLsn = lsn;
        force.appended(lsn, position + frameBytes);
        return new Appended(lsn, position + Frame.HEADER_BYTES, position + frameBytes);
    }

    private void checkUsable() {
        Throwable cause = failure;
        if (cause != null || force.hasFailed()) {
            throw new StoreException(
                    StoreError.IO,
                    "An earlier write or force of the log failed, so the database refuses writes until it is closed and opened"
                            + " again. Nothing of this commit was kept",
                    cause);
        }
    }

    /** Goes on in a new file, so that every frame so far is in a finished one; an empty file is kept. */
    void roll() {
        checkUsable();
        if (LogPosition.offset(end) > LogFileHeader.BYTES) {
            roll(lastLsn + 1);
        }
    }

    /** Notes that finished files were removed. */
    void dropped(long bytes) {
        finishedBytes -= bytes;
    }

    private void roll(long lsn) {
        int next = LogPosition.fileNumber(end) + 1;
        LogFileHeader header = new LogFileHeader(databaseId, next, lsn);
        try {
            file = force.roll(() -> createFile(directory, header), LogPosition.firstFrame(next));
        } catch (IOException | StoreException e) {
            failure = e;
            throw new StoreException(
                    StoreError.IO,
                    "Going on with the log in \"" + LogPosition.fileName(next)
                            + "\" failed. Nothing of this commit was kept, and the database refuses writes until it is closed"
                            + " and opened again: " + e.getMessage(),
                    e);
        }
        pieces.rolled(LogPosition.firstFrame(next));
        finishedBytes = finishedBytes + LogPosition.offset(end);
        end = LogPosition.firstFrame(next);
    }

    private void write(Frame frame, ByteBuffer[] payload) {
        int frameBytes = frame.end() - frame.offset();
        ByteBuffer room = frameBytes <= settings.heapBytesMax() ? pieces.room(frameBytes) : null;
        boolean isKnown = false;
        try {
            if (room != null) {
                writeAtOnce(frame, payload, room);
            } else {
                writeInPieces(frame, payload);
            }
            isKnown = true;
        } catch (IOException e) {
            isKnown = true;
            throw failed(frame, e);
        } finally {
            if (!isKnown) {
                failure = new IOException("a write was broken off");
            }
        }
    }

    /** Writes a small frame by one append, and keeps it on the heap. */
    private void writeAtOnce(Frame frame, ByteBuffer[] payload, ByteBuffer room) throws IOException {
        room.put(frame.header());
        for (ByteBuffer piece : payload) {
            room.put(piece);
        }
        while (room.hasRemaining()) {
            room.put((byte) 0);
        }
        CRC32C crc = Frame.checksum(databaseId, end);
        Frame.addHeader(crc, room);
        crc.update(room.duplicate().position(Frame.HEADER_BYTES));
        Frame.seal(room, (int) crc.getValue());
        file.append(room.flip());
        pieces.grew(room.limit());
    }

    /** Writes a large frame straight from the encoder's buffers, then maps it. */
    private void writeInPieces(Frame frame, ByteBuffer[] payload) throws IOException {
        int frameBytes = frame.end() - frame.offset();
        ByteBuffer header = frame.header();
        ByteBuffer zeros = ZEROS.duplicate().limit(frameBytes - Frame.HEADER_BYTES - frame.payloadBytes());
        CRC32C crc = Frame.checksum(databaseId, end);
        Frame.addHeader(crc, header);
        for (ByteBuffer piece : payload) {
            crc.update(piece.duplicate());
        }
        crc.update(zeros.duplicate());
        Frame.seal(header, (int) crc.getValue());
        file.append(header);
        for (ByteBuffer piece : payload) {
            file.append(piece);
        }
        file.append(zeros);
        pieces.grewInFile(frameBytes);
    }

    /** Notes that a write failed, and takes what was written of the frame away if that is possible. */
    private StoreException failed(Frame frame, IOException cause) {
        failure = cause;
        String outcome;
        try {
            directory.truncate(LogPosition.fileName(LogPosition.fileNumber(end)), frame.offset());
            outcome = "Nothing of it was kept";
        } catch (IOException e) {
            cause.addSuppressed(e);
            outcome = "Whether it is kept is unknown";
        }
        return new StoreException(
                StoreError.IO,
                "Writing commit " + frame.lsn() + " to \"" + LogPosition.fileName(LogPosition.fileNumber(end))
                        + "\" failed. " + outcome
                        + ", and the database refuses writes until it is closed and opened again: "
                        + cause.getMessage(),
                cause);
    }
}
