package io.vectra.storage.engine;

import io.vectra.storage.Catalog;
import io.vectra.storage.CorruptStoreException;
import io.vectra.storage.DatabaseOptions;
import io.vectra.storage.StoreError;
import io.vectra.storage.StoreException;
import io.vectra.storage.io.Directory;
import io.vectra.storage.io.DirectoryLock;
import io.vectra.storage.io.HeapDirectory;
import io.vectra.storage.log.FrameVisitor;
import io.vectra.storage.log.Log;
import io.vectra.storage.log.LogPosition;
import io.vectra.storage.log.LogStart;
import io.vectra.storage.log.SchemaRecord;
import io.vectra.storage.log.TransactionRecord;
import io.vectra.storage.manifest.Checkpoint;
import io.vectra.storage.manifest.Manifest;
import io.vectra.storage.manifest.ManifestFile;
import io.vectra.storage.manifest.Sealed;
import io.vectra.storage.manifest.SegmentEntry;
import io.vectra.storage.manifest.TableDefinition;
import io.vectra.storage.manifest.VectorDirectoryFile;
import io.vectra.storage.vector.VectorColumn;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Opens a database: lock, manifest, vectors, log, mirror, in the order of {@code docs/ARCHITECTURE.md}, "Recovery". */
final class Opening {
    private static final System.Logger LOGGER = System.getLogger(Opening.class.getName());

    /** How often a reader begins again because a writer has replaced what it was about to open. */
    private static final int ATTEMPTS_MAX = 20;

    private final Directory directory;
    private final DatabaseOptions options;
    /** What is being opened. */
    private @Nullable Manifest begun;

    Opening(Directory directory, DatabaseOptions options) {
        this.directory = directory;
        this.options = options;
    }

    /** @param isTended whether upkeep runs in the background */
    EngineDatabase open(boolean isTended) {
        try {
            EngineDatabase database = options.readOnly() ? openBesideWriter() : openOnce();
            if (isTended) {
                database.upkeepWork().start();
            }
            return database;
        } catch (IOException e) {
            StoreException failure = new StoreException(
                    StoreError.IO,
                    "The database in " + directory + " could not be opened: " + reason(e)
                            + ". Nothing was lost; remove the cause and open it again.",
                    e);
            closeAfter(failure, directory);
            throw failure;
        } catch (RuntimeException | Error e) {
            closeAfter(e, directory);
            throw e;
        }
    }

    /** A writer may remove any file that its newest manifest does not name any more: then that one is opened. */
    private EngineDatabase openBesideWriter() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return openOnce();
            } catch (IOException | StoreException e) {
                if (attempt == ATTEMPTS_MAX || !isReplaced()) {
                    throw e;
                }
                LOGGER.log(
                        System.Logger.Level.DEBUG,
                        "A writer has replaced files while they were opened: " + e.getMessage());
            }
        }
    }

    private boolean isReplaced() throws IOException {
        return begun != null && !begun.equals(ManifestFile.read(directory));
    }

    private EngineDatabase openOnce() throws IOException {
        DirectoryLock lock = null;
        Log log = null;
        try {
            if (options.readOnly() || !options.create()) {
                checkExists();
            }
            lock = options.readOnly() ? null : directory.lock();
            Manifest manifest = readOrCreateManifest();
            begun = manifest;
            var stored = new StoredSegments(directory, manifest);
            if (!options.readOnly()) {
                Log.removeStale(directory, manifest.firstLogFile());
                stored.removeStale();
            }
            OpenFolder folder = new OpenFolder(
                    directory,
                    options,
                    lock,
                    directory instanceof HeapDirectory,
                    manifest.databaseId(),
                    manifest.mirrorSecret());
            Segments segments = stored.open();
            Scan scan = new Scan(manifest, segments, mapDirectories(manifest));
            log = Log.open(directory, manifest.databaseId(), scan.start, options.sync(), scan);
            return finish(folder, manifest, scan, log);
        } catch (IOException | RuntimeException | Error e) {
            closeAfter(e, log, lock);
            throw e;
        }
    }

    /** Says what the file system calls by the kind of an exception. */
    private static String reason(IOException e) {
        if (!(e instanceof FileSystemException failure) || failure.getReason() != null) {
            return String.valueOf(e.getMessage());
        }
        String file = failure.getFile();
        if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
            return file + " is a file, and no folder";
        }
        if (e instanceof AccessDeniedException) {
            return "this process may not use " + file;
        }
        return e instanceof NoSuchFileException ? "there is no " + file : file;
    }

    private EngineDatabase finish(OpenFolder folder, Manifest manifest, Scan scan, Log log) throws IOException {
        MirrorRecovery recovery = new MirrorRecovery(folder, log);
        Map<Integer, TableDefinition> tables = scan.schema.tables();
        boolean isRedone = false;
        try {
            if (!recovery.tryCatchUp(scan)) {
                recovery.rebuild(tables.values(), scan.sealedSegments);
                isRedone = true;
            }
            Catalog catalog = recovery.mirror().readCatalog(manifest.catalogVersion() + scan.schemaChanges + 1);
            Schema schema = Schema.of(
                    catalog,
                    tables.values(),
                    scan.vectors.columns(),
                    scan.schema.nextTableId(),
                    scan.schema.nextColumnId());
            var written = new Checkpointer.Written(manifest.checkpoint(), scan.vectors.changed());
            var writing = new SegmentWriting(
                    directory, manifest.databaseId(), manifest.sealed().nextSegment());
            scan.segments.readLackingTexts(log, log.lastLsn());
            Segments segments = scan.segments
                    .result()
                    .described(schema, (segment, types) -> writing.openColumns(segment, types, options.readOnly()));
            var state = new ReadState(schema, segments, log.lastLsn());
            EngineDatabase database = new EngineDatabase(folder, log, recovery.mirror(), state, written);
            openTexts(database);
            if (isRedone || scan.newFrames > 0) {
                database.checkpointer().write(false);
            }
            recovery.removeMarker();
            return database;
        } catch (SQLException e) {
            StoreException failure = new StoreException(
                    StoreError.IO,
                    "The relational mirror could not be brought up to the log: " + e.getMessage()
                            + ". The log is complete: see that the disk works and has room, and open it again.",
                    e);
            recovery.close();
            throw failure;
        } catch (IOException | RuntimeException | Error e) {
            recovery.close();
            throw e;
        }
    }

    private void openTexts(EngineDatabase database) throws IOException {
        List<String> names = directory.list(SegmentEntry.FOLDER);
        for (TableRows rows : database.state().segments().rows().values()) {
            List<TextColumns> indexes = TextColumns.of(rows.table());
            if (!indexes.isEmpty()) {
                for (RowSegment segment : rows.segments()) {
                    database.textBuilds().openAll(segment, names, indexes);
                }
            }
        }
    }

    /** Fails, without having written a byte, where a missing database shall not be created. */
    private void checkExists() throws IOException {
        if (ManifestFile.read(directory) == null) {
            throw new StoreException(
                    StoreError.DATABASE_NOT_FOUND,
                    "There is no database in " + directory + ", and "
                            + (options.readOnly() ? "readonly=true" : "create=false")
                            + " says not to create one. Check the path, or open it without that option.");
        }
    }

    private Manifest readOrCreateManifest() throws IOException {
        Manifest manifest = ManifestFile.read(directory);
        if (manifest != null) {
            return manifest;
        }
        UUID databaseId = UUID.randomUUID();
        Log.create(directory, databaseId, options.sync()).close();
        long start = LogPosition.firstFrame(1);
        Manifest created = new Manifest(
                Manifest.FORMAT_VERSION,
                databaseId,
                List.of(),
                1,
                1,
                1,
                new Checkpoint(0, start, List.of(), false, start),
                new BigInteger(128, new SecureRandom()).toString(Character.MAX_RADIX),
                0,
                Sealed.nothing(start));
        ManifestFile.write(directory, created);
        return created;
    }

    /**
     * Maps the vector directories; null if they are damaged or older than the segments, and have to be made again from
     * the segments and the log.
     */
    private @Nullable Map<Integer, VectorColumn> mapDirectories(Manifest manifest) throws IOException {
        Map<Integer, VectorColumn> columns = new HashMap<>();
        if (options.readOnly()
                || manifest.checkpoint().lsn() < manifest.sealed().lsn()) {
            // A writer beside us may remove its directories at any time; a backup has none.
            return null;
        }
        for (VectorDirectoryFile file : manifest.checkpoint().vectorDirectories()) {
            try {
                VectorColumn column = VectorColumn.map(directory, file.name(), manifest.databaseId());
                columns.put(file.columnId(), column);
            } catch (CorruptStoreException | IOException e) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "The vector directory \"" + file.name() + "\" is rebuilt from the log: " + e.getMessage());
                return null;
            }
        }
        return columns;
    }

    private static void closeAfter(Throwable failure, @Nullable AutoCloseable... resources) {
        for (AutoCloseable resource : resources) {
            try {
                if (resource != null) {
                    resource.close();
                }
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
    }

    /** What the log says beyond the segments. */
    static final class Scan implements FrameVisitor {
        private final LogStart start;
        private final long checkpointLsn;
        private final Segments sealedSegments;
        private final SchemaReplay schema;
        private final SegmentReplay segments;
        private final VectorReplay vectors;
        private final RowChanges rows = new RowChanges();
        private int schemaChanges;
        private int newFrames;

        Scan(Manifest manifest, Segments sealedSegments, @Nullable Map<Integer, VectorColumn> columns) {
            checkpointLsn = manifest.checkpoint().lsn();
            this.sealedSegments = sealedSegments;
            Sealed sealed = manifest.sealed();
            start = LogStart.afterSegments(manifest);
            schema = new SchemaReplay(sealed.tables(), sealed.nextTableId(), sealed.nextColumnId());
            segments = new SegmentReplay(sealedSegments);
            if (columns == null) {
                vectors = new VectorReplay(SealedColumns.of(sealedSegments), sealed.lsn());
                sealed.tables().forEach(vectors::addColumns);
            } else {
                vectors = new VectorReplay(columns, checkpointLsn);
                manifest.tables().forEach(vectors::addColumns);
            }
        }

        @Override
        public void transaction(long lsn, long position, TransactionRecord record, long vectorsPosition) {
            vectors.apply(lsn, record, sealedSegments);
            segments.apply(lsn, record);
            if (lsn > checkpointLsn) {
                newFrames++;
                record.accept(rows);
            }
        }

        @Override
        public void schema(long lsn, SchemaRecord record) {
            schema.apply(record);
            vectors.apply(lsn, record);
            segments.apply(record);
            if (lsn > checkpointLsn) {
                newFrames++;
                schemaChanges++;
            }
        }

        long checkpointLsn() {
            return checkpointLsn;
        }

        boolean hasSchemaChanges() {
            return schemaChanges > 0;
        }

        RowChanges rows() {
            return rows;
        }

        Map<Integer, TableDefinition> tables() {
            return schema.tables();
        }
    }
}
