package io.vectra.storage.log;

import io.vectra.storage.SyncPolicy;
import java.util.Objects;

/**
 * How a log writes.
 *
 * @param sync when it is forced
 * @param fileBytesMax the size at which a new file is begun; at most 1 GiB
 * @param heapBytesMax how much of the log's tail is kept on the heap before it is mapped
 */
public record LogSettings(SyncPolicy sync, int fileBytesMax, int heapBytesMax) {
    /** The largest size of a file. */
    public static final int FILE_BYTES_MAX = 1 << 30;

    private static final int HEAP_BYTES_MAX = 4 << 20;

    public LogSettings {
        Objects.requireNonNull(sync, "sync");
        if (fileBytesMax < 256 || fileBytesMax > FILE_BYTES_MAX || fileBytesMax % 64 != 0 || heapBytesMax < 0) {
            throw new IllegalArgumentException("a log file has 256 bytes to 1 GiB in steps of 64, but " + fileBytesMax
                    + " were asked for, with " + heapBytesMax + " on the heap");
        }
    }

    /** Returns the usual sizes. */
    public static LogSettings of(SyncPolicy sync) {
        return new LogSettings(sync, FILE_BYTES_MAX, HEAP_BYTES_MAX);
    }
}
