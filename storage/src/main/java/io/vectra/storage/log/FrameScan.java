package io.vectra.storage.log;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;

/**
 * Reads frames in the order of the log, checking that each is whole and none is missing.
 *
 * <p>Thread rule: one thread.
 */
final class FrameScan {
    private final FrameVisitor visitor;
    private long lsn;
    private long forcedEnd;

    /** @param lsn the LSN before the first frame to read */
    FrameScan(long lsn, FrameVisitor visitor) {
        this.lsn = lsn;
        this.visitor = visitor;
    }

    /** Returns the LSN of the last frame read. */
    long lsn() {
        return lsn;
    }

    /**
     * Returns the log position up to which everything was on the disk when the last frame was written; 0 before the
     * first.
     */
    long forcedEnd() {
        return forcedEnd;
    }

    /**
     * Reads frames until one is not valid, the file ends, or the LSN is reached.
     *
     * @return the offset after the last frame read
     */
    int read(LogFile file, int offset, long toLsn) {
        int next = offset;
        while (lsn < toLsn) {
            Frame frame = file.frameAt(next);
            if (frame == null) {
                break;
            }
            if (frame.lsn() != lsn + 1) {
                throw file.corruptAt(next, "the frame has LSN " + frame.lsn() + ", but " + (lsn + 1) + " comes here");
            }
            show(file, frame);
            lsn = frame.lsn();
            forcedEnd = frame.forcedEnd();
            next = frame.end();
        }
        return next;
    }

    /** As {@link #read}, where all of the file's frames are known to be whole. */
    int readWhole(LogFile file, int offset, long toLsn) {
        int end = read(file, offset, toLsn);
        if (lsn < toLsn && end != file.size()) {
            throw file.corruptAt(end, "the frame of LSN " + (lsn + 1) + " is not what was written");
        }
        return end;
    }

    /** Checks that a file's header follows what was read. */
    void enter(LogFile file) {
        long firstLsn = file.header().firstLsn();
        if (firstLsn != lsn + 1) {
            throw file.corruptAt(
                    40, "the file begins with LSN " + firstLsn + ", but the one before it ends with LSN " + lsn);
        }
    }

    private void showRewrite(LogFile file, Frame frame, long position) {
        int start = frame.payloadOffset();
        int bytes = frame.payloadBytes() < Integer.BYTES ? -1 : file.bytes().getInt(start);
        if (bytes < 0 || bytes > frame.payloadBytes() - Integer.BYTES) {
            throw file.corruptAt(start, "a schema change of " + bytes + " bytes does not fit its frame");
        }
        Frame schema = frame.part(Frame.SCHEMA, Integer.BYTES, bytes);
        int rest = Integer.BYTES + bytes;
        Frame rows = frame.part(Frame.TRANSACTION, rest, frame.payloadBytes() - rest);
        visitor.schema(frame.lsn(), SchemaCodec.decode(file.bytes(), file.number(), schema));
        visitor.transaction(
                frame.lsn(),
                position,
                new TransactionRecord(file.bytes(), file.number(), rows),
                position + Frame.HEADER_BYTES);
    }

    private void show(LogFile file, Frame frame) {
        long position = LogPosition.of(file.number(), frame.offset());
        if (frame.kind() == Frame.TRANSACTION) {
            TransactionRecord record = new TransactionRecord(file.bytes(), file.number(), frame);
            visitor.transaction(frame.lsn(), position, record, position + Frame.HEADER_BYTES);
        } else if (frame.kind() == Frame.SCHEMA) {
            visitor.schema(frame.lsn(), SchemaCodec.decode(file.bytes(), file.number(), frame));
        } else if (frame.kind() == Frame.REWRITE) {
            showRewrite(file, frame, position);
        } else {
            throw new StoreException(
                    StoreError.TOO_NEW,
                    "The frame at " + LogPosition.describe(position) + " is of kind " + frame.kind()
                            + ", which this version of Vectra does not know. Open the database with a newer version");
        }
    }
}
