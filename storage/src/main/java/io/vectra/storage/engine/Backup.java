package io.vectra.storage.engine;

import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.io.Directory;
import io.vectra.storage.log.Log;
import io.vectra.storage.log.LogPosition;
import io.vectra.storage.manifest.Checkpoint;
import io.vectra.storage.manifest.Manifest;
import io.vectra.storage.manifest.ManifestFile;
import io.vectra.storage.manifest.Sealed;
import io.vectra.storage.manifest.SegmentEntry;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Copies a database as of one LSN: the segments, linked where the disk can, the log after them, every frame checked on
 * the way, then the manifest.
 *
 * <p>Of what is derived only graphs are copied; the first open of the copy rebuilds the rest. Reading and writing go
 * on; seals and vacuums wait. Without its manifest, written last, a copy does not open.
 */
final class Backup {
    private final EngineDatabase database;

    private final BooleanSupplier cancelled;

    Backup(EngineDatabase database, BooleanSupplier cancelled) {
        this.database = database;
        this.cancelled = cancelled;
    }

    /** Returns the LSN of the last commit in the copy. */
    long writeTo(Directory copy, String name) throws IOException {
        if (!copy.isEmpty()) {
            throw new StoreException(
                    StoreError.BAD_ARGUMENT,
                    "The backup needs an empty or missing folder, but \"" + name
                            + "\" has files. Choose another folder, or empty it.");
        }
        Tasks.lock(database.swapLock(), cancelled);
        try {
            return write(copy);
        } finally {
            database.swapLock().unlock();
        }
    }

    private long write(Directory copy) throws IOException {
        OpenFolder folder = database.folder();
        Log log = database.log();
        Sealed sealed = database.state().segments().sealed();
        long lsn = database.lsn();
        if (!folder.options().readOnly()) {
            log.forceNow(lsn);
        }
        for (SegmentEntry entry : sealed.segments()) {
            Tasks.check(cancelled);
            share(entry, copy);
        }
        if (!sealed.segments().isEmpty()) {
            copy.syncFolder(SegmentEntry.FOLDER);
        }
        long end = log.copyTo(copy, lsn);
        ManifestFile.write(
                copy,
                new Manifest(
                        Manifest.FORMAT_VERSION,
                        folder.databaseId(),
                        List.of(),
                        1,
                        1,
                        LogPosition.fileNumber(sealed.position()),
                        new Checkpoint(0, sealed.position(), List.of(), false, end),
                        folder.mirrorSecret(),
                        0,
                        sealed));
        return lsn;
    }

    /** Gives the copy a segment's files, graphs too; each was checked when it was used, or will be. */
    private void share(SegmentEntry entry, Directory copy) throws IOException {
        Directory directory = database.folder().directory();
        for (String name : directory.list(SegmentEntry.FOLDER)) {
            String path = SegmentEntry.FOLDER + "/" + name;
            boolean isDeletion = name.contains(".deleted-");
            if (path.startsWith(entry.path(""))
                    && !GraphFiles.isUnfinished(name)
                    && (!isDeletion || (entry.deletedLsn() > 0 && path.equals(entry.deletedPath())))) {
                directory.share(path, copy);
            }
        }
    }
}
