package io.vectra.storage.log;

import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.io.Directory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds a log's end: reads the frames from a start on, and tells a torn tail from damage.
 *
 * <p>A crash can leave the frames that were not forced whole, in part, or not at all, whatever their order. All of them
 * are in the last file, because a file is forced before the next is begun. So a frame that is not whole means damage if
 * it is not in the last file; if the manifest knows that the log went further; or if a later frame says that everything
 * up to beyond it was on the disk when that one was written. Else it is the beginning of a torn tail.
 *
 * <p>Thread rule: one thread.
 */
final class LogRecovery {
    private final Directory directory;
    private final UUID databaseId;
    private final LogStart start;
    private final FrameScan scan;
    private final List<Piece> pieces = new ArrayList<>();
    private int lastFile;
    private int endOffset;
    private long lastFileSize;
    private long finishedBytes;
    private @Nullable Integer unfinishedFile;

    LogRecovery(LogPlace place, LogStart start, FrameVisitor visitor) {
        directory = place.directory();
        databaseId = place.databaseId();
        this.start = start;
        scan = new FrameScan(start.lsn(), visitor);
    }

    /**
     * Reads the log, changing nothing.
     *
     * @throws CorruptStoreException if frames are damaged or missing
     */
    void read() throws IOException {
        List<Integer> numbers = LogFile.numbers(directory, start.firstFile());
        int startFile = LogPosition.fileNumber(start.position());
        if (startFile > numbers.get(numbers.size() - 1)) {
            throw LogFile.missing(startFile);
        }
        for (int number : numbers) {
            LogFile file = LogFile.map(directory, databaseId, number);
            boolean isLast = number == numbers.get(numbers.size() - 1);
            finishedBytes += isLast ? 0 : file.size();
            if (number < startFile) {
                addPiece(file, file.size(), new FileCheck(file, file.size()));
            } else if (isLast && number > startFile && isUnfinished(file)) {
                unfinishedFile = number;
            } else {
                readFile(file, isLast);
            }
        }
        if (end() < start.minimumEnd()) {
            throw new CorruptStoreException(
                    LogPosition.fileName(lastFile),
                    endOffset,
                    "the log is whole up to here only, but had reached " + LogPosition.describe(start.minimumEnd())
                            + ". Restore a backup");
        }
    }

    private void readFile(LogFile file, boolean isLast) throws IOException {
        boolean isFirst = file.number() == LogPosition.fileNumber(start.position());
        int offset = isFirst ? startOffset(file) : LogFileHeader.BYTES;
        if (offset == LogFileHeader.BYTES) {
            scan.enter(file);
        }
        int end;
        if (isLast) {
            end = readLast(file, offset);
        } else {
            end = scan.readWhole(file, offset, Long.MAX_VALUE);
        }
        lastFile = file.number();
        lastFileSize = file.size();
        endOffset = end;
        addPiece(file, end, offset > LogFileHeader.BYTES ? new FileCheck(file, offset) : null);
    }

    private int startOffset(LogFile file) {
        file.header();
        int offset = (int) LogPosition.offset(start.position());
        if (offset > file.size()) {
            throw file.corruptAt(
                    file.size(),
                    "the file ends here, but the checkpoint is at " + LogPosition.describe(start.position()));
        }
        return offset;
    }

    private int readLast(LogFile file, int offset) throws IOException {
        int end = scan.read(file, offset, Long.MAX_VALUE);
        while (end < file.size()) {
            Frame witness = file.witnessAfter(end, scan.lsn());
            int again = scan.read(file, end, Long.MAX_VALUE);
            if (again == end) {
                if (witness == null) {
                    break;
                }
                throw file.corruptAt(
                        end,
                        "the frame of LSN " + (scan.lsn() + 1) + " is not what was written, but LSN " + witness.lsn()
                                + " after it, at " + witness.offset() + ", is whole and says that it was on the disk");
            }
            end = again; // Another process is writing, and has completed what was not whole a moment ago.
        }
        return end;
    }

    /** Returns whether the creation of this last file was interrupted, so that it never held a frame. */
    private boolean isUnfinished(LogFile file) {
        return !LogFileHeader.isWhole(file.bytes()) && file.witnessAfter(0, scan.lsn()) == null;
    }

    private void addPiece(LogFile file, int end, @Nullable FileCheck check) {
        if (end > LogFileHeader.BYTES) {
            ByteBuffer bytes =
                    file.bytes().duplicate().position(LogFileHeader.BYTES).limit(end);
            pieces.add(new Piece(
                    LogPosition.firstFrame(file.number()),
                    LogPosition.of(file.number(), end),
                    bytes.slice().order(ByteOrder.LITTLE_ENDIAN),
                    true,
                    check));
        }
    }

    /** Takes away what a crash left after the last frame. */
    void cutTail() throws IOException {
        if (unfinishedFile != null) {
            directory.delete(LogPosition.fileName(unfinishedFile));
            directory.syncFolder(LogFile.FOLDER);
        }
        if (lastFileSize > endOffset) {
            directory.truncate(LogPosition.fileName(lastFile), endOffset);
        }
    }

    /**
     * Brings to the disk what was read: after a killed process it may be in the system's memory only, and readers are
     * about to see it. It is written again from where it is not known to be there, because a force may have failed, see
     * {@link Directory#rewrite}.
     */
    void secureTail() throws IOException {
        int startFile = LogPosition.fileNumber(start.position());
        if (scan.lsn() == start.lsn() && lastFile == startFile) {
            return;
        }
        long known = Math.max(scan.forcedEnd(), start.position());
        int from = LogPosition.fileNumber(known) == lastFile ? (int) LogPosition.offset(known) : 0;
        ByteBuffer tail =
                LogFile.map(directory, databaseId, lastFile, endOffset).bytes();
        directory.rewrite(LogPosition.fileName(lastFile), from, tail.position(from));
        directory.syncFolder(LogFile.FOLDER);
    }

    /** Returns the number of the last file that holds, or can take, frames. */
    int lastFile() {
        return lastFile;
    }

    /** Returns the log's end. */
    long end() {
        return LogPosition.of(lastFile, endOffset);
    }

    /** Returns the size of all files up to the log's end. */
    long sizeBytes() {
        return unfinishedFile == null ? finishedBytes + endOffset : finishedBytes;
    }

    /** Returns the LSN of the last frame. */
    long lastLsn() {
        return scan.lsn();
    }

    /** Returns the log up to its end. */
    List<Piece> pieces() {
        return pieces;
    }
}
