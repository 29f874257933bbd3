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
import io.vectra.storage.manifest.VectorDirectoryFile;
import io.vectra.storage.vector.VectorColumn;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes what makes the next open fast: the mirror synced, the vector directories, and the manifest that names them.
 *
 * <p>Between checkpoints an open has to redo the log from the last one; each seal takes one, so that is bounded. Thread
 * rule: guarded by the writer lock, but {@link #written} by the swap lock.
 */
final class Checkpointer {
    private static final System.Logger LOGGER = System.getLogger(Checkpointer.class.getName());

    private final EngineDatabase database;
    private final Set<Integer> changedColumns = new HashSet<>();
    private Map<Integer, VectorDirectoryFile> directories;
    private Checkpoint last;
    private volatile Sealed written;

    Checkpointer(EngineDatabase database, Written written) {
        this.database = database;
        this.last = written.checkpoint();
        this.written = database.state().segments().sealed();
        this.directories = byColumn(last.vectorDirectories());
        this.changedColumns.addAll(written.changedColumns());
    }

    /**
     * What opening found.
     *
     * @param checkpoint the manifest's checkpoint
     * @param changedColumns the vector columns that the log has changed since
     */
    record Written(Checkpoint checkpoint, Set<Integer> changedColumns) {}

    /** A commit or schema change has touched this vector column. */
    void changed(int columnId) {
        changedColumns.add(columnId);
    }

    /** Returns whether the manifest already says all that a checkpoint would. */
    boolean isCurrent() {
        return last.cleanClose() && last.lsn() == database.log().lastLsn();
    }

    /** Writes a checkpoint of everything committed. */
    void write(boolean isCleanClose) {
        if (database.isReadOnly()) {
            return;
        }
        if (database.folder().isEphemeral()) {
            written = database.state().segments().sealed();
            return;
        }
        Directory directory = database.folder().directory();
        Log log = database.log();
        long lsn = log.lastLsn();
        try {
            log.forceNow(lsn);
            database.mirror().checkpoint();
            Map<Integer, VectorDirectoryFile> written = writeDirectories(directory, lsn);
            Checkpoint checkpoint =
                    new Checkpoint(lsn, log.end(), List.copyOf(written.values()), isCleanClose, log.end());
            Manifest manifest = manifest(checkpoint);
            ManifestFile.write(directory, manifest);
            this.written = manifest.sealed();
            last = checkpoint;
            useMapped(written);
            directories = written;
            changedColumns.clear();
            removeStale(directory, written);
        } catch (IOException | SQLException e) {
            throw new StoreException(
                    StoreError.IO,
                    "The checkpoint failed: " + e.getMessage()
                            + ". Every acknowledged commit is kept in the log; the next open takes longer.",
                    e);
        }
    }

    /** Lets columns be read from the files that were just written, so that the heap does not keep what they hold. */
    private void useMapped(Map<Integer, VectorDirectoryFile> written) throws IOException {
        OpenFolder folder = database.folder();
        ReadState state = database.state();
        Map<Integer, VectorColumn> columns = new HashMap<>(state.schema().columns());
        for (VectorDirectoryFile file : written.values()) {
            if (!file.equals(directories.get(file.columnId()))) {
                columns.put(file.columnId(), VectorColumn.map(folder.directory(), file.name(), folder.databaseId()));
            }
        }
        database.useState(new ReadState(
                state.schema().withColumns(columns),
                state.segments(),
                database.log().lastLsn()));
    }

    private Manifest manifest(Checkpoint checkpoint) {
        OpenFolder folder = database.folder();
        Schema schema = database.schema();
        Sealed sealed = database.state().segments().sealed();
        return new Manifest(
                Manifest.FORMAT_VERSION,
                folder.databaseId(),
                List.copyOf(schema.tables().values()),
                schema.nextTableId(),
                schema.nextColumnId(),
                LogPosition.fileNumber(sealed.position()),
                checkpoint,
                folder.mirrorSecret(),
                schema.catalog().version(),
                sealed);
    }

    private Map<Integer, VectorDirectoryFile> writeDirectories(Directory directory, long lsn) throws IOException {
        Map<Integer, VectorDirectoryFile> written = new HashMap<>();
        boolean isChanged = false;
        for (VectorColumn column : database.schema().columns().values()) {
            VectorDirectoryFile file = directories.get(column.columnId());
            if (changedColumns.contains(column.columnId()) || (file == null && column.count() > 0)) {
                String name = unusedName(directory, column.columnId(), lsn);
                file = column.writeTo(directory, name, database.folder().databaseId(), lsn);
                isChanged = true;
            }
            if (file != null) {
                written.put(column.columnId(), file);
            }
        }
        if (isChanged) {
            directory.syncFolder(OpenFolder.VECTORS);
        }
        return written;
    }

    /** Returns the segments that the manifest in force names. */
    Sealed written() {
        return written;
    }

    /** A directory of the same LSN, with other positions, may be named by the manifest that is in force. */
    private static String unusedName(Directory directory, int columnId, long lsn) throws IOException {
        String name = OpenFolder.VECTORS + "/" + columnId + "-" + lsn;
        String unused = name + ".dir";
        for (int i = 1; directory.exists(unused); i++) {
            unused = name + "." + i + ".dir";
        }
        return unused;
    }

    /** Removes the directories that no manifest names any more, of crashed checkpoints too. */
    private static void removeStale(Directory directory, Map<Integer, VectorDirectoryFile> written) throws IOException {
        Set<String> named = new HashSet<>();
        written.values().forEach(file -> named.add(file.name()));
        List<String> stale = new ArrayList<>();
        for (String name : directory.list(OpenFolder.VECTORS)) {
            String path = OpenFolder.VECTORS + "/" + name;
            if (!named.contains(path)) {
                stale.add(path);
            }
        }
        for (String path : stale) {
            try {
                directory.delete(path);
            } catch (IOException e) {
                // Windows does not delete a mapped file; the next checkpoint tries again.
                LOGGER.log(System.Logger.Level.DEBUG, "A stale vector directory stays for now: " + path, e);
            }
        }
    }

    private static Map<Integer, VectorDirectoryFile> byColumn(List<VectorDirectoryFile> files) {
        Map<Integer, VectorDirectoryFile> byColumn = new HashMap<>();
        files.forEach(file -> byColumn.put(file.columnId(), file));
        return byColumn;
    }
}
