package io.vectra.storage.engine;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.io.Directory;
import io.vectra.storage.log.Log;
import io.vectra.storage.log.LogPosition;
import io.vectra.storage.manifest.Checkpoint;
import io.vectra.storage.manifest.Manifest;
import io.vectra.storage.manifest.ManifestFile;
import java.io.IOException;
import java.util.List;

/**
 * Copies a database as of one LSN: the log's prefix, every frame checked on the way, then the manifest.
 *
 * <p>Nothing derived is copied, so the copy is made without a lock; its first open rebuilds what is derived. Without
 * its manifest, written last, a copy does not open.
 */
final class Backup {
    private final EngineDatabase database;

    Backup(EngineDatabase database) {
        this.database = database;
    }

    /** Returns the LSN of the last commit in the copy. */
    long writeTo(Directory copy, String name) throws IOException {
        if (!copy.isEmpty()) {
            throw new StoreException(
                    StoreError.BAD_ARGUMENT,
                    "The backup needs an empty or missing folder, but \"" + name
                            + "\" has files. Choose another folder, or empty it.");
        }
        OpenFolder folder = database.folder();
        Log log = database.log();
        long lsn = database.lsn();
        if (!folder.options().readOnly()) {
            log.forceNow(lsn);
        }
        long end = log.copyTo(copy, lsn);
        long start = LogPosition.firstFrame(folder.firstLogFile());
        ManifestFile.write(
                copy,
                new Manifest(
                        Manifest.FORMAT_VERSION,
                        folder.databaseId(),
                        List.of(),
                        1,
                        1,
                        folder.firstLogFile(),
                        new Checkpoint(0, start, List.of(), false, end),
                        folder.mirrorSecret(),
                        0));
        return lsn;
    }
}
