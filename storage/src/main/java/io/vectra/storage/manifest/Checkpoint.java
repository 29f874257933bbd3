package io.vectra.storage.manifest;

import java.util.List;

/**
 * A commit up to which everything derived was on the disk.
 *
 * @param lsn the last commit that it covers; 0 before the first
 * @param position the log position after that commit's frame, where a scan starts
 * @param vectorDirectories the vector columns' directories as of {@code lsn}
 * @param cleanClose whether nothing was written after this checkpoint
 * @param logEnd the log's forced end when the manifest was written; a log that ends before it has lost commits
 */
public record Checkpoint(
        long lsn, long position, List<VectorDirectoryFile> vectorDirectories, boolean cleanClose, long logEnd) {
    public Checkpoint {
        vectorDirectories = List.copyOf(vectorDirectories);
        if (lsn < 0 || position < 0 || logEnd < position) {
            throw new IllegalArgumentException("a checkpoint lies in the log, but has lsn " + lsn + ", position "
                    + position + " and log end " + logEnd);
        }
    }
}
