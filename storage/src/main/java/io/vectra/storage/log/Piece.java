package io.vectra.storage.log;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A contiguous part of a log file in memory.
 *
 * @param start its first log position
 * @param end the position after it; of the log's growing last piece, the position after its capacity
 * @param bytes its bytes from {@code start}, little-endian, read-only
 * @param isMapped whether the bytes are the file's, not on the heap
 * @param check what checks the file's frames that no scan has read, or null if a scan has read them or this process has
 *     written them
 */
record Piece(
        long start,
        long end,
        ByteBuffer bytes,
        boolean isMapped,
        @Nullable FileCheck check) {
    long sizeBytes() {
        return end - start;
    }

    int fileNumber() {
        return LogPosition.fileNumber(start);
    }
}
