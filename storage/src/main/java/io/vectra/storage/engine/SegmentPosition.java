package io.vectra.storage.engine;

import io.vectra.storage.log.LogPosition;

/**
 * Positions of vectors in segments: they look like those of log files with numbers that no log reaches, and the offset
 * counts from the segment's first vector.
 */
final class SegmentPosition {
    private static final int FIRST_FILE = 1 << 22;

    private SegmentPosition() {}

    /** Returns the position of a byte among a segment's vectors. */
    static long of(int segment, long offset) {
        return LogPosition.of(FIRST_FILE + segment, offset);
    }

    /** Returns whether a position is in a segment, not in the log. */
    static boolean isSegment(long position) {
        return LogPosition.fileNumber(position) >= FIRST_FILE;
    }

    /** Returns the number of the segment. */
    static int segment(long position) {
        return LogPosition.fileNumber(position) - FIRST_FILE;
    }

    /** Returns the offset from the segment's first vector, in bytes. */
    static long offset(long position) {
        return LogPosition.offset(position);
    }
}
