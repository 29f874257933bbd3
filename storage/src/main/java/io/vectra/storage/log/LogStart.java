package io.vectra.storage.log;

import io.vectra.storage.manifest.Manifest;
import io.vectra.storage.manifest.Sealed;

/**
 * Where the scan of a log starts.
 *
 * @param firstFile the number of the log's first file
 * @param position where the first frame to scan begins, or the log's end
 * @param lsn the LSN of the last commit before {@code position}
 * @param minimumEnd a position that the log is known to have reached; one that ends before it is damaged
 */
public record LogStart(int firstFile, long position, long lsn, long minimumEnd) {
    /** Returns the start for reading all that is not in segments. */
    public static LogStart afterSegments(Manifest manifest) {
        Sealed sealed = manifest.sealed();
        return new LogStart(
                manifest.firstLogFile(),
                sealed.position(),
                sealed.lsn(),
                manifest.checkpoint().logEnd());
    }
}
