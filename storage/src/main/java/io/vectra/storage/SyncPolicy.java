package io.vectra.storage;

/**
 * When the log is forced to the disk.
 *
 * @param intervalMs 0: before every commit is acknowledged; more: at most this many milliseconds after a commit, which
 *     is acknowledged at once
 */
public record SyncPolicy(int intervalMs) {
    /** Every commit is on the disk before it is acknowledged. */
    public static final SyncPolicy COMMIT = new SyncPolicy(0);

    public SyncPolicy {
        if (intervalMs < 0) {
            throw new IllegalArgumentException("sync interval must be at least 0 ms, but is " + intervalMs);
        }
    }

    /** Returns whether a commit waits for the disk. */
    public boolean isEveryCommit() {
        return intervalMs == 0;
    }
}
