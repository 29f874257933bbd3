package io.vectra.storage.log;

import io.vectra.storage.manifest.Checkpoint;
import io.vectra.storage.manifest.Manifest;

/**
 * Where the scan of a log starts.
 *
 * @param firstFile the number of the log's first file
 * @param position where the first frame to scan begins, or the log's end
 * @param lsn the LSN of the last commit before {@code position}
 * @param minimumEnd a position that the log is known to have reached; one that ends before it is damaged
 */
public record LogStart(int firstFile, long position, long lsn, long minimumEnd) {
    /** Returns the start that the manifest's checkpoint gives. */
    public static LogStart atCheckpoint(Manifest manifest) {
        Checkpoint checkpoint = manifest.checkpoint();
        return new LogStart(manifest.firstLogFile(), checkpoint.position(), checkpoint.lsn(), checkpoint.logEnd());
    }

    /** Returns the start for reading the whole log. */
    public static LogStart atBeginning(Manifest manifest) {
        int first = manifest.firstLogFile();
        return new LogStart(
                first, LogPosition.firstFrame(first), 0, manifest.checkpoint().logEnd());
    }
}
