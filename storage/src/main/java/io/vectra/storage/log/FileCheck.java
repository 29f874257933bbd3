package io.vectra.storage.log;

import io.vectra.storage.CorruptStoreException;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Checks the frames of a log file that no scan has read, where they are first needed.
 *
 * <p>The file is checked in spans of 4 MiB, so that one look-up after opening costs no pass over the whole file. A
 * frame belongs to all spans that it touches. Thread rule: any number of threads.
 */
final class FileCheck {
    private static final int SPAN_SHIFT = 22;

    private final LogFile file;
    private final int limit;
    // Per span: 1 once all frames that touch it were checked. Read without the lock.
    private final AtomicIntegerArray checked;
    // Per span: a frame's start before which everything in the span was checked, or 0. Guarded by this.
    private final int[] resumeOffsets;
    private int uncheckedCount;
    private volatile boolean isDone;

    /** @param limit the offset before which the frames are to be checked; a frame's end */
    FileCheck(LogFile file, int limit) {
        this.file = file;
        this.limit = limit;
        int spanCount = (limit >> SPAN_SHIFT) + 1;
        checked = new AtomicIntegerArray(spanCount);
        resumeOffsets = new int[spanCount];
        resumeOffsets[0] = LogFileHeader.BYTES;
        uncheckedCount = spanCount;
    }

    /** Returns whether everything was checked. */
    boolean isDone() {
        return isDone;
    }

    /**
     * Checks the frames that touch a range of offsets, which may reach beyond the limit.
     *
     * @throws CorruptStoreException if one is not what was written
     */
    void verify(int from, int to) {
        int last = Math.min(to - 1, limit - 1) >> SPAN_SHIFT;
        for (int span = from >> SPAN_SHIFT; span <= last && !isDone; span++) {
            if (checked.get(span) == 0) {
                verifySpan(span);
            }
        }
    }

    private synchronized void verifySpan(int span) {
        if (checked.get(span) != 0) {
            return;
        }
        LogFileHeader header = file.header();
        int spanEnd = Math.min(limit, span + 1 << SPAN_SHIFT);
        int start = resumeOffsets[span] > 0 ? resumeOffsets[span] : frameStart(span << SPAN_SHIFT);
        int offset = start;
        long lsn = start == LogFileHeader.BYTES ? header.firstLsn() - 1 : -1;
        while (offset < spanEnd) {
            Frame frame = file.frameAt(offset);
            if (frame == null || frame.end() > limit || (lsn >= 0 && frame.lsn() != lsn + 1)) {
                throw file.corruptAt(offset, "the frame is not what was written");
            }
            lsn = frame.lsn();
            offset = frame.end();
        }
        markChecked(span, offset);
    }

    /** Notes that everything from a span's first frame up to an offset was checked. */
    private void markChecked(int firstSpan, int end) {
        int span = firstSpan;
        while (span < resumeOffsets.length && end >= Math.min(limit, span + 1 << SPAN_SHIFT)) {
            if (checked.getAndSet(span, 1) == 0) {
                uncheckedCount--;
            }
            span++;
        }
        if (span < resumeOffsets.length) {
            resumeOffsets[span] = Math.max(resumeOffsets[span], end);
        }
        isDone = uncheckedCount == 0;
    }

    /**
     * Returns the start of the frame that holds an offset, found by looking backwards for a header whose checksum
     * holds.
     */
    private int frameStart(int offset) {
        for (int start = offset; start >= LogFileHeader.BYTES; start -= Frame.ALIGNMENT) {
            Frame frame = file.frameAt(start);
            if (frame != null) {
                if (frame.end() > offset) {
                    return start;
                }
                if (frame.end() == offset) {
                    return offset;
                }
                throw file.corruptAt(frame.end(), "the frame is not what was written");
            }
        }
        throw file.corruptAt(LogFileHeader.BYTES, "the frame is not what was written");
    }
}
