package io.vectra.storage;

import java.util.Objects;

/**
 * How a database is opened.
 *
 * @param create whether a missing database is created
 * @param readOnly whether the folder is opened without writing a byte, beside a writer too
 * @param sync when commits are forced to the disk
 */
public record DatabaseOptions(boolean create, boolean readOnly, SyncPolicy sync) {
    /** Creates when missing, reads and writes, and forces every commit. */
    public static final DatabaseOptions DEFAULT = new DatabaseOptions(true, false, SyncPolicy.COMMIT);

    public DatabaseOptions {
        Objects.requireNonNull(sync, "sync");
    }
}
