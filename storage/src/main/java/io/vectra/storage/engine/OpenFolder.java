package io.vectra.storage.engine;

import io.vectra.storage.DatabaseOptions;
import io.vectra.storage.io.Directory;
import io.vectra.storage.io.DirectoryLock;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The files of an open database, with what never changes about them.
 *
 * @param lock this process's right to write; null if opened read-only
 * @param isEphemeral whether nothing outlives the process, so that checkpoints serve nobody
 * @param databaseId the number that every file carries
 * @param mirrorSecret the password of the mirror's users
 */
record OpenFolder(
        Directory directory,
        DatabaseOptions options,
        @Nullable DirectoryLock lock,
        boolean isEphemeral,
        UUID databaseId,
        String mirrorSecret)
        implements AutoCloseable {
    /** The marker of a schema change that is between the mirror and the log. */
    static final String PENDING = "relational.pending";

    /** The mirror's file, without H2's ending. */
    static final String MIRROR = "relational";

    /** The folder of the vector directories. */
    static final String VECTORS = "vectors";

    /** Returns whether the mirror has a file of its own, beside a directory on disk. */
    boolean isMirrorOnDisk() {
        return !isEphemeral && !options.readOnly() && directory.localPath(MIRROR) != null;
    }

    @Override
    public void close() throws IOException {
        try {
            if (lock != null) {
                lock.close();
            }
        } finally {
            directory.close();
        }
    }
}
